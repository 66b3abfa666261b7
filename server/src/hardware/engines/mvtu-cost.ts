// What the units that multiply cost in LUTs and FFs: terms counted here, what each costs in cost-model.ts.
import { NO_RESOURCES, type Family, type ResourceName } from '../../devices/primitives.js';
import type { MemoryStyle } from '../../network/graph.js';
import { levels, type QuantisedType } from '../../network/quantised-type.js';
import { log2Ceil } from '../arithmetic.js';
import {
  CONSTANT_SHARE,
  CONSTANT_SOURCE,
  HELD_BITS,
  MVTU_FF,
  MVTU_LUT,
  MVTU_SOURCE,
  type MvtuCoefficients,
} from '../cost-model.js';
import { memoryPart, type CostPart } from '../draft.js';
import { memory, type Memory } from '../memory.js';
import { isTrivial, multiplierOf, type MvtuSpec } from './mvtu-spec.js';

/** How often each term of the formula occurs in a unit. */
type Counts = Readonly<Record<keyof MvtuCoefficients, number>>;

type UnitSpec = Pick<
  MvtuSpec,
  'rows' | 'columns' | 'pe' | 'simd' | 'weights' | 'input' | 'accumulator' | 'impl' | 'family'
>;

export interface UnitShape {
  /** Where the input vector is kept for further rows, if it is. */
  readonly kept: 'registers' | 'memory' | undefined;
  /** Whether a lane is chosen between the stream and what is kept: an MVTU, but not a depthwise unit. */
  readonly laneLuts: boolean;
  /** Whether the weights are constants in the logic. */
  readonly constant: boolean;
  /** Input lanes where they are not `simd`: a depthwise unit has them for each PE. */
  readonly lanes?: number;
}

/** Bits of a sum of products as the fit counts them: of a popcount, or of both operands with their growth. */
export function sumBits(columns: number, weights: QuantisedType, input: QuantisedType): number {
  return log2Ceil(columns) + (weights.bits === 1 && input.bits === 1 ? 1 : weights.bits + input.bits);
}

/** Products, adder trees, accumulators, input buffer and control, as HLS builds them. */
export function unitPart(spec: UnitSpec, shape: UnitShape): CostPart {
  const counts = countsOf(spec, shape);
  const share = shareOf(spec, shape);
  const ff = cost(counts, MVTU_FF, share);
  return {
    what: shape.constant
      ? 'sums of constant products'
      : shape.kept === 'memory'
        ? 'products and sums'
        : 'products, sums and input buffer',
    resources: { lut: lutsOf(counts, shape, share), ff, bram18: 0, uram: 0, dsp: 0 },
    formula: (resource) => explainUnit(counts, shape, share, resource),
  };
}

/**
 * Words up to which the input buffer is registers, as in the measured units. The tools take no larger array apart, so a
 * deeper one is a block RAM, in server/hls/input_buffer.hpp as here.
 */
const REGISTERED_WORDS = 1024;

/** Where a unit keeps its input vector of `columns / simd` words: in nothing where one pass over it makes all rows. */
export function keptIn({
  rows,
  columns,
  pe,
  simd,
}: Pick<MvtuSpec, 'rows' | 'columns' | 'pe' | 'simd'>): UnitShape['kept'] {
  if (rows <= pe) return undefined;
  return columns / simd > REGISTERED_WORDS ? 'memory' : 'registers';
}

/** The input buffer that is a memory of its own. */
export function bufferPart(
  { columns, simd, input, family }: Pick<MvtuSpec, 'columns' | 'simd' | 'input' | 'family'>,
  kept: UnitShape['kept'],
): readonly CostPart[] {
  if (kept !== 'memory') return [];
  const shape = { depth: columns / simd, width: simd * input.bits, count: 1 } as const;
  return [memoryPart('input buffer', memory({ ...shape, style: 'bram', use: 'ram', family }), 1)];
}

/** The LUTs of `unitPart` alone. */
export function unitLuts(spec: UnitSpec, shape: UnitShape): number {
  return lutsOf(countsOf(spec, shape), shape, shareOf(spec, shape));
}

function lutsOf(counts: Counts, { laneLuts }: UnitShape, share: number): number {
  return cost(counts, MVTU_LUT, share) - (laneLuts ? 0 : MVTU_LUT.laneBit * counts.laneBit);
}

/**
 * What a product of a constant costs, as a share of the others: by the weight alone, which is what is constant. A signed
 * sum stays whole for a weight of -1 or 1; of wider ones many bits, and many weights, are 0.
 */
function shareOf({ weights, input }: UnitSpec, { constant }: UnitShape): number {
  if (!constant) return 1;
  if (weights.bits === 1 && input.bits === 1) return CONSTANT_SHARE.xnor;
  return CONSTANT_SHARE[isTrivial(weights) ? 'select' : 'multiply'];
}

function countsOf(spec: UnitSpec, shape: UnitShape): Counts {
  const { rows, columns, pe, simd, weights, input, accumulator, impl, family } = spec;
  const products = pe * simd;
  const oneBit = weights.bits === 1 && input.bits === 1;
  const inDsp = multiplierOf(weights, input, impl) === 'dsp';
  const inLuts = oneBit || inDsp ? 0 : products;
  const operands = weights.bits + input.bits;
  const registers = shape.kept === 'registers' ? columns * input.bits : 0;
  return {
    accumulatorBit: pe * Math.min(accumulator.bits, sumBits(columns, weights, input)),
    xnorProduct: oneBit ? products : 0,
    productBit: inLuts * weights.bits * input.bits,
    operandBit: inLuts * operands,
    dspOperandBit: inDsp ? products * operands : 0,
    bufferedBit: registers,
    bufferedWord: shape.kept === 'registers' ? columns / simd : 0,
    heldBit: simd * input.bits <= HELD_BITS[family] ? registers : 0,
    laneBit: (shape.lanes ?? simd) * input.bits,
    threshold: 0,
    thresholdBit: 0,
    thresholdRowBit: 0,
    counterBit: log2Ceil(columns / simd) + log2Ceil(rows / pe),
    weightPortBit: 0,
    streamedBit: 0,
    fabricDspBit: 0,
    laterStreamer: 0,
    laterStreamedBit: 0,
  };
}

function cost(counts: Counts, each: MvtuCoefficients, share: number): number {
  return (
    each.accumulatorBit * counts.accumulatorBit +
    share *
      (each.xnorProduct * counts.xnorProduct +
        each.productBit * counts.productBit +
        each.operandBit * counts.operandBit) +
    each.dspOperandBit * counts.dspOperandBit +
    each.bufferedBit * counts.bufferedBit +
    each.bufferedWord * counts.bufferedWord +
    each.heldBit * counts.heldBit +
    each.laneBit * counts.laneBit +
    each.counterBit * counts.counterBit
  );
}

const TERMS: readonly (readonly [keyof MvtuCoefficients, string])[] = [
  ['accumulatorBit', 'pe*sum bits'],
  ['xnorProduct', 'pe*simd'],
  ['productBit', 'pe*simd*weight bits*input bits'],
  ['operandBit', 'pe*simd*(weight bits + input bits)'],
  ['dspOperandBit', 'pe*simd*(weight bits + input bits)'],
  ['bufferedBit', 'columns*input bits'],
  ['bufferedWord', 'columns/simd'],
  ['heldBit', 'columns*input bits of words without a clock enable'],
  ['laneBit', 'lanes*input bits'],
  ['counterBit', 'counter bits'],
];

/** The terms that occur, with their coefficients: what does not is left out. */
function explainUnit(
  counts: Counts,
  shape: UnitShape,
  share: number,
  resource: ResourceName,
): ReturnType<CostPart['formula']> {
  const each = resource === 'ff' ? MVTU_FF : MVTU_LUT;
  const shared: readonly (keyof MvtuCoefficients)[] = ['xnorProduct', 'productBit', 'operandBit'];
  const used = TERMS.filter(
    ([name]) => counts[name] > 0 && each[name] > 0 && (name !== 'laneBit' || shape.laneLuts || resource === 'ff'),
  ).map(([name, text]) => {
    const value = `${each[name]}${share < 1 && shared.includes(name) ? `*${share}` : ''}`;
    return { formula: `${value}*${text}`, substituted: `${value}*${counts[name]}` };
  });
  return {
    formula: used.map(({ formula }) => formula).join(' + '),
    substituted: used.map(({ substituted }) => substituted).join(' + '),
    source: shape.constant ? CONSTANT_SOURCE : MVTU_SOURCE,
  };
}

/** How the thresholds of a unit are kept. */
export interface ThresholdLayout {
  readonly memory: Memory;
  /** Memories: one for each PE and level, or for each PE where `joined`. */
  readonly count: number;
  /** Whether all thresholds of a channel stand in one word: in block RAM, where a memory a level would waste most of it. */
  readonly joined: boolean;
}

/**
 * One memory for each PE and level while such a memory stays in LUTs, as it does in the measured units; else one for
 * each PE. They follow the rule of `auto` whatever `mem` says of the weights, except that `mem=lutram` keeps them out of
 * block RAM too. `bits` are those of a threshold, `steps` the thresholds of a channel.
 */
export function thresholdLayout({
  channels,
  pe,
  steps,
  bits,
  mem,
  family,
  loadable,
}: {
  readonly channels: number;
  readonly pe: number;
  readonly steps: number;
  readonly bits: number;
  readonly mem: MemoryStyle;
  readonly family: Family;
  readonly loadable: boolean;
}): ThresholdLayout {
  const style = mem === 'lutram' ? 'lutram' : 'auto';
  const common = { depth: channels / pe, use: loadable ? 'loaded' : 'rom', family } as const;
  const apart = memory({ ...common, style, width: bits, count: pe * steps });
  if (apart.style !== 'bram') return { memory: apart, count: pe * steps, joined: false };
  return { memory: memory({ ...common, style: 'bram', width: bits * steps, count: pe }), count: pe, joined: true };
}

/**
 * Rows up to which constant thresholds cost no LUT beside their comparators: two bits of the row's number and two of the
 * sum share one, as reports of PDS_YOLO list them (LUT2, LUT3 and LUT4 at 1, 2 and 4 rows).
 */
export const MERGED_ROWS = 4;

/** Bits of a threshold of `sum` bits that it does not share with its neighbours: all of a channel stand in order. */
export function ownThresholdBits(sum: number, steps: number): number {
  return Math.max(1, sum - log2Ceil(steps + 1));
}

/**
 * Thresholds: a comparator of `sum` bits each, and their memories. Constants that stay in LUTs are part of the fit;
 * loadable ones are memories of their own, with a mark for each channel that says whether it falls.
 */
export function thresholdParts(
  activation: QuantisedType,
  accumulator: QuantisedType,
  sum: number,
  place: { channels: number; pe: number; mem: MemoryStyle; family: Family; loadable: boolean },
): readonly CostPart[] {
  const steps = levels(activation) - 1;
  const { pe, loadable } = place;
  const { memory: built, count } = thresholdLayout({ ...place, steps, bits: accumulator.bits });
  const own = ownThresholdBits(sum, steps);
  const rowBits = built.style === 'lutram' && !loadable && built.depth > MERGED_ROWS ? log2Ceil(built.depth) : 0;
  const each = ({ threshold, thresholdBit, thresholdRowBit }: MvtuCoefficients): number =>
    pe * steps * (threshold + own * (thresholdBit + thresholdRowBit * rowBits));
  const comparators: CostPart = {
    what: 'thresholds',
    resources: { ...NO_RESOURCES, lut: each(MVTU_LUT), ff: each(MVTU_FF) },
    formula: (resource) => {
      const { threshold, thresholdBit, thresholdRowBit } = resource === 'ff' ? MVTU_FF : MVTU_LUT;
      return {
        formula: `pe*thresholds*(${threshold} + own bits*(${thresholdBit} + ${thresholdRowBit}*row bits))`,
        substituted: `${pe}*${steps}*(${threshold} + ${own}*(${thresholdBit} + ${thresholdRowBit}*${rowBits}))`,
        source: MVTU_SOURCE,
      };
    },
  };
  if (loadable) {
    const marks = memory({
      style: 'auto',
      depth: place.channels / pe,
      width: 1,
      count: pe,
      use: 'loaded',
      family: place.family,
    });
    return [comparators, memoryPart('thresholds', built, count), memoryPart('marks of falling channels', marks, pe)];
  }
  return built.style === 'bram' ? [comparators, memoryPart('thresholds', built, count)] : [comparators];
}
