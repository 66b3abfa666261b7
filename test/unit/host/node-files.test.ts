import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeHost } from '../../../server/src/host/node.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bnn files '));
  writeFileSync(path.join(folder, 'net.bnn'), 'network N {}');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const uriOf = (...names: string[]): string => pathToFileURL(path.join(folder, ...names)).href;

describe('what stands at an address', () => {
  it('is a text', async () => {
    expect(await nodeHost.readText(uriOf('net.bnn'))).toMatchObject({ ok: true, text: 'network N {}' });
  });

  it.each([
    ['nothing', ['none.bnn'], 'missing', 'there is no such file'],
    ['nothing, below a file', ['net.bnn', 'none.bnn'], 'missing', 'there is no such file'],
    ['a folder', [], 'unreadable', 'this is a folder'],
  ])('is %s', async (_what, names, reason, message) => {
    expect(await nodeHost.readText(uriOf(...names))).toMatchObject({ ok: false, reason, message });
  });

  it.skipIf(process.platform === 'win32')('is a device that would be read for ever', async () => {
    expect(await nodeHost.readText('file:///dev/zero')).toMatchObject({ message: 'this is no regular file' });
  });

  it('is nothing on the disk', async () => {
    expect(await nodeHost.readText('untitled:Untitled-1')).toMatchObject({ ok: false, reason: 'missing' });
  });
});

it('what cannot be written is told without the draft that it was tried with', async () => {
  const draft = path.join(folder, `taken.bnn.${process.pid}.tmp`);
  mkdirSync(draft);
  expect(await nodeHost.writeText(uriOf('taken.bnn'), 'x')).toEqual({
    ok: false,
    message: 'illegal operation on a directory',
  });
});

it('so is one of many, by its path in the folder, and none of them is written', async () => {
  mkdirSync(path.join(folder, `b.bnn.${process.pid}.tmp`));
  const files = ['a.bnn', 'b.bnn'].map((name) => ({ path: name, content: 'x' }));
  expect(await nodeHost.writeFiles(uriOf('.'), files)).toEqual({
    ok: false,
    message: 'b.bnn: illegal operation on a directory',
  });
  expect(await nodeHost.readText(uriOf('a.bnn'))).toMatchObject({ reason: 'missing' });
});
