import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { compile } from '../golden/model.js';
import { run } from '../golden/run.js';
import type { Network } from '../network/graph.js';
import { readImages } from '../parameters/images.js';
import { isFault } from '../parameters/npy.js';
import { readNpz } from '../parameters/npz.js';
import type { JobContext } from './job.js';
import { trained } from './trained.js';

export interface SimulateInput {
  /** From `bareNetwork`. */
  readonly network: Network;
  /** The bytes of its parameter file; undefined gives it seeded random weights. */
  readonly parameters: Uint8Array | undefined;
  /** The bytes of the `.npz` with `images` and perhaps `labels`. */
  readonly images: Uint8Array;
}

export interface Simulated {
  readonly images: number;
  /** The best class of each image. */
  readonly predictions: Int32Array;
  /** `[images, outputsPerImage]`: the integers of the last layer before any argmax. */
  readonly outputs: Float64Array;
  readonly outputsPerImage: number;
  /** Images whose best class is their label's; undefined where the file has no labels. */
  readonly right: number | undefined;
  /** Of the run alone, without reading and compiling. */
  readonly imagesPerSecond: number;
  readonly random: boolean;
}

/** What a simulation gives, by whatever engine; faults stand at places of the bare network. */
export type SimulateOutput =
  | Simulated
  | { readonly faults: readonly Diagnostic[] }
  /** Why the file of images, or the network, cannot be used. */
  | { readonly refused: string };

/** Runs images through the reference model. The last of several outputs gives classes and integers. */
export function simulate({ network, parameters, images }: SimulateInput, context: JobContext): SimulateOutput {
  const weights = trained(network, parameters, context);
  if ('faults' in weights) return weights;
  const npz = readNpz(images, context);
  if (isFault(npz)) return { refused: `the images cannot be read: ${npz.fault}` };
  const read = readImages(network, npz);
  if ('diagnostics' in read) return { faults: read.diagnostics };
  const model = compile(network, weights.parameters);
  if (isFault(model)) return { refused: `the network cannot be run: ${model.fault}` };
  const { count, inputs, labels } = read.images;
  const begun = context.now();
  const result = run(model, inputs, count, { batch: 16, progress: context.progress, cancelled: context.cancelled });
  const seconds = Math.max(context.now() - begun, 1e-6) / 1000;
  const output = result.outputs.at(-1);
  const predictions = output?.predictions ?? new Int32Array();
  return {
    images: result.count,
    predictions,
    outputs: output?.values ?? new Float64Array(),
    outputsPerImage: output?.length ?? 0,
    right: labels && predictions.reduce((sum, best, image) => sum + (best === labels[image] ? 1 : 0), 0),
    imagesPerSecond: result.count / seconds,
    random: weights.random,
  };
}
