import type { Estimate } from '../estimate/estimate.js';
import type { ResourceName } from '../devices/primitives.js';
import type { Folding } from '../hardware/pipeline.js';
import { estimateOf } from './estimate-of.js';
import type { FoldingRequest, FoldingResult } from './folder.js';
import { startFor } from './start.js';

/** What stands in a goal's way: an engine that is too slow at its fastest, in cycles, or a resource that is too scarce. */
export type Limit =
  | { readonly engine: string; readonly needed: number; readonly available: number }
  | { readonly resource: ResourceName | 'latency'; readonly needed: number; readonly available: number };

/** What a search has proven of the folding that it gives. */
export type Certificate =
  | {
      readonly feasible: true;
      /** Proven: no legal folding that keeps the goals and budgets is better, under the model. */
      readonly optimal: boolean;
      /** What no folding passes: the least of what is minimised, or the most frames per second. */
      readonly bound: number;
      readonly boundOf: 'lut' | 'bram18' | 'dsp' | 'greatest share' | 'fps';
      /** Whether memory ended the search, and not time. */
      readonly outOfMemory?: boolean;
    }
  | {
      readonly feasible: false;
      readonly limits: readonly Limit[];
      /** Whether more of any one of them is enough; else all of them stand in the way. */
      readonly either: boolean;
      /** Where the goals are not all that is too much: what stands in the way of any folding, however slow. */
      readonly atAnyRate?: readonly Limit[];
    };

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
