import { expect, test } from 'vitest';
import { parse } from '../../../server/src/language/parser.js';
import type { Network } from '../../../server/src/network/graph.js';
import { resolve } from '../../../server/src/network/resolve.js';
import { bindParameters } from '../../../server/src/parameters/bind.js';
import { accumulatorBounds } from '../../../server/src/parameters/bounds.js';
import type { NpyArray } from '../../../server/src/parameters/npy.js';
import { randomParameters } from '../../../server/src/parameters/random.js';
import { int32, int8, networkOf, npzOf } from './support.js';

function checkBounds(
  layers: string,
  arrays: Readonly<Record<string, NpyArray>>,
  expected: Readonly<Record<string, readonly [number, number]>>,
): void {
  const network = networkOf(`network N {\n params "n.npz"\n ${layers}\n}`);
  const { parameters, diagnostics } = bindParameters(network, npzOf(arrays));
  expect(diagnostics).toEqual([]);
  const found = [...accumulatorBounds(network, parameters)].map(([name, { lo, hi }]) => [name, [lo, hi]]);
  expect(Object.fromEntries(found)).toEqual(expected);
}

test('the sums of each channel from its own weights, the widest counts, the bias added', () => {
  checkBounds(
    'input x type=uint4 shape=2\n dense d units=2 weights=int4 activation=none',
    { 'd.weights': int8([2, 2], [3, -2, 1, 1]), 'd.bias': int32([2], [0, 100]) },
    { d: [-30, 130] },
  );
});

test('a carried range goes on to the next layer; a zero weight narrows', () => {
  checkBounds(
    'input x type=bipolar shape=2\n dense a units=2 weights=ternary activation=none\n dense b units=1 weights=int4 activation=none',
    { 'a.weights': int8([2, 2], [1, 0, 0, 0]), 'b.weights': int8([1, 2], [2, 3]) },
    { a: [-1, 1], b: [-5, 5] },
  );
});

test('an activation starts again from its type', () => {
  checkBounds(
    'input x type=bipolar shape=2\n dense a units=2 weights=bipolar activation=uint2\n dense b units=1 weights=int4 activation=none',
    {
      'a.weights': int8([2, 2], [1, 1, 1, 1]),
      'a.thresholds': int32([1, 3], [0, 0, 0]),
      'b.weights': int8([1, 2], [2, -3]),
    },
    { a: [-2, 2], b: [-9, 6] },
  );
});

test('a border holds its value, averages are shifted, sums of branches add up', () => {
  checkBounds(
    `input x type=uint2 shape=4x4x1
     conv c filters=1 kernel=3 pad=1 weights=int4 activation=none
     avgpool p size=2 shift=1
     add s from=[p, p]`,
    { 'c.weights': int8([1, 3, 3, 1], [1, 1, 1, 1, 1, 1, 1, 1, -1]) },
    { c: [-3, 24], p: [-6, 48], s: [-12, 96] },
  );
});

test('random parameters are the same each time, differ by layer, lie in their types and mark themselves', () => {
  const network = networkOf(
    'network N { input x type=int4 shape=64\n dense a units=64 weights=ternary activation=uint3\n dense b units=64 weights=ternary activation=bipolar\n dense c units=4 weights=int8 activation=none }',
  );
  const first = randomParameters(network);
  expect(randomParameters(network)).toEqual(first);
  const [, a, b, c] = first;
  expect(a?.weights).not.toEqual(b?.weights);
  expect(new Set(a?.weights)).toEqual(new Set([-1, 0, 1]));
  expect(Math.max(...(c?.weights ?? []))).toBeGreaterThan(100);
  expect(a?.thresholds?.values).toHaveLength(64 * 7);
  expect(first.map((parameters) => parameters?.random)).toEqual([undefined, true, true, true]);
});

test('what resolve makes of them: narrower accumulators and carried types', () => {
  const text =
    'network N {\n params "n.npz"\n input x type=bipolar shape=8\n dense a units=1 weights=ternary activation=none\n dense b units=1 weights=int4 activation=none\n}';
  const arrays = { 'a.weights': int8([1, 8], [1, 1, 0, 0, 0, 0, 0, 0]), 'b.weights': int8([1, 1], [3]) };
  const wide = networkOf(text);
  const bounds = accumulatorBounds(wide, bindParameters(wide, npzOf(arrays)).parameters);
  const uri = 'file:///test.bnn';
  const options = { bounds: (_: string, layer: string) => bounds.get(layer) };
  const narrow = resolve(uri, () => parse(text, uri).file, options).networks[0];
  const accumulators = (network: Network | undefined): unknown =>
    network?.layers.map(({ accumulator }) => accumulator?.name);
  expect(accumulators(wide)).toEqual([undefined, 'int5', 'int8']);
  expect(accumulators(narrow)).toEqual([undefined, 'int3', 'int4']);
});
