import type { Network } from '../network/graph.js';
import { CHAIN_DEPTH } from './engines/fifo.js';
import type { LayerPlan } from './layer-model.js';

/**
 * How far each layer's output runs behind the network's inputs, in frames: the longest sum of lags on a way to it, where
 * a window's lag is its rows and one stride more as a share of the map, and that of a layer which needs the whole map 1.
 */
export function lagsOf(network: Network, plans: readonly (LayerPlan | undefined)[]): readonly number[] {
  const lags: number[] = [];
  for (const layer of network.layers) {
    const before = layer.inputs.reduce((most, input) => Math.max(most, lags[input] ?? 0), 0);
    lags.push(before + (plans[layer.index]?.lag ?? 0));
  }
  return lags;
}

/**
 * A safe depth for the stream into a join from the branch in `slot`: the words that this branch is ahead of the slowest
 * one, plus a word in flight on either side of each. An upper bound, stated as such until the streams are simulated; a
 * branch that waits for nothing gets the depth of a chain.
 */
export function branchDepth(
  inputs: readonly number[],
  slot: number,
  lags: readonly number[],
  wordsPerFrame: number,
): number {
  const slowest = inputs.reduce((most, input) => Math.max(most, lags[input] ?? 0), 0);
  const ahead = slowest - (lags[inputs[slot] ?? -1] ?? 0);
  return ahead > 0 ? Math.ceil(ahead * wordsPerFrame) + 2 * CHAIN_DEPTH : CHAIN_DEPTH;
}
