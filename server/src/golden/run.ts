import { sourceLayer } from '../network/source-layer.js';
import type { NumberArray } from '../parameters/npy.js';
import { best } from './best.js';
import type { Model } from './model.js';

/** What a run reports to while it works. */
export interface RunOptions {
  /** Called about every `batch` images, and at the end. */
  readonly progress?: (done: number, total: number) => void;
  /** Asked before every batch; true ends the run, and the images so far are given. */
  readonly cancelled?: () => boolean;
  /** Given every layer's values for every image, in layer order; the array is used again for the next image. */
  readonly tap?: (image: number, layer: number, values: ArrayLike<number>) => void;
  /** Images between two looks at `cancelled`; 64 where nothing is said. */
  readonly batch?: number;
}

export interface NetworkOutput {
  /** Of the layer whose values leave the network. */
  readonly layer: number;
  /** The layer whose integers these are: the same, or the one that an argmax there reads. */
  readonly scores: number;
  /** Integers of an image. */
  readonly length: number;
  /** `[images, length]` */
  readonly values: Float64Array;
  /** The best class of each image: the argmax's first, else the greatest of `values`; the lowest index among equals. */
  readonly predictions: Int32Array;
}

export interface RunResult {
  /** Images that were run: all, or those before it was cancelled. */
  readonly count: number;
  /** One for each of `Network.outputs`. */
  readonly outputs: readonly NetworkOutput[];
}

/** Runs a model on `count` images; `inputs` holds the frames of each of `Network.inputs`, one behind the other. */
export function run(model: Model, inputs: readonly NumberArray[], count: number, options: RunOptions = {}): RunResult {
  const heads = headsOf(model, count);
  const batch = Math.max(1, options.batch ?? 64);
  let done = 0;
  while (done < count && options.cancelled?.() !== true) {
    const stop = Math.min(count, done + batch);
    for (; done < stop; done++) {
      runImage(model, inputs, done);
      for (const head of heads) {
        const scores = model.buffers[head.scores]?.values() ?? [];
        head.values.set(scores, done * head.length);
        head.predictions[done] = head.indexed ? (model.buffers[head.top]?.values()[0] ?? 0) : best(scores);
      }
      if (options.tap)
        for (const { index } of model.layers) options.tap(done, index, model.buffers[index]?.values() ?? []);
    }
    options.progress?.(done, count);
  }
  const outputs = heads.map(({ layer, scores, length, values, predictions }) => ({
    layer,
    scores,
    length,
    values: values.subarray(0, done * length),
    predictions: predictions.subarray(0, done),
  }));
  return { count: done, outputs };
}

/** Runs image number `image`; afterwards `model.buffers` holds every layer's values. */
export function runImage(model: Model, inputs: readonly NumberArray[], image: number): void {
  model.network.inputs.forEach((index, place) => {
    const buffer = model.buffers[index];
    if (!buffer) return;
    const values = buffer.values();
    values.set(inputs[place]?.subarray(image * values.length, (image + 1) * values.length) ?? []);
    buffer.wroteValues();
  });
  for (const step of model.steps) step();
}

interface Head extends NetworkOutput {
  /** Behind any `output` statement. */
  readonly top: number;
  /** Whether `top` gives indices rather than scores. */
  readonly indexed: boolean;
}

function headsOf({ network, layers, buffers }: Model, count: number): Head[] {
  return network.outputs.map((layer) => {
    const top = sourceLayer(network, layer);
    const indexed = layers[top]?.operation.kind === 'argmax';
    const scores = indexed ? (layers[top]?.inputs[0] ?? top) : top;
    const length = buffers[scores]?.values().length ?? 0;
    const values = new Float64Array(count * length);
    return { layer, top, indexed, scores, length, values, predictions: new Int32Array(count) };
  });
}
