import { cross } from './crossing.js';
import { dualOf, type Dual } from './dual.js';
import { searchLabels, type Found } from './labels.js';
import type { Cut } from './leaves.js';
import { narrowed, tightenedLimits } from './narrow.js';
import { budgetOfObjective, greatest, valueAtLeast } from './objective.js';
import { countChoices, cutOf, dot, relax, slack, unit, type Relaxed, type Setting } from './relaxation.js';
import { valueOf, withinLimits, type Solution, type Task } from './task.js';

/** The best full choice within all limits so far. */
export interface Incumbent {
  best: Solution | undefined;
}

export interface Closed {
  /** The best within the limits that are kept; others may be broken. */
  readonly best: Solution | undefined;
  /** Whether that, or without it what was known before, is proven to be the best. */
  readonly complete: boolean;
  /** What no full choice within the limits lies below. */
  readonly bound: number;
}

/** What closes a gap: the task, its limits that are kept, and what is known of it. */
export interface Gap {
  readonly setting: Setting;
  /** The objective with its first tie as a fraction. */
  readonly objective: readonly number[];
  /** The best without limits. */
  readonly free: Relaxed;
  readonly broken: readonly number[];
  readonly incumbent: Incumbent;
  /** Looks at a full choice, and says whether to stop. */
  readonly consider: (solution: Solution) => boolean;
  /** What no full choice within the limits lies below, as far as that was known before. */
  readonly lower: number;
  /** Whether any full choice within the limits is enough, or one that is near the best. */
  readonly any: boolean;
  readonly near: boolean;
  /** Whether to give up where the mixtures of choices show none. */
  readonly glimpsed: boolean;
}

/**
 * Finds the best with some limits kept. The limits are priced, which bounds the objective from below and finds full
 * choices close to the limits. Then the gap is closed from below: nothing but full choices hardly above the bound is
 * looked at first, which leaves few choices of each layer and few labels; where there is none the bound rises by as
 * much, and twice as much is looked at next.
 */
export function close(gap: Gap): Closed | 'infeasible' {
  const { setting, objective, free, broken, incumbent, consider, any, near, glimpsed } = gap;
  const { task } = setting;
  const enough = (): boolean => any && incumbent.best !== undefined;
  const nothing: Closed = { best: undefined, complete: false, bound: -Infinity };
  for (const dimension of broken) {
    const weights = unit(task.limits.length, dimension);
    const limit = task.limits[dimension] ?? Infinity;
    const { least, solution } = relax(setting, weights);
    if (least + dot(weights, task.instance.problem.constant) > limit + slack(limit)) return 'infeasible';
    if (consider(solution)) return nothing;
  }
  let mixed: Relaxed | undefined;
  if (broken.length > 1) {
    const none = objective.map(() => 0);
    const dearest = broken.map((dimension) => 1 / Math.max(1, Math.abs(task.limits[dimension] ?? 1)));
    const found = dualOf(setting, none, broken, dearest, [free.solution], { bound: TINY, consider });
    if (found.bound > TINY) return 'infeasible';
    if (enough()) return nothing;
    mixed = found.relaxed;
  }
  const prices = pricesOf(gap, setting, [free.solution]);
  if (enough()) return nothing;
  for (let known: Solution | undefined | 'none' = 'none'; known !== incumbent.best;) {
    known = incumbent.best;
    cross(task, [...prices.mixed, ...(known ? [known] : [])], consider);
    if (enough()) return nothing;
  }
  if (glimpsed || (near && incumbent.best))
    return { ...nothing, bound: valueAtLeast(Math.max(prices.bound, gap.lower)) };
  return windows(gap, prices, mixed?.weights);
}

const TINY = 1e-9;

function upperOf({ setting: { task }, objective, incumbent }: Gap): number {
  if (incumbent.best) return dot(objective, incumbent.best.totals);
  return Math.min(budgetOfObjective(task), greatest(task.instance.problem, task.objective.weights)) + 0.45;
}

function pricesOf(gap: Gap, setting: Setting, known: readonly Solution[]): Dual {
  const { objective, broken, consider } = gap;
  const upper = upperOf(gap);
  const dearest = Math.max(1, greatest(setting.task.instance.problem, setting.task.objective.weights));
  const enough = { bound: upper + slack(upper), consider };
  return dualOf(
    setting,
    objective,
    broken,
    broken.map(() => dearest),
    known,
    enough,
  );
}

/** Labels kept for each entry, one search after the other, and the sums that each may look at. */
const BEAMS = [
  { beam: 16, work: Infinity },
  { beam: Infinity, work: 3e6 },
  { beam: 256, work: Infinity },
  { beam: Infinity, work: Infinity },
];

/**
 * The same where nothing but ties is open. Networks of many equal layers have more foldings that differ in nothing but
 * their order than anybody would wait for; what is minimised is proven all the same.
 */
const TIE_BEAMS = [
  { beam: 16, work: Infinity },
  { beam: Infinity, work: 2e5 },
];

/** How far above the bound is looked at first, as a share of it, and at least. */
const FIRST_SHARE = 2e-4;
const FIRST_WIDTH = 4;

function windows(gap: Gap, prices: Dual, mixed: readonly number[] | undefined): Closed {
  const { setting, incumbent, broken, any } = gap;
  const { patience } = setting;
  const { objective } = setting.task;
  let lower = Math.max(prices.bound, gap.lower);
  let width = any ? Infinity : Math.max(FIRST_WIDTH, FIRST_SHARE * Math.abs(lower));
  const bound = (): number => valueAtLeast(lower);
  for (;;) {
    if (patience.expired()) return { best: undefined, complete: false, bound: bound() };
    const upper = upperOf(gap);
    const edge = Math.min(upper, lower + width);
    const window = windowOf(gap, edge, prices, mixed);
    if (window) lower = Math.max(lower, Math.min(edge, window.least));
    // Whether nothing but the ties of what is minimised is open.
    const value = incumbent.best && valueOf(objective, incumbent.best.totals);
    const tied = value !== undefined && bound() >= value;
    let found: Found = { best: undefined, dropped: Infinity };
    for (const { beam, work } of tied ? TIE_BEAMS : BEAMS) {
      if (!window) break;
      found = searchLabels({ ...window, kept: broken, beam, work, patience });
      if (found.best) gap.consider(found.best);
      if (any && incumbent.best) return { best: undefined, complete: false, bound: bound() };
      if (found.dropped === Infinity) break;
      // A limit that is not kept has a say, too: more labels without it would only find such choices.
      if (found.best && !withinLimits(found.best.totals, setting.task.limits))
        return { best: found.best, complete: false, bound: bound() };
      if (Number.isFinite(found.dropped)) lower = Math.max(lower, Math.min(edge, found.dropped + window.shift));
      if (patience.expired() || (!tied && upperOf(gap) < upper)) break;
    }
    if (found.dropped === Infinity) {
      if (found.best || edge >= upper) return { best: found.best, complete: true, bound: bound() };
      lower = edge;
      width *= 2;
    } else if (tied) return { best: undefined, complete: true, bound: bound() };
    else if (patience.expired()) return { best: undefined, complete: false, bound: bound() };
  }
}

/**
 * What is left to look at below an edge of a linear objective, the limits that its cheapest choice breaks priced, and
 * `also` others; nothing where nothing is left.
 */
export function windowBelow(
  setting: Setting,
  objective: readonly number[],
  edge: number,
  also: readonly number[],
): Window | undefined {
  const { limits } = setting.task;
  const free = relax(setting, objective);
  const broken = limits.flatMap((limit, at) =>
    (free.solution.totals[at] ?? 0) > limit || also.includes(at) ? [at] : [],
  );
  const incumbent = { best: undefined };
  const gap: Gap = {
    setting,
    objective,
    free,
    broken,
    incumbent,
    consider: () => false,
    lower: -Infinity,
    any: false,
    near: false,
    glimpsed: false,
  };
  const prices = pricesOf(gap, setting, [free.solution]);
  if (prices.bound > edge + slack(edge)) return undefined;
  return windowOf(gap, edge, prices, undefined);
}

export interface Window {
  readonly task: Task;
  readonly bound: Setting['bound'];
  readonly cuts: readonly Cut[];
  /** What no full choice within the limits and below the edge lies below. */
  readonly least: number;
  /** From a sum of the first cut to the objective that it bounds. */
  readonly shift: number;
  /** The dimensions whose limits are cuts: a search that does not keep them may drop the one of two that fits. */
  readonly limited: readonly number[];
}

/** What is left to look at below an edge: the choices, the limits as low as those make them, and the cuts. */
function windowOf(gap: Gap, edge: number, prices: Dual, mixed: readonly number[] | undefined): Window | undefined {
  const { objective, broken } = gap;
  let { setting } = gap;
  let { multipliers, bound: least } = prices;
  for (;;) {
    const { task } = setting;
    const { constant } = task.instance.problem;
    const limitOf = (weights: readonly number[]): number =>
      weights.reduce((sum, weight, at) => (weight === 0 ? sum : sum + weight * (task.limits[at] ?? 0)), 0);
    const cut = (weights: readonly number[], limit: number): Cut => {
      const room = limit - dot(weights, constant);
      return cutOf(setting, relax(setting, weights), room + slack(room));
    };
    const weights = multipliers.map((multiplier, at) => multiplier + (objective[at] ?? 0));
    const priced = limitOf(multipliers);
    const cuts = [
      cut(weights, edge + priced),
      cut(objective, edge),
      ...broken.map((dimension) => cut(unit(multipliers.length, dimension), task.limits[dimension] ?? Infinity)),
    ];
    if (mixed?.some((weight) => weight > 0)) cuts.push(cut(mixed, limitOf(mixed)));
    const smaller = narrowed(setting, cuts);
    if (!smaller) return undefined;
    const limits = tightenedLimits(smaller.task, broken);
    const same = limits.every((limit, at) => limit === task.limits[at]);
    const before = countChoices(task.instance);
    if (same && countChoices(smaller.task.instance) > before * WORTH) {
      const shift = dot(weights, constant) - priced;
      return { task, bound: setting.bound, cuts, least, shift, limited: broken };
    }
    setting = { ...smaller, task: { ...smaller.task, limits } };
    const { bound, multipliers: better, relaxed } = pricesOf(gap, setting, [relax(setting, weights).solution]);
    if (bound > edge + slack(edge) || relaxed.least === Infinity) return undefined;
    multipliers = better;
    least = Math.max(least, bound);
  }
}

/** Where a pass leaves more than this share of the choices another is not worth it. */
const WORTH = 0.9;
