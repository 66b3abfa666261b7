import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { lower } from '../hardware/lower.js';
import type { Pipeline } from '../hardware/pipeline.js';
import { emitProject, type Project } from '../hls/project.js';
import type { GeneratedFile } from '../hls/source-text.js';
import { vectorsText } from '../hls/vectors.js';
import type { Network } from '../network/graph.js';
import { sourceLayer } from '../network/source-layer.js';
import { readImages } from '../parameters/images.js';
import { isFault, type NumberArray } from '../parameters/npy.js';
import { readNpz } from '../parameters/npz.js';
import { randomImages } from '../parameters/random-images.js';
import type { CsimDesign, CsimPlan } from './csim-plan.js';
import type { JobContext } from './job.js';
import { trained } from './trained.js';

export interface CsimProjectInput extends CsimDesign {
  /** The bytes of a `.npz` with images, or how many seeded ones. */
  readonly images: Uint8Array | number;
  /** The only one of them that is run; undefined runs all. */
  readonly only?: number;
  /** Whether the values of every layer are written down, or only those that classes are chosen by. */
  readonly everyLayer: boolean;
}

export type CsimProjectOutput =
  | {
      /** All files that are compiled and read, below the folder of the project; the library is not among them. */
      readonly files: readonly GeneratedFile[];
      /** Those of them that the compiler takes. */
      readonly sources: readonly string[];
      readonly plan: CsimPlan;
      readonly labels: NumberArray | undefined;
      readonly random: boolean;
    }
  | { readonly faults: readonly Diagnostic[] }
  | { readonly refused: string };

/** Seeded images of self-checks are these. */
export const CHECK_SEED = 1;

/** The C++ of a design with its images as the frames of a testbench. */
export function csimProject(input: CsimProjectInput, machine: Pick<JobContext, 'unzip'> = {}): CsimProjectOutput {
  const { network, folding, context, images } = input;
  const weights = trained(network, input.parameters, machine);
  if ('faults' in weights) return weights;
  const frames = framesOf(network, images, input.only, machine);
  if (!('count' in frames)) return frames;
  const pipeline = withDepths(lower(network, folding, context), input.depths);
  const origins = network.layers.map(() => undefined);
  const { parameters, bounds } = weights;
  const project = emitProject({ pipeline, parameters, bounds, context, origins, title: network.name });
  if (isFault(project)) return { refused: `no C++ can be generated: ${project.fault}` };
  const { count, inputs, labels } = frames;
  const vectors = vectorsText(network, project.ports, { count, inputs, expected: undefined });
  const wanted = input.everyLayer
    ? network.layers.map(({ index }) => index)
    : network.outputs.map((output) => scoresOf(network, output));
  return {
    files: [...project.files, { path: 'tb/vectors.txt', text: vectors }],
    sources: project.files.map(({ path }) => path).filter((path) => path.endsWith('.cpp')),
    plan: planOf(pipeline, project, count, wanted),
    labels,
    random: weights.random,
  };
}

function withDepths(pipeline: Pipeline, depths: readonly number[] | undefined): Pipeline {
  if (!depths) return pipeline;
  return { ...pipeline, edges: pipeline.edges.map((edge, at) => ({ ...edge, depth: depths[at] ?? edge.depth })) };
}

/** The layer whose integers an output's classes are chosen by: behind any argmax and `output` statement. */
export function scoresOf(network: Network, output: number): number {
  const { layers } = network;
  const top = sourceLayer(network, output);
  return layers[top]?.operation?.kind === 'argmax' ? (layers[top].inputs[0] ?? top) : top;
}

export type Frames =
  | { readonly count: number; readonly inputs: readonly NumberArray[]; readonly labels: NumberArray | undefined }
  | { readonly faults: readonly Diagnostic[] }
  | { readonly refused: string };

/** The frames of a `.npz` file, or seeded ones; all of them, or `only` one. */
export function framesOf(
  network: Network,
  images: Uint8Array | number,
  only: number | undefined,
  { unzip }: Pick<JobContext, 'unzip'>,
): Frames {
  if (typeof images === 'number') {
    return { count: images, inputs: randomImages(network, images, CHECK_SEED), labels: undefined };
  }
  const npz = readNpz(images, { unzip });
  if (isFault(npz)) return { refused: `the images cannot be read: ${npz.fault}` };
  const read = readImages(network, npz);
  if ('diagnostics' in read) return { faults: read.diagnostics };
  if (only === undefined) return read.images;
  const inputs = read.images.inputs.map((values) => {
    const length = values.length / read.images.count;
    return values.slice(only * length, (only + 1) * length);
  });
  return { count: 1, inputs, labels: undefined };
}

function planOf(pipeline: Pipeline, project: Project, frames: number, wanted: readonly number[]): CsimPlan {
  const { layers } = pipeline.network;
  const tensorOf = (layer: number): CsimPlan['outputs'][number]['tensor'][] => {
    const tensor = layers[layer]?.output;
    return tensor ? [tensor] : [];
  };
  return {
    frames,
    outputs: project.ports.flatMap(({ direction, layer, bits, words }) =>
      direction === 'output' ? tensorOf(layer).map((tensor) => ({ layer, tensor, layout: { bits, words } })) : [],
    ),
    taps: wanted.flatMap((layer) => {
      // A layer's values leave its last engine, in H, W, C order.
      const engine = pipeline.enginesOf[layer]?.at(-1);
      const at = engine === undefined ? -1 : pipeline.edges.findIndex(({ from }) => from === engine);
      const edge = pipeline.edges[at];
      const stream = project.streams[at];
      if (!edge || stream === undefined) return [];
      const { bits, words } = edge.stream;
      return tensorOf(layer).map((tensor) => ({ layer, tensor, layout: { bits, words }, stream }));
    }),
  };
}
