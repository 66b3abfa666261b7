import { describe, expect, test } from 'vitest';
import { compile, type Model } from '../../../server/src/golden/model.js';
import { run } from '../../../server/src/golden/run.js';
import { bindParameters } from '../../../server/src/parameters/bind.js';
import { isFault, type NpyArray } from '../../../server/src/parameters/npy.js';
import { randomParameters } from '../../../server/src/parameters/random.js';
import { bool, int32, int8, npzOf } from '../parameters/support.js';
import { networkOf } from './support.js';

function modelOf(layers: string, arrays: Readonly<Record<string, NpyArray>>): Model {
  const network = networkOf(`network N {\n params "n.npz"\n ${layers}\n}`);
  const { parameters, diagnostics } = bindParameters(network, npzOf(arrays));
  expect(diagnostics).toEqual([]);
  const model = compile(network, parameters);
  if (isFault(model)) throw new Error(model.fault);
  return model;
}

/** Runs the layers on one frame; the values of the last layer are what was worked out by hand. */
function checkLayer(
  layers: string,
  arrays: Readonly<Record<string, NpyArray>>,
  frame: readonly number[],
  expected: readonly number[],
): void {
  const model = modelOf(layers, arrays);
  run(model, [Float64Array.from(frame)], 1);
  expect([...(model.buffers.at(-1)?.values() ?? [])]).toEqual(expected);
}

describe('by hand', () => {
  test('dense: bipolar sums and thresholds, one channel falling', () => {
    const arrays = {
      'd.weights': int8([2, 3], [1, 1, -1, 1, 1, -1]),
      'd.thresholds': int32([2, 1], [1, 1]),
      'd.falling': bool([0, 1]),
    };
    checkLayer(
      'input x type=bipolar shape=3\n dense d units=2 weights=bipolar activation=bipolar',
      arrays,
      [1, 1, 1],
      [1, 1],
    );
    checkLayer(
      'input x type=bipolar shape=3\n dense d units=2 weights=bipolar activation=bipolar',
      arrays,
      [1, 1, -1],
      [1, -1],
    );
    checkLayer(
      'input x type=bipolar shape=3\n dense d units=2 weights=bipolar activation=bipolar',
      arrays,
      [-1, 1, 1],
      [-1, 1],
    );
  });

  test('dense reads a map in H, W, C order; align adds lanes that count nothing', () => {
    const arrays = { 'd.weights': int8([1, 6], [1, 2, 3, 4, 5, 6]), 'd.bias': int32([1], [100]) };
    checkLayer(
      'input x type=int8 shape=1x3x2\n dense d units=1 align=4 weights=int4 activation=none',
      arrays,
      [1, 10, 100, -1, -10, -100],
      [1 + 20 + 300 - 4 - 50 - 600 + 100],
    );
  });

  test('conv: stride, a border of value 3, dilation', () => {
    const arrays = { 'c.weights': int8([1, 2, 2, 1], [1, 2, 3, 4]) };
    const map = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    checkLayer(
      'input x type=uint4 shape=3x3x1\n conv c filters=1 kernel=2 weights=uint3 activation=none',
      arrays,
      map,
      [37, 47, 67, 77],
    );
    checkLayer(
      'input x type=uint4 shape=3x3x1\n conv c filters=1 kernel=2 dilation=2 weights=uint3 activation=none',
      arrays,
      map,
      [1 + 6 + 21 + 36],
    );
    checkLayer('input x type=uint4 shape=3x3x1\n conv c filters=1 kernel=2 stride=2 pad=[1, 0, 1, 0] pad_value=3 weights=uint3 activation=none', arrays, map, [
      3 + 6 + 9 + 4, 3 + 6 + 6 + 12, 3 + 8 + 9 + 28, 5 + 12 + 24 + 36,
    ]); // prettier-ignore
  });

  test('conv: a border beyond 16 bits around a narrow map', () => {
    const arrays = { 'c.weights': int8([1, 1, 1], [1]), 'd.weights': int8([1, 3, 1], [1, 1, 1]) };
    const layers = `input x type=int12 shape=3x1
     conv c filters=1 kernel=1 weights=int8 activation=none
     conv d filters=1 kernel=3 pad=1 pad_value=100000 weights=ternary activation=none`;
    checkLayer(layers, arrays, [1, 2, 3], [100_003, 6, 100_005]);
  });

  test('conv in groups, and the same on whole words of signs', () => {
    checkLayer(
      'input x type=int4 shape=1x1x4\n conv c filters=2 kernel=1 groups=2 weights=int4 activation=none',
      { 'c.weights': int8([2, 1, 1, 2], [1, 2, 3, -4]) },
      [1, 2, 3, 4],
      [5, -7],
    );
    const signs = Array.from({ length: 64 }, (_, channel) => (channel < 40 ? 1 : -1));
    checkLayer(
      'input x type=bipolar shape=1x1x64\n conv c filters=2 kernel=1 groups=2 weights=bipolar activation=none',
      { 'c.weights': int8([2, 1, 1, 32], Array<number>(64).fill(1)) },
      signs,
      [32, -16],
    );
  });

  test('conv of signs with a border of -1', () => {
    checkLayer(
      'input x type=bipolar shape=3x1\n conv c filters=1 kernel=3 pad=1 pad_value=-1 weights=bipolar activation=none',
      { 'c.weights': int8([1, 3, 1], [1, 1, 1]) },
      [1, 1, 1],
      [1, 3, 1],
    );
  });

  test('dwconv: a kernel for every channel', () => {
    checkLayer(
      'input x type=int4 shape=2x2\n dwconv w kernel=2 weights=ternary activation=none',
      { 'w.weights': int8([2, 2], [1, -1, 0, 1]) },
      [1, 2, 3, 4],
      [-2, 4],
    );
  });

  test('ternary levels, and a shared row of thresholds', () => {
    checkLayer(
      'input x type=int4 shape=4\n threshold t activation=ternary',
      { 't.thresholds': int32([1, 2], [-2, 3]) },
      [-3, -2, 2, 3],
      [-1, 0, 0, 1],
    );
    checkLayer(
      'input x type=int4 shape=4\n threshold t activation=int2',
      { 't.thresholds': int32([1, 3], [0, 0, 5]), 't.falling': bool([0, 1, 1, 0]) },
      [0, 0, 1, 5],
      [0, 1, -1, 1],
    );
  });

  test('pools: a border is never the maximum and adds 0; the shift rounds down', () => {
    checkLayer(
      'input x type=int4 shape=2x2x1\n maxpool p size=2 stride=1 pad=[1, 0, 1, 0]',
      {},
      [-5, -6, -7, -8],
      [-5, -5, -5, -5],
    );
    checkLayer(
      'input x type=int4 shape=2x2x1\n avgpool p size=2 stride=2 pad=[1, 1, 1, 1] shift=1',
      {},
      [-5, -6, -7, 7],
      [-3, -3, -4, 3],
    );
    checkLayer('input x type=int4 shape=2x2x1\n globalavgpool p shift=2', {}, [-5, -6, -7, 7], [-3]);
    checkLayer('input x type=bipolar shape=4x1\n maxpool p size=2', {}, [-1, 1, -1, -1], [1, -1]);
  });

  test('add, concat, upsample', () => {
    checkLayer(
      'input x type=int4 shape=2x1\n threshold t activation=int4\n add a from=[x, t, x]',
      {
        't.thresholds': int32(
          [1, 15],
          Array.from({ length: 15 }, (_, step) => step - 7),
        ),
      },
      [3, -4],
      [9, -12],
    );
    checkLayer(
      'input x type=bipolar shape=2x1\n threshold t activation=bipolar\n concat c from=[x, t]',
      { 't.thresholds': int32([1, 1], [1]), 't.falling': bool([1]) },
      [1, -1],
      [1, 1, -1, 1],
    );
    checkLayer('input x type=int4 shape=1x2x1\n upsample u scale=2', {}, [3, -4], [3, 3, -4, -4, 3, 3, -4, -4]);
  });

  test('argmax: best first, the lowest index among equals', () => {
    checkLayer('input x type=int4 shape=5\n argmax a top=3', {}, [2, 5, -1, 5, 2], [1, 3, 0]);
    checkLayer('input x type=int4 shape=3\n argmax a top=3', {}, [4, 4, 4], [0, 1, 2]);
  });

  test('sums of 32 bits without a sign are carried whole', () => {
    checkLayer(
      'input x type=uint16 shape=2\n dense d units=1 weights=uint15 activation=none',
      { 'd.weights': int32([1, 2], [32767, 32767]) },
      [65535, 65535],
      [4294770690],
    );
  });
});

describe('run', () => {
  const LAYERS = 'input x type=int4 shape=2\n dense d units=3 weights=int4 activation=none\n argmax a';
  const ARRAYS = { 'd.weights': int8([3, 2], [1, 0, 0, 1, 1, 1]) };
  const FRAMES = [Int8Array.of(1, 0, 0, 5, -3, -4)];

  test('gives the integers before the argmax, and its choice', () => {
    const { count, outputs } = run(modelOf(LAYERS, ARRAYS), FRAMES, 3);
    expect({ count, outputs }).toEqual({
      count: 3,
      outputs: [
        {
          layer: 2,
          scores: 1,
          length: 3,
          values: Float64Array.of(1, 0, 1, 0, 5, 5, -3, -4, -7),
          predictions: Int32Array.of(0, 1, 0),
        },
      ],
    });
  });

  test('without an argmax the prediction is the greatest integer; named outputs stand each by itself', () => {
    const layers = `${LAYERS.replace('\n argmax a', '')}\n output scores from=d\n argmax a from=d\n output label from=a`;
    const { outputs } = run(modelOf(layers, ARRAYS), FRAMES, 3);
    expect(outputs.map(({ layer, scores }) => [layer, scores])).toEqual([[2, 1], [4, 1]]); // prettier-ignore
    expect(outputs[0]?.values).toEqual(outputs[1]?.values);
    expect(outputs[0]?.predictions).toEqual(outputs[1]?.predictions);
  });

  test('reports progress, stops when cancelled, and shows every layer', () => {
    const seen: string[] = [];
    const tapped: string[] = [];
    const model = modelOf(LAYERS, ARRAYS);
    let asked = 0;
    const result = run(model, FRAMES, 3, {
      batch: 1,
      progress: (done, total) => seen.push(`${done}/${total}`),
      cancelled: () => asked++ === 2,
      tap: (image, layer, values) => tapped.push(`${image}.${layer}: ${Array.from(values).join(' ')}`),
    });
    expect(result.count).toBe(2);
    expect(result.outputs[0]?.values).toHaveLength(6);
    expect(seen).toEqual(['1/3', '2/3']);
    expect(tapped).toEqual(['0.0: 1 0', '0.1: 1 0 1', '0.2: 0', '1.0: 0 5', '1.1: 0 5 5', '1.2: 1']);
  });

  test('what lacks parameters or is not complete is no model', () => {
    const network = networkOf(`network N {\n ${LAYERS}\n}`);
    expect(compile(network, [])).toEqual({ fault: 'd has no parameters' });
    expect(isFault(compile(network, randomParameters(network)))).toBe(false);
  });
});
