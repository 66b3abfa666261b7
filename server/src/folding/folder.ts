import type { Device } from '../devices/device.js';
import type { ResourceName } from '../devices/primitives.js';
import type { Estimate } from '../estimate/estimate.js';
import type { Folding } from '../hardware/pipeline.js';
import type { Network, Target } from '../network/graph.js';

/** What is to be folded: a network, for a target where there is one. */
export interface FoldingRequest {
  readonly network: Network;
  readonly target: Target | undefined;
  readonly device: Device | undefined;
  readonly clockHz: number;
}

export interface FoldingResult extends FoldingChosen {
  readonly estimate: Estimate;
  /**
   * What of it a search, or a simulation of the latency, is still to replace: the numbers are marked, and nothing is
   * judged by them. Undefined where the result is final.
   */
  readonly provisional?: 'folding' | 'latency';
  /** What the search has proven of it. */
  readonly certificate?: Certificate;
}

/** A folding, and what of it the author did not write. */
export interface FoldingChosen {
  readonly folding: Folding;
  /** By layer index: which of pe and simd the tool chose (the author said nothing or `auto`). */
  readonly chosen: readonly { readonly pe: boolean; readonly simd: boolean }[];
  /** By layer index: wishes that are not legal, with the legal value that counts instead. */
  readonly replaced: readonly ReplacedWish[];
}

export interface ReplacedWish {
  readonly layer: number;
  readonly attribute: 'pe' | 'simd';
  readonly wished: number;
  readonly used: number;
}

/** What stands in a goal's way: an engine that is too slow at its fastest, in cycles, or a resource that is too scarce. */
export type Limit =
  | { readonly engine: string; readonly needed: number; readonly available: number }
  | {
      readonly resource: ResourceName | 'latency';
      readonly needed: number;
      readonly available: number;
      /** Where the least that is needed was not found in the time: what is needed for sure, with `needed` enough. */
      readonly atLeast?: number;
    };

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
      /** Whether more of any one of those is enough for the slowest. */
      readonly eitherAtAnyRate?: boolean;
    };

/** Chooses every pe and simd that the author left open. The interface of the greedy rule and of the exact search. */
export type Folder = (request: FoldingRequest) => FoldingResult;
