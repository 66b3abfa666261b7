import { glimpsed } from './balanced.js';
import { intervalsOf } from './bisect.js';
import type { LatencySearch } from './latency-search.js';
import { instanceOf } from './problem.js';
import type { Solution } from './task.js';

/** Foldings that are simulated, from the longest interval that the bounds allow down. */
const TRIES = 4;

/**
 * A full choice that keeps a latency, found without a limit on any path: one near the cheapest of an interval, the longest
 * for which that is early enough. Bisection, as though a shorter interval were never later.
 */
export function firstByInterval(search: LatencySearch): Solution | undefined {
  const { wanted, elimination, goal, patience, allowed, further, keeps } = search;
  const limits = [...wanted.limits, ...further.map(({ limit }) => limit)];
  const paths = further.map(({ terms }) => terms);
  const cheapest = (intervalCycles: number): Solution | undefined => {
    const instance = instanceOf(wanted.problem, intervalCycles);
    if (!instance) return undefined;
    const answer = glimpsed({ ...wanted, instance, limits, paths }, elimination, patience);
    return answer.kind === 'found' ? answer.solution : undefined;
  };
  const intervals = intervalsOf(wanted.problem).filter((cycles) => cycles <= wanted.intervalCycles);
  let low = 0;
  let high = intervals.length - 1;
  while (low <= high && !patience.expired()) {
    const middle = (low + high) >> 1;
    const solution = cheapest(intervals[middle] ?? 0);
    patience.spend(goal.bound.work);
    // Where none is within the budgets, longer intervals have more that are.
    if (!solution || goal.bound.atLeast(solution.chosen) <= allowed) low = middle + 1;
    else high = middle - 1;
  }
  for (let tries = 0, at = high; tries < TRIES && at >= 0 && !patience.expired(); tries++, at -= 2 ** tries) {
    const solution = cheapest(intervals[at] ?? 0);
    if (solution && keeps(solution)) return solution;
  }
  return undefined;
}
