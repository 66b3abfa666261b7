import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeNpz } from '../../server/src/parameters/npz.js';

// `bnn diff --against` in a real git repository, by the bundle as it is shipped.

const CLI = path.resolve('dist/cli.js');
const NETWORK = `import "parts/wide.bnn"
network N {
  params "weights/net.npz"
  input x type=uint8 shape=16
  dense d units=WIDE weights=int8 activation=none pe=2 simd=4
  dense e units=4 weights=bipolar activation=none pe=1 simd=2
}
target t for N { device=pynq_z1 clock=100MHz }
`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bnn diff $(x) ö '));
  git('init', '--quiet');
  mkdirSync(at('net/parts'), { recursive: true });
  mkdirSync(at('net/weights'));
  write('net/net.bnn', NETWORK);
  write('net/parts/wide.bnn', 'const WIDE = 8\n');
  writeWeights(8, 100);
  commit();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => path.join(folder, name);
const write = (name: string, text: string): void => writeFileSync(at(name), text);

/** Weights of one size: the sums of `d`, and with them what `e` reads, are as wide as these need. */
function writeWeights(units: number, size: number): void {
  const filled = (shape: number[], value: number): { dtype: 'int8'; shape: number[]; data: Int8Array } => {
    const data = new Int8Array(shape.reduce((product, each) => product * each, 1)).fill(value);
    return { dtype: 'int8', shape, data };
  };
  const arrays = new Map([
    ['d.weights', filled([units, 16], size)],
    ['e.weights', filled([4, units], 1)],
  ]);
  writeFileSync(at('net/weights/net.npz'), writeNpz(arrays));
}

function git(...args: readonly string[]): void {
  const identity = ['-c', 'user.name=n', '-c', 'user.email=n@example.org', '-c', 'core.autocrlf=false'];
  execFileSync('git', [...identity, ...args], { cwd: folder, stdio: 'ignore' });
}
function commit(): void {
  git('add', '-A');
  git('commit', '--quiet', '-m', 'a commit');
}

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}
function bnn(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...args], { cwd: at('net') }, (fault, out, err) =>
      resolve({ code: fault ? Number(fault.code) : 0, out, err }),
    );
  });
}

interface Document {
  readonly before: { readonly file: string };
  readonly layers: readonly {
    readonly name: string;
    readonly before: { lut: number };
    readonly after: { lut: number };
  }[];
  readonly totals: Readonly<Record<string, { readonly before: number; readonly change: number }>>;
}
async function against(revision: string, file = 'net.bnn'): Promise<Document> {
  const { out, err, code } = await bnn('diff', file, '--against', revision, '--json');
  expect({ err, code }, err).toMatchObject({ code: 0 });
  return JSON.parse(out) as Document;
}

describe('bnn diff --against', () => {
  it('reads parameters of the revision: narrower weights since, narrower sums', async () => {
    writeWeights(8, 1);
    const { layers, before } = await against('HEAD');
    expect(before.file).toMatch(/^net\.bnn at HEAD \([0-9a-f]{10}\)$/);
    const [d, e] = layers;
    expect(d?.after.lut).toBeLessThan(d?.before.lut ?? 0);
    expect(e?.after.lut).toBeLessThan(e?.before.lut ?? 0);
    // With the weights of the revision back, nothing differs.
    writeWeights(8, 100);
    expect((await against('HEAD')).totals['lut']?.change).toBe(0);
  });

  it('reads imports of the revision, with the parameters that fit them', async () => {
    write('net/parts/wide.bnn', 'const WIDE = 16\n');
    writeWeights(16, 100);
    const now = await bnn('diff', 'net.bnn', '--against', 'HEAD', '--json');
    expect(now.err).not.toContain('BNN7');
    const { totals } = JSON.parse(now.out) as Document;
    expect(totals['intervalCycles']).toMatchObject({ before: 16, change: 16 });
  });

  it('follows a file that was renamed, and names it as it was called', async () => {
    renameSync(at('net/net.bnn'), at('net/cnv ü.bnn'));
    commit();
    const { before, totals } = await against('HEAD~1', 'cnv ü.bnn');
    expect(before.file).toMatch(/^net\.bnn at HEAD~1 /);
    expect(totals['lut']?.change).toBe(0);
  });

  it('says which file the revision lacks', async () => {
    write(
      'net/new.bnn',
      'network M {\n  input x type=int8 shape=4\n  dense d units=4 weights=int4 activation=none\n}\n',
    );
    const file = await bnn('diff', 'new.bnn', '--against', 'HEAD');
    expect(file.code).toBe(2);
    expect(file.err).toContain('new.bnn: there is no such file at HEAD');
    expect(file.err).not.toContain('    at ');
  });

  it('says that an import, or the parameters, are not there, and compares what is', async () => {
    unlinkSync(at('net/weights/net.npz'));
    commit();
    writeWeights(8, 100);
    const without = await bnn('diff', 'net.bnn', '--against', 'HEAD');
    expect(without.code).toBe(0);
    expect(without.err).toMatch(/^at HEAD: net\.bnn:3:\d+: .*BNN701/m);
    git('checkout', '--quiet', 'HEAD~1', '--', '.');
    unlinkSync(at('net/parts/wide.bnn'));
    commit();
    write('net/parts/wide.bnn', 'const WIDE = 8\n');
    const torn = await bnn('diff', 'net.bnn', '--against', 'HEAD');
    expect(torn.code).toBe(1);
    expect(torn.out).toBe('');
    expect(torn.err).toMatch(/^at HEAD: net\.bnn:1:\d+: error BNN2\d\d: .*wide\.bnn/m);
  });

  it('knows no revision of another name, and leaves nothing behind', async () => {
    const { code, err } = await bnn('diff', 'net.bnn', '--against', 'no-such-branch');
    expect(code).toBe(2);
    expect(err).toContain('no-such-branch is no revision');
    git('diff', '--quiet', 'HEAD');
  });
});
