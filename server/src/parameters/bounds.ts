import type { Layer, Network, Tensor, WindowGeometry } from '../network/graph.js';
import type { QuantisedType } from '../network/quantised-type.js';
import { accumulatorRange, sumRange } from '../network/ranges.js';
import type { LayerParameters, Range, WeightArray } from './layer-parameters.js';

/** What a layer's numbers can be, given its real weights. */
export interface LayerBounds {
  /** Sums before the activation, bias included (dense, conv, dwconv, add, averages before the shift). */
  readonly accumulator: Range | undefined;
  /** What thresholds compare, or what is carried: the sums, averages after the shift, the input of a threshold layer. */
  readonly compared: Range | undefined;
  readonly output: Range;
}

/**
 * The range of every layer's sums for the network's real weights, by layer name: for each channel the greatest and least
 * sum over all inputs of the type's range (or of the range that the layer before can carry), bias included; of averages
 * after the shift. This is what `resolve` takes as `bounds`. Layers without sums, and those whose shapes are unknown, are absent.
 */
export function accumulatorBounds(
  network: Network,
  parameters: readonly (LayerParameters | undefined)[],
): ReadonlyMap<string, Range> {
  const found = new Map<string, Range>();
  networkBounds(network, parameters).forEach((bounds, index) => {
    const name = network.layers[index]?.name;
    if (name !== undefined && bounds?.accumulator && bounds.compared) found.set(name, bounds.compared);
  });
  return found;
}

/** The bounds of every layer, by layer index; undefined where the layer's shapes are unknown. */
export function networkBounds(
  network: Network,
  parameters: readonly (LayerParameters | undefined)[],
): readonly (LayerBounds | undefined)[] {
  const bounds: (LayerBounds | undefined)[] = [];
  for (const layer of network.layers)
    bounds.push(layerBounds(layer, parameters[layer.index], inputRanges(layer, bounds)));
  return bounds;
}

/** The ranges of a layer's inputs from the layers before, or from their types. */
export function inputRanges(layer: Layer, bounds: readonly (LayerBounds | undefined)[]): readonly Range[] {
  return layer.inputs.map((from, port) => bounds[from]?.output ?? rangeOf(layer.inputTensors[port]?.type));
}

/** The bounds of one layer. Without parameters, weights count with their type's range and the bias as 0. */
export function layerBounds(
  layer: Layer,
  parameters: Pick<LayerParameters, 'weights' | 'bias'> | undefined,
  inputs: readonly Range[],
): LayerBounds | undefined {
  const { operation, output } = layer;
  const input = inputs[0];
  if (!operation || !output) return undefined;
  if (!input) return { accumulator: undefined, compared: undefined, output: rangeOf(output.type) };
  const activated = (accumulator: Range, carried: Range, activation: QuantisedType | undefined): LayerBounds => ({
    accumulator,
    compared: carried,
    output: activation ? rangeOf(activation) : carried,
  });
  switch (operation.kind) {
    case 'dense':
    case 'conv':
    case 'dwconv': {
      const hull = operation.kind === 'dense' ? input : paddedRange(input, operation);
      const typed = sumRange(operation, narrowed(layer, [hull])) ?? hull;
      const { weights, bias } = parameters ?? {};
      // Other weights may come, so that those of today narrow nothing.
      const sums = layer.loadable
        ? withBias(typed, bias)
        : weights
          ? weightedRange(weights, output.shape.channels, fanIn(layer), hull, typed, bias)
          : typed;
      return activated(sums, sums, operation.activation);
    }
    case 'avgpool':
    case 'globalavgpool':
    case 'add': {
      const tensors = narrowed(layer, inputs);
      const sums = sumRange(operation, tensors) ?? rangeOf(layer.accumulator);
      return activated(sums, accumulatorRange(operation, tensors) ?? sums, operation.activation);
    }
    case 'concat':
      return {
        accumulator: undefined,
        compared: undefined,
        output: { lo: Math.min(...inputs.map(({ lo }) => lo)), hi: Math.max(...inputs.map(({ hi }) => hi)) },
      };
    case 'maxpool':
    case 'upsample':
    case 'output':
      return { accumulator: undefined, compared: undefined, output: input };
    case 'threshold':
      return { accumulator: undefined, compared: input, output: rangeOf(output.type) };
    case 'input':
    case 'argmax':
      return { accumulator: undefined, compared: undefined, output: rangeOf(output.type) };
  }
}

/** Products that one output of a dense, conv or dwconv layer sums up (lanes of `align` add nothing). */
export function fanIn(layer: Layer): number {
  const { operation } = layer;
  switch (operation?.kind) {
    case 'dense':
      return operation.inputs;
    case 'conv':
      return (
        (operation.kernel[0] * operation.kernel[1] * (layer.inputTensors[0]?.shape.channels ?? 0)) / operation.groups
      );
    case 'dwconv':
      return operation.kernel[0] * operation.kernel[1];
    default:
      return 0;
  }
}

function rangeOf(type: QuantisedType | undefined): Range {
  return { lo: type?.lo ?? 0, hi: type?.hi ?? 0 };
}

/** The layer's inputs with the ranges that their values really have. */
function narrowed(layer: Layer, ranges: readonly Range[]): readonly (Tensor | undefined)[] {
  return layer.inputTensors.map((tensor, port) => {
    const range = ranges[port];
    return tensor && range ? { ...tensor, type: { ...tensor.type, lo: range.lo, hi: range.hi } } : tensor;
  });
}

function paddedRange({ lo, hi }: Range, { pad, padValue }: WindowGeometry & { readonly padValue: number }): Range {
  const padded = pad.top + pad.bottom + pad.left + pad.right > 0;
  return padded ? { lo: Math.min(lo, padValue), hi: Math.max(hi, padValue) } : { lo, hi };
}

/** A bias that is loadable takes every value of the bits that today's needs. */
function withBias({ lo, hi }: Range, bias: Int32Array | undefined): Range {
  if (!bias) return { lo, hi };
  const { lo: low, hi: high } = biasRange(bias);
  return { lo: lo + low, hi: hi + high };
}

/** The values of the fewest bits in two's complement that hold a bias. */
function biasRange(bias: Int32Array): Range {
  let size = 1;
  for (const value of bias) while (value >= size || value < -size) size *= 2;
  return { lo: -size, hi: size - 1 };
}

/** The hull of all channels' sums; none leaves `typed`, the range from the types, before its bias is added. */
function weightedRange(
  weights: WeightArray,
  channels: number,
  fan: number,
  input: Range,
  typed: Range,
  bias: Int32Array | undefined,
): Range {
  const { positives, negatives } = sumsOfSigns(weights, channels, fan);
  let lo = Infinity;
  let hi = -Infinity;
  for (let channel = 0; channel < channels; channel++) {
    const positive = positives[channel] ?? 0;
    const negative = negatives[channel] ?? 0;
    const offset = bias?.[channel] ?? 0;
    lo = Math.min(lo, Math.max(typed.lo, positive * input.lo + negative * input.hi) + offset);
    hi = Math.max(hi, Math.min(typed.hi, positive * input.hi + negative * input.lo) + offset);
  }
  return { lo, hi };
}

/** By channel: the sums of the weights above 0 and of those below. */
interface SumsOfSigns {
  readonly fan: number;
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
}

/** A network is bound several times until its types are as narrow as its weights, of which it has millions. */
const summed = new WeakMap<WeightArray, SumsOfSigns>();

function sumsOfSigns(weights: WeightArray, channels: number, fan: number): SumsOfSigns {
  const before = summed.get(weights);
  if (before?.fan === fan && before.positives.length === channels) return before;
  const sums = { fan, positives: new Float64Array(channels), negatives: new Float64Array(channels) };
  for (let channel = 0; channel < channels; channel++)
    addSigns(weights.subarray(channel * fan, (channel + 1) * fan), sums, channel);
  summed.set(weights, sums);
  return sums;
}

function addSigns(row: WeightArray, { positives, negatives }: SumsOfSigns, channel: number): void {
  // Sum and magnitude give the sums of either sign without a branch, which the signs of weights make unpredictable.
  let sum = 0;
  let magnitude = 0;
  for (let index = 0; index < row.length; index++) {
    const weight = row[index] ?? 0;
    sum += weight;
    magnitude += Math.abs(weight);
  }
  positives[channel] = (magnitude + sum) / 2;
  negatives[channel] = (sum - magnitude) / 2;
}
