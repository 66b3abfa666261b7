import { dualOf } from './dual.js';
import type { Elimination } from './elimination.js';
import { greatest } from './objective.js';
import type { KnownPaths, LatencyGoal } from './latency-search.js';
import { RESOURCES, type Instance } from './problem.js';
import { relax, settingOf, unit } from './relaxation.js';
import type { Patience } from './patience.js';
import type { Path } from './task.js';

/** What is known of all full choices at once, before any of them is looked for. */
export interface Reach {
  readonly instance: Instance;
  readonly elimination: Elimination;
  /** Budgets by resource. */
  readonly limits: readonly number[];
  readonly goal: LatencyGoal;
  readonly paths: KnownPaths;
  readonly patience: Patience;
}

/** Sums along paths and budgets that no full choice keeps at once: by the mixture of choices that breaks them least. */
export function isBeyondReach(reach: Reach, cycles: number): boolean {
  const priced = { weights: [], further: [], dearestBudget: undefined, dearestCycle: undefined };
  return withPaths(reach, cycles, priced, (bound) => bound > TINY) > TINY;
}

/**
 * Whether every full choice whose sums stay within so many cycles, and which keeps the budgets where these are priced, has few
 * enough words that all are simulated one by one: then no such latency is below its bound.
 */
export function isExactWithin(reach: Reach, cycles: number, dearestBudget = 0): boolean {
  const { terms, constant, exact } = reach.goal.words;
  const further = terms.map((each) => each?.map((words) => -words));
  const priced = { weights: [], further: [further], dearestBudget, dearestCycle: WORDS_OF_A_CYCLE };
  const enough = (bound: number): boolean => bound >= constant - exact;
  return enough(withPaths(reach, cycles, priced, enough));
}

/**
 * Takes in the paths that matter to what costs least by some weights of the resources, without looking for it; gives what
 * nothing that stays within so many cycles costs less than.
 */
export function enterPathsOf(reach: Reach, cycles: number, weights: readonly number[]): number {
  const dearest = Math.max(1, greatest(reach.instance.problem, weights));
  return withPaths(reach, cycles, { weights, further: [], dearestBudget: dearest, dearestCycle: dearest }, () => false);
}

const TINY = 1e-9;

/** What one of a resource may cost in words at most, where budgets are priced. */
export const WORDS_OF_A_UNIT = 1000;

/** What a cycle of a path may cost in words at most: a stream brings a word a cycle, over a few dozen streams. */
const WORDS_OF_A_CYCLE = 1000;

/** What is summed and what may be paid for it: resources by their weights, and further sums; as shares of each limit where no price is given. */
interface Priced {
  readonly weights: readonly number[];
  readonly further: readonly Path[];
  readonly dearestBudget: number | undefined;
  readonly dearestCycle: number | undefined;
}

/**
 * A bound from below on a sum over all that stays within the budgets and within the sums of the paths. Paths come in until
 * those of the cheapest mixture are all known.
 */
function withPaths(
  { instance, elimination, limits, paths, patience }: Reach,
  cycles: number,
  { weights, further, dearestBudget, dearestCycle }: Priced,
  enough: (bound: number) => boolean,
): number {
  let bound = -Infinity;
  for (;;) {
    const all = paths.all();
    const task = {
      instance,
      objective: { weights: [], share: [] },
      limits: [...limits, ...further.map(() => Infinity), ...all.map(({ constant }) => cycles - constant)],
      paths: [...further, ...all.map(({ terms }) => terms)],
    };
    const setting = settingOf(task, elimination, patience);
    const isFurther = (at: number): boolean => at >= RESOURCES && at < RESOURCES + further.length;
    const objective = task.limits.map((_, at) => (isFurther(at) ? 1 : (weights[at] ?? 0)));
    const dimensions = task.limits.flatMap((limit, at) => (Number.isFinite(limit) ? [at] : []));
    const dearest = dimensions.map(
      (at) => (at < RESOURCES ? dearestBudget : dearestCycle) ?? 1 / Math.max(1, Math.abs(task.limits[at] ?? 1)),
    );
    const first = relax(
      setting,
      objective.some((weight) => weight > 0) ? objective : unit(objective.length, objective.length - 1),
    );
    const options = { bound: Infinity, consider: (): boolean => patience.expired() };
    const dual = dualOf(setting, objective, dimensions, dearest, [first.solution], options);
    bound = Math.max(bound, dual.bound);
    if (enough(bound) || patience.expired()) return bound;
    let more = false;
    for (const { chosen } of dual.mixed) if (paths.enter(chosen, cycles)) more = true;
    if (!more) return bound;
  }
}
