import type { Network } from '../../server/src/network/graph.js';
import type { Thresholds } from '../../server/src/parameters/layer-parameters.js';
import type { NpyArray } from '../../server/src/parameters/npy.js';
import { writeNpz } from '../../server/src/parameters/npz.js';
import { takesOf } from '../../server/src/parameters/takes.js';
import { randomTestParameters, type Random } from './random-network.js';

/**
 * A parameter file as training leaves it: weights, biases, and of each activation either thresholds (falling channels,
 * shared ones, some out of reach) or the float batch norm that they are to be folded from (negative, zero and tiny gammas).
 */
export function randomParameterFile(network: Network, random: Random): Uint8Array {
  const arrays = new Map<string, NpyArray>();
  randomTestParameters(network, random).forEach((parameters, index) => {
    const layer = network.layers[index];
    const takes = layer && takesOf(layer);
    if (!parameters || !layer || !takes) return;
    const put = (field: string, array: NpyArray): void => void arrays.set(`${layer.name}.${field}`, array);
    if (parameters.weights) {
      const data = Int32Array.from(parameters.weights);
      put('weights', { dtype: 'int32', shape: takes.weights?.shapes[0] ?? [], data });
    }
    if (parameters.bias) put('bias', { dtype: 'int32', shape: [takes.channels], data: parameters.bias });
    if (parameters.thresholds) putActivation(parameters.thresholds, takes.channels, random, put);
  });
  return writeNpz(arrays);
}

type Put = (field: string, array: NpyArray) => void;

function putActivation(thresholds: Thresholds, channels: number, random: Random, put: Put): void {
  const { values, steps, rows, falling } = thresholds;
  if (random() < 0.5) {
    const data = Int32Array.from(values, (value) => Math.min(2 ** 31 - 1, random() < 0.03 ? value * 3 : value));
    for (let row = 0; row < rows; row++) data.subarray(row * steps, (row + 1) * steps).sort();
    put('thresholds', { dtype: 'int32', shape: [rows, steps], data });
    if (falling) put('falling', { dtype: 'bool', shape: [channels], data: falling });
    return;
  }
  // A norm whose levels lie about where the thresholds do.
  const column = (of: (channel: number) => number): NpyArray => {
    return { dtype: 'float64', shape: [channels], data: Float64Array.from({ length: channels }, (_, at) => of(at)) };
  };
  const row = (channel: number): Float64Array => {
    const from = rows === 1 ? 0 : channel * steps;
    return values.subarray(from, from + steps);
  };
  const spread = (channel: number): number => Math.max(1, (row(channel).at(-1) ?? 0) - (row(channel)[0] ?? 0));
  const gamma = (): number => {
    const kind = random();
    if (kind < 0.05) return 0;
    return (random() < 0.4 ? -1 : 1) * (kind < 0.1 ? 1e-30 : 0.5 + random());
  };
  put('bn_gamma', column(gamma));
  put(
    'bn_beta',
    column(() => random() - 0.5),
  );
  put(
    'bn_mean',
    column((channel) => (row(channel)[steps >> 1] ?? 0) + random()),
  );
  put(
    'bn_var',
    column((channel) => (spread(channel) * (0.2 + random())) ** 2),
  );
  if (random() < 0.7) put('act_scale', { dtype: 'float64', shape: [], data: Float64Array.of(1 / steps) });
}
