import { fitDepths } from '../estimate/simulate/depths.js';
import { lower, type LowerContext } from '../hardware/lower.js';
import type { Folding } from '../hardware/pipeline.js';
import type { Network } from '../network/graph.js';

export interface LatencyInput {
  /** From `bareNetwork`. */
  readonly network: Network;
  readonly folding: Folding;
  readonly context: LowerContext;
  /** The latency that the target asks for, in cycles. */
  readonly goalCycles: number | undefined;
}

/** Cycles of the first frame through the empty pipeline with fitted FIFOs; undefined where those that are written stop it. */
export function latency({ network, folding, context, goalCycles }: LatencyInput): {
  readonly cycles: number | undefined;
} {
  const pipeline = lower(network, folding, context);
  if (pipeline.edges.length === 0) return { cycles: undefined };
  const { latencyCycles } = fitDepths(pipeline, { latencyCycles: goalCycles }).simulation;
  return { cycles: Number.isFinite(latencyCycles) ? latencyCycles : undefined };
}
