import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Operation, Padding, Shape } from '../../../server/src/network/graph.js';
import { typeByName, typeOfRange, type QuantisedType } from '../../../server/src/network/quantised-type.js';
import { accumulatorRange, type ValueRange } from '../../../server/src/network/ranges.js';
import { outputSize, samePads, tapsInside, tapsRange, windowSpan } from '../../../server/src/network/window.js';
import { cases } from '../../support/cases.js';
import { network } from './support.js';

const type = (name: string): QuantisedType => typeByName(name) ?? typeOfRange(0, 0);

const range = (input: string, shape: string, layer: string): ValueRange | undefined => {
  const { layers } = network(`network N {\n input x type=${input} shape=${shape}\n ${layer}\n}`);
  const accumulator = layers[1]?.accumulator;
  return accumulator && { lo: accumulator.lo, hi: accumulator.hi };
};

describe('accumulator ranges', () => {
  it('of products', () => {
    const dense = (weights: string, input: string): ValueRange | undefined =>
      range(input, '100', `dense d units=2 weights=${weights} activation=bipolar`);
    expect(dense('bipolar', 'bipolar')).toEqual({ lo: -100, hi: 100 });
    expect(dense('bipolar', 'uint8')).toEqual({ lo: -25500, hi: 25500 });
    expect(dense('binary', 'int8')).toEqual({ lo: -12800, hi: 12700 });
    expect(dense('binary', 'binary')).toEqual({ lo: 0, hi: 100 });
    expect(dense('ternary', 'int8')).toEqual({ lo: -12800, hi: 12800 });
    expect(dense('int4', 'int8')).toEqual({ lo: -8 * 127 * 100, hi: 8 * 128 * 100 });
    expect(dense('uint4', 'uint4')).toEqual({ lo: 0, hi: 22500 });
  });

  it('of windows: the border holds pad_value', () => {
    const conv = 'conv c filters=2 weights=bipolar activation=bipolar';
    expect(range('bipolar', '4x4x2', `${conv} kernel=3`)).toEqual({ lo: -18, hi: 18 });
    expect(range('bipolar', '4x4x2', `${conv} kernel=3 pad=1 pad_value=1`)).toEqual({ lo: -18, hi: 18 });
    // No window lies wholly inside: of 5x5 taps at most 3x3 do, and the others hold 0.
    expect(range('int8', '3x3x1', `${conv} kernel=5 pad=2`)).toEqual({ lo: -9 * 128, hi: 9 * 128 });
    expect(range('int8', '3x3x1', `${conv} kernel=5 pad=2 pad_value=3`)).toEqual({
      lo: -9 * 128 - 16 * 3,
      hi: 9 * 128 + 16 * 3,
    });
    expect(range('int8', '8x8x8', 'conv c filters=8 groups=4 kernel=1 weights=int2 activation=none')).toEqual({
      lo: -2 * 127 * 2,
      hi: 2 * 128 * 2,
    });
    expect(range('uint8', '8x8x8', 'dwconv c kernel=3 weights=int2 activation=none')).toEqual({ lo: -4590, hi: 2295 });
  });

  it('of averages: the sum, shifted', () => {
    expect(range('int8', '8x8x8', 'avgpool p size=2 shift=2')).toEqual({ lo: -128, hi: 127 });
    expect(range('int8', '8x8x8', 'avgpool p size=3 shift=3')).toEqual({ lo: -144, hi: 142 });
    expect(range('bipolar', '8x8x8', 'globalavgpool p')).toEqual({ lo: -64, hi: 64 });
    expect(range('uint8', '8x8x8', 'globalavgpool p shift=6')).toEqual({ lo: 0, hi: 255 });
  });

  it('carried on without an activation, in the fewest bits', () => {
    const { layers } = network(`
      network N {
        input x type=uint4 shape=4x4x4
        conv a filters=4 kernel=1 weights=uint2 activation=none
        maxpool m size=2
        add s from=[m, m]
        conv b filters=4 kernel=1 weights=bipolar activation=none
      }`);
    expect(layers.map(({ output }) => [output?.type.name, output?.type.lo, output?.type.hi])).toEqual([
      ['uint4', 0, 15],
      ['uint8', 0, 180],
      ['uint8', 0, 180],
      ['uint9', 0, 360],
      ['int12', -1440, 1440],
    ]);
  });

  it('from bounds handed in instead', () => {
    const { layers } = network(
      `network N {
        input x type=uint4 shape=4
        dense a units=4 weights=uint2 activation=none
        dense b units=4 weights=bipolar activation=bipolar
      }`,
      { bounds: (name, layer) => (name === 'N' && layer === 'a' ? { lo: -3, hi: 17 } : undefined) },
    );
    expect(layers[1]?.output?.type).toEqual(typeOfRange(-3, 17));
    expect(layers[2]?.accumulator).toMatchObject({ lo: -68, hi: 68 });
  });
});

describe('properties', () => {
  const axis = fc.record({
    size: fc.integer({ min: 1, max: 12 }),
    kernel: fc.integer({ min: 1, max: 5 }),
    stride: fc.integer({ min: 1, max: 4 }),
    dilation: fc.integer({ min: 1, max: 3 }),
    before: fc.integer({ min: 0, max: 5 }),
    after: fc.integer({ min: 0, max: 5 }),
  });

  it('taps are counted as by hand', () => {
    fc.assert(
      fc.property(axis, (window) => {
        const outputs = outputSize(window);
        fc.pre(outputs >= 1);
        const counts = Array.from({ length: outputs }, (_, position) => {
          const taps = Array.from(
            { length: window.kernel },
            (_, tap) => position * window.stride - window.before + tap * window.dilation,
          );
          const inside = taps.filter((at) => at >= 0 && at < window.size).length;
          expect(tapsInside(window, position)).toBe(inside);
          return inside;
        });
        expect(tapsRange(window)).toEqual({ least: Math.min(...counts), most: Math.max(...counts) });
        const last = (outputs - 1) * window.stride + windowSpan(window.kernel, window.dilation);
        expect(last).toBeLessThanOrEqual(window.size + window.before + window.after);
      }),
      { seed: 1, numRuns: cases(800) },
    );
  });

  it('`same` gives ceil(in/stride) outputs', () => {
    fc.assert(
      fc.property(axis, ({ size, kernel, stride, dilation }) => {
        const pads = samePads(size, kernel, stride, dilation);
        expect(outputSize({ size, kernel, stride, dilation, ...pads })).toBe(Math.ceil(size / stride));
        expect([0, 1]).toContain(pads.after - pads.before);
      }),
      { seed: 2, numRuns: cases(1000) },
    );
  });

  it('ranges of convolutions are those of all weights and values at their extremes', () => {
    const names = ['bipolar', 'binary', 'ternary', 'int2', 'uint2', 'int4'];
    fc.assert(
      fc.property(
        axis,
        axis,
        fc.constantFrom(...names),
        fc.constantFrom(...names),
        fc.nat(9),
        (rows, columns, w, v, pick) => {
          const [high, wide] = [outputSize(rows), outputSize(columns)];
          fc.pre(high >= 1 && wide >= 1);
          const [weights, values] = [type(w), type(v)];
          const legal = values.bipolar
            ? [-1, 1]
            : Array.from({ length: values.hi - values.lo + 1 }, (_, i) => values.lo + i);
          const padValue = legal[pick % legal.length] ?? values.lo;
          const extremes = (value: readonly number[]): ValueRange => {
            const all = value.flatMap((each) => [weights.lo * each, weights.hi * each]);
            return { lo: Math.min(...all), hi: Math.max(...all) };
          };
          const [inside, border] = [extremes([values.lo, values.hi]), extremes([padValue])];
          let expected: ValueRange = { lo: Infinity, hi: -Infinity };
          for (let y = 0; y < high; y++) {
            for (let x = 0; x < wide; x++) {
              const taps = tapsInside(rows, y) * tapsInside(columns, x);
              const others = rows.kernel * columns.kernel - taps;
              expected = {
                lo: Math.min(expected.lo, taps * inside.lo + others * border.lo),
                hi: Math.max(expected.hi, taps * inside.hi + others * border.hi),
              };
            }
          }
          const pad: Padding = { top: rows.before, bottom: rows.after, left: columns.before, right: columns.after };
          const shape: Shape = { height: rows.size, width: columns.size, channels: 1, rank: 2 };
          const operation: Operation = {
            kind: 'conv',
            filters: 1,
            groups: 1,
            padValue,
            weights,
            activation: undefined,
            kernel: [rows.kernel, columns.kernel],
            stride: [rows.stride, columns.stride],
            dilation: [rows.dilation, columns.dilation],
            pad,
          };
          const found = accumulatorRange(operation, [{ shape, type: values }]);
          // -0 and 0 are the same sum.
          expect({ lo: (found?.lo ?? NaN) + 0, hi: (found?.hi ?? NaN) + 0 }).toEqual({
            lo: expected.lo + 0,
            hi: expected.hi + 0,
          });
        },
      ),
      { seed: 3, numRuns: cases(500) },
    );
  });
});
