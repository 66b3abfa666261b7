import { estimate } from '../estimate/compute.js';
import type { Estimate } from '../estimate/estimate.js';
import { contextOf, lower } from '../hardware/lower.js';
import type { Folding } from '../hardware/pipeline.js';
import type { FoldingRequest } from './folder.js';

/**
 * The estimate of a folding, its latency as the bound. Of `before`, the estimate before an edit, all that is equal is
 * taken as it is.
 */
export function estimateOf(
  { network, target, device, clockHz }: FoldingRequest,
  folding: Folding,
  before?: Estimate,
): Estimate {
  const pipeline = lower(network, folding, contextOf(target, device), before?.pipeline);
  return estimate(pipeline, { clockHz, device, target }, before);
}
