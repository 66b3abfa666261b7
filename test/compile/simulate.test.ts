import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../server/src/cli/program.js';
import { inlineHost } from '../support/inline-jobs.js';
import { compiler } from '../hls/run.mjs';

const example = (name: string): string => path.resolve(import.meta.dirname, '../../examples/mnist', name);

async function simulate(
  network: string,
  engine: string,
  host = inlineHost,
): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const terminal = { out: (text: string) => (out += text), err: (text: string) => (err += text), colour: false };
  const args = ['simulate', example(network), '--input', example('images.npz'), '--engine', engine, '--json'];
  return { code: await commandLine(terminal, host).run(args), out, err };
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

describe('the headers that a C simulation takes', () => {
  it('are shipped with the extension', () => {
    const ignored = readFileSync(path.resolve(import.meta.dirname, '../../.vscodeignore'), 'utf8');
    expect(ignored).toContain('!server/hls/**/*.hpp');
    expect(ignored).toContain('!server/hls/**/*.h\n');
  });
});
