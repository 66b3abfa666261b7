// What each engine's cost is made of: one row of numbers a point, whose coefficients are fitted. P = PE, Q = SIMD.

export const log2Ceil = (n) => (n <= 1 ? 0 : Math.ceil(Math.log2(n)));
const ceil = Math.ceil;

/** Bits of a sum of `columns` products: popcount for bipolar times bipolar, else both widths and the growth. */
export function accumulatorBits({ columns, weightBits, valueBits, xnor }) {
  return log2Ceil(columns) + (xnor ? 1 : weightBits + valueBits);
}

/** LUTs of a constant memory: 32 x 2 a LUT6, 64 x 1, and a LUT a bit for every further 64 words (UG474). */
export function romLuts(depth, width) {
  if (depth <= 1) return 0;
  return depth <= 32 ? ceil(width / 2) : width * ceil(depth / 64);
}

/**
 * Whether HLS leaves a constant memory in LUTs when it is not told otherwise: up to 16 words or 1024 bits. The measured
 * MVUs turn there: 32 x 32 and 16 x 64 bits take no block RAM, 64 x 32 and 32 x 256 do.
 */
export function staysInLuts(depth, width) {
  return depth <= 16 || depth * width <= 1024;
}

const SHAPES = [
  [512, 36],
  [1024, 18],
  [2048, 9],
  [4096, 4],
  [8192, 2],
  [16384, 1],
];

/**
 * RAMB18 of one memory, all of one shape, the cheapest. Depths are rounded up to a power of two up to 32768 words and to
 * whole blocks of 32768 x 1 (one RAMB36) beyond: 147456 x 8 takes 40 RAMB36 in the measured design, which is 5 x 8.
 */
export function bram18(depth, width) {
  if (depth > 32768) return 2 * ceil(depth / 32768) * width;
  const words = 2 ** log2Ceil(depth);
  return Math.min(...SHAPES.map(([deep, wide]) => ceil(words / deep) * ceil(width / wide)));
}

/**
 * LUTs of a simple dual port LUT memory by the widest primitives, RAM32M and RAM64M (UG474) or RAM32M16 and RAM64M8
 * (UG574), and of the multiplexers that join banks of 64 words: as `memory.ts` counts them.
 */
export function ramLuts(depth, width, family, rounded = true) {
  const [luts, bits32, bits64] = family === 'xc7' ? [4, 6, 3] : [8, 14, 7];
  const words = rounded ? 2 ** log2Ceil(depth) : depth;
  if (words <= 1) return 0;
  if (words <= 32) return ceil(width / bits32) * luts;
  const banks = ceil(words / 64);
  return ceil(width / bits64) * luts * banks + width * ceil((banks - 1) / 3);
}

/**
 * Rows up to which a ROM of thresholds costs nothing: two address bits join the two bits of the sum in each LUT of the
 * comparator. Reports of PDS_YOLO list LUT2, LUT3 and LUT4 for the same comparators at 1, 2 and 4 rows, and as many carries.
 */
const MERGED_ROWS = 4;

/**
 * Bits of a word up to which Vivado holds a register by a multiplexer a bit, where wider words get a clock enable: its
 * control_set_opt_threshold is 4 for the 7-series and 2 for UltraScale+ where it is not set (UG901).
 */
const HELD_BITS = { xc7: 3, xcup: 1 };

/**
 * The MVTU as Vivado HLS and Vitis HLS build it. `fixed` is what is counted and not fitted: weights that stay in LUTs.
 *
 * @param unit family, pe, simd, weightBits, valueBits, columns (inputs of a dot product), rows (outputs), levels (thresholds
 *   a channel), thresholdBits (bits of a sum as trained, where they are known), embedded (weights inside of the unit), streamed (a memory beside it that streams them is in the counts),
 *   dsp (products made by DSPs), fabricDsp (multiply-adds that HLS meant for DSPs and Vivado made of LUTs), buffered (the
 *   inputs are kept for further rows), laterStreamer (the memory beside it is of FINN's builds of 2026, which have three
 *   registers more for each bit that they stream), thresholdsAlike (all channels have the same, so that they are no memory)
 */
export function mvtu({
  family,
  pe,
  simd,
  weightBits,
  valueBits,
  columns,
  rows,
  levels = 0,
  thresholdBits,
  embedded = true,
  streamed = false,
  dsp = 0,
  fabricDsp = 0,
  buffered = rows > pe,
  laterStreamer = false,
  thresholdsAlike = false,
}) {
  const words = columns / simd;
  const folds = rows / pe;
  const xnor = weightBits === 1 && valueBits === 1;
  const accumulator = thresholdBits ?? accumulatorBits({ columns, weightBits, valueBits, xnor });
  const products = pe * simd - dsp;
  const depth = words * folds;
  const inLuts = embedded && staysInLuts(depth, simd * weightBits);
  const kept = !thresholdsAlike && folds > MERGED_ROWS && staysInLuts(folds, accumulator);
  // Neighbouring thresholds of a channel share their upper bits.
  const ownBits = Math.max(1, accumulator - log2Ceil(levels + 1));
  const counts = {
    accumulatorBit: accumulator * pe,
    xnorProduct: xnor ? products : 0,
    productBit: xnor ? 0 : products * weightBits * valueBits,
    operandBit: xnor ? 0 : products * (weightBits + valueBits),
    bufferedBit: buffered ? columns * valueBits : 0,
    bufferedWord: buffered ? words : 0,
    heldBit: buffered && simd * valueBits <= HELD_BITS[family] ? columns * valueBits : 0,
    laneBit: simd * valueBits,
    threshold: pe * levels,
    thresholdBit: pe * levels * ownBits,
    thresholdRowBit: kept ? pe * levels * ownBits * log2Ceil(folds) : 0,
    dspOperandBit: dsp * (weightBits + valueBits),
    counterBit: log2Ceil(words) + log2Ceil(folds),
    weightPortBit: embedded ? 0 : pe * simd * weightBits,
    streamedBit: streamed ? pe * simd * weightBits : 0,
    fabricDspBit: fabricDsp * (weightBits + valueBits),
    laterStreamer: laterStreamer ? 1 : 0,
    laterStreamedBit: laterStreamer ? pe * simd * weightBits : 0,
  };
  return {
    row: MVTU_TERMS.map((term) => counts[term]),
    fixed: inLuts ? pe * romLuts(depth, simd * weightBits) : 0,
  };
}

export const MVTU_TERMS = [
  'accumulatorBit',
  'xnorProduct',
  'productBit',
  'operandBit',
  'bufferedBit',
  'bufferedWord',
  'heldBit',
  'laneBit',
  'threshold',
  'thresholdBit',
  'thresholdRowBit',
  'dspOperandBit',
  'counterBit',
  'weightPortBit',
  'streamedBit',
  'fabricDspBit',
  'laterStreamer',
  'laterStreamedBit',
];

/** Yosys twins: terms of each, from the parameters of the sweep. Memories are counted apart (lutram, srl, bram18). */
export const TWINS = {
  dot: ({ PE, SIMD, WB, AB, ACC, XNOR }) => ({
    names: ['base', 'accumulatorBit', 'xnorProduct', 'productBit', 'operandBit'],
    row: [1, PE * ACC, XNOR ? PE * SIMD : 0, XNOR ? 0 : PE * SIMD * WB * AB, XNOR ? 0 : PE * SIMD * (WB + AB)],
  }),
  // As a share of what the twin `dot` costs with weights from a memory.
  constant: ({ PE, SIMD, WB, AB, XNOR }) => {
    const stored = PE * SIMD * (XNOR ? 2.772 : 2.636 * WB * AB + 1.845 * (WB + AB));
    return {
      names: ['xnorShare', 'signShare', 'productShare'],
      row: [XNOR ? stored : 0, !XNOR && WB === 1 ? stored : 0, WB > 1 ? stored : 0],
    };
  },
  threshold: ({ PE, LEVELS, ACC, FOLD, ROM }) => ({
    names: ['base', 'comparedBit', 'romLut', 'countedLevel'],
    row: [1, PE * LEVELS * ACC, ROM || FOLD === 1 ? 0 : PE * LEVELS * ACC * ceil(FOLD / 64), PE * (LEVELS - 1)],
  }),
  window: ({ KERNEL, WIDTH, CHANNELS, SIMD, AB, STRIDE, STYLE }) => {
    const depth = (KERNEL + STRIDE) * WIDTH * (CHANNELS / SIMD);
    return {
      names: ['base', 'addressBit', 'bankedBit'],
      row: [1, log2Ceil(depth), STYLE === 0 ? SIMD * AB * ceil(depth / 256) : 0],
    };
  },
  fifo: ({ DEPTH, WIDTH, STYLE }) => ({
    names: ['base', 'addressBit', 'bankedBit', 'registerBit'],
    row: [1, log2Ceil(DEPTH), STYLE === 2 ? 0 : WIDTH * (ceil(DEPTH / 128) - 1), STYLE === 0 && DEPTH <= 2 ? WIDTH : 0],
  }),
  converter: ({ IN, OUT }) => ({
    names: ['base', 'splitBit', 'countBit'],
    row: [1, IN > OUT ? IN : 0, log2Ceil(Math.max(IN, OUT) / Math.min(IN, OUT) + 1)],
  }),
  pool: ({ KERNEL, WIDTH, CHANNELS, PE, AB }) => ({
    names: ['base', 'addressBit', 'comparedBit', 'orBit'],
    row: [1, log2Ceil((WIDTH / KERNEL) * (CHANNELS / PE)), AB > 1 ? PE * AB : 0, AB === 1 ? PE : 0],
  }),
  pad: ({ WIDTH, HEIGHT, CHANNELS, SIMD, AB, PAD }) => ({
    names: ['base', 'counterBit', 'maskedBit'],
    row: [1, log2Ceil(WIDTH + 2 * PAD) + log2Ceil(HEIGHT + 2 * PAD) + log2Ceil(CHANNELS / SIMD), SIMD * AB],
  }),
  add: ({ PE, AB }) => ({ names: ['base', 'sumBit'], row: [1, PE * (AB + 1)] }),
  argmax: ({ PE, LABELS, AB }) => ({
    names: ['base', 'comparedBit', 'indexBit'],
    row: [1, PE * AB, PE * log2Ceil(LABELS)],
  }),
  packer: ({ PORT, LANE, FRAME }) => ({
    names: ['base', 'countBit'],
    row: [1, log2Ceil(FRAME + 1) + log2Ceil(PORT / LANE + 1)],
  }),
  dwmvtu: ({ PE, SIMD, WB, AB, ACC }) => ({
    names: ['base', 'accumulatorBit', 'productBit', 'operandBit'],
    row: [1, PE * ACC, PE * SIMD * WB * AB, PE * SIMD * (WB + AB)],
  }),
  mvtu: ({ PE, SIMD, WB, AB, ACC, XNOR, MH, LEVELS }) => ({
    names: [
      'base',
      'accumulatorBit',
      'xnorProduct',
      'productBit',
      'operandBit',
      'laneBit',
      'thresholdBit',
      'thresholdRom',
    ],
    row: [
      1,
      PE * ACC,
      XNOR ? PE * SIMD : 0,
      XNOR ? 0 : PE * SIMD * WB * AB,
      XNOR ? 0 : PE * SIMD * (WB + AB),
      SIMD * AB,
      PE * LEVELS * ACC,
      MH === PE ? 0 : PE * LEVELS * ACC,
    ],
  }),
};
