import type { Network, Tensor } from '../network/graph.js';
import { fanIn } from '../parameters/bounds.js';

/** Frames of the golden vectors that a generated testbench compares, where they take no longer than others. */
const USUAL_FRAMES = 4;

/** Steps of the reference model for all frames, about half a minute: 1.7e10. ResNet-50 takes 1.6e10 for four. */
const MOST_STEPS = 2 ** 34;

/** Beside a product, what a value takes that is kept, and what one takes that is written down. */
const STEPS_OF_VALUE = 16;
const STEPS_OF_PORT_VALUE = 512;

/** How many golden frames are made, and the steps of one; fewer than usual of what is slow, none of what would take minutes. */
export function goldenFrames(network: Network): {
  readonly frames: number;
  readonly usual: number;
  readonly steps: number;
} {
  let steps = 0;
  for (const layer of network.layers) {
    const values = valuesOf(layer.output);
    steps += values * (fanIn(layer) + STEPS_OF_VALUE);
  }
  for (const port of [...network.inputs, ...network.outputs])
    steps += valuesOf(network.layers[port]?.output) * STEPS_OF_PORT_VALUE;
  return { frames: Math.min(USUAL_FRAMES, Math.floor(MOST_STEPS / steps)), usual: USUAL_FRAMES, steps };
}

function valuesOf(tensor: Tensor | undefined): number {
  if (!tensor) return 0;
  const { height, width, channels } = tensor.shape;
  return height * width * channels;
}
