import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// `dist/cli.js` keeps what V8 compiled: whatever becomes of it, a command says the same.

let folder = '';
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bnn start-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const estimate = (cache: string): string =>
  execFileSync(process.execPath, ['dist/cli.js', 'estimate', 'examples/lfc.bnn', '--json'], {
    encoding: 'utf8',
    env: { ...process.env, BNN_CODE_CACHE: cache },
  });

describe('a start of the command line', () => {
  it(
    'says the same without a code cache, when it makes one, with it, and with a broken one',
    { timeout: 60_000 },
    () => {
      const without = estimate('off');
      expect(fs.readdirSync(folder)).toEqual([]);
      expect(estimate(folder)).toBe(without);
      const [version = ''] = fs.readdirSync(folder);
      expect(fs.readdirSync(path.join(folder, version))).toEqual(['cli-estimate']);
      const file = path.join(folder, version, 'cli-estimate');
      const made = fs.readFileSync(file);
      const { mtimeMs } = fs.statSync(file);
      expect(estimate(folder)).toBe(without);
      expect(fs.statSync(file).mtimeMs).toBe(mtimeMs);
      fs.writeFileSync(file, made.fill(0, made.length / 2));
      expect(estimate(folder)).toBe(without);
    },
  );
});
