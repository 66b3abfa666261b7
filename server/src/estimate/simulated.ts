import type { Resources } from '../devices/primitives.js';
import type { Pipeline } from '../hardware/pipeline.js';
import { estimate, type EstimateContext } from './compute.js';
import type { Estimate } from './estimate.js';
import { fitDepths, type FittedDepths } from './simulate/depths.js';
import { firstFrameCycles } from './simulate/simulate.js';

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
  if (!pipeline.network.complete || pipeline.edges.length === 0) return undefined;
  if (positionsOf(pipeline) > MOST_POSITIONS) return undefined;
  const fitted = fitDepths(pipeline);
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
 * Cycles that the simulated latency is not below: those with FIFOs that hold a frame each, where nothing was written.
 * Takes one frame, where the simulation of `simulated` takes many.
 */
export function latencyAtLeast({ pipeline }: Estimate): number {
  if (!pipeline.network.complete || pipeline.edges.length === 0) return 0;
  return firstFrameCycles(
    pipeline,
    pipeline.edges.map(({ pinned, depth, stream }) => (pinned ? depth : stream.words)),
  );
}

/** A pipeline with other FIFO depths, by edge. */
export function withDepths(pipeline: Pipeline, depths: readonly number[]): Pipeline {
  return { ...pipeline, edges: pipeline.edges.map((edge, at) => ({ ...edge, depth: depths[at] ?? edge.depth })) };
}
