import type { Estimate } from '../estimate/estimate.js';
import type { Folding } from '../hardware/pipeline.js';
import { estimateOf } from './estimate-of.js';
import type { Certificate, FoldingRequest, FoldingResult } from './folder.js';
import { startFor } from './start.js';

/** The end of a search, as plain data: it says nothing of places, so that it stays right while the text is edited. */
export interface Found {
  readonly folding: Folding;
  /** Simulated, where the target has a latency goal and it can be had. */
  readonly latencyS: number | undefined;
  /** Undefined where there was nothing to search. */
  readonly certificate: Certificate | undefined;
}

/** A folding that was found for an equal request, as the result for this one. */
export function foldedAs(
  request: FoldingRequest,
  { folding, latencyS, certificate }: Found,
  before?: Estimate,
): FoldingResult {
  const { chosen, replaced } = startFor(request);
  return {
    folding,
    estimate: withLatency(estimateOf(request, folding, before), latencyS),
    chosen,
    replaced,
    certificate,
  };
}

function withLatency(bound: Estimate, latencyS: number | undefined): Estimate {
  return latencyS === undefined ? bound : { ...bound, latencyS, latencyKind: 'simulated' };
}
