import { simulated } from '../estimate/simulated.js';
import type { Design } from '../workspace/analysis.js';

/** By edge of the pipeline: the FIFO depths that are generated. */
export function depthsOf({ estimate, target, device, clockHz }: Design): readonly number[] {
  const pipeline = simulated(estimate, { target, device, clockHz })?.fittedPipeline ?? estimate.pipeline;
  return pipeline.edges.map(({ depth }) => depth);
}
