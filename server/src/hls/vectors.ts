import type { Network } from '../network/graph.js';
import type { NumberArray } from '../parameters/npy.js';
import { frameWords } from './frames.js';
import type { FramePort } from './top.js';

/** Frames for a testbench (server/hls/testbench.hpp). */
export interface Vectors {
  readonly count: number;
  /** By place in `Network.inputs`: the frames, one behind the other. */
  readonly inputs: readonly NumberArray[];
  /** By place in `Network.outputs`: what is to come out; undefined where nothing is compared. */
  readonly expected: readonly ArrayLike<number>[] | undefined;
}

/** The text file that a testbench reads. */
export function vectorsText(network: Network, ports: readonly FramePort[], vectors: Vectors): string {
  const lines = [`frames ${vectors.count}`, `expected ${vectors.expected ? 1 : 0}`];
  for (let frame = 0; frame < vectors.count; frame++) {
    for (const port of ports) {
      const input = port.direction === 'input';
      const values = input
        ? vectors.inputs[network.inputs.indexOf(port.layer)]
        : vectors.expected?.[network.outputs.indexOf(port.layer)];
      const tensor = network.layers[port.layer]?.output;
      if (!values || !tensor) continue;
      const { height, width, channels } = tensor.shape;
      lines.push(frameWords(values, frame * height * width * channels, tensor, port).join('\n'));
    }
  }
  return `${lines.join('\n')}\n`;
}
