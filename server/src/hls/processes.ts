import { memory } from '../hardware/memory.js';
import type { Engine } from '../hardware/pipeline.js';
import type { ReadyLayer } from '../hardware/ready.js';
import type { MemoryStyle } from '../network/graph.js';
import { activationOf, bindMemory, type Built, type LoadedInto, type NamedMemory } from './activations.js';
import { configOf, portBits, widestBits } from './configs.js';
import { layerOf, type Design } from './design.js';
import { LOAD_BITS, weightLoad } from './load-words.js';
import { loadingOf, streamType, withLoading, type Loading } from './loader.js';
import { streamedWords, weightMemory, weightWords } from './memories.js';

/** Weights that come from outside while the design runs: a word of all PEs for each cycle. */
export interface WeightPort {
  readonly layer: number;
  readonly engine: number;
  /** The port of the top function. */
  readonly name: string;
  readonly bits: number;
  /** The constant in the layer's parameter file that the testbench feeds it from. */
  readonly memory: string;
  /** Output positions of a frame: how often a stream repeats all words. */
  readonly positions: number;
  /** The words of one pass in the order in which they come, as hexadecimal digits. */
  readonly words: () => readonly string[];
}

/** One engine as a process function. */
export interface Process {
  readonly name: string;
  readonly engine: number;
  readonly config: string;
  readonly configText: string;
  /** The function, comments included. */
  readonly text: string;
  readonly memories: readonly NamedMemory[];
  readonly weightPort: WeightPort | undefined;
  /** What it loads, from a stream of its own; undefined where nothing of it is loaded. */
  readonly loading: Loading | undefined;
  /** Bits of the widest word in it. */
  readonly widest: number;
}

/** The process of an engine, or why it cannot be made. */
export function processOf(design: Design, at: number): Process | { readonly fault: string } {
  const engine = design.pipeline.engines[at];
  const name = design.processes[at];
  const members = configOf(design, at);
  if (!engine || name === undefined || !members) return { fault: `${engine?.name ?? 'an engine'} cannot be generated` };
  const config = design.names.take(`${name}_config`);
  const own = bodyOf(design, at, engine, config);
  if ('fault' in own) return own;
  const configText = structText(config, engine, members);
  const { memories, weightPort, loaded } = own;
  const whole = loaded.length > 0 ? withLoading(design, own) : own;
  const text = functionText(name, engine, whole.parameters, whole.body);
  const loading = loaded.length === 0 ? undefined : loadingOf(design, engine, loaded);
  const widest = Math.max(widestBits(engine, members), weightPort?.bits ?? 0);
  return { name, engine: at, config, configText, text, memories, weightPort, loading, widest };
}

interface Body {
  readonly parameters: readonly string[];
  readonly body: readonly string[];
  readonly memories: readonly NamedMemory[];
  readonly weightPort: WeightPort | undefined;
  readonly loaded: readonly LoadedInto[];
}

function structText(
  name: string,
  engine: Engine,
  { types, constants }: { types: Readonly<Record<string, string>>; constants: Readonly<Record<string, number>> },
): string {
  const lines = [
    ...Object.entries(types).map(([key, type]) => `  typedef ${type} ${key};`),
    ...Object.entries(constants).map(([key, value]) => `  static const int ${key} = ${value};`),
  ];
  return `/** ${engine.name}: ${engine.cycles} cycles a frame */\nstruct ${name} {\n${lines.join('\n')}\n};\n`;
}

function functionText(name: string, engine: Engine, parameters: readonly string[], body: readonly string[]): string {
  const head = `static void ${name}(`;
  const lines = parameters.join(`,\n${' '.repeat(head.length)}`);
  return `/** ${engine.name}: ${engine.cycles} cycles a frame */\n${head}${lines}) {\n${body.join('\n')}\n}\n`;
}

function bodyOf(design: Design, at: number, engine: Engine, config: string): Body | { readonly fault: string } {
  const layer = layerOf(design, engine);
  const into = (design.into[at] ?? []).map((edge, port) => ({
    bits: design.pipeline.edges[edge]?.stream.bits ?? 1,
    name: (design.into[at]?.length ?? 0) > 1 ? `input_${port}` : 'input',
  }));
  const outOf = (design.outOf[at] ?? []).map((edge, port) => ({
    bits: design.pipeline.edges[edge]?.stream.bits ?? 1,
    name: (design.outOf[at]?.length ?? 0) > 1 ? `output_${port}` : 'output',
  }));
  const streams = [...into, ...outOf].map(({ bits, name }) => `${streamType(bits)} &${name}`);
  const parameters = [...streams, 'unsigned frames'];
  const plain = (call: string): Body => ({
    parameters,
    body: [`  ${call};`],
    memories: [],
    weightPort: undefined,
    loaded: [],
  });
  const inputs = into.map(({ name }) => name).join(', ');
  const outputs = outOf.map(({ name }) => name).join(', ');
  switch (engine.kind) {
    case 'input-dma': {
      const word = `bnn::PortWord<${portBits(design, engine).port}>::type`;
      return {
        ...plain(`bnn::stream_input<${config}>(port, output, frames)`),
        parameters: [`hls::stream<${word}> &port`, ...parameters],
      };
    }
    case 'output-dma': {
      const word = `bnn::PortWord<${portBits(design, engine).port}>::type`;
      return {
        ...plain(`bnn::stream_output<${config}>(input, port, frames)`),
        parameters: [...streams, `hls::stream<${word}> &port`, 'unsigned frames'],
      };
    }
    case 'width-converter':
      return plain(`bnn::width_converter<${config}>(input, output, frames)`);
    case 'duplicate':
      return plain(`bnn::duplicate<${config}>(input, frames, ${outputs})`);
    case 'pad':
      return plain(`bnn::pad<${config}>(input, output, frames)`);
    case 'sliding-window':
      return plain(`bnn::sliding_window<${config}>(input, output, frames)`);
    case 'concat':
      return plain(`bnn::concat<${config}>(output, frames, ${inputs})`);
    case 'upsample':
      return plain(`bnn::upsample<${config}>(input, output, frames)`);
    case 'argmax':
      return plain(`bnn::argmax<${config}>(input, output, frames)`);
    case 'pool':
      return plain(`bnn::pool<${config}>(input, output, bnn::Carried(), frames)`);
    case 'add':
      return plain(`bnn::add<${config}>(output, bnn::Carried(), frames, ${inputs})`);
    case 'threshold': {
      const activation = layer && activationOf(design, layer, engine);
      if (!activation) return { fault: `${engine.name} has no thresholds` };
      if ('fault' in activation) return activation;
      const call = `bnn::threshold<${config}>(input, output, ${activation.argument}, frames)`;
      const { pragmas, memories, loaded } = activation;
      return { ...plain(call), body: [...pragmas, `  ${call};`], memories, loaded };
    }
    case 'mvtu':
    case 'dwmvtu':
      return layer ? multiplier(design, at, layer, config, parameters) : { fault: `${engine.name} has no layer` };
    case 'fifo':
    case 'shell':
      return { fault: `${engine.name} is no process` };
  }
}

/** Where weights go, by the rule that the estimate counts with. */
function weightStyle(design: Design, layer: ReadyLayer, depth: number, width: number): Built {
  const style: MemoryStyle = design.pipeline.folding[layer.index]?.mem ?? 'auto';
  const use = layer.loadable ? 'loaded' : 'rom';
  return memory({ style, depth, width, count: 1, use, family: design.context.family }).style;
}

/** What becomes of the weights of a unit that multiplies: how its call names them, and what that takes. */
interface PlacedWeights {
  readonly argument: string;
  /** Of the function, behind its streams. */
  readonly parameters: readonly string[];
  /** Before the call. */
  readonly body: readonly string[];
  readonly memories: readonly NamedMemory[];
  readonly weightPort: WeightPort | undefined;
  readonly loaded: readonly LoadedInto[];
}

function multiplier(
  design: Design,
  at: number,
  layer: ReadyLayer,
  config: string,
  parameters: readonly string[],
): Body | { readonly fault: string } {
  const engine = design.pipeline.engines[at];
  const activation = engine && activationOf(design, layer, engine);
  const weights = engine && placedWeights(design, at, engine, layer);
  if (!activation || !weights) return { fault: `${layer.name} has no parameters` };
  if ('fault' in activation) return activation;
  const [streams, frames] = [parameters.slice(0, -1), parameters.slice(-1)];
  const call = `bnn::${engine.kind}<${config}>(input, output, ${weights.argument}, ${activation.argument}, frames)`;
  return {
    parameters: [...streams, ...weights.parameters, ...frames],
    body: [...weights.body, ...activation.pragmas, `  ${call};`],
    memories: [...weights.memories, ...activation.memories],
    weightPort: weights.weightPort,
    loaded: [...weights.loaded, ...activation.loaded],
  };
}

/** Weights behind a port, in UltraRAM, or in a memory that the file of the layer's parameters holds. */
function placedWeights(design: Design, at: number, engine: Engine, layer: ReadyLayer): PlacedWeights | undefined {
  const { operation } = layer;
  const [input] = layer.inputTensors;
  const values = design.parameters[layer.index]?.weights;
  const members = configOf(design, at)?.constants;
  if (!('weights' in operation) || !input || !values || !members) return undefined;
  const { pe = 1, simd = 1, units = 1, channels = 1, positions = 1 } = members;
  const depthwise = engine.kind === 'dwmvtu';
  const rows = depthwise ? channels : units;
  const terms = (depthwise ? members['taps'] : members['terms']) ?? 1;
  const columns = (depthwise ? members['taps'] : members['inputs']) ?? 1;
  const layout = { rows, terms, columns, pe, simd, weights: operation.weights, input: input.type };
  const made = weightMemory(values, layout);
  const base = design.layerNames[layer.index] ?? '';
  const name = design.names.take(`${base}_weights`);
  const wordBits = simd * operation.weights.bits;
  const depth = (rows / pe) * (columns / simd);
  const style = weightStyle(design, layer, depth, wordBits);
  if (style === 'external') {
    const weightPort: WeightPort = {
      layer: layer.index,
      engine: at,
      name: design.names.take(`s_axis_${base}_weights`),
      bits: pe * wordBits,
      memory: name,
      positions,
      words: () => streamedWords(weightWords(values, layout), wordBits),
    };
    return {
      argument: 'weights',
      parameters: [`${streamType(weightPort.bits)} &weights`],
      body: [],
      memories: [{ ...made, name, what: 'weights', loaded: false }],
      weightPort,
      loaded: [],
    };
  }
  // UltraRAM cannot be initialised: its weights are always loaded.
  const uram = style === 'uram';
  const loads = layer.loadable || uram;
  const variable = uram ? 'weights' : name;
  const parts = Math.ceil(wordBits / LOAD_BITS);
  const loaded: LoadedInto = {
    variable,
    memory: { layer: layer.name, what: 'weights', pe, depth, bits: wordBits, parts },
    words: () => weightLoad(weightWords(values, layout)),
  };
  return {
    argument: variable,
    parameters: [],
    body: [
      ...(uram ? [`  static ${made.type} ${variable};`] : []),
      `#pragma HLS ARRAY_PARTITION variable=${variable}.words complete dim=1`,
      ...(uram ? [`  BNN_LOADED_URAM(${variable}.words)`] : bindMemory(`${variable}.words`, style, loads)),
    ],
    memories: uram ? [] : [{ ...made, name, what: 'weights', loaded: loads }],
    weightPort: undefined,
    loaded: loads ? [loaded] : [],
  };
}
