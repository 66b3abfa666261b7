import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { levels, typeByName, type QuantisedType } from '../../../server/src/network/quantised-type.js';
import { evaluate, foldBatchNorm, type BatchNorm } from '../../../server/src/parameters/batch-norm.js';
import { cases } from '../../support/cases.js';

const PLAIN: BatchNorm = { gamma: 1, beta: 0, mean: 0, variance: 1, epsilon: 0, scale: 1, actScale: 1 };
const SUMS = { lo: -100, hi: 100 };

function typeOf(word: string): QuantisedType {
  const type = typeByName(word);
  if (!type) throw new Error(word);
  return type;
}

function fold(norm: Partial<BatchNorm>, type: string): unknown {
  return foldBatchNorm({ ...PLAIN, ...norm }, typeOf(type), SUMS);
}

describe('by hand', () => {
  test('two levels: high from y = 0 on', () => {
    expect(fold({ mean: 4.5 }, 'bipolar')).toEqual({ thresholds: [5], falling: false });
    expect(fold({ mean: 4 }, 'binary')).toEqual({ thresholds: [4], falling: false });
  });
  test('a negative gamma or scale falls', () => {
    expect(fold({ gamma: -1, mean: 4.5 }, 'bipolar')).toEqual({ thresholds: [4], falling: true });
    expect(fold({ scale: -1, mean: 4.5 }, 'bipolar')).toEqual({ thresholds: [-5], falling: true });
    expect(fold({ scale: -1, gamma: -1, mean: 4.5 }, 'bipolar')).toEqual({ thresholds: [-4], falling: false });
  });
  test('more levels round half up and clamp', () => {
    expect(fold({ actScale: 10 }, 'uint2')).toEqual({ thresholds: [5, 15, 25], falling: false });
    expect(fold({ actScale: 10 }, 'int2')).toEqual({ thresholds: [-15, -5, 5], falling: false });
    expect(fold({ gamma: -1, actScale: 10 }, 'uint2')).toEqual({ thresholds: [-25, -15, -5], falling: true });
  });
  test('gamma of 0: beta decides for every sum', () => {
    expect(fold({ gamma: 0, beta: 0 }, 'bipolar')).toEqual({ thresholds: [-100], falling: false });
    expect(fold({ gamma: 0, beta: -1e-9 }, 'bipolar')).toEqual({ thresholds: [101], falling: false });
    expect(fold({ gamma: 0, beta: 1.6 }, 'uint2')).toEqual({ thresholds: [-100, -100, 101], falling: false });
  });
  test('a gamma so tiny that y never moves', () => {
    expect(fold({ gamma: 1e-300, beta: 1 }, 'bipolar')).toEqual({ thresholds: [-100], falling: false });
    expect(fold({ gamma: -1e-300, beta: -1 }, 'bipolar')).toEqual({ thresholds: [-101], falling: true });
    expect(fold({ gamma: -5e-324, variance: 1e300, mean: 7 }, 'bipolar')).toEqual({ thresholds: [100], falling: true });
  });
  test('levels out of reach stand just outside the sums', () => {
    expect(fold({ actScale: 60 }, 'uint2')).toEqual({ thresholds: [30, 90, 101], falling: false });
    expect(fold({ mean: 5000 }, 'bipolar')).toEqual({ thresholds: [101], falling: false });
    expect(fold({ mean: -5000 }, 'bipolar')).toEqual({ thresholds: [-100], falling: false });
    expect(fold({ gamma: -1, mean: -5000 }, 'bipolar')).toEqual({ thresholds: [-101], falling: true });
  });
  test('sums of 32 bits', () => {
    const wide = { lo: 0, hi: 2 ** 32 - 1 };
    expect(foldBatchNorm({ ...PLAIN, mean: 2 ** 32 }, typeOf('bipolar'), wide)).toEqual({
      thresholds: [2 ** 32],
      falling: false,
    });
  });
  test('a y that is no number is refused', () => {
    expect(fold({ gamma: 0, scale: 1e308, mean: -1e308 }, 'bipolar')).toBeUndefined();
  });
});

test('counting thresholds is the formula, for every sum', () => {
  const real = fc.oneof(fc.double({ min: -50, max: 50, noNaN: true }), fc.constantFrom(0, -0, 1e-12, -1e-12, 0.5, 1));
  const positive = fc.double({ min: 1e-6, max: 20, noNaN: true });
  const norms = fc.record({ gamma: real, beta: real, mean: real, variance: positive, epsilon: fc.constant(1e-5), scale: real, actScale: positive }); // prettier-ignore
  fc.assert(
    fc.property(norms, fc.constantFrom('bipolar', 'binary', 'ternary', 'int3', 'uint4'), (norm, word) => {
      const type = typeOf(word);
      const folded = foldBatchNorm(norm, type, SUMS);
      if (!folded) throw new Error('refused');
      expect(folded.thresholds).toHaveLength(levels(type) - 1);
      expect([...folded.thresholds].sort((a, b) => a - b)).toEqual(folded.thresholds);
      for (let sum = SUMS.lo; sum <= SUMS.hi; sum++) {
        const y = evaluate(norm, sum);
        const level =
          levels(type) === 2
            ? Number(y >= 0)
            : Math.min(Math.max(Math.floor(y / norm.actScale + 0.5), type.lo), type.hi) - type.lo;
        const counted = folded.thresholds.filter((threshold) =>
          folded.falling ? sum <= threshold : sum >= threshold,
        ).length;
        if (counted !== level) throw new Error(`sum ${sum}: ${counted} thresholds, level ${level}`);
      }
    }),
    { seed: 3, numRuns: cases(500) },
  );
});
