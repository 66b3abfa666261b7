import { COSTS, RESOURCES, type Problem } from './problem.js';

/** What every choice and every pair of words of a problem costs by some weights of the resources. */
export interface Weighted {
  /** By node, then by choice. */
  readonly nodes: readonly Float64Array[];
  /** By link, then by entry. */
  readonly links: readonly Float64Array[];
}

const kept = new WeakMap<Problem, WeakMap<readonly number[], Weighted>>();

/** Says that these very weights are asked for again and again: a front does so at every interval. */
export function keepWeighted(problem: Problem, weights: readonly number[]): void {
  const byWeights = kept.get(problem) ?? new WeakMap<readonly number[], Weighted>();
  kept.set(problem, byWeights);
  if (byWeights.has(weights)) return;
  byWeights.set(weights, {
    nodes: problem.nodes.map(({ cost }) => allOf(cost, RESOURCES, weights)),
    links: problem.links.map(({ cost }) => allOf(cost, COSTS, weights)),
  });
}

/** Costs by weights that are kept. */
export function keptWeighted(problem: Problem, weights: readonly number[]): Weighted | undefined {
  return kept.get(problem)?.get(weights);
}

/** The weighted sum of the resources whose costs begin at a place. */
export function weightedAt(cost: Float64Array, from: number, weights: readonly number[]): number {
  let sum = 0;
  for (let k = 0; k < RESOURCES; k++) sum += (weights[k] ?? 0) * (cost[from + k] ?? 0);
  return sum;
}

function allOf(cost: Float64Array, stride: number, weights: readonly number[]): Float64Array {
  const sums = new Float64Array(cost.length / stride);
  for (let at = 0; at < sums.length; at++) sums[at] = weightedAt(cost, at * stride, weights);
  return sums;
}
