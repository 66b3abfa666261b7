import type { LowerContext } from '../hardware/lower.js';
import type { Folding } from '../hardware/pipeline.js';
import { frameValues, type WordLayout } from '../hls/frames.js';
import type { Network, Tensor } from '../network/graph.js';

/** What a C simulation is of. */
export interface CsimDesign {
  /** From `bareNetwork`, resolved with the bounds of its parameters where there are any. */
  readonly network: Network;
  readonly folding: Folding;
  readonly context: LowerContext;
  /** The bytes of its parameter file; undefined gives it seeded random weights. */
  readonly parameters: Uint8Array | undefined;
  /** By edge of the pipeline: the FIFO depths that a bounded simulation has; undefined takes the upper bounds. */
  readonly depths?: readonly number[] | undefined;
}

/** One layer's values in what a testbench writes. */
export interface Recorded {
  readonly layer: number;
  readonly tensor: Tensor;
  readonly layout: WordLayout;
}

/** How to read what a testbench writes; plain data. */
export interface CsimPlan {
  readonly frames: number;
  /** The output ports, in the order in which each frame's words are written. */
  readonly outputs: readonly Recorded[];
  /** The streams inside that are written down, by name. */
  readonly taps: readonly (Recorded & { readonly stream: string })[];
}

/** The values of a layer for all frames. */
export interface RecordedValues {
  readonly layer: number;
  /** `[frames, elements]` */
  readonly values: Float64Array;
}

/** Reads the words that came out of the ports (`--out`). */
export function outputValues({ frames, outputs }: CsimPlan, text: string): readonly RecordedValues[] {
  const lines = text.split('\n');
  const found = outputs.map(({ layer, tensor }) => ({
    layer,
    values: new Float64Array(frames * elementsOf(tensor)).fill(NaN),
  }));
  let at = 0;
  for (let frame = 0; frame < frames; frame++) {
    outputs.forEach(({ tensor, layout }, port) => {
      const words = lines.slice(at, (at += layout.words));
      found[port]?.values.set(frameValues(words, tensor, layout), frame * elementsOf(tensor));
    });
  }
  return found;
}

/** Reads the words of the streams inside (`--taps`): `@name`, then the words of the frames of one call. */
export function tapValues({ frames, taps }: CsimPlan, text: string): readonly RecordedValues[] {
  const found = taps.map(({ layer, tensor, layout, stream }) => ({
    layer,
    stream,
    tensor,
    layout,
    frame: 0,
    values: new Float64Array(frames * elementsOf(tensor)).fill(NaN),
  }));
  const byStream = new Map(found.map((each) => [each.stream, each]));
  const lines = text.split('\n');
  let here: (typeof found)[number] | undefined;
  for (let at = 0; at < lines.length;) {
    const line = lines[at] ?? '';
    if (line.startsWith('@')) {
      here = byStream.get(line.slice(1).trim());
      at += 1;
    } else if (here && line !== '' && here.frame < frames) {
      const words = lines.slice(at, at + here.layout.words);
      here.values.set(frameValues(words, here.tensor, here.layout), here.frame * elementsOf(here.tensor));
      here.frame += 1;
      at += here.layout.words;
    } else at += 1;
  }
  return found.map(({ layer, values }) => ({ layer, values }));
}

function elementsOf({ shape: { height, width, channels } }: Tensor): number {
  return height * width * channels;
}
