import type { Layer, Operation, Tensor } from '../network/graph.js';

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
