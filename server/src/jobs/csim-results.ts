import { best } from '../golden/best.js';
import { compile } from '../golden/model.js';
import { runImage } from '../golden/run.js';
import type { Network } from '../network/graph.js';
import { sourceLayer } from '../network/source-layer.js';
import { isFault, type NumberArray } from '../parameters/npy.js';
import { outputValues, tapValues, type CsimDesign, type CsimPlan } from './csim-plan.js';
import { framesOf, scoresOf, type CsimProjectInput } from './csim-project.js';
import type { SelfCheckOutput } from './self-check.js';
import type { Simulated } from './simulate.js';
import type { JobContext } from './job.js';
import { trained } from './trained.js';

/** What a testbench wrote. */
export interface CsimWritten {
  readonly plan: CsimPlan;
  /** Of `--out`. */
  readonly out: string;
  /** Of `--taps`. */
  readonly taps: string;
}

export interface CsimResultsInput extends CsimWritten {
  readonly network: Network;
  readonly labels: NumberArray | undefined;
  /** Of the calls of the top function alone. */
  readonly seconds: number;
  readonly random: boolean;
}

/** Classes and integers from the files of a testbench; of the last of several outputs, as `simulate` gives them. */
export function csimResults({ network, plan, out, taps, labels, seconds, random }: CsimResultsInput): Simulated {
  const last = network.outputs.at(-1) ?? 0;
  const scores = scoresOf(network, last);
  const given = outputValues(plan, out).findLast(({ layer }) => layer === last)?.values ?? new Float64Array();
  const inside = tapValues(plan, taps).find(({ layer }) => layer === scores)?.values;
  const values = inside ?? given;
  const { frames } = plan;
  const outputsPerImage = frames > 0 ? values.length / frames : 0;
  const indexed = scores !== sourceLayer(network, last);
  const perImage = frames > 0 ? given.length / frames : 0;
  const predictions = Int32Array.from({ length: frames }, (_, image) =>
    indexed
      ? (given[image * perImage] ?? 0)
      : best(values.subarray(image * outputsPerImage, (image + 1) * outputsPerImage)),
  );
  return {
    images: frames,
    predictions,
    outputs: values,
    outputsPerImage,
    right: labels && predictions.reduce((sum, found, image) => sum + (found === labels[image] ? 1 : 0), 0),
    imagesPerSecond: frames / Math.max(seconds, 1e-9),
    random,
  };
}

export interface CsimCompareInput extends CsimDesign, CsimWritten, Pick<CsimProjectInput, 'images' | 'only'> {}

/** Compares the values of every layer, and those that came out of the ports, with the reference model on the same images. */
export function csimCompare(input: CsimCompareInput, machine: Pick<JobContext, 'unzip'> = {}): SelfCheckOutput {
  const { network, parameters, plan, out, taps, only = 0 } = input;
  const weights = trained(network, parameters, machine);
  if ('faults' in weights) return weights;
  const model = compile(network, weights.parameters);
  if (isFault(model)) return { refused: `the network cannot be run: ${model.fault}` };
  const given = framesOf(network, input.images, input.only, machine);
  if (!('count' in given)) return given;
  const { frames } = plan;
  // Layers first, in order, so that the first difference is where it begins; then what went through the ports.
  const recorded = [...tapValues(plan, taps), ...outputValues(plan, out)];
  for (let image = 0; image < frames; image++) {
    runImage(model, given.inputs, image);
    for (const { layer, values } of recorded) {
      const expected = model.buffers[layer]?.values() ?? [];
      for (let element = 0; element < expected.length; element++) {
        const [right, found] = [expected[element] ?? NaN, values[image * expected.length + element] ?? NaN];
        if (right === found) continue;
        const { name = '', output } = network.layers[layer] ?? {};
        const channel = element % (output?.shape.channels ?? 1);
        const difference = { image: only + image, layer: name, element, channel, expected: right, found };
        return { images: image + 1, difference, random: weights.random };
      }
    }
  }
  return { images: frames, difference: undefined, random: weights.random };
}
