import type { Elimination } from './elimination.js';
import { inUnits } from './goals.js';
import { RESOURCES, type Instance } from './problem.js';
import { solve, type Answer, type Known } from './solve.js';
import { relax, settingOf, unit } from './relaxation.js';
import type { Patience } from './patience.js';
import { compareSolutions, valueOf, type Objective, type Path, type Solution, type Task } from './task.js';

/** What a choice is to be found for, whatever is minimised. */
export interface Wanted {
  readonly instance: Instance;
  readonly objective: Objective | 'balanced';
  readonly share: readonly number[];
  readonly limits: readonly number[];
  readonly paths: readonly Path[];
}

/**
 * The best full choice by a linear objective, or the balanced one: the least greatest used/budget, then the least sum.
 * What is `known` of it saves work where the objective is linear.
 */
export function best(wanted: Wanted, elimination: Elimination, patience: Patience, known?: Known): Answer {
  const { instance, objective, limits, paths } = wanted;
  if (objective !== 'balanced')
    return solve({ instance, objective, limits, paths }, elimination, patience, 'best', known);
  return balanced(wanted, elimination, patience);
}

/** One near the best, with a bound: the best itself where no limit has a say, and where shares are balanced. */
export function near(wanted: Wanted, elimination: Elimination, patience: Patience): Answer {
  const { instance, objective, limits, paths } = wanted;
  if (objective === 'balanced') return balanced(wanted, elimination, patience);
  return solve({ instance, objective, limits, paths }, elimination, patience, 'near');
}

/** The same, where it is known at a glance. */
export function glimpsed(wanted: Wanted, elimination: Elimination, patience: Patience): Answer {
  const { instance, limits, paths } = wanted;
  return solve({ instance, objective: linear(wanted), limits, paths }, elimination, patience, 'glimpsed');
}

/** Any full choice within the limits. */
export function any(wanted: Wanted, elimination: Elimination, patience: Patience): Answer {
  const { instance, limits, paths } = wanted;
  return solve({ instance, objective: linear(wanted), limits, paths }, elimination, patience, 'any');
}

/** The objective itself, or for `balanced` the sum of what is used of each budget. */
export function linear({ objective, share, limits }: Omit<Wanted, 'instance' | 'paths'>): Objective {
  if (objective !== 'balanced') return objective;
  const budgeted = budgets(limits);
  if (budgeted.length === 0) return { weights: share, share };
  return { weights: limits.slice(0, RESOURCES).map((limit) => (Number.isFinite(limit) ? inUnits(limit) : 0)), share };
}

function balanced(wanted: Wanted, elimination: Elimination, patience: Patience): Answer {
  const { instance, limits, paths } = wanted;
  const task: Task = { instance, objective: linear(wanted), limits, paths };
  const first = solve(task, elimination, patience);
  const dimensions = budgets(limits);
  if (first.kind !== 'found' || dimensions.length === 0) return first;
  const within = (share: number, strict: boolean): Task => ({
    ...task,
    limits: limits.map((limit, at) =>
      dimensions.includes(at) ? Math.min(limit, mostWithin(limit, share, strict)) : limit,
    ),
  });
  const setting = settingOf(task, elimination, patience);
  let low = 0;
  for (const dimension of dimensions) {
    const { least } = relax(setting, unit(limits.length, dimension));
    low = Math.max(low, (least + (instance.problem.constant[dimension] ?? 0)) / Math.max(1, limits[dimension] ?? 1));
  }
  let high = greatestShare(first.solution, limits);
  let proven = true;
  for (let round = 0; low < high && !patience.expired(); round++) {
    // Bisect while the gap is wide; then ask for anything better at all, which proves the end.
    const middle = round < 24 && high - low > 1e-4 ? (low + high) / 2 : high;
    const answer = solve(within(middle, middle === high), elimination, patience, 'any');
    if (answer.kind === 'found') high = greatestShare(answer.solution, limits);
    else if (answer.kind === 'unknown') {
      proven = false;
      break;
    } else if (middle === high) low = high;
    else low = middle;
  }
  const last = solve(within(high, false), elimination, patience);
  if (last.kind !== 'found') return { ...first, optimal: false, bound: low };
  return { ...last, optimal: last.optimal && proven && low >= high, bound: low };
}

/** Below 0 where `a` is the better solution, ties included. */
export function compareWanted(wanted: Omit<Wanted, 'instance' | 'paths'>, a: Solution, b: Solution): number {
  const { objective, limits } = wanted;
  const greatest = objective === 'balanced' ? greatestShare(a, limits) - greatestShare(b, limits) : 0;
  return greatest || compareSolutions(linear(wanted), a, b);
}

/** What is minimised, of a choice. */
export function costOf(
  { objective, limits }: Pick<Wanted, 'objective' | 'limits'>,
  solution: Pick<Solution, 'totals'>,
): number {
  return objective === 'balanced' ? greatestShare(solution, limits) : valueOf(objective, solution.totals);
}

/** The greatest used/budget of a choice. */
export function greatestShare({ totals }: Pick<Solution, 'totals'>, limits: readonly number[]): number {
  return Math.max(0, ...budgets(limits).map((at) => (totals[at] ?? 0) / Math.max(1, limits[at] ?? 1)));
}

/** The most of a budget that is within a share of it, or strictly below. */
function mostWithin(limit: number, share: number, strict: boolean): number {
  const all = Math.max(1, limit);
  const inside = (count: number): boolean => (strict ? count / all < share : count / all <= share);
  let count = Math.floor(share * all);
  while (inside(count + 1)) count++;
  while (count >= 0 && !inside(count)) count--;
  return count;
}

function budgets(limits: readonly number[]): readonly number[] {
  return limits.flatMap((limit, at) => (at < RESOURCES && Number.isFinite(limit) ? [at] : []));
}
