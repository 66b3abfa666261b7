import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Estimate } from '../estimate/estimate.js';
import { compile } from '../golden/model.js';
import { runImage } from '../golden/run.js';
import type { Pipeline } from '../hardware/pipeline.js';
import { lintPragmas } from '../hls/pragma-lint.js';
import { emitProject, type Project } from '../hls/project.js';
import type { GeneratedFile, Origin } from '../hls/source-text.js';
import { vectorsText } from '../hls/vectors.js';
import type { Network } from '../network/graph.js';
import type { LayerParameters } from '../parameters/layer-parameters.js';
import { isFault, type Fault } from '../parameters/npy.js';
import type { Npz } from '../parameters/npz.js';
import { randomImages } from '../parameters/random-images.js';
import { CHECK_SEED } from './csim-project.js';
import { goldenFrames } from './golden-frames.js';
import type { CsimDesign } from './csim-plan.js';
import { flowFiles } from '../vendor/flow-files.js';
import { flowProjectOf, type FlowTarget } from '../vendor/design-flow.js';
import type { FlowProject } from '../vendor/flow-project.js';
import { versionText, type FlowVersions } from '../vendor/tool-version.js';
import { trained } from './trained.js';

export interface GenerateInput extends Omit<CsimDesign, 'parameters'> {
  /** Its parameter file, unpacked; undefined gives it seeded random weights. */
  readonly parameters: Npz | Fault | undefined;
  /** With the depths that its FIFOs are to have; made of the same network and folding. */
  readonly pipeline: Pipeline;
  readonly estimate: Estimate;
  readonly target: FlowTarget;
  /** The tools that scripts are written for. */
  readonly versions: FlowVersions;
  /** By layer index: where each layer stands in its `.bnn` file. */
  readonly origins: readonly (Origin | undefined)[];
  /** The C++ library, with paths below the folder that is generated. */
  readonly library: readonly GeneratedFile[];
  /** Scripts and driver, with paths below `server/vendor`. */
  readonly vendorLibrary: readonly GeneratedFile[];
  /** What the project is made from and by: file names and SHA-256, tool version. Goes into the manifest as it is. */
  readonly provenance: Readonly<Record<string, unknown>>;
  /** SHA-256 of a text, for the manifest. */
  readonly hash: (text: string) => string;
}

export type GenerateOutput =
  | {
      readonly files: readonly GeneratedFile[];
      readonly random: boolean;
      /** What its testbench compares. */
      readonly golden: ReturnType<typeof goldenFrames>;
      /** What the scripts are written from, or why there are none. */
      readonly flow: FlowProject | Fault;
    }
  | { readonly faults: readonly Diagnostic[] }
  | { readonly refused: string };

/** Names the manifest, by which generated files are known again. */
export const MANIFEST = 'manifest.json';

/** The whole HLS project of a design: C++, library, testbench with golden vectors, manifest. Deterministic. */
export function generateProject(input: GenerateInput): GenerateOutput {
  const { network, pipeline, context, origins, library, versions, vendorLibrary } = input;
  const weights = trained(network, input.parameters);
  if ('faults' in weights) return weights;
  const { target } = input.target;
  const title = `network ${network.name}${target === undefined ? '' : `, target ${target}`}`;
  const { parameters, bounds } = weights;
  const project = emitProject({ pipeline, parameters, bounds, context, origins, title });
  if (isFault(project)) return { refused: `no C++ can be generated: ${project.fault}` };
  const illegal = illegalPragma(project);
  if (illegal !== undefined) return { refused: illegal };
  const golden = goldenFrames(network);
  const vectors = goldenVectors(network, project, parameters, golden.frames);
  if (isFault(vectors)) return { refused: `no golden vectors can be made: ${vectors.fault}` };
  const flow = flowProjectOf(network, project, context, input.target);
  const sent = project.weightPorts.map(({ words }) => words());
  const scripts = isFault(flow) ? [] : flowFiles(flow, versions, vendorLibrary, sent);
  const files = [...project.files, { path: 'tb/vectors.txt', text: vectors.text }, ...library, ...scripts];
  const manifest = manifestText(input, project, weights.random, flow, files);
  return { files: [...files, { path: MANIFEST, text: manifest }], random: weights.random, golden, flow };
}

/** What the reference model gives for seeded images, as the testbench reads it. */
function goldenVectors(
  network: Network,
  { ports }: Project,
  parameters: readonly (LayerParameters | undefined)[],
  count: number,
): { readonly text: string } | Fault {
  const inputs = randomImages(network, count, CHECK_SEED);
  const expected = network.outputs.map((): number[] => []);
  if (count > 0) {
    const model = compile(network, parameters);
    if (isFault(model)) return model;
    for (let frame = 0; frame < count; frame++) {
      runImage(model, inputs, frame);
      network.outputs.forEach((output, at) => {
        for (const value of model.buffers[output]?.values() ?? []) expected[at]?.push(value);
      });
    }
  }
  return { text: vectorsText(network, ports, { count, inputs, expected }) };
}

/** A pragma that either generation of the tools would not take is our own fault, and better known before a long run. */
function illegalPragma({ files }: Project): string | undefined {
  for (const { path, text } of files) {
    for (const generation of ['vivado', 'vitis'] as const) {
      const [fault] = lintPragmas(text, generation);
      if (fault) return `the tool itself failed: ${path}:${fault.line}: ${fault.what}; please report it`;
    }
  }
  return undefined;
}

function manifestText(
  { network, pipeline, folding, estimate, origins, target, versions, provenance, hash }: GenerateInput,
  { top, layerFiles, streams, parameterPort }: Project,
  random: boolean,
  flow: FlowProject | Fault,
  files: readonly GeneratedFile[],
): string {
  const { intervalCycles, fps, criticalPathCycles, latencyS, totals, clockHz, device } = estimate;
  const manifest = {
    generator: 'bnn',
    ...provenance,
    tools: { hls: versionText(versions.hls), vivado: versionText(versions.vivado) },
    network: network.name,
    target: target.target ?? null,
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
    streams: pipeline.edges.map(({ depth, stream }, at) => ({ name: streams[at] ?? '', depth, bits: stream.bits })),
    loading: parameterPort ?? null,
    flow: isFault(flow) ? null : flow,
    files: Object.fromEntries(files.map(({ path, text }) => [path, hash(text)])),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
