import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder } from '../../../server/src/host/make-folder.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bnn-make-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a folder that is made', () => {
  it('has all those above it, and may be there already or be made twice at once', async () => {
    const deep = path.join(folder, 'a/b c/d');
    await Promise.all([makeFolder(deep), makeFolder(deep)]);
    await makeFolder(deep);
    expect(existsSync(deep)).toBe(true);
  });

  it('is refused in words where a file stands in the way', async () => {
    const file = path.join(folder, 'net.bnn');
    writeFileSync(file, '');
    await expect(makeFolder(file)).rejects.toThrow(`${file} is a file, and no folder`);
    await expect(makeFolder(path.join(file, 'out'))).rejects.toThrow(`${file} is a file, and no folder`);
  });

  it.skipIf(process.platform !== 'linux')('is refused where none can be made, which Node tries for ever', async () => {
    await expect(makeFolder('/proc/no-such-folder/out')).rejects.toThrow(
      '/proc/no-such-folder cannot be made (ENOENT)',
    );
  });
});
