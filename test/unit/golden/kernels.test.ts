import { expect, test } from 'vitest';
import { popcount, wasmKernels, wordKernels, type Kernels } from '../../../server/src/golden/kernels.js';
import { assemble } from '../../../server/src/golden/wasm/assembler.js';
import { seeded } from '../../support/random-network.js';

test('popcount', () => {
  expect([0, 1, -1, 0x80000000 | 0, 0x55555555, 0x7fffffff].map(popcount)).toEqual([0, 1, 32, 1, 16, 31]);
});

test('this engine has the SIMD that the kernels want', () => {
  expect(wasmKernels(16)).toBeDefined();
});

/** Fills memory at random, runs both kernels on rows of several lengths, and gives all sums. */
function sumsOf(kernels: Kernels | undefined, rowBytes: number, units: number): Int32Array[] {
  if (!kernels) throw new Error('no kernels');
  const random = seeded(rowBytes);
  const words = new Int32Array(kernels.memory);
  const weights = rowBytes;
  const out = rowBytes * (units + 1);
  for (let at = 0; at < out / 4; at++) words[at] = Math.floor(random() * 2 ** 32);
  const sums = (): Int32Array => words.slice(out / 4, out / 4 + units);
  kernels.xnor(0, weights, out, units, rowBytes, rowBytes * 8);
  const xnor = sums();
  // Products of full 16-bit values would not fit 32 bits; the language refuses such sums.
  new Int16Array(kernels.memory, 0, out / 2).forEach((value, at, all) => (all[at] = value >> 7));
  kernels.dot(0, weights, out, units, rowBytes);
  return [xnor, sums()];
}

// 496 bytes fill the 8-bit counters of one chunk; beside it lie the edges.
test.each([16, 32, 112, 480, 496, 512, 992, 1008, 4096])(
  'SIMD and words give the same sums for rows of %i bytes',
  (rowBytes) => {
    const bytes = rowBytes * 8 + 64;
    expect(sumsOf(wasmKernels(bytes), rowBytes, 7)).toEqual(sumsOf(wordKernels(bytes), rowBytes, 7));
  },
);

test('rows that differ in every bit, and in none', () => {
  const kernels = wasmKernels(70_000);
  if (!kernels) throw new Error('no kernels');
  new Uint8Array(kernels.memory, 0, 16_384).fill(255);
  new Uint8Array(kernels.memory, 32_768, 16_384).fill(255);
  kernels.xnor(0, 16_384, 65_536, 2, 16_384, 131_072);
  expect([...new Int32Array(kernels.memory, 65_536, 2)]).toEqual([-131_072, 131_072]);
});

test('the assembler refuses what it does not know', () => {
  expect(() => assemble('(func (export "f") i64.mul)')).toThrow('unknown instruction i64.mul');
  expect(() => assemble('(func (export "f") local.get $x)')).toThrow('unknown name $x');
});
