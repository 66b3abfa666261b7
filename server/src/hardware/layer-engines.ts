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
  const folding = { ...wished, loadable, family };
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
      return single(mvtu(matrixOf(layer, operation, input, folding)), 1);
    case 'conv':
      return convolution(layer, operation, input, folding);
    case 'dwconv':
      return depthwise(layer, operation, input, folding);
    case 'maxpool': {
      const window = { ...operation, ...sizes(input, output), pe, mem, family };
      return single(pool({ ...window, input: type, partial: type, output: output.type }), windowLag(operation, input));
    }
    case 'avgpool': {
      const window = { ...operation, ...sizes(input, output), pe, mem, family };
      const partial = openSum(layer, accumulator);
      const engine = pool({ ...window, input: type, partial, output: accumulator });
      return activated(engine, layer, windowLag(operation, input), folding);
    }
    case 'globalavgpool': {
      const whole = [shape.height, shape.width] as const;
      const window = { kernel: whole, stride: whole, ...sizes(input, output), pe, mem, family };
      const partial = openSum(layer, accumulator);
      const engine = pool({ ...window, input: type, partial, output: accumulator });
      return activated(engine, layer, 1, folding);
    }
    case 'threshold': {
      const { activation } = operation;
      const spec = { positions: positionsOf(input), channels: shape.channels, pe, mem, family, loadable };
      return single(threshold({ ...spec, input: type, activation }), 0);
    }
    case 'add': {
      const inputs = inputTensors.map((each) => each.type);
      const engine = add({ positions: positionsOf(input), channels: shape.channels, pe, inputs, sum: accumulator });
      return activated(engine, layer, 0, folding);
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

type Styled = Pick<LayerFolding, 'pe' | 'simd' | 'mem' | 'impl'> &
  Pick<ReadyLayer, 'loadable'> & { readonly family: Family };

const NOTHING: LayerEngines = { engines: [], between: [], lag: 0 };

function single(engine: EngineDraft, lag: number): LayerEngines {
  return { engines: [engine], between: [], lag };
}

/** An engine and, where there is an activation, the thresholds behind it. */
function activated(
  engine: EngineDraft,
  { operation, output, accumulator }: ReadyLayer,
  lag: number,
  { pe = 1, mem, loadable, family }: Styled,
): LayerEngines {
  if (!('activation' in operation) || !operation.activation) return single(engine, lag);
  const { channels } = output.shape;
  const sum = accumulator ?? output.type;
  const spec = { positions: positionsOf(output), channels, pe, mem, family, loadable };
  const thresholds = threshold({ ...spec, input: sum, activation: operation.activation });
  return { engines: [engine, thresholds], between: [{ shape: output.shape, type: sum }], lag };
}

function convolution(layer: ReadyLayer, operation: OperationOf<'conv'>, input: Tensor, folding: Styled): LayerEngines {
  const last = mvtu(matrixOf(layer, operation, input, folding));
  return windowed(operation, input, layer.output, wordsOf(operation, input, folding), last, folding.family);
}

/** The unit that multiplies in a dense layer or a convolution. */
function matrixOf(
  layer: ReadyLayer,
  operation: OperationOf<'dense' | 'conv'>,
  input: Tensor,
  { pe = 1, simd = 1, mem, impl, loadable, family }: Styled,
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
  const folding = { pe, simd, mem: 'auto', impl: 'auto', loadable, family } as const;
  const spec = matrixOf(layer, operation, input, folding);
  let cycles = mvtuCycles(spec);
  if (operation.kind === 'conv') {
    const before = enginesBefore(operation, input, output, wordsOf(operation, input, folding), family);
    for (const engine of before.engines) cycles = Math.max(cycles, engine.cycles);
  }
  return { cycles, lutsAtLeast: () => mvtuLutsAtLeast(spec) };
}

function depthwise(
  { output, accumulator }: ReadyLayer,
  operation: OperationOf<'dwconv'>,
  input: Tensor,
  folding: Styled,
): LayerEngines {
  const { kernel, weights, activation } = operation;
  const { pe = 1, simd = 1 } = folding;
  const last = dwmvtu({
    ...folding,
    pe,
    simd,
    channels: input.shape.channels,
    taps: kernel[0] * kernel[1],
    positions: positionsOf(output),
    input: input.type,
    weights,
    accumulator: accumulator ?? output.type,
    activation,
  });
  return windowed(operation, input, output, { lanes: pe, taps: simd, grouped: true }, last, folding.family);
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

/** The sum before an average's shift: what the adder must hold. */
function openSum({ operation, inputTensors }: ReadyLayer, fallback: QuantisedType): QuantisedType {
  const range = sumRange(operation, inputTensors);
  return range ? typeOfRange(range.lo, range.hi) : fallback;
}
