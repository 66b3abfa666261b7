import { costOf } from './balanced.js';
import { windowBelow } from './close.js';
import { listLabels } from './labels.js';
import { limitsWith, type LatencySearch } from './latency-search.js';
import { budgetOfObjective, greatest, valueAtLeast } from './objective.js';
import { instanceOf, RESOURCES } from './problem.js';
import { settingOf } from './relaxation.js';
import type { Answer } from './solve.js';
import { compareSolutions, withinLimits, type Objective, type Solution, type Task } from './task.js';

/** How far above the bound is looked at first, as a share of it, and at least. */
const FIRST_SHARE = 5e-4;
const FIRST_WIDTH = 4;

/** Sums of labels that one list may look at; a list that needs more is made for a narrower window. */
const WORK_OF_A_LIST = 1e6;

/**
 * The best full choice that keeps a latency, by a sum of resources. Everything that costs hardly more than the bound and
 * that the known paths allow is listed, one for all that read and write alike, and tried in the order of its cost; where
 * none keeps the latency the bound rises by as much, and twice as much is listed next. `lower` is what nothing that the
 * paths allow costs less than; nothing dearer than `incumbent`, which keeps the latency, is looked at.
 */
export function bestByWindows(
  search: LatencySearch,
  objective: Objective,
  lower: number,
  incumbent: Solution | undefined,
): Answer {
  const { wanted, elimination, goal, patience, enter, keeps } = search;
  const instance = instanceOf(wanted.problem, wanted.intervalCycles);
  if (!instance) return { kind: 'infeasible' };
  const incumbentOr = (bound: number): Answer => {
    if (!incumbent) return { kind: 'unknown', bound: valueAtLeast(bound) };
    const value = costOf(wanted, incumbent);
    return { kind: 'found', solution: incumbent, optimal: false, bound: Math.min(value, valueAtLeast(bound)) };
  };
  /** Budgets that have had a say. */
  let kept: readonly number[] = [];
  const list = (edge: number, work: number): readonly Solution[] | undefined => {
    const task: Task = { instance, objective, ...limitsWith(search, 1) };
    const setting = settingOf(task, elimination, patience);
    const weights = task.limits.map((_, at) => objective.weights[at] ?? 0);
    const paths = task.paths.map((_, at) => RESOURCES + at);
    for (;;) {
      const window = windowBelow(setting, weights, edge, [...kept, ...paths]);
      if (!window) return [];
      // Those that read and write alike take equally long on every path, so that only budgets tell them apart.
      const budgets = window.limited.filter((dimension) => dimension < RESOURCES);
      const found = listLabels({ ...window, kept: budgets, beam: Infinity, work, patience, alike: goal.alike });
      const over = found?.flatMap(({ totals }) =>
        wanted.limits.flatMap((limit, at) => ((totals[at] ?? 0) > limit ? [at] : [])),
      );
      if (!over || over.length === 0) return found?.filter(({ totals }) => withinLimits(totals, task.limits));
      kept = [...new Set([...kept, ...over])].sort((a, b) => a - b);
    }
  };
  const dearest = Math.min(
    budgetOfObjective({ instance, objective, limits: wanted.limits, paths: [] }),
    greatest(wanted.problem, objective.weights),
  );
  const upper = incumbent ? costOf(wanted, incumbent) : dearest;
  let width = Math.max(FIRST_WIDTH, FIRST_SHARE * Math.abs(lower));
  let work = WORK_OF_A_LIST;
  for (;;) {
    if (patience.expired()) return incumbentOr(lower);
    const edge = Math.min(upper, lower + width);
    const found = list(edge, work);
    if (!found) {
      if (width > 1) width /= 4;
      else work *= 4;
      continue;
    }
    for (const solution of [...found].sort((a, b) => compareSolutions(objective, a, b))) {
      if (incumbent && compareSolutions(objective, incumbent, solution) <= 0) break;
      // A path that it breaks rules out others of the next list, too.
      if (enter(solution) || !keeps(solution)) {
        if (patience.expired()) return incumbentOr(costOf(wanted, solution));
        continue;
      }
      return { kind: 'found', solution, optimal: true, bound: costOf(wanted, solution) };
    }
    if (edge >= upper) {
      if (!incumbent) return { kind: 'infeasible' };
      return { kind: 'found', solution: incumbent, optimal: true, bound: upper };
    }
    lower = edge;
    width *= 2;
  }
}
