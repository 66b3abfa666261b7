import { RESOURCE_NAMES } from '../../devices/primitives.js';
import { fits } from '../../estimate/compute.js';
import { isSimulated, judged, latencyAtLeast } from '../../estimate/simulated.js';
import type { Certificate, Folder, FoldingRequest, FoldingResult } from '../folder.js';
import type { Found } from '../found.js';
import { greedyFolder } from '../greedy.js';
import { needsSearch } from '../live.js';
import { intervalsOf } from './bisect.js';
import { explainInfeasible, tooSlow } from './certificate.js';
import { goalsOf, type Goals, type Override } from './goals.js';
import type { Allowed } from './network-problem.js';
import { apartBound, atInterval, fastest, isTooEntangled, resultOf, searchOf, type Search } from './search.js';
import { patienceOf, type Limits, type SearchPatience } from './patience.js';
import { costOf } from './balanced.js';
import { vectorOf } from './problem.js';
import { withinLimits } from './task.js';

/** How long a search may take, and what it may choose. */
export interface ExactOptions extends Limits {
  /** Leaves out choices that are legal: how a bench compares with a peer that has limits of its own. */
  readonly allowed?: Allowed;
}

/** What a search found, with its certificate. */
export type Outcome =
  | (Extract<Certificate, { feasible: true }> & { readonly result: FoldingResult })
  | (Extract<Certificate, { feasible: false }> & {
      /** The fastest folding that keeps the budgets; undefined where none does. */
      readonly nearest: FoldingResult | undefined;
    });

/**
 * The best folding, proven: meets the goals at the least cost over all legal choices of what the author left open, or has
 * the highest throughput within the budgets. Without a target everything is folded by 1 unless a rate is asked for.
 */
export function foldExactly(request: FoldingRequest, options: ExactOptions, override: Override = {}): Outcome {
  const { target } = request;
  if (!target && override.throughputFps === undefined && !override.max) {
    const result = greedyFolder(request);
    return { feasible: true, result, optimal: true, bound: result.estimate.totals.lut, boundOf: 'lut' };
  }
  const patience = patienceOf(options);
  const goals = goalsOf(request, override);
  const interval = goals.intervalCycles;
  const quick = interval === undefined ? undefined : withoutSparing(request, goals, interval, options, patience);
  if (quick) return quick;
  const search = searchOf(request, interval ?? Infinity, patience, options.allowed);
  if ('tooSlow' in search) return infeasible(request, goals, options, patience);
  if (isTooEntangled(search)) return entangled(request, goals, search);
  if (interval === undefined) {
    const fastest = highest(search, goals);
    if (typeof fastest === 'string') return infeasible(request, goals, options, patience);
    return { ...fastest, ...endOf(fastest.optimal, patience) };
  }
  const answer = atInterval(search, goals, interval, 'best');
  if (answer.kind === 'infeasible') return infeasible(request, goals, options, patience);
  if (answer.kind === 'unknown') {
    const simple = unproven(request, goals, answer.bound, greedyFolder(request));
    if (simple) return simple;
    const outcome = infeasible(request, goals, options, patience);
    // Nothing was proven: the fastest folding may well meet the goals.
    const nearest = 'nearest' in outcome ? outcome.nearest : undefined;
    return (nearest && unproven(request, goals, answer.bound, nearest)) ?? outcome;
  }
  const { solution, optimal, bound } = answer;
  const result = resultOf(search, solution);
  return { feasible: true, result, optimal, bound, boundOf: boundName(goals), ...endOf(optimal, patience) };
}

/** What a certificate says of a search that memory ended. */
function endOf(optimal: boolean, patience: SearchPatience): Pick<Fastest, 'outOfMemory'> {
  return !optimal && patience.isOutOfMemory() ? { outOfMemory: true } : {};
}

/**
 * The fewest LUTs, looked for without the choices that only spare block RAM: the answer where no budget had a say, since
 * each of those choices takes more LUTs than the same one in block RAM. Halves the work of most searches.
 */
function withoutSparing(
  request: FoldingRequest,
  goals: Goals,
  interval: number,
  options: ExactOptions,
  patience: SearchPatience,
): Outcome | undefined {
  const { objective, latencyCycles } = goals;
  if (objective === 'balanced' || boundName(goals) !== 'lut' || latencyCycles !== undefined) return undefined;
  const search = searchOf(request, interval, patience, options.allowed, false);
  if ('tooSlow' in search || isTooEntangled(search)) return undefined;
  const answer = atInterval(search, { ...goals, limits: goals.limits.map(() => Infinity) }, interval, 'best');
  if (answer.kind !== 'found' || !answer.optimal || !answer.free) return undefined;
  if (!withinLimits(answer.solution.totals, goals.limits)) return undefined;
  const { solution, optimal, bound } = answer;
  return { feasible: true, result: resultOf(search, solution), optimal, bound, boundOf: 'lut' };
}

/** The final folding of commands, and of the editor once the search has ended. */
export function exactFolder(options: ExactOptions): Folder {
  return (request) => finalResult(request, options);
}

/** The same as plain data. */
export function findFolding(request: FoldingRequest, options: ExactOptions): Found {
  const { folding, estimate, certificate } = finalResult(request, options);
  return { folding, latencyS: isSimulated(estimate) ? estimate.latencyS : undefined, certificate };
}

/** Where the goals cannot be met, the nearest folding that keeps the budgets. */
function finalResult(request: FoldingRequest, options: ExactOptions): FoldingResult {
  const greedy = greedyFolder(request);
  // A folding that the author wrote whole leaves nothing to search, but perhaps a latency to judge.
  const open = greedy.chosen.some(({ pe, simd }) => pe || simd);
  if (!open || !needsSearch(request, open)) return judgedResult(request, greedy);
  const outcome = foldExactly(request, options);
  if (outcome.feasible) {
    const { result, ...certificate } = outcome;
    return { ...result, certificate };
  }
  const { nearest, ...certificate } = outcome;
  return { ...(nearest ?? judgedResult(request, greedy)), certificate };
}

function judgedResult(request: FoldingRequest, result: FoldingResult): FoldingResult {
  const found = judged(result.estimate, request);
  return found === result.estimate ? result : { ...result, estimate: found };
}

/**
 * The highest throughput of a request within the budgets, its latency goal kept; where there is none, whether that is
 * proven, without the reasons, which take longer to find than that.
 */
export function foldFastest(request: FoldingRequest, options: ExactOptions): Fastest | 'infeasible' | 'unknown' {
  const goals = goalsOf(request, { max: true });
  const search = searchOf(request, Infinity, patienceOf(options), options.allowed);
  if ('tooSlow' in search) return 'infeasible';
  if (!isTooEntangled(search)) return highest(search, goals);
  const outcome = entangled(request, goals, search);
  return outcome.feasible ? outcome : 'unknown';
}

type Fastest = Extract<Outcome, { feasible: true }>;

/**
 * The highest throughput within the budgets; among its foldings the one of least cost. Where that is not proven, no less than
 * the simple rule reaches.
 */
function highest(search: Search, goals: Goals): Fastest | 'infeasible' | 'unknown' {
  const { request } = search;
  const { clockHz } = request;
  const shortest = fastest(search, goals);
  if (shortest === 'infeasible') return shortest;
  if (shortest === 'unknown') {
    const [least = 1] = intervalsOf(search.made.problem);
    const result = simplyFastest(request, goals);
    return result ? { feasible: true, result, optimal: false, bound: clockHz / least, boundOf: 'fps' } : shortest;
  }
  const answer = atInterval(search, goals, shortest.intervalCycles, 'best');
  const found = answer.kind === 'found' ? answer : { solution: shortest.solution, optimal: false };
  const optimal = shortest.proven && found.optimal;
  const result = resultOf(search, found.solution);
  const simple = optimal ? undefined : simplyFastest(request, goals);
  const isBetter = simple !== undefined && compareFastest(goals, simple, result) < 0;
  return {
    feasible: true,
    result: isBetter ? simple : result,
    optimal,
    bound: clockHz / shortest.boundCycles,
    boundOf: 'fps',
  };
}

/** Below 0 where `a` is faster, or as fast and cheaper. */
function compareFastest(goals: Goals, a: FoldingResult, b: FoldingResult): number {
  const cost = ({ estimate: { totals } }: FoldingResult): number => costOf(goals, { totals: vectorOf(totals) });
  return a.estimate.intervalCycles - b.estimate.intervalCycles || cost(a) - cost(b);
}

/** What the simple rule reaches within the budgets, where it keeps a latency goal: more than a search that hardly began. */
function simplyFastest(request: FoldingRequest, { latencyCycles }: Goals): FoldingResult | undefined {
  const { target } = request;
  if (!target) return undefined;
  const found = greedyFolder({ ...request, target: { ...target, throughputFps: undefined, latencyS: undefined } });
  if (!fits(found.estimate.totals, found.estimate.budget)) return undefined;
  if (latencyCycles !== undefined && latencyAtLeast(found.estimate) > latencyCycles) return undefined;
  const result = judgedResult(request, found);
  return result.estimate.latencyS * result.estimate.clockHz > (latencyCycles ?? Infinity) ? undefined : result;
}

/** Where the search ended before it had found any folding: what was found otherwise, where that meets the goals. */
function unproven(request: FoldingRequest, goals: Goals, bound: number, found: FoldingResult): Outcome | undefined {
  const { intervalCycles: interval = Infinity, latencyCycles: latency = Infinity } = goals;
  const { intervalCycles, totals, budget } = found.estimate;
  // A whole simulation takes long: not of what misses another goal, or is late by a frame alone.
  if (intervalCycles > interval || !fits(totals, budget)) return undefined;
  if (latency < Infinity && latencyAtLeast(found.estimate) > latency) return undefined;
  const result = judgedResult(request, found);
  if (result.estimate.latencyS * result.estimate.clockHz > latency) return undefined;
  return { feasible: true, result, optimal: false, bound, boundOf: boundName(goals) };
}

/** Tables beyond reach: the greedy folding, with the bound that is left. */
function entangled(request: FoldingRequest, goals: Goals, search: Search): Outcome {
  const { objective, intervalCycles } = goals;
  if (intervalCycles === undefined) {
    const result = simplyFastest(request, goals);
    const [shortest = 1] = intervalsOf(search.made.problem);
    if (!result) return { feasible: false, limits: [], either: false, nearest: undefined };
    return { feasible: true, result, optimal: false, bound: request.clockHz / shortest, boundOf: 'fps' };
  }
  const bound = objective === 'balanced' ? 0 : apartBound(search, objective.weights, intervalCycles);
  return (
    unproven(request, goals, bound, greedyFolder(request)) ?? {
      feasible: false,
      limits: [],
      either: false,
      nearest: undefined,
    }
  );
}

/**
 * Why nothing meets the goals, and what comes nearest, in what the search has left of its time, or a fifth more: one that
 * took it all without finding anything must not leave the answer to it poor.
 */
function infeasible(request: FoldingRequest, goals: Goals, options: ExactOptions, patience: SearchPatience): Outcome {
  const none = { feasible: false, limits: [], either: false, nearest: undefined } as const;
  const further = patience.further();
  // Most of it was made ready before: that counts for the search that came first.
  const made = searchOf(request, Infinity, patience, options.allowed);
  if ('tooSlow' in made) return none;
  const search = { ...made, patience: further };
  if (isTooEntangled(search)) return { ...none, limits: tooSlow(search, goals.intervalCycles ?? Infinity) };
  const atAnyRate = { ...goals, intervalCycles: undefined, latencyCycles: undefined };
  const found = highest(search, atAnyRate);
  const nearest = found === 'infeasible' ? undefined : found === 'unknown' ? greedyWithin(request) : found.result;
  const reached = nearest?.estimate;
  const { limits, either } = explainInfeasible(search, goals, reached && reached.latencyS * reached.clockHz);
  if (nearest) return { feasible: false, limits, either, nearest };
  if (goals.intervalCycles === undefined && goals.latencyCycles === undefined) return { ...none, limits, either };
  const slowest = explainInfeasible(search, atAnyRate);
  return { ...none, limits, either, atAnyRate: slowest.limits, eitherAtAnyRate: slowest.either };
}

/** What the simple rule finds, where it keeps the budgets. */
function greedyWithin(request: FoldingRequest): FoldingResult | undefined {
  const result = greedyFolder(request);
  return fits(result.estimate.totals, result.estimate.budget) ? judgedResult(request, result) : undefined;
}

function boundName({ objective }: Goals): 'lut' | 'bram18' | 'dsp' | 'greatest share' {
  if (objective === 'balanced') return 'greatest share';
  const at = objective.weights.findIndex((weight) => weight > 0);
  const name = RESOURCE_NAMES[at];
  return name === 'bram18' || name === 'dsp' ? name : 'lut';
}
