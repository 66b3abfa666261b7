// Matrix-vector-threshold unit. Its C++ twin is server/hls/mvtu.hpp.
import { NO_RESOURCES, type Family } from '../../devices/primitives.js';
import type { MemoryStyle, MultiplierStyle, OperationOf, Shape } from '../../network/graph.js';
import { levels, type QuantisedType } from '../../network/quantised-type.js';
import { ceilDiv, divisors } from '../arithmetic.js';
import { COMPARED_BITS_PER_LUT, DSP_ADDER_LUTS_PER_BIT, mvuCoefficients, MVU_SOURCE } from '../cost-model.js';
import { draft, logicPart, memoryPart, streamOf, type CostPart, type EngineDraft } from '../draft.js';
import { memory } from '../memory.js';

export interface MvtuSpec {
  /** Rows of one matrix: outputs of a group. */
  readonly rows: number;
  /** Columns: inputs of one output, after `align`; of a convolution kh*kw*Cin/groups. */
  readonly columns: number;
  readonly groups: number;
  /** Output positions of a frame: matrix-vector products of each group. */
  readonly positions: number;
  readonly pe: number;
  readonly simd: number;
  readonly input: QuantisedType;
  readonly weights: QuantisedType;
  readonly accumulator: QuantisedType;
  readonly activation: QuantisedType | undefined;
  readonly mem: MemoryStyle;
  readonly impl: MultiplierStyle;
  readonly family: Family;
}

/** PEs that a dense layer may have: divisors of its units. */
export function densePe({ units }: OperationOf<'dense'>): readonly number[] {
  return divisors(units);
}

/** SIMD lanes that a dense layer may have: divisors of its aligned inputs. */
export function denseSimd({ alignedInputs }: OperationOf<'dense'>): readonly number[] {
  return divisors(alignedInputs);
}

/** PEs that a convolution may have: divisors of the filters of a group. */
export function convPe({ filters, groups }: OperationOf<'conv'>): readonly number[] {
  return divisors(filters / groups);
}

/** SIMD lanes that a convolution may have: divisors of the channels of a group, and whole taps beyond. */
export function convSimd({ kernel, groups }: OperationOf<'conv'>, { channels }: Shape): readonly number[] {
  const depth = channels / groups;
  const taps = divisors(kernel[0] * kernel[1]).filter((m) => m > 1);
  return [...divisors(depth), ...(Number.isSafeInteger(depth) ? taps.map((m) => m * depth) : [])];
}

/**
 * Cycles: one word of `simd` inputs against `pe` rows each cycle, II = 1 (FINN, arXiv 1612.07119; BNN-PYNQ's "Ext
 * Latency"). Streams: `simd` inputs a word in, `pe` results a word out.
 */
export function mvtu(spec: MvtuSpec): EngineDraft {
  const { rows, columns, groups, positions, pe, simd } = spec;
  const cycles = positions * groups * (rows / pe) * (columns / simd);
  const outputBits = (spec.activation ?? spec.accumulator).bits;
  return draft(
    'mvtu',
    cycles,
    {
      inputs: [streamOf(simd, spec.input.bits, (positions * groups * columns) / simd)],
      outputs: [streamOf(pe, outputBits, (positions * groups * rows) / pe)],
    },
    [
      productsPart(spec, pe * simd, { lanes: simd, words: columns / simd }),
      ...multiplierPart(spec, pe * simd),
      ...weightsPart(spec, pe, (groups * rows * columns) / (pe * simd)),
      ...(spec.activation
        ? thresholdParts(spec.activation, spec.accumulator, { ...spec, channels: groups * rows })
        : []),
    ],
    () => ({
      formula: groups > 1 ? 'positions*groups*(rows/pe)*(columns/simd)' : 'positions*(rows/pe)*(columns/simd)',
      substituted: `${positions}${groups > 1 ? `*${groups}` : ''}*(${rows}/${pe})*(${columns}/${simd})`,
      source: 'FINN, arXiv 1612.07119: F = (X/P)*(Y/S) a matrix-vector product',
    }),
  );
}

/** What the types make of a product: XNOR, a selection or negation, or a true multiplication. */
export function productKind(weights: QuantisedType, input: QuantisedType): 'xnor' | 'select' | 'multiply' {
  if (weights.bipolar && input.bipolar) return 'xnor';
  const trivial = (type: QuantisedType): boolean => type.bits === 1 || type.name === 'ternary';
  return trivial(weights) || trivial(input) ? 'select' : 'multiply';
}

/**
 * Where a product is made. One-bit and ternary operands leave nothing to multiply. Left to us (`auto`), products of up
 * to 4 x 4 bits go to LUTs and larger ones to DSPs; the generated code says so explicitly, since the HLS tools left
 * alone take one DSP each however small (PDS_YOLO: 72 DSPs for 72 products of 3 x 3 bits).
 */
export function multiplierOf(weights: QuantisedType, input: QuantisedType, impl: MultiplierStyle): 'lut' | 'dsp' {
  if (productKind(weights, input) !== 'multiply') return 'lut';
  if (impl !== 'auto') return impl;
  return weights.bits * input.bits <= 16 ? 'lut' : 'dsp';
}

/** Products, adder trees, accumulators and control; an input buffer where `words` of one vector are used again. */
export function productsPart(
  spec: Pick<MvtuSpec, 'rows' | 'columns' | 'pe' | 'simd' | 'weights' | 'input' | 'impl'>,
  products: number,
  buffer: { readonly lanes: number; readonly words: number },
): CostPart {
  const { rows, columns, pe, simd, weights, input, impl } = spec;
  const { lut, ff } = mvuCoefficients(weights, input);
  const inDsp = multiplierOf(weights, input, impl) === 'dsp';
  const product = inDsp ? DSP_ADDER_LUTS_PER_BIT * (weights.bits + input.bits) : lut.product;
  const folds = Math.log2(((rows / pe) * columns) / simd + 1);
  const sum = (row: typeof lut, perProduct: number): number =>
    row.base +
    row.pe * pe +
    perProduct * products +
    row.lane * buffer.lanes +
    row.fold * folds +
    row.word * buffer.words;
  return logicPart('products and accumulators', sum(lut, product), sum(ff, ff.product), () => ({
    formula: 'base + a*pe + b*products + c*lanes + d*log2(folds+1) + e*words',
    substituted:
      `LUT: ${n(lut.base)} + ${n(lut.pe)}*${pe} + ${n(product)}*${products} + ${n(lut.lane)}*${buffer.lanes}` +
      ` + ${n(lut.fold)}*${n(folds)} + ${n(lut.word)}*${n(buffer.words)}`,
    source: MVU_SOURCE,
  }));
}

/** DSPs of products that are made there: one each while the operands fit its multiplier. */
export function multiplierPart(
  { weights, input, impl, family }: Pick<MvtuSpec, 'weights' | 'input' | 'impl' | 'family'>,
  products: number,
): readonly CostPart[] {
  if (multiplierOf(weights, input, impl) === 'lut') return [];
  const [wide, narrow] = MULTIPLIER_BITS[family];
  const high = Math.max(weights.bits, input.bits);
  const low = Math.min(weights.bits, input.bits);
  const each = ceilDiv(high, wide) * ceilDiv(low, narrow);
  return [
    {
      what: 'multipliers',
      resources: { ...NO_RESOURCES, dsp: products * each },
      formula: () => ({
        formula: 'products*ceil(bits/a)*ceil(bits/b)',
        substituted: `${products}*ceil(${high}/${wide})*ceil(${low}/${narrow})`,
        source: 'multiplier of the DSP slice: 25x18 (UG479), 27x18 (UG579), 27x24 (AM004)',
      }),
    },
  ];
}

const MULTIPLIER_BITS: Readonly<Record<Family, readonly [number, number]>> = {
  xc7: [25, 18],
  xcup: [27, 18],
  versal: [27, 24],
};

/** The weights: one memory a PE, `simd` weights wide. */
export function weightsPart(
  { simd, weights, mem, family }: Pick<MvtuSpec, 'simd' | 'weights' | 'mem' | 'family'>,
  pe: number,
  depth: number,
): readonly CostPart[] {
  const built = memory({ style: mem, depth, width: simd * weights.bits, count: pe, use: 'rom', family });
  return [memoryPart('weights', built, pe)];
}

/**
 * Thresholds: a comparator each, and one memory a PE with all thresholds of a channel in a word. They follow the depth
 * rule whatever `mem` says of the weights, except that `mem=lutram` keeps them out of block RAM too.
 */
export function thresholdParts(
  activation: QuantisedType,
  accumulator: QuantisedType,
  { channels, pe, mem, family }: { channels: number; pe: number; mem: MemoryStyle; family: Family },
): readonly CostPart[] {
  const steps = levels(activation) - 1;
  const compare = ceilDiv(accumulator.bits, COMPARED_BITS_PER_LUT);
  const count = steps > 1 ? steps : 0;
  const style = mem === 'lutram' ? 'lutram' : 'auto';
  const width = steps * accumulator.bits;
  const built = memory({ style, depth: channels / pe, width, count: pe, use: 'rom', family });
  return [
    logicPart('comparators', pe * (steps * compare + count), pe * activation.bits, () => ({
      formula: 'pe*(steps*ceil(accumulator bits/2) + count)',
      substituted: `${pe}*(${steps}*ceil(${accumulator.bits}/2) + ${count})`,
      source: 'carry-chain comparator, two bits a LUT (UG474); one LUT a step counts them',
    })),
    memoryPart('thresholds', built, pe),
  ];
}

/** A number as an explanation shows it. */
function n(value: number): string {
  return String(Math.round(value * 100) / 100);
}
