import type { Wanted } from './balanced.js';
import type { Elimination } from './elimination.js';
import type { LatencyBound, LongestPath } from './latency-bound.js';
import type { Problem } from './problem.js';
import type { Patience } from './patience.js';
import type { Path, Solution } from './task.js';

/** The latency that a full choice must keep. */
export interface LatencyGoal {
  readonly cycles: number;
  readonly bound: LatencyBound;
  /** Share of the true latency that a simulation which moves words in batches may be below the bound. */
  readonly tolerance: number;
  /** Words of a frame over all streams, no fewer than there are, and up to how many they are moved one by one. */
  readonly words: { readonly terms: Path; readonly constant: number; readonly exact: number };
  /** The latency of a full choice by simulation; may give up, with Infinity, where it is beyond the goal. */
  readonly latencyCycles: (solution: Solution) => number;
  /** By node and choice: choices with the same number read and write alike, so that they have the same latency. */
  readonly alike: readonly Int32Array[];
}

/** What is asked for, over the choices of a problem in an interval. */
export type LatencyRequest = Omit<Wanted, 'instance' | 'paths'> & {
  readonly problem: Problem;
  readonly intervalCycles: number;
};

/** What the ways to the best full choice share. */
export interface LatencySearch {
  readonly wanted: LatencyRequest;
  readonly elimination: Elimination;
  readonly goal: LatencyGoal;
  readonly patience: Patience;
  /** Cycles that no bound on the latency may be above. */
  readonly allowed: number;
  /** The paths that matter. */
  readonly paths: KnownPaths;
  /** Further sums over the nodes that are kept, whatever share of the goal is asked for. */
  readonly further: readonly { readonly terms: Path; readonly limit: number }[];
  /** Takes the longest path of a full choice in, where it is too long and not known yet; says whether it was. */
  readonly enter: (solution: Solution) => boolean;
  /** Whether a full choice keeps the latency: by the bounds where those tell, else simulated. */
  readonly keeps: (solution: Solution) => boolean;
}

/** The limits with those of the known paths, at a share of the goal. */
export function limitsWith(
  { wanted, paths, allowed, further }: Pick<LatencySearch, 'wanted' | 'paths' | 'allowed' | 'further'>,
  share: number,
): { readonly paths: readonly Path[]; readonly limits: readonly number[] } {
  const all = paths.all();
  return {
    paths: [...further.map(({ terms }) => terms), ...all.map(({ terms }) => terms)],
    limits: [
      ...wanted.limits,
      ...further.map(({ limit }) => limit),
      ...all.map(({ constant }) => allowed * share - constant),
    ],
  };
}

/** Paths through a network, as far as they have turned out to matter. */
export interface KnownPaths {
  all(): readonly LongestPath[];
  /** Takes the longest path of a full choice in, where it is longer than so many cycles and not known; says whether it was. */
  enter(chosen: ArrayLike<number>, cycles: number): boolean;
}

/** Paths for full choices whose latency is within so many cycles. */
export function knownPaths(bound: LatencyBound, within: number, patience: Patience): KnownPaths {
  const known = new Map<string, LongestPath>();
  return {
    all: () => [...known.values()],
    enter(chosen, cycles) {
      patience.spend(bound.work);
      const path = bound.longest(chosen, within, cycles);
      if (!path) return false;
      patience.spend(bound.pathWork);
      if (known.has(path.key)) return false;
      known.set(path.key, path);
      return true;
    },
  };
}
