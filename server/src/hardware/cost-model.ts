/**
 * Every constant of the LUT and FF formulas, with its source: fits of measured units where there are any, measured
 * single units or twins synthesised by Yosys elsewhere. docs/calibration.md says how they were found; a test compares
 * them with test/data/calibration/fit.json.
 */

/** What one thing of an MVTU costs; the formula stands at `unitCost` in engines/mvtu.ts. */
export interface MvtuCoefficients {
  readonly base: number;
  /** A bit of an accumulator. */
  readonly accumulatorBit: number;
  /** A product of two 1-bit values, with its share of the popcount. */
  readonly xnorProduct: number;
  /** A product in LUTs: a pair of operand bits, and an operand bit. */
  readonly productBit: number;
  readonly operandBit: number;
  /** An operand bit of a product in a DSP: the adders behind it. */
  readonly dspOperandBit: number;
  /** The input vector that is kept for further rows: a bit, and a word of `simd` values. */
  readonly bufferedBit: number;
  readonly bufferedWord: number;
  /** A bit of the input word. */
  readonly laneBit: number;
  /** Half a bit of a comparison, or a LUT of the memory of its thresholds. */
  readonly thresholdBit: number;
}

/** Non-negative least squares over 146 measured units of Vivado HLS and Vitis HLS; median error 3.5 % (LUT), 7 % (FF). */
export const MVTU_LUT: MvtuCoefficients = {
  base: 90.7,
  accumulatorBit: 1.209,
  xnorProduct: 2.227,
  productBit: 1.071,
  operandBit: 0.8114,
  dspOperandBit: 0.499,
  bufferedBit: 0.2638,
  bufferedWord: 1.251,
  laneBit: 0.5949,
  thresholdBit: 0.5977,
};

export const MVTU_FF: MvtuCoefficients = {
  base: 75.56,
  accumulatorBit: 2.732,
  xnorProduct: 0.6162,
  productBit: 0.3722,
  operandBit: 0.07284,
  dspOperandBit: 0.8034,
  bufferedBit: 1.047,
  bufferedWord: 0.1583,
  laneBit: 3.069,
  thresholdBit: 1.026,
};

/**
 * What a product costs whose weight is a constant, as a share of one whose weight comes from a memory: both synthesised
 * as twins by Yosys, with random weights. Weights that are mostly 0 cost less.
 */
export const CONSTANT_SHARE = { xnor: 0.449, select: 0.742, multiply: 0.303 } as const;

export const CONSTANT_SOURCE =
  'weights are constants in the logic: shares of Yosys twins with and without stored weights';

export const MVTU_SOURCE = 'least squares over 146 measured HLS units, median error 3.5 %; docs/calibration.md';

/** A max pool in HLS: a bit compared, or a 1-bit channel or-ed. Fit of nine pools of Vitis HLS, median error 10 %. */
export const POOL_LUT = { base: 148.4, comparedBit: 4.03, orBit: 1.968 };

/** FFs of the same pools: 1-bit channels of Finn_Thesis (xc7z020), 4-bit ones of a CNN on a xc7z010. */
export const POOL_FF = { base: 80, perBit: 6.87 };

/**
 * An address bit of a sliding window. Five windows of Finn_Thesis after implementation have 195 LUTs and 102 FFs on
 * average beside their memory of 10 to 11 address bits; the Yosys twin has the shape, and 10 LUTs a bit.
 */
export const WINDOW = { lutPerAddressBit: 17.5, ff: 102 };

/** A stream fork: 43 to 86 LUTs measured (FINN-T on a xczu3eg); two gates a bit for valid and ready, counted. */
export const DUPLICATE = { lut: 40, lutPerBit: 0.5, ff: 44, ffPerBit: 1 };

/**
 * A width converter: a multiplexer where the word is taken apart (42 and 78 LUTs for 64 and 128 bits after
 * implementation, Finn_Thesis; 1.19 a bit in the twin), a counter of the parts (twin); one that divides neither way
 * shifts by a variable amount, 4:1 multiplexers of a LUT each (counted).
 */
export const CONVERTER = { lut: 1, lutPerBitSplit: 0.63, lutPerCountBit: 1.92, ff: 10 };

/** A streaming engine that does nothing: FINN-T's Squeeze and Unsqueeze take 32 and 33 LUTs, 33 and 38 FFs. */
export const SMALL_CONTROL = { lut: 32, ff: 35 };

export const SMALL_CONTROL_SOURCE = 'engines of FINN-T that only hand on words, after implementation: 32 and 33 LUT';

/** Where a term was measured by the synthesis of twins only. */
export const TWIN_SOURCE = 'Yosys twin, see docs/calibration.md';

/** Terms beside the control, from the Yosys twins (docs/calibration.md). */
export const PAD = { lutPerCounterBit: 1.29, lutPerBit: 0.976 };
export const ADD = { lutPerSumBit: 0.794 };
export const ARGMAX = { lutPerComparedBit: 1.06, lutPerIndexBit: 1.36 };

/**
 * A FIFO: 4.2 LUTs an address bit (twin). Two words are registers and a multiplexer: 67 and 132 LUTs, 132 and 261 FFs for
 * 64 and 128 bits (Finn_Thesis).
 */
export const FIFO = { lutPerAddressBit: 4.22, lutPerRegisterBit: 1.04, ffPerRegisterBit: 2.05, ffPerAddressBit: 4 };

/** IODMA engines of FINN after implementation: Finn_Thesis (xc7z020, 64-bit port), FINN-T (xczu3eg, 128-bit port). */
export const DMA = {
  xc7: { input: { lut: 1044, ff: 1617, bram18: 2 }, output: { lut: 1214, ff: 1765, bram18: 1 }, portBits: 64 },
  xcup: { input: { lut: 1153, ff: 2066, bram18: 4 }, output: { lut: 1210, ff: 1872, bram18: 4 }, portBits: 128 },
} as const;

export const DMA_SOURCE = 'IODMA of FINN after implementation (Finn_Thesis xc7z020, FINN-T xczu3eg)';

/**
 * Interconnect, reset and control around the engines. 7-series: whole designs less the sum of their instances, two on a
 * xc7z020 agree within 0.1 % (Finn_Thesis 4 338 LUT, finn_cybsec 4 334). UltraScale+: two MLPs of finn-vs-vitisai on a
 * xczu3eg (8 348 and 8 551 LUT) less their ports, units and FIFOs by this model, 5 059 and 5 244.
 */
export const SHELL = { xc7: { lut: 4338, ff: 5379 }, xcup: { lut: 5150, ff: 6700 } } as const;

/** The least and the greatest that shells measured: FINN-T's 7 761 LUTs (xczu3eg) include its FIFOs. */
export const SHELL_RANGE = { low: 4334, high: 7761 } as const;
