import { mvtu } from '../../server/src/hardware/engines/mvtu.js';
import { log2Ceil } from '../../server/src/hardware/arithmetic.js';
import { memory, staysInLuts } from '../../server/src/hardware/memory.js';
import { lutBand } from '../../server/src/hardware/bands.js';
import { MVTU_FF, MVTU_LUT, type MvtuCoefficients } from '../../server/src/hardware/cost-model.js';
import {
  MERGED_ROWS,
  ownThresholdBits,
  sumBits,
  thresholdLayout,
} from '../../server/src/hardware/engines/mvtu-cost.js';
import { typeOfRange, type QuantisedType } from '../../server/src/network/quantised-type.js';
import { earlierMvtus, type MeasuredUnit } from '../calibration/measured-points.mjs';

/** A measured MVTU beside what the engine of the estimator says of it. */
export interface UnitRow {
  readonly id: string;
  readonly source: string;
  readonly measured: MeasuredUnit;
  /** What ours takes, which holds its weights, and what beside it was built. */
  readonly lut: number;
  readonly ff: number;
  readonly bram18: number;
  /** The same rule at the layout that was built, and no more than the device has. */
  readonly bram18Built: number;
  readonly band: { readonly low: number; readonly high: number };
  /** Whether the measured unit keeps inputs that it never reads again: the library of 2020 did, ours does not. */
  readonly idleBuffer: boolean;
}

/** Every measured unit, estimated by the same engine as any layer, with no knowledge of where it comes from. */
export function unitRows(): readonly UnitRow[] {
  return earlierMvtus().map(unitRow);
}

/** One measured unit beside its estimate. */
export function unitRow(measured: MeasuredUnit): UnitRow {
  const {
    family,
    pe,
    simd,
    weightBits,
    valueBits,
    columns,
    rows,
    levels = 0,
    embedded = true,
    dsp = 0,
  } = measured.unit;
  const weights = valuesOf(weightBits);
  const input = valuesOf(valueBits);
  const magnitude = columns * Math.max(-weights.lo, weights.hi) * Math.max(-input.lo, input.hi);
  // As trained where that is known: sums are narrowed so, in FINN as in ours.
  const trained = measured.unit.thresholdBits;
  const accumulator = trained === undefined ? typeOfRange(-magnitude, magnitude) : valuesOf(trained);
  const mem = measured.style ?? (embedded ? 'auto' : 'bram');
  const engine = mvtu({
    rows,
    columns,
    groups: 1,
    positions: 1,
    pe,
    simd,
    weights,
    input,
    accumulator,
    activation: levels > 0 ? typeOfRange(0, levels) : undefined,
    // Weights that stream in from a memory beside the unit are a block RAM, unless their source says otherwise.
    mem,
    impl: dsp > 0 ? 'dsp' : 'lut',
    family,
    loadable: false,
  });
  const { bram18 } = engine.resources;
  const lut = engine.resources.lut + builtBeside(measured, MVTU_LUT);
  const ff = engine.resources.ff + builtBeside(measured, MVTU_FF);
  const depth = (rows * columns) / (pe * simd);
  const built = (width: number, count: number): number =>
    memory({ style: mem, depth, width, count, use: 'rom', family }).resources.bram18;
  // FINN streams the weights of all PEs from one memory, since 2024 in words of whole bytes; ours have one a PE.
  const word = pe * simd * weightBits;
  const streamed = embedded
    ? 0
    : built(
        measured.source.startsWith('vgg10') || measured.unit.laterStreamer === true ? 8 * Math.ceil(word / 8) : word,
        1,
      ) - built(simd * weightBits, pe);
  // Its thresholds have a memory for each PE and level; ours one a PE where they lie in block RAM.
  const place = { channels: rows, pe, steps: levels, mem, family, loadable: false } as const;
  const joined = thresholdLayout({ ...place, bits: accumulator.bits });
  const thresholds =
    levels > 0
      ? memory({
          style: 'auto',
          depth: rows / pe,
          width: accumulator.bits,
          count: pe * levels,
          use: 'rom',
          family,
        }).resources.bram18 - (joined.memory.style === 'bram' ? joined.memory.resources.bram18 : 0)
      : 0;
  const bram18Built = Math.min(bram18 + streamed + thresholds, DEVICE_BRAM18[measured.source] ?? Infinity);
  const idleBuffer = rows === pe && measured.unit.buffered === true;
  return {
    id: measured.id,
    source: measured.source,
    measured,
    lut,
    ff,
    bram18,
    bram18Built,
    band: lutBand('mvtu', lut),
    idleBuffer,
  };
}

/** What the units of FINN have and ours have not: weights that arrive from a memory beside them, DSPs that became LUTs. */
function builtBeside({ unit }: MeasuredUnit, each: MvtuCoefficients): number {
  const { pe, simd, weightBits, valueBits, rows, columns, levels = 0 } = unit;
  const { embedded = true, streamed = false, fabricDsp = 0, laterStreamer = false, thresholdsAlike = false } = unit;
  const weights = pe * simd * weightBits;
  const sum = unit.thresholdBits ?? typeBits(columns, weightBits, valueBits);
  const kept = thresholdsAlike && rows / pe > MERGED_ROWS && staysInLuts(rows / pe, sum);
  return (
    (embedded ? 0 : each.weightPortBit * weights) +
    (streamed ? each.streamedBit * weights : 0) +
    each.fabricDspBit * fabricDsp * (weightBits + valueBits) +
    (laterStreamer ? each.laterStreamer + each.laterStreamedBit * weights : 0) -
    // Thresholds that all channels share are no memory.
    (kept ? each.thresholdRowBit * pe * levels * ownThresholdBits(sum, levels) * log2Ceil(rows / pe) : 0)
  );
}

/** Bits of a sum by its types alone. */
function typeBits(columns: number, weightBits: number, valueBits: number): number {
  return sumBits(columns, valuesOf(weightBits), valuesOf(valueBits));
}

/** Block RAM of the devices on which whole units were placed that fill them: a xczu3eg. */
const DEVICE_BRAM18: Readonly<Record<string, number>> = { 'FINN blog 2021': 432 };

/** A signed type of so many bits; one bit is -1 and +1. */
function valuesOf(bits: number): QuantisedType {
  if (bits === 1) return { name: 'bipolar', lo: -1, hi: 1, bits: 1, signed: true, bipolar: true };
  return typeOfRange(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1);
}

/** The middle of some numbers; the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? Number.NaN) + (sorted[Math.floor(half)] ?? Number.NaN)) / 2;
}
