import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programs } from '../hls/generate.mjs';
import { compile, compiler, LIBRARY, run, typesFrom, VENDOR, VENDOR_IS_REAL } from '../hls/run.mjs';
import { bnn } from '../support/command-line.js';

/**
 * The vendor's open headers have fewer operations than our stand-ins, and other result types. `test/hls/vendor` models
 * them strictly; it has no ap_axi_sdata.h, as the open headers have none. BNN_HLS_INCLUDE names a folder of the vendor's
 * own, which is then taken in its place.
 */
let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'bnn-vendor-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe.skipIf(compiler() === undefined)("the HLS library against the vendor's types", () => {
  it.each(programs(3, 0.3).map(({ name, text }) => [name, text] as const))('%s', async (name, text) => {
    const source = path.join(directory, `${name}.cpp`);
    writeFileSync(source, text);
    const program = path.join(directory, name);
    const options = ['-std=c++11', '-O0', '-DAP_INT_MAX_W=8192'];
    expect((await compile(source, program, options, LIBRARY, VENDOR)).output).toBe('');
    expect((await run(program, [])).output).toMatch(/^\d+ checks, 0 failures\n$/);
  });
});

/** Words of more than 64 and 1024 bits, every form of parameters, a window of several taps, weights from outside, loaded ones. */
const NETWORK = `network Wide {
  input image type=uint8 shape=8x8x4
  conv c0 filters=16 kernel=3 weights=int8 activation=int4 pe=2 simd=36 parameters=loadable
  dwconv dw kernel=3x3 pad=1 weights=ternary activation=bipolar pe=16 simd=9
  conv c1 filters=32 kernel=3 weights=bipolar activation=uint2 pe=32 simd=48 parameters=loadable
  avgpool p size=2 shift=2
  dense far units=8 weights=int12 activation=int8 pe=8 simd=128 mem=bram parameters=loadable
  dense kept units=8 weights=bipolar activation=int6 pe=4 simd=8 mem=external parameters=loadable
  argmax label top=2
}
target board for Wide { device=pynq_z1 clock=100MHz }
target ultra for Wide {
  device="xczu7ev-ffvc1156-2-e"
  clock=200MHz
  fold far mem=uram
}
`;

/** Generated once, by target. */
const projects = new Map<string, Promise<string>>();

function generated(target: string): Promise<string> {
  const made = projects.get(target) ?? generate(target);
  projects.set(target, made);
  return made;
}

async function generate(target: string): Promise<string> {
  const file = path.join(directory, 'wide.bnn');
  writeFileSync(file, NETWORK);
  const out = path.join(directory, target);
  const { code, err } = await bnn('generate', file, '--target', target, '--out', out, '--force');
  expect(code, err).toBe(0);
  return out;
}

/** Compiles a generated project as its testbench says, and runs it. */
async function simulated(
  folder: string,
  standard: string,
  types: string,
  more: readonly string[] = [],
): Promise<string> {
  const flags = [`-std=${standard}`, '-O0', '-Wall', '-Wextra', '-Werror', '-Wno-unknown-pragmas', ...more];
  const sources = ['top.cpp', 'tb/testbench.cpp'].map((name) => path.join(folder, name));
  const program = path.join(folder, 'csim');
  const includes = ['-I', path.join(folder, 'include'), ...typesFrom(types)];
  const built = await run(compiler() ?? 'g++', [...flags, ...includes, ...sources, '-o', program]);
  if (built.code !== 0) return built.output;
  return (await run(program, [path.join(folder, 'tb/vectors.txt')])).output;
}

const RIGHT = /4 frames, all as expected\n$/;

// Each form of compiling once: with the vendor's types it takes long.
describe.skipIf(compiler() === undefined)('a generated project gives its golden vectors', () => {
  it.each(['board', 'ultra'])('for %s with our headers', async (target) => {
    const folder = await generated(target);
    expect(await simulated(folder, 'c++14', path.join(folder, 'sim'))).toMatch(RIGHT);
  });

  it("for a board of Vivado HLS with the vendor's headers, in C++11", async () => {
    expect(await simulated(await generated('board'), 'c++11', VENDOR)).toMatch(RIGHT);
  });

  it('for an UltraScale+ device with the ports of Vitis HLS, which have no side channels, in C++14', async () => {
    expect(await simulated(await generated('ultra'), 'c++14', VENDOR, ['-D__VITIS_HLS__'])).toMatch(RIGHT);
  });

  // The vendor's own headers take __SYNTHESIS__ for a compiler of the vendor's.
  it.skipIf(VENDOR_IS_REAL)('in the form that is synthesised, with constants as words', async () => {
    expect(await simulated(await generated('board'), 'c++11', VENDOR, ['-D__SYNTHESIS__'])).toMatch(RIGHT);
  });
});
