import type { QuantisedType } from '../network/quantised-type.js';

/**
 * Every constant of the LUT and FF formulas, with its source. First version: fits of measured units where there are
 * any, counted primitives elsewhere. One place, so that calibration replaces numbers and not code.
 */

/**
 * Coefficients of `base + pe*P + product*P*Q + lane*Q + fold*log2(folds + 1) + word*(columns/Q)`, P = pe, Q = simd:
 * weighted non-negative least squares over the measured stand-alone MVUs made with Vivado HLS
 * (asadalam/FINN_MatrixVector_RTL, xczu3eg, no thresholds), one row a precision. Mean error in sample 7, 6 and 4 %
 * for LUT and 18, 14 and 16 % for FF.
 */
interface MvuRow {
  readonly base: number;
  readonly pe: number;
  readonly product: number;
  readonly lane: number;
  readonly fold: number;
  readonly word: number;
}

const LUT_XNOR: MvuRow = { base: 0, pe: 33.29, product: 2.02, lane: 3.23, fold: 6.14, word: 1.59 };
const LUT_W1A4: MvuRow = { base: 65.34, pe: 25.15, product: 9.02, lane: 17.2, fold: 0.81, word: 3.3 };
const LUT_W4A4: MvuRow = { base: 62.08, pe: 14.42, product: 24.67, lane: 19.24, fold: 0, word: 3.34 };
const FF_XNOR: MvuRow = { base: 0, pe: 38.63, product: 0.97, lane: 14.29, fold: 9.39, word: 2.04 };
const FF_W1A4: MvuRow = { base: 0, pe: 21.87, product: 4.01, lane: 63.02, fold: 6.44, word: 7.76 };
const FF_W4A4: MvuRow = { base: 0, pe: 28.81, product: 10.34, lane: 71.39, fold: 14.59, word: 7.82 };

export const MVU_SOURCE =
  'non-negative least squares over measured HLS MVUs (asadalam/FINN_MatrixVector_RTL), see docs/estimation.md';

export interface MvuCoefficients {
  readonly lut: MvuRow;
  readonly ff: MvuRow;
}

/** The coefficients for one weight and one input type, between and beyond the three measured precisions. */
export function mvuCoefficients(weights: QuantisedType, input: QuantisedType): MvuCoefficients {
  const low = Math.min(weights.bits, input.bits);
  const high = Math.max(weights.bits, input.bits);
  return {
    lut: blend(LUT_XNOR, LUT_W1A4, LUT_W4A4, low, high),
    ff: blend(FF_XNOR, FF_W1A4, FF_W4A4, low, high),
  };
}

/**
 * What grows with the operands (a product, an input lane, a buffered word) is carried on linearly beyond 4 bits, the
 * product in both widths (at 8 x 8 bits it gives 91 LUTs; FINN-R's slides quote 2 x 45); the rest is held.
 */
function blend(one: MvuRow, select: MvuRow, multiply: MvuRow, low: number, high: number): MvuRow {
  const wide = (high - 1) / 3;
  const both = (low - 1) / 3;
  const held = (key: keyof MvuRow): number =>
    one[key] + Math.min(1, wide) * (select[key] - one[key]) + Math.min(1, both) * (multiply[key] - select[key]);
  const grown = (key: keyof MvuRow): number =>
    one[key] + wide * (select[key] - one[key]) + Math.min(1, both) * (multiply[key] - select[key]);
  const product =
    one.product + wide * (select.product - one.product) + ((both * high) / 4) * (multiply.product - select.product);
  return { base: held('base'), pe: held('pe'), product, lane: grown('lane'), fold: held('fold'), word: grown('word') };
}

/** LUTs a product that a DSP makes: the adders behind it, 1.5 a bit of its result (PDS_YOLO, 3 x 3 bits: 9 measured). */
export const DSP_ADDER_LUTS_PER_BIT = 1.5;

/** A comparator takes two bits a LUT on the carry chain (UG474). */
export const COMPARED_BITS_PER_LUT = 2;

/** Control of a sliding window: mean of five after implementation, their LUT memory subtracted (Finn_Thesis, xc7z020). */
export const WINDOW_CONTROL = { lut: 195, ff: 102 };

/** A max pool after implementation: 245 and 450 LUTs for 64 and 128 bits of 1-bit channels (Finn_Thesis, xc7z020). */
export const POOL_ONE_BIT = { lut: 40, lutPerBit: 3.2, ff: 77, ffPerBit: 6.85 };

/** The same of 4-bit channels: 419 and 794 LUTs for 64 and 128 bits (post-synthesis on a xc7z010, FINN 2022). */
export const POOL_WIDE = { lut: 44, lutPerBit: 5.86, ff: 80, ffPerBit: 6.89 };

/** A stream fork: 43 to 86 LUTs measured (FINN-T on a xczu3eg); two gates a bit for valid and ready, counted. */
export const DUPLICATE = { lut: 40, lutPerBit: 0.5, ff: 44, ffPerBit: 1 };

/**
 * A width converter: RTL ones take 5 to 78 LUTs after implementation (Finn_Thesis), 0.6 LUT a bit of the word that is
 * taken apart; one that divides neither way shifts by a variable amount, a LUT a bit and step of the shifter (counted).
 */
export const CONVERTER = { lut: 6, lutPerBitSplit: 0.6, lutPerBitJoined: 0.05, ff: 10 };

/** Loop control of a small streaming engine: a counter takes a LUT and an FF a bit; handshake about 30 (counted). */
export const SMALL_CONTROL = { lut: 30, ff: 30 };

/** An address counter and flags of a FIFO: FINN's `2*ceil(log2 depth)` LUTs, and 4 FF a counter bit. */
export const FIFO_LUT_PER_ADDRESS_BIT = 2;

/** IODMA engines of FINN after implementation: Finn_Thesis (xc7z020, 64-bit port), FINN-T (xczu3eg, 128-bit port). */
export const DMA = {
  xc7: { input: { lut: 1044, ff: 1617, bram18: 2 }, output: { lut: 1214, ff: 1765, bram18: 1 }, portBits: 64 },
  xcup: { input: { lut: 1153, ff: 2066, bram18: 4 }, output: { lut: 1210, ff: 1872, bram18: 4 }, portBits: 128 },
} as const;

export const DMA_SOURCE = 'IODMA of FINN after implementation (Finn_Thesis xc7z020, FINN-T xczu3eg)';

/** Interconnect, reset and control around the engines: Finn_Thesis's whole design less the sum of its rows. */
export const SHELL = { lut: 4338, ff: 5379 };
export const SHELL_SOURCE = 'Finn_Thesis on a xc7z020 after implementation: the whole design less its engines';
