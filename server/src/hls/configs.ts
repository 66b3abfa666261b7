import { multiplierOf, productKind } from '../hardware/engines/mvtu-spec.js';
import type { Engine, StreamShape } from '../hardware/pipeline.js';
import type { ReadyLayer } from '../hardware/ready.js';
import type { MultiplierStyle, Padding, Pair, Tensor } from '../network/graph.js';
import type { QuantisedType } from '../network/quantised-type.js';
import { edgeAt, layerOf, type Design } from './design.js';
import { codeOf, cppType, signedBits } from './types.js';

/** What an engine's Config struct holds (the comment above the engine in server/hls says what is wanted). */
export interface ConfigMembers {
  readonly types: Readonly<Record<string, string>>;
  readonly constants: Readonly<Record<string, number>>;
  /** Bits of the widest word that it makes besides its streams' words: windows, partial results, weights. */
  readonly inside?: number;
}

/** The Config of an engine, or undefined where a layer does not have what its engine needs. */
export function configOf(design: Design, at: number): ConfigMembers | undefined {
  const engine = design.pipeline.engines[at];
  if (!engine) return undefined;
  const layer = layerOf(design, engine);
  switch (engine.kind) {
    case 'input-dma':
    case 'output-dma':
      return ofPort(design, engine);
    case 'width-converter': {
      const edge = edgeAt(design, design.into[at], 0);
      return edge && ofConverter(engine, edge.tensor);
    }
    case 'duplicate':
      return { types: {}, constants: { bits: wordOf(engine.inputs).bits, words: wordOf(engine.inputs).words } };
    case 'fifo':
    case 'shell':
      return undefined;
    default:
      return layer && ofLayer(engine, layer, design.pipeline.folding[layer.index]?.impl ?? 'auto');
  }
}

/** Bits of a port word that carry values, and of the whole word. */
export function portBits({ context }: Design, engine: Engine): { readonly bits: number; readonly port: number } {
  const { bits } = wordOf(engine.kind === 'input-dma' ? engine.outputs : engine.inputs);
  return { bits, port: context.interface === 'dma' ? bits : Math.ceil(bits / 8) * 8 };
}

/** The type that an engine compares with its thresholds: the layer's sums, or what a threshold layer reads. */
export function comparedType(layer: ReadyLayer): QuantisedType {
  if (layer.operation.kind === 'threshold') return layer.inputTensors[0]?.type ?? layer.output.type;
  return sumsOf(layer);
}

const NO_WORDS: StreamShape = { lanes: 1, valueBits: 1, bits: 1, words: 1 };

function wordOf(streams: readonly StreamShape[]): StreamShape {
  return streams[0] ?? NO_WORDS;
}

function ofPort(design: Design, engine: Engine): ConfigMembers {
  const { words } = wordOf(engine.kind === 'input-dma' ? engine.outputs : engine.inputs);
  const { bits, port } = portBits(design, engine);
  return { types: {}, constants: { port_bits: port, bits, words } };
}

function ofConverter(engine: Engine, { shape, type }: Tensor): ConfigMembers {
  const [from, to] = [wordOf(engine.inputs), wordOf(engine.outputs)];
  const data = shape.height * shape.width * shape.channels * type.bits;
  return {
    types: {},
    constants: { in_bits: from.bits, out_bits: to.bits, in_words: from.words, out_words: to.words, data_bits: data },
  };
}

function ofLayer(engine: Engine, layer: ReadyLayer, impl: MultiplierStyle): ConfigMembers | undefined {
  const { operation, output } = layer;
  const [input] = layer.inputTensors;
  if (!input) return undefined;
  const from = wordOf(engine.inputs);
  const { height, width, channels } = input.shape;
  const positions = output.shape.height * output.shape.width;
  switch (engine.kind) {
    case 'mvtu':
      return ofMvtu(engine, layer, input, impl);
    case 'dwmvtu':
      return ofDwmvtu(engine, layer, input, impl);
    case 'pad':
      return ofPad(engine, layer, input);
    case 'sliding-window':
      return ofSlidingWindow(engine, layer, input);
    case 'pool':
      return ofPool(engine, layer, input);
    case 'threshold':
      return {
        types: { Input: cppType(comparedType(layer)), Output: cppType(output.type) },
        constants: { positions, channels: output.shape.channels, pe: from.lanes },
      };
    case 'add': {
      const types = layer.inputTensors.map((each) => cppType(each.type)).join(', ');
      const lo = layer.inputTensors.reduce((sum, each) => sum + each.type.lo, 0);
      const hi = layer.inputTensors.reduce((sum, each) => sum + each.type.hi, 0);
      return {
        types: { Inputs: `bnn::Inputs<${types}>`, Output: cppType(sumsOf(layer)) },
        constants: { positions, channels, pe: from.lanes, accumulator_bits: signedBits(lo, hi) },
      };
    }
    case 'concat': {
      const words = layer.inputTensors.map((each) => each.shape.channels / from.lanes).join(', ');
      return { types: { Words: `bnn::WordsOfPixel<${words}>` }, constants: { positions, bits: from.bits } };
    }
    case 'upsample': {
      if (operation.kind !== 'upsample') return undefined;
      const [scale_h, scale_w] = operation.scale;
      return {
        types: {},
        constants: { height, width, words: channels / from.lanes, bits: from.bits, scale_h, scale_w },
      };
    }
    case 'argmax': {
      if (operation.kind !== 'argmax') return undefined;
      const { top } = operation;
      return {
        types: { Input: cppType(input.type) },
        constants: { positions: height * width, classes: channels, pe: from.lanes, top, index_bits: output.type.bits },
      };
    }
    default:
      return undefined;
  }
}

/** The type of a layer's sums, before any activation. */
function sumsOf({ accumulator, output }: ReadyLayer): QuantisedType {
  return accumulator ?? output.type;
}

function ofMvtu(engine: Engine, layer: ReadyLayer, input: Tensor, impl: MultiplierStyle): ConfigMembers | undefined {
  const { operation, output } = layer;
  if (operation.kind !== 'dense' && operation.kind !== 'conv') return undefined;
  const dense = operation.kind === 'dense';
  const terms = dense
    ? operation.inputs
    : (operation.kernel[0] * operation.kernel[1] * input.shape.channels) / operation.groups;
  const sums = sumsOf(layer);
  const simd = wordOf(engine.inputs).lanes;
  return {
    types: productTypes(input.type, operation.weights, output.type, impl),
    constants: {
      positions: dense ? 1 : output.shape.height * output.shape.width,
      units: dense ? operation.units : operation.filters,
      inputs: dense ? operation.alignedInputs : terms,
      terms,
      groups: dense ? 1 : operation.groups,
      pe: wordOf(engine.outputs).lanes,
      simd,
      accumulator_bits: signedBits(sums.lo, sums.hi),
    },
    inside: simd * operation.weights.bits,
  };
}

function ofDwmvtu(engine: Engine, layer: ReadyLayer, input: Tensor, impl: MultiplierStyle): ConfigMembers | undefined {
  const { operation, output } = layer;
  if (operation.kind !== 'dwconv') return undefined;
  const sums = sumsOf(layer);
  const pe = wordOf(engine.outputs).lanes;
  const simd = wordOf(engine.inputs).lanes / pe;
  return {
    types: productTypes(input.type, operation.weights, output.type, impl),
    constants: {
      positions: output.shape.height * output.shape.width,
      channels: input.shape.channels,
      taps: operation.kernel[0] * operation.kernel[1],
      pe,
      simd,
      accumulator_bits: signedBits(sums.lo, sums.hi),
    },
    inside: simd * operation.weights.bits,
  };
}

function ofPad(engine: Engine, { operation }: ReadyLayer, { shape, type }: Tensor): ConfigMembers | undefined {
  if (!('padValue' in operation)) return undefined;
  const { height, width, channels } = shape;
  const { top, bottom, left, right } = operation.pad;
  const { lanes } = wordOf(engine.inputs);
  const border = { top, bottom, left, right, lanes, words: channels / lanes };
  // A negative number stands for its bits: written as their code it might be beyond an `int`.
  const value = type.bipolar ? codeOf(type, operation.padValue) : operation.padValue;
  return { types: { Type: cppType(type) }, constants: { height, width, ...border, value } };
}

function ofSlidingWindow(engine: Engine, { operation }: ReadyLayer, { shape }: Tensor): ConfigMembers | undefined {
  if (operation.kind !== 'conv' && operation.kind !== 'dwconv') return undefined;
  const from = wordOf(engine.inputs);
  const words = shape.channels / from.lanes;
  const { kernel, stride, dilation, pad } = operation;
  return {
    types: {},
    constants: {
      height: shape.height + pad.top + pad.bottom,
      width: shape.width + pad.left + pad.right,
      ...window(kernel, stride),
      dilation_h: dilation[0],
      dilation_w: dilation[1],
      bits: from.bits,
      words,
      groups: operation.kind === 'conv' ? operation.groups : words,
      taps: wordOf(engine.outputs).lanes / from.lanes,
      cycles: engine.cycles,
    },
    inside: kernel[0] * kernel[1] * from.bits,
  };
}

function productTypes(
  input: QuantisedType,
  weights: QuantisedType,
  output: QuantisedType,
  impl: MultiplierStyle,
): Record<string, string> {
  const multiplies = productKind(weights, input) === 'multiply';
  const where = multiplierOf(weights, input, impl) === 'dsp' ? 'Dsp' : 'Lut';
  return {
    Input: cppType(input),
    Weight: cppType(weights),
    Output: cppType(output),
    Multiplier: `bnn::Multiplier${multiplies ? where : 'Auto'}`,
  };
}

function ofPool(engine: Engine, layer: ReadyLayer, input: Tensor): ConfigMembers {
  const { operation, output } = layer;
  const { height, width, channels } = input.shape;
  const { type } = input;
  const whole: Pair = [height, width];
  const kernel = 'kernel' in operation ? operation.kernel : whole;
  const stride = 'stride' in operation ? operation.stride : whole;
  const pad: Padding = 'pad' in operation ? operation.pad : { top: 0, bottom: 0, left: 0, right: 0 };
  const maximum = operation.kind === 'maxpool';
  const taps = kernel[0] * kernel[1];
  const sumBits = signedBits(Math.min(0, type.lo * taps), Math.max(0, type.hi * taps));
  const pe = wordOf(engine.inputs).lanes;
  return {
    types: {
      Input: cppType(type),
      Output: cppType(maximum ? output.type : sumsOf(layer)),
      Reduce: maximum ? `bnn::Maximum<${cppType(type)}>` : `bnn::Sum<${cppType(type)}, ${sumBits}>`,
    },
    constants: {
      height,
      width,
      pe,
      words: channels / pe,
      ...window(kernel, stride),
      top: pad.top,
      left: pad.left,
      out_h: output.shape.height,
      out_w: output.shape.width,
      shift: 'shift' in operation ? operation.shift : 0,
    },
    inside: pe * Math.max(sumBits, taps * type.bits),
  };
}

function window(kernel: Pair, stride: Pair): Record<string, number> {
  return { kernel_h: kernel[0], kernel_w: kernel[1], stride_h: stride[0], stride_w: stride[1] };
}

/** Bits of the widest `ap_int` that an engine makes: input and output side by side, or what it holds inside. */
export function widestBits(engine: Engine, { inside = 0 }: ConfigMembers): number {
  const width = (streams: readonly StreamShape[]): number =>
    streams.reduce((most, { bits }) => Math.max(most, bits), 0);
  return Math.max(width(engine.inputs) + width(engine.outputs), inside);
}
