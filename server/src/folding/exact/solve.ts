import type { Elimination } from './elimination.js';
import { close, type Incumbent } from './close.js';
import { searchLabels } from './labels.js';
import { greatest, valueAtLeast } from './objective.js';
import { cutOf, dot, relax, settingOf, slack, type Relaxed, type Setting } from './relaxation.js';
import { RESOURCES, type Problem } from './problem.js';
import type { Patience } from './patience.js';
import { compareSolutions, evaluate, valueOf, withinLimits, type Objective, type Solution, type Task } from './task.js';
import { keepWeighted } from './weighted.js';

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

/**
 * The best, any within the limits, or one that is near the best: what is found without closing the gap to the bound. With
 * `glimpsed` nothing but what the mixtures of choices show is looked at.
 */
export type Sought = 'best' | 'any' | 'near' | 'glimpsed';

/** What earlier searches under fewer limits, or the same, have found out. */
export interface Known {
  /** What no full choice within the limits lies below. */
  readonly lower: number;
  /** A full choice that may be within the limits: then nothing dearer is looked at. */
  readonly incumbent: Solution | undefined;
}

const NOTHING_KNOWN: Known = { lower: -Infinity, incumbent: undefined };

/**
 * The least objective within the limits, over every choice of an instance. Exact, with all ties: relaxations by
 * Lagrangian multipliers bound it from below and find choices within the limits, labels close the gap. Limits come in
 * one by one as they are broken. With `any` the first choice within the limits is enough.
 */
export function solve(
  task: Task,
  elimination: Elimination,
  patience: Patience,
  wanted: Sought = 'best',
  known: Known = NOTHING_KNOWN,
): Answer {
  const setting = settingOf(task, elimination, patience);
  const objective = refined(task);
  const free = relax(setting, objective);
  const constant = dot(objective, task.instance.problem.constant);
  const floor = valueAtLeast(free.least + constant);
  if (withinLimits(free.solution.totals, task.limits)) {
    if (wanted === 'any') return { kind: 'found', solution: free.solution, optimal: false, bound: floor };
    return withTies(setting, free);
  }
  const incumbent: Incumbent = { best: undefined };
  const consider = (solution: Solution): boolean => {
    if (!withinLimits(solution.totals, task.limits)) return false;
    if (!incumbent.best || compareSolutions(task.objective, solution, incumbent.best) < 0) incumbent.best = solution;
    return wanted === 'any';
  };
  if (known.incumbent) consider(evaluate(task.instance.problem, task.paths, known.incumbent.chosen));
  let bound = Math.max(floor, known.lower);
  if (incumbent.best && patience.expired()) {
    // No time is left, and something is known: the bound is all that is added to it.
    const value = valueOf(task.objective, incumbent.best.totals);
    const optimal = wanted === 'best' && bound >= value;
    return { kind: 'found', solution: incumbent.best, optimal, bound: Math.min(bound, value) };
  }
  let broken = dimensionsOver(free.solution, task.limits);
  for (;;) {
    const closed = close({
      setting,
      objective,
      free,
      broken,
      incumbent,
      consider,
      lower: known.lower,
      any: wanted === 'any',
      near: wanted === 'near' || wanted === 'glimpsed',
      glimpsed: wanted === 'glimpsed',
    });
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
    } else if (incumbent.best) {
      // Time may run out when what is left has been bounded higher than the best: then nothing but ties is open.
      const value = valueOf(task.objective, incumbent.best.totals);
      const optimal = wanted === 'best' && bound >= value;
      return { kind: 'found', solution: incumbent.best, optimal, bound: Math.min(bound, value) };
    } else return { kind: 'unknown', bound };
  }
}

/** The unconstrained optimum is within the limits: among its equals the one that the ties prefer. */
function withTies(setting: Setting, free: Relaxed): Answer {
  const { task, bound, patience } = setting;
  if (free.sole)
    return {
      kind: 'found',
      solution: free.solution,
      optimal: true,
      bound: valueOf(task.objective, free.solution.totals),
      free: true,
    };
  const cut = cutOf(setting, free, free.least + slack(free.least));
  // Equals may break a limit that the first of them keeps; the kept dimensions rule those out.
  for (let kept: readonly number[] = []; ;) {
    const { best } = searchLabels({ task, bound, kept, cuts: [cut], beam: Infinity, work: Infinity, patience });
    const solution = best ?? free.solution;
    const value = valueOf(task.objective, solution.totals);
    // Out of patience: what is minimised is proven all the same.
    if (!best) return { kind: 'found', solution, optimal: true, bound: value };
    const over = dimensionsOver(best, task.limits);
    if (over.length === 0) return { kind: 'found', solution, optimal: true, bound: value, free: kept.length === 0 };
    kept = [...new Set([...kept, ...over])].sort((a, b) => a - b);
  }
}

function dimensionsOver({ totals }: Solution, limits: readonly number[]): readonly number[] {
  return limits.flatMap((limit, dimension) => ((totals[dimension] ?? 0) > limit ? [dimension] : []));
}

/** The objective with its first tie as a fraction below one, so that sums of doubles prefer what the ties prefer. */
function refined({ instance: { problem }, objective, limits }: Task): readonly number[] {
  const byObjective = refinedKnown.get(problem) ?? new WeakMap<Objective, readonly number[]>();
  refinedKnown.set(problem, byObjective);
  const known = byObjective.get(objective);
  if (known?.length === limits.length) return known;
  const most = greatest(problem, objective.share);
  const fraction = most > 0 ? 0.4 / most : 0;
  const made = limits.map((_, at) => (objective.weights[at] ?? 0) + fraction * (objective.share[at] ?? 0));
  byObjective.set(objective, made);
  if (limits.length === RESOURCES) keepWeighted(problem, made);
  return made;
}

/** An objective is refined alike at every interval of a problem. */
const refinedKnown = new WeakMap<Problem, WeakMap<Objective, readonly number[]>>();
