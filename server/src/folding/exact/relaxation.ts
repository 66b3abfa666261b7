import { bind, decode, downward, upward, type Bound, type Elimination, type Passed } from './elimination.js';
import type { Cut } from './labels.js';
import { solutionAt, tablesOf, type Solution, type Task } from './task.js';

/** A task with its elimination: what every pass over it needs. */
export interface Setting {
  readonly task: Task;
  readonly bound: Bound;
}

export function settingOf(task: Task, elimination: Elimination): Setting {
  return { task, bound: bind(elimination, task.instance.sizes) };
}

/** The full choice of least cost for weights over the dimensions, and that cost, constants not counted. */
export interface Relaxed {
  readonly weights: readonly number[];
  readonly passed: Passed;
  readonly least: number;
  readonly solution: Solution;
}

export function relax({ task, bound }: Setting, weights: readonly number[]): Relaxed {
  const passed = upward(bound, tablesOf(task, weights));
  return { weights, passed, least: passed.total, solution: solutionAt(task, weights, decode(bound, passed)) };
}

/** A relaxation as a cut for the label search. */
export function cutOf({ bound }: Setting, { weights, passed }: Relaxed, limit: number): Cut {
  return { weights, limit, tables: passed.tables, outside: downward(bound, passed) };
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

/** A proof that no full choice keeps limits: weights whose least sum lies above that of the limits. */
export interface Feasibility {
  readonly relaxed: Relaxed;
  readonly infeasible: boolean;
}

/**
 * Looks for a full choice within the limits of some dimensions by weighting what is over (multiplicative weights). Each
 * choice found on the way goes to `consider`, which says whether to stop. Gives the strongest weights.
 */
export function feasibility(
  setting: Setting,
  dimensions: readonly number[],
  consider: (solution: Solution) => boolean,
): Feasibility {
  const { limits } = setting.task;
  const scale = dimensions.map((dimension) => 1 / Math.max(1, limits[dimension] ?? 1));
  let shares = dimensions.map(() => 1 / dimensions.length);
  let best: { readonly relaxed: Relaxed; readonly over: number } | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const weights = limits.map(() => 0);
    dimensions.forEach((dimension, at) => (weights[dimension] = (shares[at] ?? 0) * (scale[at] ?? 0)));
    const relaxed = relax(setting, weights);
    const over = dimensions.map(
      (dimension, at) => ((relaxed.solution.totals[dimension] ?? 0) - (limits[dimension] ?? 0)) * (scale[at] ?? 0),
    );
    const least = over.reduce((sum, each, at) => sum + each * (shares[at] ?? 0), 0);
    if (!best || least > best.over) best = { relaxed, over: least };
    if (least > 1e-9) return { relaxed, infeasible: true };
    if (consider(relaxed.solution)) break;
    const grown = shares.map((share, at) => share * Math.exp(4 * Math.max(-1, Math.min(1, over[at] ?? 0))));
    const sum = grown.reduce((total, each) => total + each, 0);
    shares = grown.map((each) => each / sum);
  }
  return {
    relaxed:
      best?.relaxed ??
      relax(
        setting,
        limits.map(() => 0),
      ),
    infeasible: false,
  };
}

const ROUNDS = 40;

/** The strongest Lagrangian bound found: `least` counts constants and limits, so that it bounds the objective itself. */
export interface Dual {
  readonly multipliers: readonly number[];
  readonly relaxed: Relaxed;
  readonly bound: number;
}

/**
 * The multiplier of one dimension that gives the strongest bound, by the lines through two choices, one within the limit
 * and one beyond (Handler and Zang, Networks 10, 1980). Exact for one dimension.
 */
export function dualOfOne(
  setting: Setting,
  objective: readonly number[],
  dimension: number,
  over: Solution,
  under: Solution,
  consider: (solution: Solution) => void,
): Dual {
  const { limits } = setting.task;
  const limit = limits[dimension] ?? Infinity;
  const cost = (solution: Solution): number => dot(objective, solution.totals);
  const use = (solution: Solution): number => solution.totals[dimension] ?? 0;
  let [a, b] = [over, under];
  let dual: Dual | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const multiplier = (cost(b) - cost(a)) / (use(a) - use(b));
    const found = dualAt(
      setting,
      objective,
      limits.map((_, at) => (at === dimension ? multiplier : 0)),
    );
    if (!dual || found.bound > dual.bound) dual = found;
    const { solution } = found.relaxed;
    consider(solution);
    const line = cost(a) + multiplier * use(a);
    if (cost(solution) + multiplier * use(solution) >= line - slack(line)) break;
    if (use(solution) <= limit) b = solution;
    else a = solution;
  }
  return (
    dual ??
    dualAt(
      setting,
      objective,
      limits.map(() => 0),
    )
  );
}

/**
 * Multipliers of several dimensions by the ellipsoid method with deep cuts (Bland, Goldfarb and Todd, Operations Research
 * 29, 1981), which needs no common scale of the dimensions. `first` is where it starts, by dimension. It ends where
 * nothing is left to gain, or the bound lies above `enough`.
 */
export function dualOfMany(
  setting: Setting,
  objective: readonly number[],
  dimensions: readonly number[],
  first: readonly number[],
  enough: number,
  consider: (solution: Solution) => boolean,
): Dual {
  const { limits } = setting.task;
  const n = dimensions.length;
  const centre = dimensions.map((_, at) => first[at] ?? 0);
  const shape = centre.map((_, row) =>
    centre.map((value, column) => (row === column ? n * RADIUS ** 2 * (value + 1e-3) ** 2 : 0)),
  );
  const spread = (multipliers: readonly number[]): readonly number[] => {
    const all = limits.map(() => 0);
    dimensions.forEach((dimension, at) => (all[dimension] = multipliers[at] ?? 0));
    return all;
  };
  let best = dualAt(setting, objective, spread(centre));
  for (let round = 0; round < STEPS; round++) {
    const negative = centre.findIndex((value) => value < 0);
    let inward: readonly number[];
    let missing = 0;
    if (negative >= 0) {
      inward = centre.map((_, at) => (at === negative ? 1 : 0));
      missing = -(centre[negative] ?? 0);
    } else {
      const here = round === 0 ? best : dualAt(setting, objective, spread(centre));
      if (here.bound > best.bound) best = here;
      const { totals } = here.relaxed.solution;
      if (consider(here.relaxed.solution) || best.bound > enough) return best;
      inward = dimensions.map((dimension) => (totals[dimension] ?? 0) - (limits[dimension] ?? 0));
      missing = best.bound - here.bound;
    }
    const along = shape.map((row) => dot(row, inward));
    const reach = Math.sqrt(Math.max(0, dot(along, inward)));
    if (reach <= (negative >= 0 ? 0 : ENOUGH) || missing >= reach) break;
    const depth = missing / reach;
    const move = (1 + n * depth) / (n + 1);
    const shrink = (2 * (1 + n * depth)) / ((n + 1) * (1 + depth));
    const grow = (n * n * (1 - depth * depth)) / (n * n - 1);
    for (let row = 0; row < n; row++) {
      centre[row] = (centre[row] ?? 0) + (move * (along[row] ?? 0)) / reach;
      const line = shape[row] ?? [];
      for (let column = 0; column < n; column++) {
        const outer = ((along[row] ?? 0) * (along[column] ?? 0)) / (reach * reach);
        line[column] = grow * ((line[column] ?? 0) - shrink * outer);
      }
    }
  }
  return best;
}

/** Rounds at most, the radius of the first ellipsoid in multiples of its centre, and a gain not worth another round. */
const STEPS = 200;
const RADIUS = 3;
const ENOUGH = 0.5;

function dualAt(setting: Setting, objective: readonly number[], multipliers: readonly number[]): Dual {
  const { task } = setting;
  const weights = multipliers.map((multiplier, at) => (objective[at] ?? 0) + multiplier);
  const relaxed = relax(setting, weights);
  const total = relaxed.least + dot(weights, task.instance.problem.constant);
  const limits = multipliers.reduce((sum, each, at) => (each === 0 ? sum : sum + each * (task.limits[at] ?? 0)), 0);
  return { multipliers, relaxed, bound: total - limits };
}
