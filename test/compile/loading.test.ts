import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolve } from '../../server/src/network/resolve.js';
import { parse } from '../../server/src/language/parser.js';
import { bareNetwork } from '../../server/src/parameters/state.js';
import { compiler, run } from '../hls/run.mjs';
import { bnn } from '../support/command-line.js';
import { seeded } from '../support/random-network.js';
import { randomParameterFile } from '../support/random-parameters.js';

/** Every kind of engine that loads; thresholds in LUTs, registers and block RAM. */
const NETWORK = `network Again {
  params "trained.npz"
  defaults parameters=loadable
  input image type=int4 shape=6x6x4
  conv c filters=48 kernel=3 weights=int3 activation=uint4 pe=1 simd=12
  dwconv d kernel=3 weights=ternary activation=int3 pe=48 simd=3
  avgpool a size=2 activation=uint2 pe=8
  dense e units=40 weights=int8 activation=bipolar pe=40 simd=6
  threshold t activation=binary pe=4
}
target t for Again { device=pynq_z1 clock=100MHz }
`;

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'bnn-loading-'));
  writeFileSync(path.join(directory, 'again.bnn'), NETWORK);
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** The project of the network with the parameters of one training. */
async function trained(seed: number): Promise<string> {
  const { file } = parse(NETWORK, 'file:///again.bnn');
  const [network] = resolve('file:///again.bnn', () => file).networks;
  if (!network) throw new Error('no network');
  writeFileSync(path.join(directory, 'trained.npz'), randomParameterFile(bareNetwork(network), seeded(seed)));
  const out = path.join(directory, `of-${seed}`);
  const { code, err } = await bnn('generate', path.join(directory, 'again.bnn'), '--out', out);
  expect(code, err).toBe(0);
  return out;
}

describe.skipIf(compiler() === undefined)('a design that is compiled with the weights of one training', () => {
  it('computes what another training computes once it has loaded its parameters', async () => {
    const [first, second] = [await trained(1), await trained(2)];
    const program = path.join(first, 'csim');
    const includes = ['include', 'sim'].flatMap((name) => ['-I', path.join(first, name)]);
    const sources = ['top.cpp', 'tb/testbench.cpp'].map((name) => path.join(first, name));
    const flags = ['-std=c++11', '-O0', '-Wall', '-Wextra', '-Werror', '-Wno-unknown-pragmas'];
    const built = await run(compiler() ?? 'g++', [...flags, ...includes, ...sources, '-o', program]);
    expect(built.output).toBe('');
    const vectors = path.join(second, 'tb/vectors.txt');
    expect((await run(program, [vectors])).output).toMatch(/4 frames, all as expected\n$/);
    // Without the other parameters it does not.
    const parameters = path.join(second, 'tb/parameters.txt');
    const others = readFileSync(parameters, 'utf8');
    writeFileSync(parameters, readFileSync(path.join(first, 'tb/parameters.txt'), 'utf8'));
    expect((await run(program, [vectors])).output).toMatch(/^difference: frame 0/m);
    expect(others.split('\n')[0]).toBe(readFileSync(parameters, 'utf8').split('\n')[0]);
  }, 300_000);
});
