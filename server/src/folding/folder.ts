import type { Device } from '../devices/device.js';
import type { Estimate } from '../estimate/estimate.js';
import type { Folding } from '../hardware/pipeline.js';
import type { Network, Target } from '../network/graph.js';
import type { Certificate } from './found.js';

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

/** Chooses every pe and simd that the author left open. The interface of the greedy rule and of the exact search. */
export type Folder = (request: FoldingRequest) => FoldingResult;
