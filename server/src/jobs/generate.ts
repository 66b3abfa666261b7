import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Estimate } from '../estimate/estimate.js';
import { compile } from '../golden/model.js';
import { runImage } from '../golden/run.js';
import type { Pipeline } from '../hardware/pipeline.js';
import { emitProject, type GeneratedFile } from '../hls/project.js';
import { textSha256 } from '../hls/sha256.js';
import type { Origin } from '../hls/source-text.js';
import { vectorsText } from '../hls/vectors.js';
import { isFault } from '../parameters/npy.js';
import { randomImages } from '../parameters/random-images.js';
import { CHECK_SEED } from './csim-project.js';
import type { CsimDesign } from './csim-plan.js';
import { trained } from './trained.js';

export interface GenerateInput extends CsimDesign {
  /** With the depths that its FIFOs are to have; made of the same network and folding. */
  readonly pipeline: Pipeline;
  readonly estimate: Estimate;
  readonly target: string | undefined;
  /** By layer index: where each layer stands in its `.bnn` file. */
  readonly origins: readonly (Origin | undefined)[];
  /** The C++ library, with paths below the folder that is generated. */
  readonly library: readonly GeneratedFile[];
  /** What the project is made from and by: file names and SHA-256, tool version. Goes into the manifest as it is. */
  readonly provenance: Readonly<Record<string, unknown>>;
}

export type GenerateOutput =
  | { readonly files: readonly GeneratedFile[]; readonly random: boolean }
  | { readonly faults: readonly Diagnostic[] }
  | { readonly refused: string };

/** Frames of the golden vectors that a generated testbench compares. */
const VECTOR_FRAMES = 4;

/** Names the manifest, by which generated files are known again. */
export const MANIFEST = 'manifest.json';

/** The whole HLS project of a design: C++, library, testbench with golden vectors, manifest. Deterministic. */
export function generateProject(input: GenerateInput): GenerateOutput {
  const { network, pipeline, context, origins, target, library } = input;
  const weights = trained(network, input.parameters);
  if ('faults' in weights) return weights;
  const title = `network ${network.name}${target === undefined ? '' : `, target ${target}`}`;
  const project = emitProject({ pipeline, parameters: weights.parameters, context, origins, title });
  if (isFault(project)) return { refused: `no C++ can be generated: ${project.fault}` };
  const model = compile(network, weights.parameters);
  if (isFault(model)) return { refused: `no golden vectors can be made: ${model.fault}` };
  const inputs = randomImages(network, VECTOR_FRAMES, CHECK_SEED);
  const expected: number[][] = network.outputs.map(() => []);
  for (let frame = 0; frame < VECTOR_FRAMES; frame++) {
    runImage(model, inputs, frame);
    network.outputs.forEach((output, at) => {
      for (const value of model.buffers[output]?.values() ?? []) expected[at]?.push(value);
    });
  }
  const vectors = vectorsText(network, project.ports, { count: VECTOR_FRAMES, inputs, expected });
  const files = [...project.files, { path: 'tb/vectors.txt', text: vectors }, ...library];
  const manifest = manifestText(input, project.top, project.layerFiles, weights.random, files);
  return { files: [...files, { path: MANIFEST, text: manifest }], random: weights.random };
}

function manifestText(
  { network, folding, estimate, origins, target, provenance }: GenerateInput,
  top: string,
  layerFiles: readonly (string | undefined)[],
  random: boolean,
  files: readonly GeneratedFile[],
): string {
  const { intervalCycles, fps, criticalPathCycles, latencyS, totals, clockHz, device } = estimate;
  const manifest = {
    generator: 'bnn',
    ...provenance,
    network: network.name,
    target: target ?? null,
    device: device?.name ?? null,
    part: device?.part ?? null,
    clockHz,
    top,
    randomWeights: random,
    expected: { intervalCycles, fps, criticalPathCycles, latencyS, totals },
    layers: network.layers.flatMap(({ index, name, kind }) => {
      const file = layerFiles[index];
      if (file === undefined) return [];
      const { pe = null, simd = null, mem = 'auto', impl = 'auto' } = folding[index] ?? {};
      const cycles = estimate.layers[index]?.cycles ?? null;
      const from = origins[index];
      return [{ name, kind, pe, simd, mem, impl, cycles, file, source: from ? `${from.file}:${from.line}` : null }];
    }),
    files: Object.fromEntries(files.map(({ path, text }) => [path, textSha256(text)])),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
