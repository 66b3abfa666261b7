import { estimate } from '../../estimate/compute.js';
import type { Estimate } from '../../estimate/estimate.js';
import { noKeptTimes } from '../../estimate/simulate/endless.js';
import { judged, shortestLatency } from '../../estimate/simulated.js';
import { EXACT_WORDS } from '../../estimate/simulate/simulate.js';
import { lower } from '../../hardware/lower.js';
import type { Folding } from '../../hardware/pipeline.js';
import type { Network } from '../../network/graph.js';
import { any, best } from './balanced.js';
import { intervalsOf, shortestInterval, type Shortest } from './bisect.js';
import { eliminationOf, type Elimination } from './elimination.js';
import type { FoldingRequest, FoldingResult } from '../folder.js';
import type { Goals } from './goals.js';
import { bestInLatency, isOutOfReach } from './latency.js';
import type { LatencyGoal } from './latency-search.js';
import { latencyBoundOf } from './latency-bound.js';
import { wordsOf } from './latency-words.js';
import { networkProblem, type Allowed, type NetworkProblem } from './network-problem.js';
import { COSTS, instanceOf, RESOURCES, type Problem } from './problem.js';
import type { Answer } from './solve.js';
import { WORK_OF, type Patience } from './patience.js';
import type { Solution } from './task.js';

/** A folding request made ready for searches: its problem, and how a full choice becomes a folding. */
export interface Search {
  readonly request: FoldingRequest;
  readonly made: NetworkProblem;
  readonly elimination: Elimination;
  readonly patience: Patience;
}

/** The search over every choice in `maxCycles`, or the first layer that has none. */
export function searchOf(
  request: FoldingRequest,
  maxCycles: number,
  patience: Patience,
  allowed?: Allowed,
  sparing = true,
): Search | { readonly tooSlow: number; readonly fewestCycles: number } {
  const made = networkProblem(request.network, request.target, request.device, maxCycles, allowed, sparing);
  if ('tooSlow' in made) return made;
  patience.spend(WORK_OF.model * made.modelled);
  return { request, made, elimination: eliminationFor(made.problem), patience };
}

/** Entries of the largest table that a search walks; beyond, it would take minutes and gigabytes. */
const LARGEST_TABLE = 4e6;

/** Whether a network is so far from series-parallel that its tables are out of reach. */
export function isTooEntangled({ elimination }: Search): boolean {
  return elimination.largest > LARGEST_TABLE;
}

/** What no folding costs less than: every layer and every stream at its cheapest, each for itself. */
export function apartBound({ made: { problem } }: Search, weights: readonly number[], intervalCycles: number): number {
  const at = (cost: Float64Array, from: number): number =>
    weights.reduce((sum, weight, k) => sum + weight * (cost[from + k] ?? 0), 0);
  let sum = weights.reduce((total, weight, k) => total + weight * (problem.constant[k] ?? 0), 0);
  for (const { cost, cycles } of problem.nodes) {
    let least = Infinity;
    cycles.forEach((each, choice) => {
      if (each <= intervalCycles) least = Math.min(least, at(cost, choice * RESOURCES));
    });
    sum += least;
  }
  for (const { cost } of problem.links) {
    let least = Infinity;
    for (let from = 0; from < cost.length; from += COSTS) least = Math.min(least, at(cost, from));
    sum += least;
  }
  return sum;
}

export function eliminationFor({ sizes, nodes, links }: Problem): Elimination {
  return eliminationOf(sizes, [
    ...nodes.map(({ inVar, outVar }) => (inVar === outVar ? [inVar] : [inVar, outVar])),
    ...links.map(({ a, b }) => (b < 0 ? [a] : [a, b])),
  ]);
}

/** The best full choice in an interval, by the objective or, with `wanted` any, any that keeps every limit. */
export function atInterval(search: Search, goals: Goals, intervalCycles: number, wanted: 'best' | 'any'): Answer {
  const { made, elimination, patience } = search;
  const { problem } = made;
  const { objective, share, limits } = goals;
  if (goals.latencyCycles !== undefined) {
    const goal = latencyGoal(search, goals.latencyCycles);
    return bestInLatency({ problem, intervalCycles, objective, share, limits }, elimination, goal, patience, wanted);
  }
  const instance = instanceOf(problem, intervalCycles);
  if (!instance) return { kind: 'infeasible' };
  const find = wanted === 'best' ? best : any;
  return find({ instance, objective, share, limits, paths: [] }, elimination, patience);
}

/** Whether the bounds alone tell that no folding within the budgets and an interval is as early as that. */
export function isTooEarly(
  { made, elimination, patience, ...search }: Search,
  goals: Goals,
  intervalCycles: number,
  cycles: number,
): boolean {
  const goal = latencyGoal({ made, elimination, patience, ...search }, cycles);
  const wanted = { problem: made.problem, intervalCycles, limits: goals.limits };
  return isOutOfReach(wanted, elimination, goal, patience);
}

/** The shortest interval that keeps every limit. The search must hold every choice. */
export function fastest(search: Search, goals: Goals): Shortest | 'infeasible' | 'unknown' {
  const attempt = (intervalCycles: number): Answer => atInterval(search, goals, intervalCycles, 'any');
  return shortestInterval(intervalsOf(search.made.problem), attempt, search.patience);
}

/** A full choice as a folding with the estimate that its goals are judged by. */
export function resultOf(search: Search, { chosen }: Pick<Solution, 'chosen'>): FoldingResult {
  const { target, device, clockHz } = search.request;
  const { folding, bound } = builtOf(search, chosen);
  const { start } = search.made;
  const found = judged(bound, { clockHz, device, target });
  return { folding, estimate: found, chosen: start.chosen, replaced: start.replaced };
}

/** The shortest latency that a full choice has as a goal, in cycles. */
export function latencyOf(search: Search, { chosen }: Pick<Solution, 'chosen'>): number {
  return shortestLatency(builtOf(search, chosen).bound).cycles;
}

interface Built {
  readonly folding: Folding;
  readonly bound: Estimate;
}

/** Kept with the choice: one that was simulated on the way is simulated no second time at the end. */
const built = new WeakMap<Int32Array, Built>();

/** The last one of a problem: the next one mostly differs in few layers, and takes the rest over. */
const lastBuilt = new WeakMap<NetworkProblem, Estimate>();

function builtOf({ request, made }: Search, chosen: Int32Array): Built {
  const known = built.get(chosen);
  if (known) return known;
  const { network, target, device, clockHz } = request;
  const folding = made.foldingOf(chosen);
  const before = lastBuilt.get(made);
  const bound = estimate(lower(network, folding, made.context, before?.pipeline), { clockHz, device, target }, before);
  const found = { folding, bound };
  built.set(chosen, found);
  lastBuilt.set(made, bound);
  return found;
}

/** Share of a latency by which a simulation in batches may come out below it (docs/estimation.md). */
const BATCHES_BELOW = 0.02;

/** What a latency goal needs to know of a problem, whatever the goal. */
function timesOf(network: Network, made: NetworkProblem): Pick<LatencyGoal, 'bound' | 'words' | 'alike'> {
  const known = timesKnown.get(made);
  if (known) return known;
  const times = {
    bound: latencyBoundOf(network, made),
    words: { ...wordsOf(network, made), exact: EXACT_WORDS },
    alike: made.choices.map((all) => {
      const kinds = new Map<string, number>();
      return Int32Array.from(all, ({ pe, simd }) => {
        const key = `${pe} ${simd}`;
        const kind = kinds.get(key) ?? kinds.size;
        kinds.set(key, kind);
        return kind;
      });
    }),
  };
  timesKnown.set(made, times);
  return times;
}

/** Searches for the highest throughput ask again and again. */
const timesKnown = new WeakMap<NetworkProblem, Pick<LatencyGoal, 'bound' | 'words' | 'alike'>>();

function latencyGoal(search: Search, cycles: number): LatencyGoal {
  const { made, request } = search;
  const kept = noKeptTimes();
  return {
    ...timesOf(request.network, made),
    cycles,
    tolerance: BATCHES_BELOW,
    latencyCycles(solution) {
      const { bound } = builtOf(search, solution.chosen);
      const { cycles: found, moved } = shortestLatency(bound, { beyond: cycles, kept });
      search.patience.spend(WORK_OF.word * moved + WORK_OF.engine * bound.pipeline.engines.length);
      return found;
    },
  };
}
