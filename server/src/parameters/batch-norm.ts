import { levels, type QuantisedType } from '../network/quantised-type.js';
import type { Range } from './layer-parameters.js';

/** A float batch norm of one channel with the scales around it, as LANGUAGE.md (Parameters) defines it. */
export interface BatchNorm {
  readonly gamma: number;
  readonly beta: number;
  readonly mean: number;
  readonly variance: number;
  readonly epsilon: number;
  /** Of the sum: weight scale times input scale. */
  readonly scale: number;
  /** Of the activation: one level's worth. */
  readonly actScale: number;
}

export interface FoldedChannel {
  /** Ascending, levels - 1 of them. */
  readonly thresholds: readonly number[];
  readonly falling: boolean;
}

/**
 * Folds a batch norm and the quantiser behind it into whole thresholds, exactly: for every whole sum in `sums`,
 * counting thresholds gives the same level as
 *   y = gamma*(scale*sum - mean)/sqrt(variance + epsilon) + beta   in IEEE doubles,
 *   two levels: high when y >= 0; more: clamp(floor(y/actScale + 0.5)).
 * Each rounded step of y is monotone in the sum, so each threshold is found by bisection on the formula itself.
 * A threshold is the least sum that reaches its level (falling: the greatest), `hi + 1` (falling: `lo - 1`) where none
 * does, and `lo` (falling: `hi`) where every one does. Undefined where y is not a number.
 */
export function foldBatchNorm(norm: BatchNorm, type: QuantisedType, sums: Range): FoldedChannel | undefined {
  const steps = levels(type) - 1;
  const levelOf = (sum: number): number => {
    const y = evaluate(norm, sum);
    if (steps === 1) return y >= 0 ? 1 : 0;
    return Math.min(Math.max(Math.floor(y / norm.actScale + 0.5), type.lo), type.hi) - type.lo;
  };
  if (Number.isNaN(evaluate(norm, sums.lo)) || Number.isNaN(evaluate(norm, sums.hi))) return undefined;
  const falling = norm.gamma < 0 !== norm.scale < 0 && norm.gamma !== 0 && norm.scale !== 0;
  const thresholds: number[] = [];
  if (falling) {
    for (let level = 1; level <= steps; level++) thresholds.push(greatest(sums, (sum) => levelOf(sum) >= level));
    thresholds.reverse();
  } else {
    for (let level = 1; level <= steps; level++) thresholds.push(least(sums, (sum) => levelOf(sum) >= level));
  }
  return { thresholds, falling };
}

/** y of the formula; the order of its operations is part of the language. */
export function evaluate({ gamma, beta, mean, variance, epsilon, scale }: BatchNorm, sum: number): number {
  return (gamma * (scale * sum - mean)) / Math.sqrt(variance + epsilon) + beta;
}

/** The least whole number of [lo, hi] for which a rising predicate holds, or hi + 1. */
function least({ lo, hi }: Range, reached: (sum: number) => boolean): number {
  let from = lo;
  let to = hi + 1;
  while (from < to) {
    const middle = from + Math.floor((to - from) / 2);
    if (reached(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** The greatest whole number of [lo, hi] for which a falling predicate holds, or lo - 1. */
function greatest({ lo, hi }: Range, reached: (sum: number) => boolean): number {
  let from = lo - 1;
  let to = hi;
  while (from < to) {
    const middle = to - Math.floor((to - from) / 2);
    if (reached(middle)) from = middle;
    else to = middle - 1;
  }
  return from;
}
