import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TemporaryFolder } from '../../../server/src/host/host.js';
import { findTool, temporaryFolder, writeFiles } from '../../../server/src/host/node-tools.js';
import { runTool } from '../../../server/src/host/run-tool.js';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

const node = (script: string, line?: (line: string) => void): ReturnType<typeof runTool> =>
  runTool(process.execPath, ['-e', script], { folder: folder.uri, line });

describe('a tool', () => {
  it('gives its exit code and output, line by line', async () => {
    const lines: string[] = [];
    const outcome = await node(
      `console.log('one\\ntwo'); process.stdout.write('three'); process.exitCode = 3`,
      (line) => lines.push(line),
    ).outcome;
    expect(outcome).toEqual({ status: 'ended', code: 3, output: 'one\ntwo\nthree' });
    expect(lines).toEqual(['one', 'two', 'three']);
  });

  it('gets its arguments as they are: there is no shell', async () => {
    const word = '$(touch x) "; rm -rf *';
    const running = runTool(process.execPath, ['-e', 'console.log(process.argv[1])', word], { folder: folder.uri });
    expect(await running.outcome).toMatchObject({ output: `${word}\n` });
    expect(readdirSync(fileURLToPath(folder.uri))).toEqual([]);
  });

  it('that is missing is told apart', async () => {
    expect(await runTool('no-such-compiler', [], { folder: folder.uri }).outcome).toEqual({ status: 'missing' });
  });

  it('ends when it is cancelled, with what it started, even if it does not want to', async () => {
    let child = 0;
    let started = (): void => undefined;
    const ready = new Promise<void>((resolve) => (started = resolve));
    const script = `process.on('SIGTERM', () => {});
const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
console.log(child.pid); setInterval(() => {}, 1000);`;
    const running = node(script, (line) => {
      child = Number(line);
      started();
    });
    await ready;
    running.cancel();
    expect(await running.outcome).toEqual({ status: 'cancelled' });
    const lives = (): boolean => {
      try {
        process.kill(child, 0);
        return !readFileSync(`/proc/${child}/stat`, 'utf8').includes(') Z ');
      } catch {
        return false;
      }
    };
    for (let wait = 0; lives() && wait < 1000; wait++) await new Promise((resolve) => setTimeout(resolve, 25));
    expect(lives()).toBe(false);
  });

  it.runIf(process.platform === 'linux')('takes what left its group and its session with it', async () => {
    let daemon = 0;
    let started = (): void => undefined;
    const ready = new Promise<void>((resolve) => (started = resolve));
    const script = `const options = { detached: true, stdio: 'ignore' };
const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], options);
child.unref(); console.log(child.pid); setInterval(() => {}, 1000);`;
    const running = node(script, (line) => {
      daemon = Number(line);
      started();
    });
    await ready;
    expect(readFileSync(`/proc/${daemon}/stat`, 'utf8')).not.toBe('');
    running.cancel();
    expect(await running.outcome).toEqual({ status: 'cancelled' });
    expect(existsSync(`/proc/${daemon}`) && !readFileSync(`/proc/${daemon}/stat`, 'utf8').includes(') Z ')).toBe(false);
  });

  it('is found on PATH', async () => {
    expect(await findTool(['no-such-compiler', path.basename(process.execPath)])).toMatch(/node(\.exe)?$/);
    expect(await findTool(['no-such-compiler'])).toBeUndefined();
  });
});

describe('files of one result', () => {
  const here = (...parts: readonly string[]): string => path.join(fileURLToPath(folder.uri), ...parts);

  it('are written with their folders', async () => {
    const files = [
      { path: 'a.txt', content: 'one' },
      { path: 'deep/er/b.bin', content: Uint8Array.of(1, 2) },
    ];
    expect(await writeFiles(folder.uri, files)).toEqual({ ok: true });
    expect(readFileSync(here('a.txt'), 'utf8')).toBe('one');
    expect([...readFileSync(here('deep/er/b.bin'))]).toEqual([1, 2]);
  });

  it('are written all or none', async () => {
    await writeFiles(folder.uri, [{ path: 'a.txt', content: 'old' }]);
    const result = await writeFiles(folder.uri, [
      { path: 'a.txt', content: 'new' },
      { path: 'a.txt/b.txt', content: 'cannot be' },
    ]);
    expect(result.ok).toBe(false);
    expect(readFileSync(here('a.txt'), 'utf8')).toBe('old');
    expect(readdirSync(here())).toEqual(['a.txt']);
  });

  it('are not written where a folder has the name of one', async () => {
    await writeFiles(folder.uri, [{ path: 'b.txt/inner', content: '' }]);
    const files = ['a.txt', 'b.txt'].map((path) => ({ path, content: '' }));
    expect(await writeFiles(folder.uri, files)).toEqual({
      ok: false,
      message: `${here('b.txt')} is a folder, and no file`,
    });
    expect(readdirSync(here())).toEqual(['b.txt']);
  });

  it.each(['../out.txt', '/etc/out.txt', 'a/../../out.txt'])('never leave their folder: %s', async (path) => {
    expect(await writeFiles(folder.uri, [{ path, content: '' }])).toMatchObject({ ok: false });
    expect(existsSync(here('..', 'out.txt'))).toBe(false);
  });

  it('that stand in a temporary folder go with it', async () => {
    const own = await temporaryFolder();
    await writeFiles(own.uri, [{ path: 'a/b', content: '' }]);
    await own.remove();
    expect(existsSync(fileURLToPath(own.uri))).toBe(false);
    expect(own.uri).toBe(pathToFileURL(fileURLToPath(own.uri)).href);
  });
});
