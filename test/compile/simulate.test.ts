import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNpz } from '../../server/src/parameters/npz.js';
import { inlineHost } from '../support/inline-jobs.js';
import { compiler, VENDOR } from '../hls/run.mjs';
import { bnnOn } from '../support/command-line.js';

const example = (name: string): string => path.resolve(import.meta.dirname, '../../examples/mnist', name);

function simulate(network: string, engine: string, host = inlineHost): ReturnType<typeof bnnOn> {
  const args = ['simulate', example(network), '--input', example('images.npz'), '--engine', engine, '--json'];
  return bnnOn(host, ...args);
}

interface Document {
  readonly predictions: readonly number[];
  readonly outputs: readonly (readonly number[])[];
  readonly accuracy: number;
}

describe.skipIf(compiler() === undefined)('bnn simulate on the shipped images', () => {
  it.each(['sfc', 'tfc'])(
    '%s: the C simulation gives the integers of the reference, image by image',
    async (name) => {
      const golden = JSON.parse((await simulate(`${name}.bnn`, 'golden')).out) as Document;
      const csim = JSON.parse((await simulate(`${name}.bnn`, 'csim')).out) as Document;
      expect(csim.outputs).toEqual(golden.outputs);
      expect(csim.predictions).toEqual(golden.predictions);
      expect(csim.accuracy).toBe(golden.accuracy);
    },
    120_000,
  );
});

describe('bnn simulate --engine csim', () => {
  it('says in one line what to install where there is no compiler, and exits 3', async () => {
    const host = { ...inlineHost, findTool: () => Promise.resolve(undefined) };
    const { code, out, err } = await simulate('sfc.bnn', 'csim', host);
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err.split('\n').filter((line) => line.includes('apt install g++'))).toHaveLength(1);
  });

  it('tells the first error of the compiler', async () => {
    const host = { ...inlineHost, hlsLibrary: '/nowhere' };
    const { code, err } = await simulate('sfc.bnn', 'csim', host);
    expect(code).toBe(compiler() === undefined ? 3 : 1);
    if (compiler() !== undefined) expect(err).toMatch(/the C\+\+ does not compile: .*error.*bnn\.hpp/);
  });
});

const RESIDUAL = `network R {
  input x type=uint4 shape=8x8x4
  conv a filters=4 kernel=3 pad=1 weights=bipolar activation=uint4
  conv b filters=4 kernel=3 pad=1 weights=bipolar activation=uint4
  add s from=[b, a] activation=none fifo=auto
  dense d units=3 weights=bipolar activation=none
  argmax l
}
target t for R { device=pynq_z1 clock=100MHz }
`;

describe.skipIf(compiler() === undefined)('bnn simulate --engine csim --bounded', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'bnn-bounded-'));
    const data = Uint8Array.from({ length: 3 * 256 }, (_, at) => (at * 7) % 16);
    const images = { dtype: 'uint8', shape: [3, 8, 8, 4], data } as const;
    writeFileSync(path.join(folder, 'x.npz'), writeNpz(new Map([['images', images]])));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function bounded(text: string, ...more: string[]): ReturnType<typeof bnnOn> {
    const file = path.join(folder, 'r.bnn');
    writeFileSync(file, text);
    return bnnOn(inlineHost, 'simulate', file, '--input', path.join(folder, 'x.npz'), '--json', ...more);
  }

  it('gives the integers of the reference through FIFOs of the depths that are generated', async () => {
    const golden = JSON.parse((await bounded(RESIDUAL)).out) as Document;
    const { code, out } = await bounded(RESIDUAL, '--engine', 'csim', '--bounded');
    expect(code).toBe(0);
    const { predictions, outputs } = JSON.parse(out) as Document;
    expect({ predictions, outputs }).toEqual({ predictions: golden.predictions, outputs: golden.outputs });
  });

  it('says where a FIFO that is too shallow stops the pipeline', async () => {
    const shallow = RESIDUAL.replace('fifo=auto', 'fifo=[2, 2]');
    const { code, out, err } = await bounded(shallow, '--engine', 'csim', '--bounded');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('a_duplicate to write a_duplicate_out_1, full at 2 words');
    expect(err).toContain('s_add to read b_mvtu_out');
    expect(err).toContain('a deeper FIFO for a_duplicate_out_1 would let it go on');
  });

  it('is for the C simulation, with streams of its own', async () => {
    const golden = { code: 'usage', err: '--bounded is for --engine csim' };
    expect(await bounded(RESIDUAL, '--bounded')).toMatchObject(golden);
    const vendor = ['--engine', 'csim', '--bounded', '--hls-include', VENDOR];
    const refused = await bounded(RESIDUAL, ...vendor);
    expect(refused).toMatchObject({ code: 'usage', err: expect.stringContaining('leave --hls-include out') as string });
  });
});

describe('the headers that a C simulation takes', () => {
  it('are shipped with the extension', () => {
    const ignored = readFileSync(path.resolve(import.meta.dirname, '../../.vscodeignore'), 'utf8');
    expect(ignored).toContain('!server/hls/**/*.hpp');
    expect(ignored).toContain('!server/hls/**/*.h\n');
  });
});
