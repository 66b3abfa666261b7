import { thresholdLayout } from '../hardware/engines/mvtu-cost.js';
import { memory } from '../hardware/memory.js';
import type { Engine } from '../hardware/pipeline.js';
import type { ReadyLayer } from '../hardware/ready.js';
import type { MemoryStyle } from '../network/graph.js';
import { configOf, portBits, widestBits } from './configs.js';
import { layerOf, type Design } from './design.js';
import { biasMemory, streamedWords, thresholdMemory, weightMemory, weightWords, type CppMemory } from './memories.js';

/** A constant that stands in a file of its layer's parameters. */
export interface NamedMemory extends CppMemory {
  readonly name: string;
  readonly what: string;
}

/** Weights that come from outside while the design runs, or before it does. */
export interface WeightPort {
  readonly layer: number;
  readonly engine: number;
  /** The port of the top function. */
  readonly name: string;
  /** `stream`: a word of all PEs for each cycle. `load`: the memories' words, PE by PE, when loading is asked for. */
  readonly kind: 'stream' | 'load';
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
  /** Whether the function takes `load`. */
  readonly loads: boolean;
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
  const text = functionText(name, engine, own.parameters, own.body);
  const { memories, weightPort, loads } = own;
  const widest = Math.max(widestBits(engine, members), weightPort?.bits ?? 0);
  return { name, engine: at, config, configText, text, memories, weightPort, loads, widest };
}

interface Body {
  readonly parameters: readonly string[];
  readonly body: readonly string[];
  readonly memories: readonly NamedMemory[];
  readonly weightPort: WeightPort | undefined;
  readonly loads: boolean;
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

function streamType(bits: number): string {
  return `hls::stream<ap_uint<${bits}> >`;
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
    loads: false,
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
      const call = `bnn::threshold<${config}>(input, output, ${activation.argument}, frames)`;
      return { ...plain(call), body: [...activation.pragmas, `  ${call};`], memories: activation.memories };
    }
    case 'mvtu':
    case 'dwmvtu':
      return layer
        ? multiplier(design, at, engine, layer, config, parameters)
        : { fault: `${engine.name} has no layer` };
    case 'fifo':
    case 'shell':
      return { fault: `${engine.name} is no process` };
  }
}

interface Activation {
  readonly argument: string;
  readonly pragmas: readonly string[];
  readonly memories: readonly NamedMemory[];
}

/** Thresholds, bias or nothing: the constant, and how it is built. */
function activationOf(design: Design, layer: ReadyLayer, engine: Engine): Activation | undefined {
  const { operation, output } = layer;
  const given = design.parameters[layer.index];
  const pe = engine.outputs[0]?.lanes ?? 1;
  const { channels } = output.shape;
  const base = design.layerNames[layer.index] ?? '';
  if ('activation' in operation && operation.activation) {
    if (!given?.thresholds) return undefined;
    const made = thresholdMemory(given.thresholds, channels, pe);
    const name = design.names.take(`${base}_thresholds`);
    const { mem = 'auto' } = design.pipeline.folding[layer.index] ?? {};
    const { steps } = given.thresholds;
    const bits = (layer.accumulator ?? layer.inputTensors[0]?.type ?? output.type).bits;
    const { memory: built, joined } = thresholdLayout({
      channels,
      pe,
      steps,
      bits,
      mem,
      family: design.context.family,
    });
    const partition = [
      `#pragma HLS ARRAY_PARTITION variable=${name}.values complete dim=1`,
      // In block RAM all thresholds of a channel share a word.
      `#pragma HLS ARRAY_${joined ? 'RESHAPE' : 'PARTITION'} variable=${name}.values complete dim=3`,
      ...(made.falling ? [`#pragma HLS ARRAY_PARTITION variable=${name}.falling complete dim=1`] : []),
      ...bindRom(`${name}.values`, built.style),
    ];
    return { argument: name, pragmas: partition, memories: [{ ...made, name, what: 'thresholds' }] };
  }
  if (!given?.bias) return { argument: 'bnn::Carried()', pragmas: [], memories: [] };
  const name = design.names.take(`${base}_bias`);
  const pragmas = [`#pragma HLS ARRAY_PARTITION variable=${name}.values complete dim=1`];
  return { argument: name, pragmas, memories: [{ ...biasMemory(given.bias, pe), name, what: 'bias' }] };
}

type Built = ReturnType<typeof memory>['style'];

/** Where weights go, by the rule that the estimate counts with. */
function weightStyle(design: Design, layer: ReadyLayer, depth: number, width: number): Built {
  const style: MemoryStyle = design.pipeline.folding[layer.index]?.mem ?? 'auto';
  return memory({ style, depth, width, count: 1, use: 'rom', family: design.context.family }).style;
}

function bindRom(variable: string, style: Built): readonly string[] {
  if (style === 'bram') return [`  BNN_ROM_BRAM(${variable})`];
  return style === 'lutram' ? [`  BNN_ROM_LUTRAM(${variable})`] : [];
}

function multiplier(
  design: Design,
  at: number,
  engine: Engine,
  layer: ReadyLayer,
  config: string,
  parameters: readonly string[],
): Body | { readonly fault: string } {
  const { operation } = layer;
  const [input] = layer.inputTensors;
  const values = design.parameters[layer.index]?.weights;
  const activation = activationOf(design, layer, engine);
  const members = configOf(design, at)?.constants;
  if (!('weights' in operation) || !input || !values || !activation || !members) {
    return { fault: `${layer.name} has no parameters` };
  }
  const { pe = 1, simd = 1, units = 1, channels = 1, positions = 1 } = members;
  const depthwise = engine.kind === 'dwmvtu';
  const rows = depthwise ? channels : units;
  const terms = (depthwise ? members['taps'] : members['terms']) ?? 1;
  const columns = (depthwise ? members['taps'] : members['inputs']) ?? 1;
  const layout = { rows, terms, columns, pe, simd, weights: operation.weights, input: input.type };
  const made = weightMemory(values, layout);
  const base = design.layerNames[layer.index] ?? '';
  const constant = { ...made, name: design.names.take(`${base}_weights`), what: 'weights' };
  const wordBits = simd * operation.weights.bits;
  const style = weightStyle(design, layer, (rows / pe) * (columns / simd), wordBits);
  const memories = [constant, ...activation.memories];
  const call = (weights: string): string =>
    `  bnn::${depthwise ? 'dwmvtu' : 'mvtu'}<${config}>(input, output, ${weights}, ${activation.argument}, frames);`;
  const port = (kind: WeightPort['kind'], bits: number): WeightPort => ({
    layer: layer.index,
    engine: at,
    name: design.names.take(`s_axis_${base}_weights`),
    kind,
    bits,
    memory: constant.name,
    positions,
    words() {
      const words = weightWords(values, layout);
      return kind === 'stream' ? streamedWords(words, wordBits) : words.flat();
    },
  });
  const [streams, frames] = [parameters.slice(0, -1), parameters.slice(-1)];
  if (style === 'external') {
    const weightPort = port('stream', pe * wordBits);
    return {
      parameters: [...streams, `${streamType(weightPort.bits)} &weights`, ...frames],
      body: [...activation.pragmas, call('weights')],
      memories,
      weightPort,
      loads: false,
    };
  }
  if (style === 'uram') {
    // UltraRAM cannot be initialised: the weights are loaded before the first frame, and kept.
    const flagged = design.context.interface === 'stream';
    const body = [
      `  static ${made.type.replace('Weights', 'LoadedWeights')} weights;`,
      '#pragma HLS ARRAY_PARTITION variable=weights.words complete dim=1',
      '  BNN_RAM_URAM(weights.words)',
      ...activation.pragmas,
      ...(flagged
        ? ['  static bool loaded = false;', '  if (!loaded) bnn::load_weights(loading, weights);', '  loaded = true;']
        : ['  if (load != 0) bnn::load_weights(loading, weights);']),
      call('weights'),
    ];
    const loading = `${streamType(wordBits)} &loading`;
    return {
      parameters: [...streams, loading, ...(flagged ? [] : ['unsigned load']), ...frames],
      body,
      memories,
      weightPort: port('load', wordBits),
      loads: !flagged,
    };
  }
  const body = [
    `#pragma HLS ARRAY_PARTITION variable=${constant.name}.words complete dim=1`,
    ...bindRom(`${constant.name}.words`, style),
    ...activation.pragmas,
    call(constant.name),
  ];
  return { parameters, body, memories, weightPort: undefined, loads: false };
}
