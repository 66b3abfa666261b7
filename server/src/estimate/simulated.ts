import type { Pipeline } from '../hardware/pipeline.js';
import { estimate, type EstimateContext } from './compute.js';
import type { Estimate } from './estimate.js';
import { fitDepths, type FittedDepths } from './simulate/depths.js';

/** An estimate whose latency and FIFOs are simulated. */
export interface SimulatedEstimate extends Estimate {
  readonly latencyKind: 'simulated';
  /** Cycles of the first frame through the empty pipeline. */
  readonly latencyCycles: number;
  /** The pipeline's FIFOs have the fitted depths: this is what is generated. */
  readonly fitted: FittedDepths;
}

/**
 * The same estimate with simulated FIFO depths, what they take, and the simulated latency. Takes from milliseconds to a
 * second, so that it is asked for when it is shown and not while somebody types; kept as long as the estimate is. Where
 * the FIFOs that the author wrote stop the pipeline, or nothing can be simulated, the bound stays.
 */
export function simulated(bound: Estimate, context: EstimateContext): SimulatedEstimate | undefined {
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
  const fitted = fitDepths(pipeline);
  const { latencyCycles } = fitted.simulation;
  if (!Number.isFinite(latencyCycles)) return undefined;
  const result = estimate(withDepths(pipeline, fitted.depths), context);
  return { ...result, latencyS: latencyCycles / context.clockHz, latencyKind: 'simulated', latencyCycles, fitted };
}

/** A pipeline with other FIFO depths, by edge. */
export function withDepths(pipeline: Pipeline, depths: readonly number[]): Pipeline {
  return { ...pipeline, edges: pipeline.edges.map((edge, at) => ({ ...edge, depth: depths[at] ?? edge.depth })) };
}
