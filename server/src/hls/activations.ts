import { thresholdLayout } from '../hardware/engines/mvtu-cost.js';
import type { memory } from '../hardware/memory.js';
import type { Engine } from '../hardware/pipeline.js';
import type { ReadyLayer } from '../hardware/ready.js';
import type { Thresholds } from '../parameters/layer-parameters.js';
import { comparedType } from './configs.js';
import type { Design } from './design.js';
import { biasLoad, LOAD_BITS, thresholdLoad, type Loaded } from './load-words.js';
import { biasMemory, thresholdMemory, unshared, type CppMemory } from './memories.js';
import { signedBits } from './types.js';

/** A constant, or a memory that is loaded, which stands in a file of its layer's parameters. */
export interface NamedMemory extends CppMemory {
  readonly name: string;
  readonly what: string;
  readonly loaded: boolean;
}

/** What is loaded, and the C++ variable that it is loaded into. */
export interface LoadedInto extends Loaded {
  readonly variable: string;
}

/** What becomes of the sums of an engine: thresholds, a bias, or nothing. */
export interface Activation {
  readonly argument: string;
  readonly pragmas: readonly string[];
  readonly memories: readonly NamedMemory[];
  readonly loaded: readonly LoadedInto[];
}

/** Thresholds, bias or nothing: the memory, and how it is built; undefined where the layer lacks its thresholds. */
export function activationOf(
  design: Design,
  layer: ReadyLayer,
  engine: Engine,
): Activation | { readonly fault: string } | undefined {
  const { operation } = layer;
  const given = design.parameters[layer.index];
  if ('activation' in operation && operation.activation) {
    return given?.thresholds && thresholdsOf(design, layer, engine, given.thresholds);
  }
  if (!given?.bias) return { argument: 'bnn::Carried()', pragmas: [], memories: [], loaded: [] };
  const { bias } = given;
  const { loadable } = layer;
  const pe = engine.outputs[0]?.lanes ?? 1;
  const name = design.names.take(`${design.layerNames[layer.index] ?? ''}_bias`);
  const pragmas = [`#pragma HLS ARRAY_PARTITION variable=${name}.values complete dim=1`];
  const { bits, ...made } = biasMemory(bias, pe);
  const about = { layer: layer.name, what: 'bias', pe, depth: bias.length / pe, bits, parts: 1 } as const;
  return {
    argument: name,
    pragmas,
    memories: [{ ...made, name, what: 'bias', loaded: loadable }],
    loaded: loadable ? [{ variable: name, memory: about, words: () => biasLoad(bias, pe) }] : [],
  };
}

function thresholdsOf(
  design: Design,
  layer: ReadyLayer,
  engine: Engine,
  trained: Thresholds,
): Activation | { readonly fault: string } {
  const { loadable, output } = layer;
  const { channels } = output.shape;
  const { steps } = trained;
  const { family } = design.context;
  const pe = engine.outputs[0]?.lanes ?? 1;
  const name = design.names.take(`${design.layerNames[layer.index] ?? ''}_thresholds`);
  const { mem = 'auto' } = design.pipeline.folding[layer.index] ?? {};
  const compared = comparedType(layer);
  const { memory: built, joined } = thresholdLayout({
    channels,
    pe,
    steps,
    bits: compared.bits,
    mem,
    family,
    loadable,
  });
  const thresholds = loadable ? unshared(trained, channels) : trained;
  // Just outside of the sums on either side, for levels that are always or never reached.
  const range = loadable ? { least: compared.lo - 1, most: compared.hi + 1 } : undefined;
  const bits = range ? signedBits(range.least, range.most) : 0;
  if (bits > LOAD_BITS) return { fault: `thresholds of ${bits} bits cannot be loaded (${layer.name})` };
  const made = thresholdMemory(thresholds, channels, pe, range);
  const about = { layer: layer.name, what: 'thresholds', pe, depth: channels / pe, bits, parts: steps + 1 } as const;
  return {
    argument: name,
    pragmas: [
      `#pragma HLS ARRAY_PARTITION variable=${name}.values complete dim=1`,
      // In block RAM all thresholds of a channel share a word.
      `#pragma HLS ARRAY_${joined ? 'RESHAPE' : 'PARTITION'} variable=${name}.values complete dim=3`,
      ...(made.falling ? [`#pragma HLS ARRAY_PARTITION variable=${name}.falling complete dim=1`] : []),
      ...bindMemory(`${name}.values`, built.style, loadable),
    ],
    memories: [{ ...made, name, what: 'thresholds', loaded: loadable }],
    loaded: loadable ? [{ variable: name, memory: about, words: () => thresholdLoad(thresholds, pe) }] : [],
  };
}

export type Built = ReturnType<typeof memory>['style'];

/** Says where a memory is built, where the tools leave a choice. */
export function bindMemory(variable: string, style: Built, loaded: boolean): readonly string[] {
  const kind = loaded ? 'LOADED' : 'ROM';
  if (style === 'bram') return [`  BNN_${kind}_BRAM(${variable})`];
  return style === 'lutram' ? [`  BNN_${kind}_LUTRAM(${variable})`] : [];
}
