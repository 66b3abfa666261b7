import type { Problem } from './problem.js';
import type { Answer } from './solve.js';
import type { Patience } from './patience.js';
import type { Solution } from './task.js';

/** The intervals that a problem can have, ascending: cycles of some choice, none shorter than the slowest part allows. */
export function intervalsOf({ nodes, floorCycles }: Problem): readonly number[] {
  let least = floorCycles;
  const all = new Set<number>();
  for (const { cycles } of nodes) {
    least = Math.max(
      least,
      cycles.reduce((fewest, each) => Math.min(fewest, each), Infinity),
    );
    for (const each of cycles) all.add(each);
  }
  all.add(least);
  return [...all].filter((each) => each >= least).sort((a, b) => a - b);
}

/** The shortest interval that is feasible. */
export interface Shortest {
  readonly intervalCycles: number;
  readonly solution: Solution;
  /** Whether every shorter interval is proven infeasible. */
  readonly proven: boolean;
  /** No interval below this one is possible. */
  readonly boundCycles: number;
}

/** Feasibility is monotone in the interval: bisection over the intervals, the longest first to see whether any fits. */
export function shortestInterval(
  intervals: readonly number[],
  attempt: (intervalCycles: number) => Answer,
  patience: Patience,
): Shortest | 'infeasible' | 'unknown' {
  const indexOf = (cycles: number): number => intervals.findLastIndex((each) => each <= cycles);
  const longest = intervals.at(-1);
  if (longest === undefined) return 'infeasible';
  const widest = attempt(longest);
  if (widest.kind !== 'found') return widest.kind;
  let solution = widest.solution;
  let high = Math.max(0, indexOf(solution.intervalCycles));
  let low = 0;
  let proven = true;
  /** The shortest interval that is not proven infeasible. */
  let open = 0;
  while (low < high && !patience.expired()) {
    const middle = (low + high) >> 1;
    const answer = attempt(intervals[middle] ?? longest);
    if (answer.kind === 'found') {
      solution = answer.solution;
      high = Math.min(middle, Math.max(low, indexOf(solution.intervalCycles)));
    } else {
      if (answer.kind === 'unknown') proven = false;
      else if (proven) open = middle + 1;
      low = middle + 1;
    }
  }
  const intervalCycles = intervals[high] ?? longest;
  return {
    intervalCycles,
    solution,
    proven: proven && low >= high,
    boundCycles: proven && low >= high ? intervalCycles : (intervals[open] ?? longest),
  };
}
