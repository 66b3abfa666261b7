import type { Network } from './graph.js';

/** The layer whose values an `output` statement names, through any number of them; every other layer is its own. */
export function sourceLayer({ layers }: Network, index: number): number {
  let source = index;
  while (layers[source]?.operation?.kind === 'output') source = layers[source]?.inputs[0] ?? -1;
  return source;
}
