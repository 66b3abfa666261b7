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
  /**
   * A threshold, each bit that it does not share with its neighbours, and for such a bit each bit of the number of the row
   * that chooses it.
   */
  readonly threshold: number;
  readonly thresholdBit: number;
  readonly thresholdRowBit: number;
  /** An operand bit of a product in a DSP: the adders behind it. */
  readonly dspOperandBit: number;
  /** A bit of the counters of words and of rows, and what depends on them. */
  readonly counterBit: number;
  /**
   * Five that FINN's units have and ours have not, so that no engine counts them: ours hold their weights, and say where
   * each product is made. They keep what such units take from the other terms, and the comparisons with FINN's builds count
   * them. A bit of the word of weights that a unit is given; a bit of the same in the memory beside it that streams it; an
   * operand bit of a multiply-add that HLS meant for a DSP and Vivado made of LUTs, with the registers of a DSP; and what the
   * memory that streams has beyond that in FINN's builds of 2026: once, and a bit that it streams.
   */
  readonly weightPortBit: number;
  readonly streamedBit: number;
  readonly fabricDspBit: number;
  readonly laterStreamer: number;
  readonly laterStreamedBit: number;
}

/** Least relative errors over 423 measured units of Vivado HLS and Vitis HLS; median error 4.6 % (LUT), 4.6 % (FF). */
export const MVTU_LUT: MvtuCoefficients = {
  accumulatorBit: 1.31,
  xnorProduct: 2.057,
  productBit: 1.021,
  operandBit: 0.8263,
  bufferedBit: 0.3153,
  bufferedWord: 0.8223,
  heldBit: 0.6824,
  laneBit: 0.5518,
  threshold: 8.224,
  thresholdBit: 0.2271,
  thresholdRowBit: 0.1383,
  dspOperandBit: 0.588,
  counterBit: 11.91,
  weightPortBit: 0.2414,
  streamedBit: 0.0008119,
  fabricDspBit: 1.265,
  laterStreamer: 105.5,
  laterStreamedBit: 0.2716,
};

export const MVTU_FF: MvtuCoefficients = {
  accumulatorBit: 3.045,
  xnorProduct: 0.2426,
  productBit: 0.411,
  operandBit: 0,
  bufferedBit: 1.032,
  bufferedWord: 0,
  heldBit: 0,
  laneBit: 2.678,
  threshold: 0,
  thresholdBit: 0,
  thresholdRowBit: 0.28,
  dspOperandBit: 0.6158,
  counterBit: 9.097,
  weightPortBit: 2.025,
  streamedBit: 0,
  fabricDspBit: 5.702,
  laterStreamer: 79.19,
  laterStreamedBit: 2.513,
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

export const MVTU_SOURCE = 'fit of 423 measured HLS units, median error 4.6 %; docs/calibration.md';

/**
 * A max pool in HLS: a bit compared, or a 1-bit channel or-ed, and what a pool of maps has beside one of a row. Fit of 41
 * pools of Vitis HLS, median error 3.2 %.
 */
export const POOL_LUT = { base: 77.76, rows: 61.12, comparedBit: 4.275, orBit: 2.077 };

/** FFs of the same pools. */
export const POOL_FF = { base: 80.51, rows: 22.64, perBit: 6.817 };

export const POOL_SOURCE = 'least squares over 41 measured max pools of FINN (Vitis HLS), median error 3.2 %';

/** Where a term was fitted to instances of whole FINN builds after implementation, in hand-written RTL. */
export const BUILD_SOURCE = 'fit of instances of whole FINN builds, docs/calibration.md';

/**
 * A sliding window beside its memory: a bit of the buffer's address, and one of the counters of rows, columns and words. Fit
 * of 61 windows, median error 4 % (LUT), 2 % (FF).
 */
export const WINDOW = {
  lut: { base: 36.1, addressBit: 5.03, counterBit: 6.013 },
  ff: { base: 10.14, addressBit: 2.896, counterBit: 4.443, bit: 0.8838 },
} as const;

/** A stream fork: 43 to 86 LUTs measured (FINN-T on a xczu3eg); two gates a bit for valid and ready, counted. */
export const DUPLICATE = { lut: 40, lutPerBit: 0.5, ff: 44, ffPerBit: 1 };

/**
 * A width converter: a multiplexer where the word is taken apart, of which two bits share a LUT in words of fewer than
 * `wide` bits, half a LUT a bit of the words that are put together, and a counter of the parts. FFs hold a word of either
 * side. Fit of 83 converters, median error 6 % (LUT), 3 % (FF). One that divides neither way shifts by a variable amount,
 * 4:1 multiplexers of a LUT each (counted).
 */
export const CONVERTER = {
  lut: 2.958,
  wide: 128,
  lutPerBitSplit: 0.5202,
  lutPerWideBitSplit: 0.9987,
  lutPerBitJoined: 0.4652,
  lutPerCountBit: 0.83,
  ff: 4.403,
};

/** A streaming engine that does nothing: FINN-T's Squeeze and Unsqueeze take 32 and 33 LUTs, 33 and 38 FFs. */
export const SMALL_CONTROL = { lut: 32, ff: 35 };

export const SMALL_CONTROL_SOURCE = 'engines of FINN-T that only hand on words, after implementation: 32 and 33 LUT';

/** Where a term was measured by the synthesis of twins only. */
export const TWIN_SOURCE = 'Yosys twin, see docs/calibration.md';

/** A padding unit. Fit of 54 of three makes, median error 9 % (LUT), 7 % (FF); one make left out 39 % and 23 %. */
export const PAD = { lut: 41.8, lutPerBit: 0.4435, ff: 54.42, ffPerBit: 1.809 };

/** Terms beside the control, from the Yosys twins (docs/calibration.md). */
export const ADD = { lutPerSumBit: 0.794 };

/** The index of the greatest value: a bit compared, and of an index. Fit of ten of FINN, median error 6 % (LUT), 3 % (FF). */
export const ARGMAX = {
  lut: { base: 31.59, comparedBit: 2.973, indexBit: 0 },
  ff: { base: 35.38, comparedBit: 2.885, indexBit: 1.125 },
} as const;

/** What FIFOs of one make cost: LUTs and FFs of an address bit and of a bit of the word, beside their memory. */
interface FifoCoefficients {
  readonly lut: { readonly addressBit: number; readonly bit: number };
  readonly ff: { readonly addressBit: number; readonly bit: number };
}

/**
 * FIFOs of two words, which are registers and a multiplexer (126, median error 2 %), of shift registers with an output
 * register (24, 1 %) and of block RAM (15, 2 %).
 */
export const FIFO: Readonly<Record<'two' | 'shifted' | 'deep', FifoCoefficients>> = {
  two: { lut: { addressBit: 3.053, bit: 1.017 }, ff: { addressBit: 3.928, bit: 2.005 } },
  shifted: { lut: { addressBit: 4.544, bit: 0.9826 }, ff: { addressBit: 1.787, bit: 1.032 } },
  deep: { lut: { addressBit: 6.124, bit: 0 }, ff: { addressBit: 5.403, bit: 0.07126 } },
};

/**
 * IODMA engines of FINN after implementation, medians: three designs on a xc7z020, six on UltraScale+. Ports whose words are
 * neither a byte nor as wide as the memory's convert them, too: ours have a converter beside them.
 */
export const DMA = {
  xc7: { input: { lut: 1091, ff: 1617, bram18: 2 }, output: { lut: 995, ff: 1450, bram18: 1 }, portBits: 64 },
  xcup: { input: { lut: 1119, ff: 2056, bram18: 4 }, output: { lut: 1018, ff: 1469, bram18: 1 }, portBits: 128 },
} as const;

export const DMA_SOURCE =
  'IODMA of FINN after implementation: median of three designs on a xc7z020, of six on UltraScale+';

/**
 * Interconnect, reset and control around the engines: whole designs less the sum of their instances. 7-series: mean of
 * four on a xc7z020, which agree within 2 % (4 334 to 4 428 LUT). UltraScale+: the middle one of three (4 602 and 5 763 LUT on a
 * xczu3eg, 5 403 on a xczu7ev).
 */
export const SHELL = { xc7: { lut: 4375, ff: 5375 }, xcup: { lut: 5403, ff: 7715 } } as const;
