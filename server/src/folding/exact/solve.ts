import type { Elimination } from './elimination.js';
import { searchLabels, type Cut } from './labels.js';
import { COSTS, RESOURCES, type Problem } from './problem.js';
import {
  cutOf,
  dot,
  dualOfMany,
  dualOfOne,
  feasibility,
  relax,
  settingOf,
  slack,
  unit,
  type Dual,
  type Relaxed,
  type Setting,
} from './relaxation.js';
import { compareSolutions, valueOf, withinLimits, type Patience, type Solution, type Task } from './task.js';

/** What came of a task. `bound` is a value that no full choice within the limits lies below. */
export type Answer =
  | {
      readonly kind: 'found';
      readonly solution: Solution;
      readonly optimal: boolean;
      readonly bound: number;
      /** Whether no limit had a say: it is the best without any. */
      readonly free?: boolean;
    }
  | { readonly kind: 'infeasible' }
  | { readonly kind: 'unknown'; readonly bound: number };

/** Labels kept for each entry, one search after the other, until one drops nothing. */
const BEAMS = [8, 64, 512, 8192];

/**
 * The least objective within the limits, over every choice of an instance. Exact, with all ties: relaxations by
 * Lagrangian multipliers bound it from below and find choices within the limits, labels close the gap. Limits come in
 * one by one as they are broken. With `any` the first choice within the limits is enough.
 */
export function solve(
  task: Task,
  elimination: Elimination,
  patience: Patience,
  wanted: 'best' | 'any' = 'best',
): Answer {
  const setting = settingOf(task, elimination);
  const objective = refined(task);
  const free = relax(setting, objective);
  const constant = dot(objective, task.instance.problem.constant);
  const floor = valueAtLeast(free.least + constant);
  if (withinLimits(free.solution.totals, task.limits)) {
    if (wanted === 'any') return { kind: 'found', solution: free.solution, optimal: false, bound: floor };
    return withTies(setting, free, patience);
  }
  const incumbent: Incumbent = { best: undefined };
  const consider = (solution: Solution): boolean => {
    if (!withinLimits(solution.totals, task.limits)) return false;
    if (!incumbent.best || compareSolutions(task.objective, solution, incumbent.best) < 0) incumbent.best = solution;
    return wanted === 'any';
  };
  let bound = floor;
  let broken = dimensionsOver(free.solution, task.limits);
  for (;;) {
    const closed = close(setting, objective, free, broken, incumbent, consider, patience, wanted);
    if (closed === 'infeasible') return { kind: 'infeasible' };
    bound = Math.max(bound, closed.bound);
    if (wanted === 'any' && incumbent.best) return { kind: 'found', solution: incumbent.best, optimal: false, bound };
    const further = closed.best
      ? dimensionsOver(closed.best, task.limits).filter((each) => !broken.includes(each))
      : [];
    if (further.length > 0) broken = [...broken, ...further].sort((a, b) => a - b);
    else if (closed.complete) {
      if (closed.best)
        return {
          kind: 'found',
          solution: closed.best,
          optimal: true,
          bound: valueOf(task.objective, closed.best.totals),
        };
      const { best } = incumbent;
      if (!best) return { kind: 'infeasible' };
      return { kind: 'found', solution: best, optimal: true, bound: valueOf(task.objective, best.totals) };
    } else if (incumbent.best) return { kind: 'found', solution: incumbent.best, optimal: false, bound };
    else return { kind: 'unknown', bound };
  }
}

interface Incumbent {
  best: Solution | undefined;
}

interface Closed {
  /** The best within the limits that are kept; others may be broken. */
  readonly best: Solution | undefined;
  readonly complete: boolean;
  readonly bound: number;
}

/** Solves with the limits of the broken dimensions kept. */
function close(
  setting: Setting,
  objective: readonly number[],
  free: Relaxed,
  broken: readonly number[],
  incumbent: Incumbent,
  consider: (solution: Solution) => boolean,
  patience: Patience,
  wanted: 'best' | 'any',
): Closed | 'infeasible' {
  const { task } = setting;
  const dimensions = task.limits.length;
  const constantOf = (weights: readonly number[]): number => dot(weights, task.instance.problem.constant);
  const cuts: Cut[] = [];
  const least: Relaxed[] = [];
  for (const dimension of broken) {
    const relaxed = relax(setting, unit(dimensions, dimension));
    const limit = (task.limits[dimension] ?? Infinity) - constantOf(relaxed.weights);
    if (relaxed.least > limit + slack(limit)) return 'infeasible';
    least.push(relaxed);
    cuts.push(cutOf(setting, relaxed, limit + slack(limit)));
    if (consider(relaxed.solution)) return { best: incumbent.best, complete: false, bound: 0 };
  }
  let dual: Dual;
  const [only] = least;
  const [dimension = 0] = broken;
  if (broken.length === 1 && only) {
    dual = dualOfOne(setting, objective, dimension, free.solution, only.solution, consider);
  } else {
    const feasible = feasibility(setting, broken, consider);
    if (feasible.infeasible) return 'infeasible';
    if (wanted === 'any' && incumbent.best) return { best: incumbent.best, complete: false, bound: 0 };
    const { weights } = feasible.relaxed;
    const limit = weights.reduce((sum, weight, at) => (weight === 0 ? sum : sum + weight * (task.limits[at] ?? 0)), 0);
    cuts.push(cutOf(setting, feasible.relaxed, limit - constantOf(weights) + 1e-9));
    const singles = broken.map((each, at) => {
      const under = least[at];
      if (!under || (free.solution.totals[each] ?? 0) <= (task.limits[each] ?? Infinity)) return 0;
      const alone = dualOfOne(setting, objective, each, free.solution, under.solution, consider);
      return alone.multipliers[each] ?? 0;
    });
    const enough = incumbent.best ? dot(objective, incumbent.best.totals) : budgetOfObjective(task) + 0.45;
    dual = dualOfMany(setting, objective, broken, singles, enough + slack(enough), consider);
  }
  if (wanted === 'any' && incumbent.best) return { best: incumbent.best, complete: false, bound: 0 };

  const shift = dual.multipliers.reduce((sum, each, at) => (each === 0 ? sum : sum + each * (task.limits[at] ?? 0)), 0);
  const { outside } = cutOf(setting, dual.relaxed, 0);
  const plain = cutOf(setting, free, 0);
  let bound = valueAtLeast(dual.bound);
  const ceiling = budgetOfObjective(task) + 0.45;
  for (const beam of BEAMS) {
    const upper = incumbent.best ? dot(objective, incumbent.best.totals) : ceiling;
    const dualLimit = upper + shift - constantOf(dual.relaxed.weights);
    const lagrangian: Cut = {
      weights: dual.relaxed.weights,
      limit: dualLimit + slack(dualLimit),
      tables: dual.relaxed.passed.tables,
      outside,
    };
    const plainLimit = upper - constantOf(objective);
    const search = {
      task,
      bound: setting.bound,
      kept: broken,
      cuts: [lagrangian, { ...plain, limit: plainLimit + slack(plainLimit) }, ...cuts],
      beam,
      patience,
    };
    const found = searchLabels(search);
    if (found.best) consider(found.best);
    const dropped = found.dropped + constantOf(dual.relaxed.weights) - shift;
    if (dropped === Infinity) return { best: found.best, complete: true, bound };
    const value = incumbent.best ? valueOf(task.objective, incumbent.best.totals) : Infinity;
    if (Number.isFinite(dropped)) bound = Math.max(bound, Math.min(value, valueAtLeast(dropped)));
    if (wanted === 'any' && incumbent.best) break;
    // A limit that is not kept has a say, too: more labels without it would only find such choices.
    if (found.best && !withinLimits(found.best.totals, task.limits)) {
      return { best: found.best, complete: false, bound };
    }
    if (patience.expired()) break;
  }
  return { best: undefined, complete: false, bound };
}

/** The unconstrained optimum is within the limits: among its equals the one that the ties prefer. */
function withTies(setting: Setting, free: Relaxed, patience: Patience): Answer {
  const { task, bound } = setting;
  const cut = cutOf(setting, free, free.least + slack(free.least));
  // Equals may break a limit that the first of them keeps; the kept dimensions rule those out.
  for (let kept: readonly number[] = []; ;) {
    const { best } = searchLabels({ task, bound, kept, cuts: [cut], beam: Infinity, patience });
    const solution = best ?? free.solution;
    const value = valueOf(task.objective, solution.totals);
    if (!best) return { kind: 'found', solution, optimal: !patience.expired(), bound: value };
    const over = dimensionsOver(best, task.limits);
    if (over.length === 0) return { kind: 'found', solution, optimal: true, bound: value, free: kept.length === 0 };
    kept = [...new Set([...kept, ...over])].sort((a, b) => a - b);
  }
}

function dimensionsOver({ totals }: Solution, limits: readonly number[]): readonly number[] {
  return limits.flatMap((limit, dimension) => ((totals[dimension] ?? 0) > limit ? [dimension] : []));
}

/** What a limit says of the objective itself, where that is one resource. */
function budgetOfObjective({ objective, limits }: Task): number {
  const counted = objective.weights.flatMap((weight, at) => (weight === 0 ? [] : [at]));
  const [only = -1] = counted;
  return counted.length === 1 && objective.weights[only] === 1 ? (limits[only] ?? Infinity) : Infinity;
}

/** Objectives are whole numbers; a bound from sums of doubles is rounded up, but not over an equal. */
function valueAtLeast(bound: number): number {
  return Math.ceil(bound - 0.5 - slack(bound));
}

/** The objective with its first tie as a fraction below one, so that sums of doubles prefer what the ties prefer. */
function refined({ instance, objective, limits }: Task): readonly number[] {
  const most = greatest(instance.problem, objective.share);
  const fraction = most > 0 ? 0.4 / most : 0;
  return limits.map((_, at) => (objective.weights[at] ?? 0) + fraction * (objective.share[at] ?? 0));
}

/** The most that the shares of a full choice can sum to. */
function greatest(problem: Problem, share: readonly number[]): number {
  const known = greatestKnown.get(problem);
  if (known?.share === share) return known.most;
  let sum = problem.constant.reduce((total, each, k) => total + each * (share[k] ?? 0), 0);
  for (const { cost } of problem.nodes) sum += greatestOf(cost, RESOURCES, share);
  for (const { cost } of problem.links) sum += greatestOf(cost, COSTS, share);
  greatestKnown.set(problem, { share, most: sum });
  return sum;
}

const greatestKnown = new WeakMap<Problem, { readonly share: readonly number[]; readonly most: number }>();

function greatestOf(cost: Float64Array, stride: number, weights: readonly number[]): number {
  let most = 0;
  for (let at = 0; at < cost.length; at += stride) {
    let sum = 0;
    for (let k = 0; k < RESOURCES; k++) sum += (weights[k] ?? 0) * (cost[at + k] ?? 0);
    if (sum > most) most = sum;
  }
  return most;
}
