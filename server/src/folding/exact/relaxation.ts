import { bind, decode, downward, upward, type Bound, type Elimination, type Passed } from './elimination.js';
import type { Cut } from './leaves.js';
import { solutionAt, tablesOf, type Patience, type Solution, type Task } from './task.js';

/** A task with its elimination: what every pass over it needs. */
export interface Setting {
  readonly task: Task;
  readonly bound: Bound;
  readonly patience: Patience;
}

export function settingOf(task: Task, elimination: Elimination, patience: Patience): Setting {
  return { task, bound: bind(elimination, task.instance.sizes), patience };
}

/** The full choice of least cost for weights over the dimensions, and that cost, constants not counted. */
export interface Relaxed {
  readonly weights: readonly number[];
  readonly passed: Passed;
  readonly least: number;
  readonly solution: Solution;
}

export function relax({ task, bound, patience }: Setting, weights: readonly number[]): Relaxed {
  patience.spend(bound.work);
  const passed = upward(bound, tablesOf(task, weights));
  return { weights, passed, least: passed.total, solution: solutionAt(task, weights, decode(bound, passed)) };
}

/** A relaxation as a cut for the label search. */
export function cutOf({ task, bound, patience }: Setting, { weights, passed }: Relaxed, limit: number): Cut {
  patience.spend(bound.work);
  return { weights, limit, tables: passed.tables, outside: downward(bound, passed, task.instance.nodes.length) };
}

/** Room for the rounding of sums of doubles. */
export function slack(value: number): number {
  return Number.isFinite(value) ? 1e-6 + 1e-11 * Math.abs(value) : 0;
}

/** Weights that count one dimension. */
export function unit(dimensions: number, dimension: number): readonly number[] {
  return Array.from({ length: dimensions }, (_, at) => (at === dimension ? 1 : 0));
}

export function dot(weights: readonly number[], totals: readonly number[]): number {
  let sum = 0;
  for (const [at, weight] of weights.entries()) if (weight !== 0) sum += weight * (totals[at] ?? 0);
  return sum;
}
