import type { Layer, Network } from '../network/graph.js';
import { levels, type QuantisedType } from '../network/quantised-type.js';
import { fanIn, inputRanges, layerBounds, type LayerBounds } from './bounds.js';
import type { LayerParameters, Thresholds, WeightArray } from './layer-parameters.js';
import { takesOf } from './takes.js';

/**
 * Stand-in parameters for a network without `params`, by layer index: weights drawn evenly from their type by a
 * generator seeded with the layer's name, thresholds placed at the quantiles of the sums to be expected of them, so that
 * every level occurs. The same network gives the same numbers on every machine. Each is marked `random`.
 */
export function randomParameters(network: Network): readonly (LayerParameters | undefined)[] {
  const parameters: (LayerParameters | undefined)[] = [];
  const bounds: (LayerBounds | undefined)[] = [];
  const spreads: Spread[] = [];
  for (const layer of network.layers) {
    const inputs = inputRanges(layer, bounds);
    const takes = takesOf(layer);
    const random = generator(layer.name);
    const weights = takes?.weights && drawWeights(takes.weights.count, takes.weights.type, random);
    const before = layer.inputs.map((index) => spreads[index] ?? POINT);
    const known = layerBounds(layer, { weights, bias: undefined }, inputs);
    const sums = spreadOfSums(layer, weights, before, takes?.channels ?? 0);
    const thresholds =
      takes?.activation && known?.compared
        ? placeThresholds(sums, takes.channels, takes.activation.steps, known.compared, random)
        : undefined;
    parameters.push(takes && { weights, thresholds, bias: undefined, random: true });
    bounds.push(known);
    spreads.push(spreadOfOutput(layer, sums, before));
  }
  return parameters;
}

/** Mean and variance of a layer's values, taken as independent. */
interface Spread {
  readonly mean: number;
  readonly variance: number;
}

type Generator = () => number;

const POINT: Spread = { mean: 0, variance: 1 };

function drawWeights(count: number, type: QuantisedType, random: Generator): WeightArray {
  const weights =
    type.hi <= 127 ? new Int8Array(count) : type.hi <= 32767 ? new Int16Array(count) : new Int32Array(count);
  const values = levels(type);
  const step = type.bipolar ? 2 : 1;
  for (let index = 0; index < count; index++) weights[index] = type.lo + step * Math.floor(random() * values);
  return weights;
}

function spreadOfSums(
  layer: Layer,
  weights: WeightArray | undefined,
  inputs: readonly Spread[],
  channels: number,
): (channel: number) => Spread {
  const { operation } = layer;
  const input = inputs[0] ?? POINT;
  const together = (count: number, divisor: number): Spread => ({
    mean: (input.mean * count) / divisor,
    variance: (input.variance * count) / divisor ** 2,
  });
  if (weights) {
    const fan = fanIn(layer);
    const spreads = Array.from({ length: channels }, (_, channel): Spread => {
      const row = weights.subarray(channel * fan, (channel + 1) * fan);
      let sum = 0;
      let squares = 0;
      for (const weight of row) {
        sum += weight;
        squares += weight * weight;
      }
      return { mean: sum * input.mean, variance: squares * input.variance };
    });
    return (channel) => spreads[channel] ?? POINT;
  }
  const shape = layer.inputTensors[0]?.shape;
  if (operation?.kind === 'avgpool') {
    const spread = together(operation.kernel[0] * operation.kernel[1], 2 ** operation.shift);
    return () => spread;
  }
  if (operation?.kind === 'globalavgpool') {
    const spread = together((shape?.height ?? 1) * (shape?.width ?? 1), 2 ** operation.shift);
    return () => spread;
  }
  if (operation?.kind === 'add') {
    const spread = inputs.reduce((a, b) => ({ mean: a.mean + b.mean, variance: a.variance + b.variance }), {
      mean: 0,
      variance: 0,
    });
    return () => spread;
  }
  return () => input;
}

function placeThresholds(
  sums: (channel: number) => Spread,
  channels: number,
  steps: number,
  { lo, hi }: { readonly lo: number; readonly hi: number },
  random: Generator,
): Thresholds {
  const values = new Float64Array(channels * steps);
  for (let channel = 0; channel < channels; channel++) {
    const { mean, variance } = sums(channel);
    const deviation = Math.sqrt(variance);
    const centre = mean + (random() - 0.5) * deviation * 0.5;
    for (let step = 0; step < steps; step++) {
      const share = (step + 1) / (steps + 1);
      // The logistic distribution's quantile, scaled to a deviation of 1, stands in for the normal one.
      const quantile = (Math.log(share / (1 - share)) * Math.sqrt(3)) / Math.PI;
      const threshold = Math.round(centre + deviation * quantile);
      values[channel * steps + step] = Math.min(Math.max(threshold, Math.min(lo + 1, hi)), hi);
    }
  }
  return { values, steps, rows: channels, falling: undefined };
}

function spreadOfOutput(layer: Layer, sums: (channel: number) => Spread, inputs: readonly Spread[]): Spread {
  const type = layer.output?.type;
  const { operation } = layer;
  if (!operation || !type) return POINT;
  const activated = 'activation' in operation && operation.activation !== undefined;
  if (operation.kind === 'input' || activated) return evenSpread(type);
  if ('weights' in operation || operation.kind === 'add' || operation.kind.endsWith('avgpool')) return sums(0);
  return inputs[0] ?? evenSpread(type);
}

function evenSpread(type: QuantisedType): Spread {
  const count = levels(type);
  const step = type.bipolar ? 2 : 1;
  return { mean: (type.lo + type.hi) / 2, variance: (step ** 2 * (count ** 2 - 1)) / 12 };
}

/** Mulberry32 (T. Ettinger, public domain), seeded with the FNV-1a hash of a name: numbers in [0, 1). */
export function generator(name: string): Generator {
  let state = 0x811c9dc5;
  for (let index = 0; index < name.length; index++) state = Math.imul(state ^ name.charCodeAt(index), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
