import { bind, decode, downward, upward, type Bound, type Elimination, type Passed } from './elimination.js';
import type { Cut } from './leaves.js';
import type { Instance } from './problem.js';
import { WORK_OF, type Patience } from './patience.js';
import { solutionAt, tablesOf, type Solution, type Task } from './task.js';

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
  /** Whether no other full choice costs as little, as far as sums of doubles tell. */
  readonly sole: boolean;
}

export function relax({ task, bound, patience }: Setting, weights: readonly number[]): Relaxed {
  const { addition, choice, term } = WORK_OF;
  const choices = countChoices(task.instance);
  patience.spend(
    addition * bound.work + choice * (choices + countEntries(task.instance)) + term * choices * task.paths.length,
  );
  const passed = upward(bound, tablesOf(task, weights));
  const room = slack(passed.total);
  const { values, sole } = decode(bound, passed, room);
  const { solution, sole: soleThere } = solutionAt(task, weights, values, room);
  return { weights, passed, least: passed.total, solution, sole: sole && soleThere };
}

/** A relaxation as a cut for the label search. */
export function cutOf({ task, bound, patience }: Setting, { weights, passed }: Relaxed, limit: number): Cut {
  patience.spend(WORK_OF.subtraction * bound.work);
  return { weights, limit, tables: passed.tables, outside: downward(bound, passed, task.instance.nodes.length) };
}

/** Choices that are left in all. */
export function countChoices({ nodes }: Instance): number {
  return nodes.reduce((sum, { choices }) => sum + choices.length, 0);
}

function countEntries({ links }: Instance): number {
  return links.reduce((sum, { length }) => sum + length, 0);
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
  for (let at = 0; at < weights.length; at++) {
    const weight = weights[at] ?? 0;
    if (weight !== 0) sum += weight * (totals[at] ?? 0);
  }
  return sum;
}
