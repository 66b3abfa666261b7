import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readLimit } from '../../../server/src/estimate/compare.js';
import { bnn } from '../../support/command-line.js';

const NETWORK = `import "wide.bnn"
network N {
  input x type=bipolar shape=64
  dense d units=WIDE weights=bipolar activation=bipolar pe=4 simd=8
  dense e units=4 weights=bipolar activation=none pe=1 simd=4
}
target t for N {
  device=pynq_z1 clock=100MHz
}
`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bnn diff $(x) '));
  write('net.bnn', NETWORK);
  write('wide.bnn', 'const WIDE = 16\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => path.join(folder, name);
const write = (name: string, text: string): void => writeFileSync(at(name), text);
const git = (...args: readonly string[]): void => {
  const identity = ['-c', 'user.name=n', '-c', 'user.email=n@example.org', '-c', 'core.autocrlf=false'];
  execFileSync('git', [...identity, ...args], { cwd: folder, stdio: 'ignore' });
};
function commit(): void {
  git('init');
  git('add', '-A');
  git('commit', '-m', 'first');
}

const diff = (...args: string[]): ReturnType<typeof bnn> => bnn('diff', ...args);

interface Document {
  readonly before: { readonly file: string };
  readonly layers: readonly { readonly name: string; readonly before: object | null; readonly after: object | null }[];
  readonly totals: Readonly<Record<string, { before: number; after: number; change: number }>>;
  readonly failed: readonly string[];
}

describe('bnn diff', () => {
  it('with a revision where a file stands says how a revision is given', async () => {
    for (const files of [
      ['HEAD~1', at('net.bnn')],
      [at('net.bnn'), 'HEAD~1'],
    ]) {
      const { code, err } = await diff(...files);
      expect(code).toBe('usage');
      expect(err).toContain(`HEAD~1: there is no such file; to compare with an earlier revision, say bnn diff`);
      expect(err).toContain('net.bnn --against HEAD~1');
    }
    expect((await diff(at('none.bnn'), at('net.bnn'))).err).not.toContain('--against');
  });

  it('of a file with itself says that nothing changed; as data it has every layer', async () => {
    const { code, out } = await diff(at('net.bnn'), at('net.bnn'), '--json');
    expect(code).toBe(0);
    const { layers, totals } = JSON.parse(out) as Document;
    expect(layers.map(({ name }) => name)).toEqual(['d', 'e']);
    expect(Object.values(totals).every(({ change }) => change === 0)).toBe(true);
    for (const form of [[], ['--markdown']]) {
      const text = (await diff(at('net.bnn'), at('net.bnn'), ...form)).out;
      expect(text).toMatch(/\n\nNothing changed: .*FPS, latency .*, [\d,]+ LUT, [\d,]+ FF, \d+ BRAM18\.\n$/);
    }
  });

  it('shows what was folded otherwise, what is new and what is gone', async () => {
    write('next.bnn', NETWORK.replace('pe=4', 'pe=8').replace('dense e', 'dense last'));
    const { out } = await diff(at('net.bnn'), at('next.bnn'));
    expect(out).toMatch(/d +32 -> 16 \(-50 %\)/);
    expect(out).toContain('last (new)');
    expect(out).toContain('e (gone)');
    expect(out).toMatch(/total .*->/);
    const { out: markdown } = await diff(at('net.bnn'), at('next.bnn'), '--markdown');
    expect(markdown).toMatch(/^### /);
    expect(markdown).toContain('| d | 32 -> 16 (-50 %) |');
  });

  it('fails beyond a limit, says which, and not at it', async () => {
    write('next.bnn', NETWORK.replace('pe=4', 'pe=8').replace('pe=1 simd=4', 'pe=1 simd=2'));
    const { code, err, out } = await diff(
      at('net.bnn'),
      at('next.bnn'),
      '--json',
      '--fail-if',
      'lut+0.1%',
      '--fail-if',
      'fps-90%',
      '--fail-if',
      'dsp+0',
      '--fail-if',
      'latency+1ns',
    );
    expect(code).toBe(1);
    expect((JSON.parse(out) as Document).failed).toEqual(expect.arrayContaining(['lut+0.1%']));
    expect(err).toContain('--fail-if lut+0.1%: lut went from');
    expect(err).not.toContain('dsp went');
    expect(err).not.toContain('fps went');
    const { totals } = JSON.parse(out) as Document;
    const exactly = `lut+${totals['lut']?.change ?? 0}`;
    expect((await diff(at('net.bnn'), at('next.bnn'), '--fail-if', exactly)).code).toBe(0);
  });

  it('compares with a revision: imports and project file are of that revision', async () => {
    write('bnn.json', '{"boards": [{"name": "own", "part": "xc7z020clg400-1", "lut": 1000, "bram18": 10}]}');
    write('net.bnn', NETWORK.replace('device=pynq_z1', 'device=own'));
    commit();
    write('wide.bnn', 'const WIDE = 32\n');
    rmSync(at('bnn.json'));
    write('net.bnn', NETWORK);
    const { code, out, err } = await diff(at('net.bnn'), '--against', 'HEAD', '--json');
    expect(code).toBe(0);
    const { before, layers } = JSON.parse(out) as Document;
    expect(before.file).toMatch(/net\.bnn at HEAD \([0-9a-f]{10}\)$/);
    expect(layers[0]?.before).not.toEqual(layers[0]?.after);
    // The board that the old text names is known from the old project file.
    expect(err).not.toMatch(/BNN50\d.*own/);
  });

  it('knows files in folders, and one that was not there yet', async () => {
    commit();
    mkdirSync(at('more'));
    write('more/new.bnn', NETWORK.replace('"wide.bnn"', '"../wide.bnn"'));
    expect(await diff(at('more/new.bnn'), '--against', 'HEAD')).toMatchObject({
      code: 'usage',
      err: expect.stringMatching(/there is no such file at HEAD/) as string,
    });
    git('add', '-A');
    git('commit', '-m', 'second');
    expect((await diff(at('more/new.bnn'), '--against', 'HEAD')).code).toBe(0);
    expect((await diff(at('more/new.bnn'), '--against', 'HEAD~1')).code).toBe('usage');
  });

  it.each([
    [['a.bnn'], /--against/],
    [['a.bnn', 'b.bnn', 'c.bnn'], /two files/],
    [['net.bnn', '--against', 'HEAD'], /no git repository/],
    [['net.bnn', 'net.bnn', '--fail-if', 'lots'], /--fail-if lots/],
    [['net.bnn', 'net.bnn', '--target', 'none'], /no target none/],
  ])('refuses %j', async (args, message) => {
    const named = args.map((name) => (name.endsWith('.bnn') ? at(name) : name));
    expect(await diff(...named)).toMatchObject({ code: 'usage', err: expect.stringMatching(message) as string });
  });

  it('takes no revision for an option', async () => {
    commit();
    expect((await diff(at('net.bnn'), '--against', '--upload-pack=touch')).code).toBe('usage');
  });

  it('exits 1 where a side cannot be estimated', async () => {
    write('broken.bnn', 'network {');
    expect((await diff(at('net.bnn'), at('broken.bnn'))).code).toBe(1);
  });
});

describe('a limit', () => {
  it.each([
    ['lut+5%', { quantity: 'lut', sign: 1, amount: 0.05, relative: true }],
    ['fps-3%', { quantity: 'fps', sign: -1, amount: 0.03, relative: true }],
    ['bram+2', { quantity: 'bram18', sign: 1, amount: 2, relative: false }],
    ['bram18+2', { quantity: 'bram18', sign: 1, amount: 2, relative: false }],
    ['latency+2us', { quantity: 'latency', sign: 1, amount: 2e-6, relative: false }],
  ])('%s is read', (text, expected) => expect(readLimit(text)).toMatchObject(expected));

  it.each(['lut', 'lut+', 'lut+5 %x', 'lut5%', 'latency+2', 'lut+2us', '+5%', 'lut+-5%'])('%s is none', (text) =>
    expect(readLimit(text)).toBeUndefined(),
  );
});
