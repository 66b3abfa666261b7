import type { Family } from '../devices/primitives.js';

/**
 * Every constant of the LUT and FF formulas, with its source: fits of measured units where there are any, measured
 * single units or twins synthesised by Yosys elsewhere. docs/calibration.md says how they were found; a test compares
 * them with test/data/calibration/fit.json.
 */

/** What one thing of an MVTU costs; the formula stands at `unitPart` in engines/mvtu-cost.ts. */
export interface MvtuCoefficients {
  /** A bit of an accumulator. */
  readonly accumulatorBit: number;
  /** A product of two 1-bit values, with its share of the popcount. */
  readonly xnorProduct: number;
  /** A product in LUTs: a pair of operand bits, and an operand bit. */
  readonly productBit: number;
  readonly operandBit: number;
  /** The input vector that is kept for further rows: a bit, and a word of `simd` values. */
  readonly bufferedBit: number;
  readonly bufferedWord: number;
  /** A bit of the same in a word so narrow that its registers get no clock enable (`HELD_BITS`). */
  readonly heldBit: number;
  /** A bit of the input word. */
  readonly laneBit: number;
  /** Half a bit of a comparison, or a LUT of the memory of its thresholds. */
  readonly thresholdBit: number;
  /** An operand bit of a product in a DSP: the adders behind it. */
  readonly dspOperandBit: number;
  /** A bit of the counters of words and of rows, and what depends on them. */
  readonly counterBit: number;
  /**
   * Three that FINN's units have and ours have not, so that no engine counts them: ours hold their weights, and say where
   * each product is made. They keep what such units take from the other terms, and the comparisons with FINN's builds count
   * them. A bit of the word of weights that a unit is given; a bit of the same in the memory beside it that streams it; an
   * operand bit of a multiply-add that HLS meant for a DSP and Vivado made of LUTs, with the registers of a DSP.
   */
  readonly weightPortBit: number;
  readonly streamedBit: number;
  readonly fabricDspBit: number;
}

/** Least relative errors over 166 measured units of Vivado HLS and Vitis HLS; median error 2.4 % (LUT), 5.3 % (FF). */
export const MVTU_LUT: MvtuCoefficients = {
  accumulatorBit: 1.201,
  xnorProduct: 2.21,
  productBit: 1.074,
  operandBit: 0.7903,
  bufferedBit: 0.2907,
  bufferedWord: 0.9248,
  heldBit: 0.6456,
  laneBit: 0.05892,
  thresholdBit: 1.211,
  dspOperandBit: 0.6748,
  counterBit: 12.14,
  weightPortBit: 0.3072,
  streamedBit: 0.188,
  fabricDspBit: 1.257,
};

export const MVTU_FF: MvtuCoefficients = {
  accumulatorBit: 2.835,
  xnorProduct: 0.404,
  productBit: 0.4117,
  operandBit: 0,
  bufferedBit: 1.037,
  bufferedWord: 0,
  heldBit: 0,
  laneBit: 2.261,
  thresholdBit: 0.6937,
  dspOperandBit: 0.5427,
  counterBit: 10.57,
  weightPortBit: 1.908,
  streamedBit: 0,
  fabricDspBit: 5.804,
};

/**
 * Bits of a word up to which Vivado holds a register by a multiplexer a bit, where a wider one gets a clock enable: left
 * alone, its control_set_opt_threshold is 4 on the 7-series and 2 on UltraScale+ (UG901). 208 words of 3 bits took twice
 * the LUTs that 252 words of 6 bits took.
 */
export const HELD_BITS: Readonly<Record<Family, number>> = { xc7: 3, xcup: 1, versal: 1 };

/**
 * What a product costs whose weight is a constant, as a share of one whose weight comes from a memory: both synthesised
 * as twins by Yosys, with random weights. Weights that are mostly 0 cost less.
 */
export const CONSTANT_SHARE = { xnor: 0.449, select: 0.742, multiply: 0.303 } as const;

export const CONSTANT_SOURCE =
  'weights are constants in the logic: shares of Yosys twins with and without stored weights';

export const MVTU_SOURCE = 'fit of 166 measured HLS units, median error 2.4 %; docs/calibration.md';

/**
 * A max pool in HLS: a bit compared, or a 1-bit channel or-ed, and what a pool of maps has beside one of a row. Fit of 35
 * pools of Vitis HLS, median error 3.6 %.
 */
export const POOL_LUT = { base: 79.5, rows: 73.62, comparedBit: 3.859, orBit: 1.915 };

/** FFs of the same pools. */
export const POOL_FF = { base: 80.58, rows: 24.16, perBit: 6.797 };

export const POOL_SOURCE = 'least squares over 35 measured max pools of FINN (Vitis HLS), median error 3.6 %';

/** Where a term was fitted to instances of whole FINN builds after implementation, in hand-written RTL. */
export const BUILD_SOURCE =
  'least squares over instances of whole FINN builds after implementation, docs/calibration.md';

/**
 * A sliding window beside its memory: a bit of the buffer's address, and one of the counters of rows, columns and words. Fit
 * of 29 windows, median error 7 % (LUT), 0.2 % (FF).
 */
export const WINDOW = {
  lut: { addressBit: 5.921, counterBit: 8.214 },
  ff: { base: 14.4, addressBit: 3.241, counterBit: 3.956, bit: 1.054 },
} as const;

/** A stream fork: 43 to 86 LUTs measured (FINN-T on a xczu3eg); two gates a bit for valid and ready, counted. */
export const DUPLICATE = { lut: 40, lutPerBit: 0.5, ff: 44, ffPerBit: 1 };

/**
 * A width converter: a multiplexer where the word is taken apart, of which two bits share a LUT in words of fewer than
 * `wide` bits, and a counter of the parts. Fit of 63 converters, median error 6 % (LUT), 4 % (FF). One that divides neither
 * way shifts by a variable amount, 4:1 multiplexers of a LUT each (counted).
 */
export const CONVERTER = {
  lut: 4.708,
  wide: 128,
  lutPerBitSplit: 0.5238,
  lutPerWideBitSplit: 1.001,
  lutPerCountBit: 0.7908,
  ff: 7.397,
};

/** A streaming engine that does nothing: FINN-T's Squeeze and Unsqueeze take 32 and 33 LUTs, 33 and 38 FFs. */
export const SMALL_CONTROL = { lut: 32, ff: 35 };

export const SMALL_CONTROL_SOURCE = 'engines of FINN-T that only hand on words, after implementation: 32 and 33 LUT';

/** Where a term was measured by the synthesis of twins only. */
export const TWIN_SOURCE = 'Yosys twin, see docs/calibration.md';

/** A padding unit. Fit of 28, median error 15 % (LUT), 0.7 % (FF). */
export const PAD = { lut: 31.73, lutPerBit: 0.5237, ff: 17.52, ffPerBit: 1.975 };

/** Terms beside the control, from the Yosys twins (docs/calibration.md). */
export const ADD = { lutPerSumBit: 0.794 };
export const ARGMAX = { lutPerComparedBit: 1.06, lutPerIndexBit: 1.36 };

/** What FIFOs of one make cost: LUTs and FFs of an address bit and of a bit of the word, beside their memory. */
interface FifoCoefficients {
  readonly lut: { readonly addressBit: number; readonly bit: number };
  readonly ff: { readonly addressBit: number; readonly bit: number };
}

/**
 * FIFOs of two words, which are registers and a multiplexer (107, median error 4 %), of shift registers with an output
 * register (22, 1 %) and of block RAM (15, 6 %).
 */
export const FIFO: Readonly<Record<'two' | 'shifted' | 'deep', FifoCoefficients>> = {
  two: { lut: { addressBit: 3.333, bit: 1.01 }, ff: { addressBit: 3.892, bit: 2.003 } },
  shifted: { lut: { addressBit: 4.534, bit: 0.9922 }, ff: { addressBit: 1.757, bit: 1.065 } },
  deep: { lut: { addressBit: 5.868, bit: 0 }, ff: { addressBit: 5.406, bit: 0.07622 } },
};

/** IODMA engines of FINN after implementation, medians: three designs on a xc7z020, five on UltraScale+. */
export const DMA = {
  xc7: { input: { lut: 1149, ff: 1617, bram18: 2 }, output: { lut: 1214, ff: 1765, bram18: 1 }, portBits: 64 },
  xcup: { input: { lut: 1105, ff: 2056, bram18: 4 }, output: { lut: 1016, ff: 1469, bram18: 1 }, portBits: 128 },
} as const;

export const DMA_SOURCE =
  'IODMA of FINN after implementation: median of three designs on a xc7z020, of five on UltraScale+';

/**
 * Interconnect, reset and control around the engines: whole designs less the sum of their instances. 7-series: mean of
 * three on a xc7z020, which agree within 1.5 % (4 334 to 4 399 LUT). UltraScale+: mean of two (4 602 LUT on a xczu3eg, 5 403
 * on a xczu7ev).
 */
export const SHELL = { xc7: { lut: 4357, ff: 5362 }, xcup: { lut: 5003, ff: 7052 } } as const;
