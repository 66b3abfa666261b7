import type { Family } from '../devices/primitives.js';
import type { MultiplierStyle, OperationOf, Tensor, WindowGeometry } from '../network/graph.js';
import { typeOfRange, type QuantisedType } from '../network/quantised-type.js';
import { sumRange } from '../network/ranges.js';
import type { EngineDraft } from './draft.js';
import { add } from './engines/add.js';
import { argmax } from './engines/argmax.js';
import { concat } from './engines/concat.js';
import { dwmvtu } from './engines/dwmvtu.js';
import { positionsOf } from './engines/lanes.js';
import { mvtu, mvtuCycles, mvtuLutsAtLeast } from './engines/mvtu.js';
import { multiplierOf, type MvtuSpec } from './engines/mvtu-spec.js';
import { isPadded } from './engines/pad.js';
import { pool } from './engines/pool.js';
import { needsWindow } from './engines/sliding-window.js';
import { threshold } from './engines/threshold.js';
import { upsample } from './engines/upsample.js';
import type { LayerFolding } from './pipeline.js';
import type { ReadyLayer } from './ready.js';
import { enginesBefore, sizes, windowLag, wordsOf, type WindowWords } from './window-engines.js';

/** The engines that one layer becomes, in dataflow order, each reading the one before. */
export interface LayerEngines {
  readonly engines: readonly EngineDraft[];
  /** What flows between them: one tensor less than engines. */
  readonly between: readonly Tensor[];
  /** How much of a frame the layer takes in before it gives the first result, rows of windows included: 0 to 1. */
  readonly lag: number;
}

/** The engines of a layer under a legal folding; none for inputs and outputs. */
export function enginesOfLayer(
  layer: ReadyLayer,
  wished: Pick<LayerFolding, 'pe' | 'simd' | 'mem' | 'impl'>,
  family: Family,
): LayerEngines {
  const { operation, inputTensors, output, loadable } = layer;
  const folding = { ...wished, loadable };
  const [input] = inputTensors;
  const pe = folding.pe ?? 1;
  const { mem } = folding;
  const accumulator = layer.accumulator ?? output.type;
  if (!input) return NOTHING;
  const { shape, type } = input;
  switch (operation.kind) {
    case 'input':
    case 'output':
      return NOTHING;
    case 'dense':
      return single(mvtu(matrixOf(layer, operation, input, folding, family)), 1);
    case 'conv':
      return convolution(layer, operation, input, folding, family);
    case 'dwconv':
      return depthwise(operation, input, output, accumulator, folding, family);
    case 'maxpool': {
      const window = { ...operation, ...sizes(input, output), pe, mem, family };
      return single(pool({ ...window, input: type, partial: type, output: output.type }), windowLag(operation, input));
    }
    case 'avgpool': {
      const window = { ...operation, ...sizes(input, output), pe, mem, family };
      const partial = openSum(layer, accumulator);
      const engine = pool({ ...window, input: type, partial, output: accumulator });
      return activated(engine, accumulator, output, operation.activation, windowLag(operation, input), folding, family);
    }
    case 'globalavgpool': {
      const whole = [shape.height, shape.width] as const;
      const window = { kernel: whole, stride: whole, ...sizes(input, output), pe, mem, family };
      const partial = openSum(layer, accumulator);
      const engine = pool({ ...window, input: type, partial, output: accumulator });
      return activated(engine, accumulator, output, operation.activation, 1, folding, family);
    }
    case 'threshold': {
      const { activation } = operation;
      const spec = { positions: positionsOf(input), channels: shape.channels, pe, mem, family, loadable };
      return single(threshold({ ...spec, input: type, activation }), 0);
    }
    case 'add': {
      const inputs = inputTensors.map((each) => each.type);
      const engine = add({ positions: positionsOf(input), channels: shape.channels, pe, inputs, sum: accumulator });
      return activated(engine, accumulator, output, operation.activation, 0, folding, family);
    }
    case 'concat': {
      const channels = inputTensors.map((each) => each.shape.channels);
      return single(concat({ positions: positionsOf(input), channels, pe, valueBits: type.bits }), 0);
    }
    case 'upsample':
      return single(upsample({ ...shape, scale: operation.scale, pe, valueBits: type.bits, mem, family }), 0);
    case 'argmax': {
      const spec = { positions: positionsOf(input), classes: shape.channels, top: operation.top, pe };
      return single(argmax({ ...spec, valueBits: type.bits, indexBits: output.type.bits }), 1);
    }
  }
}

type Styled = Pick<LayerFolding, 'pe' | 'simd' | 'mem' | 'impl'> & { readonly loadable: boolean };

const NOTHING: LayerEngines = { engines: [], between: [], lag: 0 };

function single(engine: EngineDraft, lag: number): LayerEngines {
  return { engines: [engine], between: [], lag };
}

/** An engine and, where there is an activation, the thresholds behind it. */
function activated(
  engine: EngineDraft,
  sum: QuantisedType,
  output: Tensor,
  activation: QuantisedType | undefined,
  lag: number,
  { pe, mem, loadable }: Styled,
  family: Family,
): LayerEngines {
  if (!activation) return single(engine, lag);
  const { channels } = output.shape;
  const spec = { positions: positionsOf(output), channels, pe: pe ?? 1, mem, family, loadable };
  const thresholds = threshold({ ...spec, input: sum, activation });
  return { engines: [engine, thresholds], between: [{ shape: output.shape, type: sum }], lag };
}

function convolution(
  layer: ReadyLayer,
  operation: OperationOf<'conv'>,
  input: Tensor,
  folding: Styled,
  family: Family,
): LayerEngines {
  const last = mvtu(matrixOf(layer, operation, input, folding, family));
  return windowed(operation, input, layer.output, wordsOf(operation, input, folding), last, family);
}

/** The unit that multiplies in a dense layer or a convolution. */
function matrixOf(
  layer: ReadyLayer,
  operation: OperationOf<'dense' | 'conv'>,
  input: Tensor,
  { pe = 1, simd = 1, mem, impl, loadable }: Styled,
  family: Family,
): MvtuSpec {
  const { output } = layer;
  const { weights, activation } = operation;
  const conv = operation.kind === 'conv';
  const groups = conv ? operation.groups : 1;
  return {
    rows: conv ? operation.filters / groups : operation.units,
    columns: conv
      ? (operation.kernel[0] * operation.kernel[1] * input.shape.channels) / groups
      : operation.alignedInputs,
    groups,
    positions: conv ? positionsOf(output) : 1,
    pe,
    simd,
    input: input.type,
    weights,
    accumulator: layer.accumulator ?? output.type,
    activation,
    mem,
    impl,
    family,
    loadable,
  };
}

/** Bits of the words that a layer reads under a folding, from every input alike. */
export function inputBitsOf(
  { operation, inputTensors }: ReadyLayer,
  { pe = 1, simd = 1 }: Pick<LayerFolding, 'pe' | 'simd'>,
): number {
  const [input] = inputTensors;
  if (!input) return 0;
  const { bits } = input.type;
  switch (operation.kind) {
    case 'dense':
      return simd * bits;
    case 'conv':
      return wordsOf(operation, input, { simd }).lanes * bits;
    case 'dwconv':
      return (isPadded(operation.pad) || needsWindow(operation) ? pe : pe * simd) * bits;
    default:
      return pe * bits;
  }
}

/** The multiplier styles that make another layer than `auto`: at every folding, or at none. */
export function differentMultipliers({ operation, inputTensors }: ReadyLayer): readonly MultiplierStyle[] {
  const [input] = inputTensors;
  if (!input || !('weights' in operation)) return [];
  const { weights } = operation;
  const auto = multiplierOf(weights, input.type, 'auto');
  return (['lut', 'dsp'] as const).filter((style) => multiplierOf(weights, input.type, style) !== auto);
}

/** What of a layer's engines is known before they are made. */
export interface LayerOutline {
  /** Of the slowest engine. */
  readonly cycles: number;
  /** LUTs that the last engine takes at least, whatever its memory and multiplier styles. */
  readonly lutsAtLeast: () => number;
}

/** The outline of a layer of the kinds that have thousands of foldings; undefined for others, whose engines are soon made. */
export function outlineOf(
  layer: ReadyLayer,
  { pe, simd }: Pick<LayerFolding, 'pe' | 'simd'>,
  family: Family,
): LayerOutline | undefined {
  const { operation, loadable, output } = layer;
  const [input] = layer.inputTensors;
  if (!input || (operation.kind !== 'dense' && operation.kind !== 'conv')) return undefined;
  const folding = { pe, simd, mem: 'auto', impl: 'auto', loadable } as const;
  const spec = matrixOf(layer, operation, input, folding, family);
  let cycles = mvtuCycles(spec);
  if (operation.kind === 'conv') {
    const before = enginesBefore(operation, input, output, wordsOf(operation, input, folding), family);
    for (const engine of before.engines) cycles = Math.max(cycles, engine.cycles);
  }
  return { cycles, lutsAtLeast: () => mvtuLutsAtLeast(spec) };
}

function depthwise(
  operation: OperationOf<'dwconv'>,
  input: Tensor,
  output: Tensor,
  accumulator: QuantisedType,
  folding: Styled,
  family: Family,
): LayerEngines {
  const { kernel, weights, activation } = operation;
  const { pe, simd } = common(folding, family);
  const last = dwmvtu({
    channels: input.shape.channels,
    taps: kernel[0] * kernel[1],
    positions: positionsOf(output),
    ...common(folding, family),
    input: input.type,
    weights,
    accumulator,
    activation,
  });
  return windowed(operation, input, output, { lanes: pe, taps: simd, grouped: true }, last, family);
}

/** Padding, sliding window and the unit that multiplies, each where it is needed. */
function windowed(
  operation: WindowGeometry,
  input: Tensor,
  output: Tensor,
  words: WindowWords,
  last: EngineDraft,
  family: Family,
): LayerEngines {
  const { engines, padded } = enginesBefore(operation, input, output, words, family);
  return { engines: [...engines, last], between: engines.map(() => padded), lag: windowLag(operation, input) };
}

function common(
  folding: Styled,
  family: Family,
): { pe: number; simd: number; family: Family } & Pick<Styled, 'mem' | 'impl' | 'loadable'> {
  const { pe, simd, mem, impl, loadable } = folding;
  return { pe: pe ?? 1, simd: simd ?? 1, mem, impl, loadable, family };
}

/** The sum before an average's shift: what the adder must hold. */
function openSum({ operation, inputTensors }: ReadyLayer, fallback: QuantisedType): QuantisedType {
  const range = sumRange(operation, inputTensors);
  return range ? typeOfRange(range.lo, range.hi) : fallback;
}
