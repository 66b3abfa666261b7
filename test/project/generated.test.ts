import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedFiles, generatedFolders } from '../../scripts/generate/generated-files.js';

const root = path.resolve(import.meta.dirname, '../..');
const files = await generatedFiles();

describe('generated files (npm run generate makes them new)', () => {
  it('are what the generator gives', () => {
    const there = (file: string): string | undefined => {
      const full = path.join(root, file);
      return fs.existsSync(full) ? fs.readFileSync(full, 'utf8') : undefined;
    };
    expect([...files].filter(([file, text]) => there(file) !== text).map(([file]) => file)).toEqual([]);
  });

  it.each(generatedFolders)('are all that %s holds', (folder) => {
    const there = fs.readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`);
    expect(there.filter((file) => !files.has(file))).toEqual([]);
  });
});
