import type { Layer } from '../network/graph.js';
import { levels, type QuantisedType } from '../network/quantised-type.js';

/** Which arrays a layer takes, and how many of each. Shapes that are equal but for axes of one row stand beside each other. */
export interface Takes {
  readonly channels: number;
  readonly weights:
    | { readonly shapes: readonly (readonly number[])[]; readonly count: number; readonly type: QuantisedType }
    | undefined;
  /** The activation and its thresholds a channel; undefined where the sum is carried. */
  readonly activation: { readonly type: QuantisedType; readonly steps: number } | undefined;
  /** Whether a bias is taken: by layers with weights and without activation. */
  readonly bias: boolean;
}

/** What a layer takes from the parameter file; undefined where it takes nothing, or its attributes or shapes are unknown. */
export function takesOf(layer: Layer): Takes | undefined {
  const { operation, output } = layer;
  const input = layer.inputTensors[0];
  if (!operation || !output || !input) return undefined;
  const channels = output.shape.channels;
  const activated = (type: QuantisedType | undefined): Takes['activation'] => type && { type, steps: levels(type) - 1 };
  const multiplying = (type: QuantisedType, activation: QuantisedType | undefined, shapes: number[][]): Takes => {
    const count = (shapes[0] ?? []).reduce((product, extent) => product * extent, 1);
    return {
      channels,
      weights: { shapes, count, type },
      activation: activated(activation),
      bias: activation === undefined,
    };
  };
  switch (operation.kind) {
    case 'dense':
      return multiplying(operation.weights, operation.activation, [[operation.units, operation.inputs]]);
    case 'conv': {
      const [rows, columns] = operation.kernel;
      const depth = input.shape.channels / operation.groups;
      const full = [operation.filters, rows, columns, depth];
      const flat = [operation.filters, columns, depth];
      return multiplying(operation.weights, operation.activation, input.shape.rank === 1 ? [flat, full] : [full]);
    }
    case 'dwconv': {
      const [rows, columns] = operation.kernel;
      const full = [channels, rows, columns];
      const flat = [channels, columns];
      return multiplying(operation.weights, operation.activation, input.shape.rank === 1 ? [flat, full] : [full]);
    }
    case 'threshold':
    case 'add':
    case 'avgpool':
    case 'globalavgpool': {
      const activation = activated(operation.activation);
      return activation && { channels, weights: undefined, activation, bias: false };
    }
    case 'input':
    case 'output':
    case 'maxpool':
    case 'concat':
    case 'upsample':
    case 'argmax':
      return undefined;
  }
}

/** What a type holds, in words: `-1 and +1`, `-8 to 7`. */
export function allowedText(type: QuantisedType): string {
  if (type.bipolar) return '-1 and +1';
  return type.hi - type.lo === 1 ? `${type.lo} and ${type.hi}` : `${type.lo} to ${type.hi}`;
}

/** Whether a type holds a value. */
export function holds(type: QuantisedType, value: number): boolean {
  return type.bipolar ? value === 1 || value === -1 : Number.isInteger(value) && value >= type.lo && value <= type.hi;
}
