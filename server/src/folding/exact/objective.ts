import { COSTS, RESOURCES, type Problem } from './problem.js';
import { slack } from './relaxation.js';
import type { Task } from './task.js';

/** What a limit says of the objective itself, where that is one resource. */
export function budgetOfObjective({ objective, limits }: Task): number {
  const counted = objective.weights.flatMap((weight, at) => (weight === 0 ? [] : [at]));
  const [only = -1] = counted;
  return counted.length === 1 && objective.weights[only] === 1 ? (limits[only] ?? Infinity) : Infinity;
}

/** Objectives are whole numbers; a bound from sums of doubles is rounded up, but not over an equal. */
export function valueAtLeast(bound: number): number {
  return Math.ceil(bound - 0.5 - slack(bound));
}

/** The most that a full choice can sum to by weights of the resources. */
export function greatest(problem: Problem, weights: readonly number[]): number {
  const known = greatestKnown.get(problem) ?? new WeakMap<readonly number[], number>();
  greatestKnown.set(problem, known);
  let sum = known.get(weights);
  if (sum !== undefined) return sum;
  sum = problem.constant.reduce((total, each, k) => total + each * (weights[k] ?? 0), 0);
  for (const { cost } of problem.nodes) sum += greatestOf(cost, RESOURCES, weights);
  for (const { cost } of problem.links) sum += greatestOf(cost, COSTS, weights);
  known.set(weights, sum);
  return sum;
}

const greatestKnown = new WeakMap<Problem, WeakMap<readonly number[], number>>();

function greatestOf(cost: Float64Array, stride: number, weights: readonly number[]): number {
  let most = 0;
  for (let at = 0; at < cost.length; at += stride) {
    let sum = 0;
    for (let k = 0; k < RESOURCES; k++) sum += (weights[k] ?? 0) * (cost[at + k] ?? 0);
    if (sum > most) most = sum;
  }
  return most;
}
