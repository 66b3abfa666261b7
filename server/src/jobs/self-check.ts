import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { known } from '../golden/known.js';
import { compile } from '../golden/model.js';
import { runPlain } from '../golden/plain.js';
import { runImage } from '../golden/run.js';
import type { Network } from '../network/graph.js';
import { isFault } from '../parameters/npy.js';
import { randomImages } from '../parameters/random-images.js';
import type { JobContext } from './job.js';
import { trained } from './trained.js';

export interface SelfCheckInput {
  /** From `bareNetwork`. */
  readonly network: Network;
  readonly parameters: Uint8Array | undefined;
  /** Seeded images to compare on, at most. */
  readonly images: number;
  /** After so many milliseconds no further image is begun. */
  readonly budgetMs: number;
}

/** The first value that differs, in the order of images, layers, elements (H, W, C). */
export interface Difference {
  readonly image: number;
  readonly layer: string;
  readonly element: number;
  readonly channel: number;
  readonly expected: number;
  readonly found: number;
}

export type SelfCheckOutput =
  | { readonly images: number; readonly difference: Difference | undefined; readonly random: boolean }
  | { readonly faults: readonly Diagnostic[] }
  | { readonly refused: string };

/** Compares the fast reference model with the plain-loop one, every layer's every integer, on seeded images. */
export function selfCheck(
  { network, parameters, images, budgetMs }: SelfCheckInput,
  context: JobContext,
): SelfCheckOutput {
  const weights = trained(network, parameters);
  if ('faults' in weights) return weights;
  const complete = known(network, weights.parameters);
  if (isFault(complete)) return { refused: `the network cannot be run: ${complete.fault}` };
  const model = compile(network, weights.parameters);
  if (isFault(model)) return { refused: `the network cannot be run: ${model.fault}` };
  const begun = context.now();
  const { random } = weights;
  const frames = randomImages(network, images, 1);
  for (let image = 0; image < images; image++) {
    if (context.cancelled() || (image > 0 && context.now() - begun > budgetMs)) {
      return { images: image, difference: undefined, random };
    }
    const plain = runPlain(
      complete,
      frames.map((each) => each.subarray((image * each.length) / images, ((image + 1) * each.length) / images)),
    );
    runImage(model, frames, image);
    for (const { index, name, output } of model.layers) {
      const found = model.buffers[index]?.values() ?? [];
      const expected = plain[index] ?? [];
      for (let element = 0; element < expected.length; element++) {
        const [right, here] = [expected[element] ?? NaN, found[element] ?? NaN];
        if (right === here) continue;
        const channel = element % output.shape.channels;
        const difference = { image, layer: name, element, channel, expected: right, found: here };
        return { images: image + 1, difference, random };
      }
    }
    context.progress(image + 1, images);
  }
  return { images, difference: undefined, random };
}
