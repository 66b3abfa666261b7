import type { Network } from '../network/graph.js';
import type { NumberArray } from './npy.js';
import { generator } from './random.js';

/** Seeded images of a network's input types, one array for each of `Network.inputs`: the same seed gives the same images. */
export function randomImages(network: Network, count: number, seed: number): readonly NumberArray[] {
  return network.inputs.map((index): NumberArray => {
    const layer = network.layers[index];
    if (!layer?.output) return new Int32Array();
    const { shape, type } = layer.output;
    const random = generator(`${layer.name} ${seed}`);
    const values = new Int32Array(count * shape.height * shape.width * shape.channels);
    const step = type.bipolar ? 2 : 1;
    const levels = (type.hi - type.lo) / step + 1;
    for (let at = 0; at < values.length; at++) values[at] = type.lo + step * Math.floor(random() * levels);
    return values;
  });
}
