import type { Layer, Network, Operation, Tensor } from '../network/graph.js';

/** A layer of which everything is known that hardware needs. */
export type ReadyLayer = Omit<Layer, 'inputTensors'> & {
  readonly operation: Operation;
  readonly inputTensors: readonly Tensor[];
  readonly output: Tensor;
};

/** Whether a layer can become hardware: its operation, its inputs and its output are known. */
export function isReady(layer: Layer): layer is ReadyLayer {
  if (!layer.operation || !layer.output) return false;
  if (layer.operation.kind !== 'input' && layer.inputTensors.length === 0) return false;
  return layer.inputTensors.every((tensor) => tensor !== undefined);
}

/**
 * By layer index: whether its values lead to an output. What leads nowhere becomes no hardware: a stream that nobody
 * reads would stop the pipeline. While something of a network is unknown, all its layers count.
 */
export function leadOut({ layers, outputs, complete }: Network): readonly boolean[] {
  const found = layers.map(() => !complete);
  for (const output of outputs) found[output] = true;
  // In file order, which is topological: from the back, a layer's readers are known before it.
  for (let at = layers.length - 1; at >= 0; at--) {
    if (found[at]) for (const input of layers[at]?.inputs ?? []) found[input] = true;
  }
  return found;
}
