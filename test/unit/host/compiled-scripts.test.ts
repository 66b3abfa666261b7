import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Script } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeCacheFolder, compiledScripts, type ScriptFile } from '../../../server/src/host/compiled-scripts.js';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bnn-compiled-'));
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

const one: ScriptFile = { name: 'one.js', hash: '1' };
const other: ScriptFile = { name: 'other.js', hash: '2' };
const script = (text = '(() => 42)()'): Script => new Script(text);

/** Runs `work` as a process would that ends then. */
function runs(purpose: string, work: (scripts: ReturnType<typeof compiledScripts>) => void): void {
  const before = process.listeners('exit');
  work(compiledScripts(folder, purpose));
  for (const listener of process.listeners('exit')) {
    if (before.includes(listener)) continue;
    process.removeListener('exit', listener);
    listener(0);
  }
}

describe('scripts as V8 compiled them', () => {
  it('are there for the next process of the same purpose, by name and hash', () => {
    runs('check', (scripts) => {
      expect(scripts.of(one)).toBeUndefined();
      scripts.loaded(one, script());
      scripts.loaded(other, script('1 + 1'));
    });
    runs('check', (scripts) => {
      const cachedData = scripts.of(one);
      expect(new Script('(() => 42)()', { cachedData }).runInThisContext()).toBe(42);
      expect(scripts.of(other)).toBeDefined();
      expect(scripts.of({ ...one, hash: 'new' })).toBeUndefined();
      expect(scripts.of(other)).toBeUndefined();
    });
    runs('fold', (scripts) => expect(scripts.of(one)).toBeUndefined());
    expect(fs.readdirSync(folder)).toEqual(['check']);
  });

  it('are kept beside those that an earlier process kept', () => {
    runs('check', (scripts) => scripts.loaded(one, script()));
    runs('check', (scripts) => {
      scripts.of(one);
      scripts.loaded(other, script('1 + 1'));
    });
    runs('check', (scripts) => {
      expect(scripts.of(one)).toBeDefined();
      expect(scripts.of(other)).toBeDefined();
    });
  });

  it('are none where the file is not whole', () => {
    runs('check', (scripts) => scripts.loaded(one, script(`(() => { ${'Math.random(); '.repeat(500)} })()`)));
    const file = path.join(folder, 'check');
    const whole = fs.readFileSync(file);
    const hole = Buffer.from(whole);
    hole.fill(0, 300, 500);
    for (const bytes of [Buffer.alloc(0), whole.subarray(0, 10), whole.subarray(0, whole.length - 8), hole]) {
      fs.writeFileSync(file, bytes);
      runs('check', (scripts) => expect(scripts.of(one)).toBeUndefined());
    }
  });

  it('are none, and no fault, where the folder cannot be written', () => {
    fs.writeFileSync(path.join(folder, 'file'), '');
    const inFile = compiledScripts(path.join(folder, 'file', 'below'), 'check');
    expect(inFile.of(one)).toBeUndefined();
    runs('check', () => inFile.loaded(one, script()));
    expect(fs.readdirSync(folder)).toEqual(['file']);
  });

  it('leave the newest files when there are many', () => {
    for (let at = 0; at < 30; at++) runs(`purpose-${at}`, (scripts) => scripts.loaded(one, script()));
    expect(fs.readdirSync(folder)).toHaveLength(24);
  });
});

describe('their folder', () => {
  const version = `v8-${process.versions.v8}-${process.arch}`;
  const of = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string | undefined =>
    codeCacheFolder({ platform, env });

  it("is the user's own for such things", () => {
    expect(of('linux', { HOME: '/home/ada' })).toBe(path.join('/home/ada/.cache/bnn-fpga', version));
    expect(of('linux', { HOME: '/home/ada', XDG_CACHE_HOME: '/var/ada' })).toBe(
      path.join('/var/ada/bnn-fpga', version),
    );
    expect(of('darwin', { HOME: '/Users/ada' })).toBe(path.join('/Users/ada/Library/Caches/bnn-fpga', version));
  });

  it('is the one that BNN_CODE_CACHE names, or none', () => {
    expect(of('linux', { HOME: '/home/ada', BNN_CODE_CACHE: '/tmp/here' })).toBe(path.join('/tmp/here', version));
    expect(of('linux', { HOME: '/home/ada', BNN_CODE_CACHE: 'off' })).toBeUndefined();
    expect(of('linux', { HOME: '/home/ada', XDG_CACHE_HOME: 'relative' })).toBeUndefined();
    expect(of('linux', {})).toBeUndefined();
  });
});
