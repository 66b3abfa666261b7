import type { Resources } from '../devices/primitives.js';
import type { Pipeline } from '../hardware/pipeline.js';
import { estimate, type EstimateContext } from './compute.js';
import type { Estimate } from './estimate.js';
import { planOf } from './simulate/actors.js';
import { deepLatency, fitDepths, type FittedDepths } from './simulate/depths.js';
import { endlessFrame, type KeptTimes } from './simulate/endless.js';
import { EXACT_WORDS, firstFrameCycles } from './simulate/simulate.js';

/** An estimate whose latency is simulated, with the FIFO depths that keep its interval. */
export interface SimulatedEstimate extends Estimate {
  readonly latencyKind: 'simulated';
  /** Cycles of the first frame through the empty pipeline. */
  readonly latencyCycles: number;
  /** The pipeline with the fitted depths: what is generated. */
  readonly fittedPipeline: Pipeline;
  readonly fitted: FittedDepths;
  /** What the fitted FIFOs take beyond those that the totals count; negative where they take less. */
  readonly fifoDifference: Resources;
}

/**
 * The same estimate with the simulated latency and FIFO depths. Interval, totals and rows stay those that the folding
 * was chosen by; what the fitted FIFOs take on top stands beside them. Takes from milliseconds to a second, so that it
 * is asked for when it is shown and not while somebody types; kept as long as the estimate is. Undefined where the
 * FIFOs that the author wrote stop the pipeline, where maps are huge, or nothing can be simulated: then the bound is all
 * there is.
 */
export function simulated(bound: Estimate, context: EstimateContext): SimulatedEstimate | undefined {
  if (isSimulated(bound)) return bound;
  const before = known.get(bound);
  if (before !== undefined) return before ?? undefined;
  const made = make(bound, context);
  known.set(bound, made ?? null);
  return made;
}

const known = new WeakMap<Estimate, SimulatedEstimate | null>();

function make(bound: Estimate, context: EstimateContext): SimulatedEstimate | undefined {
  const { pipeline } = bound;
  if (!canBeSimulated(pipeline)) return undefined;
  const fitted = fitDepths(pipeline, { latencyCycles: latencyGoal(context) });
  const { latencyCycles } = fitted.simulation;
  if (!Number.isFinite(latencyCycles)) return undefined;
  const fittedPipeline = withDepths(pipeline, fitted.depths);
  const after = estimate(fittedPipeline, context).totals;
  const before = bound.totals;
  const fifoDifference = {
    lut: after.lut - before.lut,
    ff: after.ff - before.ff,
    bram18: after.bram18 - before.bram18,
    uram: after.uram - before.uram,
    dsp: after.dsp - before.dsp,
  };
  const latencyS = latencyCycles / context.clockHz;
  return { ...bound, latencyS, latencyKind: 'simulated', latencyCycles, fittedPipeline, fitted, fifoDifference };
}

function canBeSimulated(pipeline: Pipeline): boolean {
  return pipeline.network.complete && pipeline.edges.length > 0 && positionsOf(pipeline) <= MOST_POSITIONS;
}

/** The cycles that a target's latency goal allows; undefined where it has none. */
export function latencyGoal({ target, clockHz }: Pick<EstimateContext, 'target' | 'clockHz'>): number | undefined {
  const latencyS = target?.latencyS?.value;
  // A goal of exactly so many cycles must not be missed by a rounding of the division.
  return !latencyS ? undefined : latencyS * clockHz * (1 + 1e-12);
}

/** Positions of a frame, over all layers, beyond which a schedule takes seconds to lay out, and later minutes. */
const MOST_POSITIONS = 2 ** 21;

function positionsOf({ network }: Pipeline): number {
  return network.layers.reduce((sum, { output }) => sum + (output ? output.shape.height * output.shape.width : 0), 0);
}

export function isSimulated(estimate: Estimate): estimate is SimulatedEstimate {
  return 'fitted' in estimate;
}

/**
 * The estimate by which a target's goals are judged: with a latency goal the simulated one, where it can be had. The
 * editor, `check`, `estimate` and `fold` all judge by this.
 */
export function judged(bound: Estimate, context: EstimateContext): Estimate {
  return context.target?.latencyS ? (simulated(bound, context) ?? bound) : bound;
}

/**
 * Cycles that the simulated latency is not below: those with FIFOs that are never full, where nothing was written. Takes
 * one frame at most, where the simulation of `simulated` takes many; `kept` are times of pipelines that are alike in parts.
 */
export function latencyAtLeast({ pipeline }: Estimate, kept?: KeptTimes): number {
  return pipeline.network.complete && pipeline.edges.length > 0 ? leastLatency(pipeline, kept).cycles : 0;
}

function leastLatency(pipeline: Pipeline, kept?: KeptTimes): { readonly cycles: number; readonly moved: number } {
  const plan = planOf(pipeline, EXACT_WORDS);
  const endless = pipeline.edges.some(({ pinned }) => pinned) ? undefined : endlessFrame(plan, kept);
  if (endless) return endless;
  const depths = pipeline.edges.map(({ pinned, depth, stream }) => (pinned ? depth : stream.words));
  return { cycles: firstFrameCycles(plan, depths), moved: wordsOfFrame(pipeline) };
}

/** What is known before an estimate's shortest latency is looked for. */
export interface Known {
  /** From where on it does not matter how long a latency is. */
  readonly beyond?: number;
  /** Times of pipelines that are alike in parts. */
  readonly kept?: KeptTimes;
}

/**
 * The shortest latency that an estimate has as the goal of its target, in cycles, and the words that were moved to find it:
 * one with FIFOs of every open depth, since shallower ones have no shorter latency and those that are fitted keep a goal
 * that the deep ones keep. The bound where nothing can be simulated. A latency above `beyond` may be told too short.
 */
export function shortestLatency(
  { pipeline, latencyS, clockHz }: Estimate,
  { beyond = Infinity, kept }: Known = {},
): { readonly cycles: number; readonly moved: number } {
  const bound = latencyS * clockHz;
  if (!canBeSimulated(pipeline)) return { cycles: bound, moved: 0 };
  const isOpen = !pipeline.edges.some(({ pinned }) => pinned);
  const least = isOpen && beyond < Infinity ? leastLatency(pipeline, kept) : { cycles: 0, moved: 0 };
  const looked = least.moved * ENDLESS_SHARE;
  if (least.cycles > beyond) return { cycles: least.cycles, moved: looked };
  const { latencyCycles, moved } = deepLatency(pipeline);
  return { cycles: Number.isFinite(latencyCycles) ? latencyCycles : bound, moved: looked + moved };
}

/** What a word through a FIFO that is never full takes beside one through a FIFO that may be. */
const ENDLESS_SHARE = 1 / 6;

function wordsOfFrame({ edges }: Pipeline): number {
  return edges.reduce((sum, { stream }) => sum + stream.words, 0);
}

/** A pipeline with other FIFO depths, by edge. */
export function withDepths(pipeline: Pipeline, depths: readonly number[]): Pipeline {
  return { ...pipeline, edges: pipeline.edges.map((edge, at) => ({ ...edge, depth: depths[at] ?? edge.depth })) };
}
