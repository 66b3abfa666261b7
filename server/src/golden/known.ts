import type { Layer, Network, Operation, Tensor } from '../network/graph.js';
import type { LayerParameters } from '../parameters/layer-parameters.js';
import type { Fault } from '../parameters/npy.js';
import { takesOf } from '../parameters/takes.js';

/** A layer of which everything is known. */
export type KnownLayer = Layer & { readonly operation: Operation; readonly output: Tensor };

/** A network that can be run: every layer known, every parameter there. */
export interface Known {
  readonly network: Network;
  readonly layers: readonly KnownLayer[];
  readonly parameters: readonly (LayerParameters | undefined)[];
}

/** Whether a network with these parameters can be run; the fault names the first layer that keeps it from it. */
export function known(network: Network, parameters: readonly (LayerParameters | undefined)[]): Known | Fault {
  const layers: KnownLayer[] = [];
  for (const layer of network.layers) {
    const { operation, output } = layer;
    if (!operation || !output) return { fault: `${layer.name} is not complete` };
    if (takesOf(layer) && !parameters[layer.index]) return { fault: `${layer.name} has no parameters` };
    layers.push({ ...layer, operation, output });
  }
  return { network, layers, parameters };
}
