// Matrix-vector-threshold unit. Its C++ twin is server/hls/mvtu.hpp.
import { NO_RESOURCES, type Family } from '../../devices/primitives.js';
import type { OperationOf, Shape } from '../../network/graph.js';
import { levels } from '../../network/quantised-type.js';
import { ceilDiv, divisors } from '../arithmetic.js';
import { draft, memoryPart, streamOf, type CostPart, type EngineDraft } from '../draft.js';
import { memory } from '../memory.js';
import { loadingParts, writtenThresholds, writtenWeights, type WrittenMemory } from './loading.js';
import { bufferPart, keptIn, sumBits, thresholdParts, unitLuts, unitPart, type UnitShape } from './mvtu-cost.js';
import { multiplierOf, productKind, type MvtuSpec } from './mvtu-spec.js';

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
  const cycles = mvtuCycles(spec);
  const outputBits = (spec.activation ?? spec.accumulator).bits;
  const shape = shapeOf(spec);
  return draft(
    'mvtu',
    cycles,
    {
      inputs: [streamOf(simd, spec.input.bits, (positions * groups * columns) / simd)],
      outputs: [streamOf(pe, outputBits, (positions * groups * rows) / pe)],
    },
    [
      unitPart(spec, shape),
      ...bufferPart(spec, shape.kept),
      ...multiplierPart(spec, pe * simd),
      ...weightsPart(spec, pe, (groups * rows * columns) / (pe * simd)),
      ...(spec.activation
        ? thresholdParts(spec.activation, spec.accumulator, comparedBits(spec), { ...spec, channels: groups * rows })
        : []),
      ...loadingParts(writtenBy(spec, cycles / positions, groups * rows), spec.family),
    ],
    () => ({
      formula: groups > 1 ? 'positions*groups*(rows/pe)*(columns/simd)' : 'positions*(rows/pe)*(columns/simd)',
      substituted: `${positions}${groups > 1 ? `*${groups}` : ''}*(${rows}/${pe})*(${columns}/${simd})`,
      source: 'FINN, arXiv 1612.07119: F = (X/P)*(Y/S) a matrix-vector product',
    }),
  );
}

/** Cycles a frame, see `mvtu`. */
export function mvtuCycles({
  rows,
  columns,
  groups,
  positions,
  pe,
  simd,
}: Pick<MvtuSpec, 'rows' | 'columns' | 'groups' | 'positions' | 'pe' | 'simd'>): number {
  return positions * groups * (rows / pe) * (columns / simd);
}

/** LUTs that the unit takes at least, whatever its memory and multiplier styles: those of its products and sums. */
export function mvtuLutsAtLeast(spec: MvtuSpec): number {
  const shape = shapeOf(spec);
  const inLuts = unitLuts({ ...spec, impl: 'lut' }, shape);
  if (productKind(spec.weights, spec.input) !== 'multiply') return inLuts;
  return Math.min(inLuts, unitLuts({ ...spec, impl: 'dsp' }, shape));
}

function shapeOf(spec: MvtuSpec): UnitShape {
  const constant = isConstant(spec, mvtuCycles(spec) / spec.positions);
  return { kept: keptIn(spec), laneLuts: true, constant };
}

/** Bits of a sum that is compared: those of its type, or fewer where the popcount itself is compared. */
export function comparedBits({
  columns,
  weights,
  input,
  accumulator,
}: Pick<MvtuSpec, 'columns' | 'weights' | 'input' | 'accumulator'>): number {
  return Math.min(accumulator.bits, sumBits(columns, weights, input));
}

/** Whether every weight has a lane of its own, so that the tools fold it into the logic as a constant, wherever it was to lie. */
export function isConstant({ mem, loadable }: Pick<MvtuSpec, 'mem' | 'loadable'>, weightWords: number): boolean {
  return weightWords === 1 && mem !== 'external' && !loadable;
}

/**
 * What of a unit is loaded, `weightWords` a PE: UltraRAM, which no single word lies in, cannot be initialised, and what is
 * external comes as a stream.
 */
export function writtenBy(
  { mem, loadable, pe, simd, weights, activation, accumulator }: Omit<MvtuSpec, 'rows' | 'columns' | 'groups'>,
  weightWords: number,
  channels: number,
): readonly WrittenMemory[] {
  const loads = (mem === 'uram' && weightWords > 1) || (loadable && mem !== 'external');
  return [
    ...(loads ? [writtenWeights(pe, weightWords, simd * weights.bits)] : []),
    ...(loadable && activation ? [writtenThresholds(pe, channels / pe, levels(activation) - 1, accumulator.bits)] : []),
  ];
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
  { simd, weights, mem, family, loadable }: Pick<MvtuSpec, 'simd' | 'weights' | 'mem' | 'family' | 'loadable'>,
  pe: number,
  depth: number,
): readonly CostPart[] {
  const built = memory({
    style: mem,
    depth,
    width: simd * weights.bits,
    count: pe,
    use: loadable ? 'loaded' : 'rom',
    family,
  });
  return [memoryPart('weights', built, pe)];
}
