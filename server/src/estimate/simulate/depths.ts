import type { Pipeline } from '../../hardware/pipeline.js';
import { CHAIN_DEPTH } from '../../hardware/engines/fifo.js';
import { SHALLOW_DEPTH } from '../../hardware/memory.js';
import { machineOf, planOf, type Plan } from './actors.js';
import {
  endsOf,
  EXACT_WORDS,
  FRAMES_OFFERED,
  intervalOf,
  MOST_FRAMES,
  latencyOf,
  settle,
  simulatePlan,
  type Simulation,
} from './simulate.js';

export interface FittedDepths {
  /** In words, by edge; what the author wrote stays. */
  readonly depths: readonly number[];
  /** Of the pipeline with these depths. */
  readonly simulation: Simulation;
  /** Whether no single open FIFO could be shallower; false where the search was cut short. */
  readonly minimal: boolean;
}

/** What fitted FIFOs keep beside the interval, and what may be spent on them. */
export interface FitOptions {
  /** The latency that they keep, in cycles, where the deep ones that the search begins with keep it. */
  readonly latencyCycles?: number | undefined;
  /** Words that the search may move over all its simulations. */
  readonly wordsOfSearch?: number;
}

/** Words that a search may move, over all its simulations. */
const WORDS_OF_SEARCH = 12_000_000;
/** The same where words are moved in batches: few trials, each of a large pipeline. */
const BATCHES_OF_SEARCH = 2_000_000;
/** Words of a FIFO that needs no more than a batch, of which the simulation cannot see how much less would do. */
const WITHIN_A_BATCH = SHALLOW_DEPTH;

/**
 * FIFO depths that keep a pipeline's interval at that of its slowest engine, each as shallow as the others allow, the
 * costliest made shallow first. Where what the author wrote makes that interval impossible, the one that can be had is
 * kept instead. A latency that is asked for is kept, too, where deep FIFOs keep it.
 */
export function fitDepths(
  pipeline: Pipeline,
  { latencyCycles = Infinity, wordsOfSearch }: FitOptions = {},
): FittedDepths {
  const plan = planOf(pipeline, EXACT_WORDS);
  const { edges } = pipeline;
  const trial = trials(plan, wordsOfSearch);
  const open = edges.flatMap(({ pinned }, at) => (pinned ? [] : [at]));
  const { depths: first, found, wanted } = deepened(plan, trial);
  const goal = Math.max(wanted, found.interval);
  const latest = found.latencyCycles() <= latencyCycles ? latencyCycles : Infinity;
  let depths = within(first, found.peaks);

  const shrink = (group: readonly number[]): boolean => {
    const deep = group.filter((at) => (depths[at] ?? 0) > CHAIN_DEPTH);
    if (deep.length === 0) return true;
    if (trial.spent()) return false;
    if (attempt(deep, () => CHAIN_DEPTH)) return true;
    const [only] = deep;
    if (deep.length === 1 && only !== undefined) return bisect(only);
    const half = deep.length >> 1;
    const first = shrink(deep.slice(0, half));
    return shrink(deep.slice(half)) && first;
  };
  const bisect = (at: number): boolean => {
    for (let low = CHAIN_DEPTH; (depths[at] ?? 0) - low > 1;) {
      if (trial.spent()) return false;
      const middle = (low + (depths[at] ?? 0)) >> 1;
      if (!attempt([at], () => middle)) low = middle;
    }
    return true;
  };
  /** Takes shallower FIFOs over where the interval stays. */
  const attempt = (group: readonly number[], depthOf: (at: number) => number): boolean => {
    const tried = depths.map((depth, at) => (group.includes(at) ? Math.min(depth, depthOf(at)) : depth));
    const result = trial.run(tried, goal);
    if (result.interval > goal || (latest < Infinity && result.latencyCycles() > latest)) return false;
    depths = within(tried, result.peaks);
    return true;
  };
  /**
   * What was never filled is not needed: the very same run takes place without it. One word more than the peak, for a
   * write in the very cycle of a read, which needs a slot that is free before.
   */
  function within(from: readonly number[], peaks: readonly number[] | undefined): readonly number[] {
    if (!peaks) return from;
    return from.map((depth, at) =>
      open.includes(at) ? Math.min(depth, Math.max(CHAIN_DEPTH, (peaks[at] ?? 0) + 1)) : depth,
    );
  }

  const cost = (at: number): number => (depths[at] ?? 0) * (edges[at]?.stream.bits ?? 0);
  const inside = open.filter((at) => isInside(pipeline, at));
  const between = open.filter((at) => !isInside(pipeline, at)).sort((a, b) => cost(b) - cost(a));
  const minimal = [shrink(inside), shrink(between)].every(Boolean);
  if (!plan.exact) {
    depths = depths.map((depth, at) => {
      const grain = plan.grains[at] ?? 1;
      const chosen = edges[at]?.depth ?? CHAIN_DEPTH;
      if (!open.includes(at) || grain === 1 || depth > grain) return depth;
      return Math.max(CHAIN_DEPTH, Math.min(grain, WITHIN_A_BATCH, chosen > CHAIN_DEPTH ? chosen : Infinity));
    });
  }
  const simulation = simulatePlan(plan, depths);
  if (simulation.intervalCycles <= goal) return { depths, simulation, minimal: minimal && plan.exact };
  // The trials are short: where a late frame shows that they promised too much, the deep FIFOs stay.
  return { depths: first, simulation: simulatePlan(plan, first), minimal: false };
}

/**
 * The latency with the FIFOs that the search for fitted ones begins with: none that it makes shallower has a shorter one, and
 * where a goal is kept by these it is kept by those that are fitted to it. Infinite where the pipeline stops.
 */
export function deepLatency(pipeline: Pipeline): { readonly latencyCycles: number; readonly moved: number } {
  const plan = planOf(pipeline, EXACT_WORDS);
  const trial = trials(plan, undefined);
  const { found } = deepened(plan, trial);
  return { latencyCycles: found.latencyCycles(), moved: trial.moved() };
}

/**
 * Deeper and deeper, until the interval is kept or no FIFO can hold more than a frame: first those between neighbours,
 * then, where the bound of a branch is not enough, all.
 */
function deepened(
  { pipeline: { edges, engines } }: Plan,
  trial: Trials,
): { readonly depths: readonly number[]; readonly found: Tried; readonly wanted: number } {
  const wanted = engines.reduce((most, { cycles }) => Math.max(most, cycles), 0);
  let depths: readonly number[] = edges.map(({ depth }) => depth);
  let found = trial.run(depths);
  const branches = new Set(edges.flatMap(({ pinned, depth }, at) => (!pinned && depth > CHAIN_DEPTH ? [at] : [])));
  for (const bounded of [true, false]) {
    for (let deep = 2 * CHAIN_DEPTH; found.interval > wanted; deep *= 4) {
      const deeper = edges.map(({ pinned, depth, stream }, at) =>
        pinned || (bounded && branches.has(at)) ? depth : Math.max(depth, Math.min(deep, stream.words)),
      );
      if (deeper.every((depth, at) => depth === depths[at])) break;
      depths = deeper;
      found = trial.run(depths);
    }
    if (branches.size === 0) break;
  }
  return { depths, found, wanted };
}

/** Whether a stream lies between two engines of the same layer. */
function isInside({ engines, edges }: Pipeline, at: number): boolean {
  const edge = edges[at];
  const from = edge && engines[edge.from]?.layer;
  return from !== undefined && from === (edge && engines[edge.to]?.layer);
}

interface Tried {
  /** Infinite where the pipeline stops. */
  readonly interval: number;
  /** Where the streams settled. */
  readonly peaks: readonly number[] | undefined;
  /** Of a frame alone. */
  readonly latencyCycles: () => number;
}

interface Trials {
  /** A run with these depths; not to the end where the interval is above `above`. */
  readonly run: (depths: readonly number[], above?: number) => Tried;
  readonly spent: () => boolean;
  /** Words, over all runs so far. */
  readonly moved: () => number;
}

/** Words that one trial may move: small pipelines get as many frames to settle as a simulation has, large ones a few. */
const WORDS_OF_TRIAL = 300_000;
const LEAST_FRAMES = 5;

function trials(plan: Plan, most = plan.exact ? WORDS_OF_SEARCH : BATCHES_OF_SEARCH): Trials {
  let moved = 0;
  const perFrame = plan.pipeline.edges.reduce((sum, { stream }, at) => sum + stream.words / (plan.grains[at] ?? 1), 0);
  const frames = Math.max(LEAST_FRAMES, Math.min(MOST_FRAMES, Math.floor(WORDS_OF_TRIAL / perFrame)));
  return {
    run(depths, above) {
      const machine = machineOf(plan, { frames: FRAMES_OFFERED, depths });
      const { deadlock, settled } = settle(machine, frames, above);
      moved += machine.links.reduce((sum, { read }) => sum + read, 0);
      const peaks = machine.links.map(({ peak }, at) => peak * (plan.grains[at] ?? 1));
      const ends = endsOf(machine);
      return {
        interval: deadlock ? Infinity : intervalOf(ends),
        peaks: settled || !plan.exact ? peaks : undefined,
        latencyCycles() {
          if (deadlock) return Infinity;
          if (plan.schedules.some(({ runsOn }) => runsOn)) moved += perFrame;
          return latencyOf(plan, depths, ends);
        },
      };
    },
    spent: () => moved >= most,
    moved: () => moved,
  };
}
