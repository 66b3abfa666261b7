// What the sweep measures: one entry a point, cheap ones first. Chosen so that every term of a model can be told from
// the others: each parameter is moved alone around a centre, and the corners are crossed.

/** Points of one twin. `dsp` lets Yosys infer DSPs; elsewhere `-nodsp` is passed. `large` ones run alone. */
function points(twin, family, list, { dsp = false, large = false } = {}) {
  return list.map((parameters) => ({ twin, family, dsp, large, parameters }));
}

function grid(axes) {
  return Object.entries(axes).reduce(
    (rows, [key, values]) => rows.flatMap((row) => values.map((value) => ({ ...row, [key]: value }))),
    [{}],
  );
}

const around = (centre, moves) => [
  centre,
  ...Object.entries(moves).flatMap(([key, values]) => values.map((value) => ({ ...centre, [key]: value }))),
];

const accumulatorBits = (inputs, weightBits, valueBits) => Math.ceil(Math.log2(inputs)) + weightBits + valueBits;

const folded = [
  [1, 1],
  [1, 8],
  [1, 32],
  [2, 16],
  [4, 4],
  [4, 16],
  [8, 8],
  [16, 2],
  [8, 32],
  [16, 16],
];

function dots(weightBits, valueBits, foldings) {
  return foldings.map(([PE, SIMD]) => ({
    PE,
    SIMD,
    WB: weightBits,
    AB: valueBits,
    ACC: weightBits === 1 && valueBits === 1 ? 10 : accumulatorBits(256, weightBits, valueBits),
    XNOR: weightBits === 1 && valueBits === 1 ? 1 : 0,
  }));
}

/** All products at once: the sums have no accumulator, their width follows from the inputs of one. */
function unfolded(weightBits, valueBits, sizes) {
  const XNOR = weightBits === 1 && valueBits === 1 ? 1 : 0;
  return sizes.map(([PE, SIMD]) => ({
    PE,
    SIMD,
    WB: weightBits,
    AB: valueBits,
    ACC: XNOR ? Math.ceil(Math.log2(SIMD)) + 1 : accumulatorBits(SIMD, weightBits, valueBits),
    XNOR,
  }));
}

const constants = [
  [4, 8],
  [4, 16],
  [8, 16],
  [2, 32],
];

const small = folded.filter(([pe, simd]) => pe * simd <= 64);

export const SWEEP = [
  ...points('fifo', 'xc7', [
    ...grid({ WIDTH: [8, 32], DEPTH: [2, 16, 32, 64, 128, 256], STYLE: [0] }),
    ...grid({ WIDTH: [8, 24], DEPTH: [32, 64, 256], STYLE: [1] }),
    ...grid({ WIDTH: [8, 36, 72], DEPTH: [512, 2048], STYLE: [2] }),
    { WIDTH: 64, DEPTH: 32, STYLE: 0 },
    { WIDTH: 2, DEPTH: 16384, STYLE: 2 },
  ]),
  ...points('add', 'xc7', grid({ PE: [1, 4, 16], AB: [2, 4, 8] })),
  ...points(
    'converter',
    'xc7',
    [
      [8, 8],
      [8, 16],
      [8, 64],
      [16, 64],
      [3, 24],
      [64, 128],
      [16, 8],
      [64, 8],
      [64, 16],
      [24, 3],
      [128, 64],
      [128, 4],
    ].map(([IN, OUT]) => ({ IN, OUT })),
  ),
  ...points(
    'packer',
    'xc7',
    [
      { PORT: 64, LANE: 8, FRAME: 98 },
      { PORT: 64, LANE: 1, FRAME: 13 },
      { PORT: 128, LANE: 24, FRAME: 64 },
      { PORT: 32, LANE: 8, FRAME: 196 },
    ].filter(({ PORT, LANE }) => PORT % LANE === 0),
  ),
  ...points(
    'pad',
    'xc7',
    around(
      { WIDTH: 16, HEIGHT: 16, CHANNELS: 16, SIMD: 4, AB: 4, PAD: 1 },
      { WIDTH: [4, 128], CHANNELS: [4, 256], SIMD: [1, 16], AB: [1, 8], PAD: [2] },
    ),
  ),
  ...points(
    'argmax',
    'xc7',
    around({ PE: 1, LABELS: 10, AB: 16 }, { PE: [2, 5, 10], AB: [8, 24], LABELS: [100, 1000] }),
  ),
  ...points('rom', 'xc7', [
    ...grid({ DEPTH: [64, 128, 256], WIDTH: [4, 16, 32], STYLE: [0] }),
    ...grid({ DEPTH: [512], WIDTH: [1, 16, 32, 36, 64, 72, 144], STYLE: [1] }),
    ...grid({ DEPTH: [1000, 1024, 2048], WIDTH: [2, 9, 16, 32], STYLE: [1] }),
    ...grid({ DEPTH: [4096, 8192, 9216], WIDTH: [1, 2, 4, 16], STYLE: [1] }),
    ...grid({ DEPTH: [16384], WIDTH: [1, 4, 8], STYLE: [1] }),
  ]),
  ...points(
    'pool',
    'xc7',
    around(
      { KERNEL: 2, WIDTH: 16, CHANNELS: 16, PE: 4, AB: 4 },
      { KERNEL: [4], WIDTH: [4, 64], CHANNELS: [4, 64], PE: [1, 8, 16], AB: [1, 2, 8] },
    ),
  ),
  ...points('window', 'xc7', [
    ...around(
      { KERNEL: 3, WIDTH: 16, HEIGHT: 16, CHANNELS: 16, SIMD: 4, AB: 4, STRIDE: 1, STYLE: 1 },
      {
        KERNEL: [2, 5, 7],
        WIDTH: [8, 32, 64],
        CHANNELS: [4, 64, 128],
        SIMD: [1, 2, 8, 16],
        AB: [1, 2, 8],
        STRIDE: [2],
      },
    ),
    ...around(
      { KERNEL: 3, WIDTH: 16, HEIGHT: 16, CHANNELS: 16, SIMD: 4, AB: 4, STRIDE: 1, STYLE: 0 },
      { KERNEL: [2, 5], WIDTH: [8, 32], CHANNELS: [4, 32], SIMD: [1, 8, 16], AB: [1, 2, 8] },
    ),
  ]),
  ...points('dot', 'xc7', dots(1, 1, small)),
  ...points('dot', 'xc7', around({ PE: 4, SIMD: 16, WB: 1, AB: 1, ACC: 8, XNOR: 1 }, { ACC: [12, 16, 20, 24] })),
  ...points('threshold', 'xc7', [
    ...around(
      { PE: 4, LEVELS: 1, ACC: 16, FOLD: 16, OUT: 1, ROM: 0 },
      { PE: [1, 16], ACC: [8, 12, 24], FOLD: [1, 4, 32, 64, 128, 256] },
    ),
    ...around(
      { PE: 4, LEVELS: 3, ACC: 16, FOLD: 16, OUT: 2, ROM: 0 },
      { PE: [1, 8], ACC: [8, 24], FOLD: [1, 64, 128] },
    ),
    { PE: 2, LEVELS: 7, ACC: 16, FOLD: 16, OUT: 3, ROM: 0 },
    { PE: 2, LEVELS: 15, ACC: 16, FOLD: 16, OUT: 4, ROM: 0 },
    { PE: 2, LEVELS: 15, ACC: 16, FOLD: 1, OUT: 4, ROM: 0 },
    { PE: 1, LEVELS: 3, ACC: 16, FOLD: 128, OUT: 2, ROM: 1 },
    { PE: 1, LEVELS: 3, ACC: 12, FOLD: 256, OUT: 2, ROM: 1 },
    { PE: 1, LEVELS: 63, ACC: 12, FOLD: 1, OUT: 6, ROM: 0 },
  ]),
  ...points('dot', 'xc7', dots(1, 2, small)),
  ...points('dot', 'xc7', dots(2, 2, small)),
  ...points('dot', 'xc7', dots(1, 8, small)),
  ...points('dot', 'xc7', dots(4, 4, small)),
  ...points(
    'dot',
    'xc7',
    dots(2, 8, [
      [1, 1],
      [1, 8],
      [4, 4],
    ]),
  ),
  ...points(
    'dot',
    'xc7',
    dots(8, 8, [
      [1, 1],
      [1, 4],
      [4, 4],
    ]),
  ),
  ...points(
    'dot',
    'xc7',
    [
      ...dots(4, 4, [
        [1, 1],
        [4, 4],
        [4, 8],
      ]),
      ...dots(8, 8, [
        [1, 1],
        [4, 4],
        [4, 8],
      ]),
      ...dots(4, 8, [[4, 4]]),
    ],
    { dsp: true },
  ),
  ...points('mvtu', 'xc7', [
    ...[
      [1, 1],
      [1, 16],
      [2, 32],
      [4, 4],
      [4, 16],
      [8, 8],
      [16, 4],
    ].map(([PE, SIMD]) => ({ PE, SIMD, WB: 1, AB: 1, ACC: 9, XNOR: 1, MW: 256, MH: 64, LEVELS: 1, OUT: 1 })),
    ...around(
      { PE: 4, SIMD: 8, WB: 1, AB: 1, ACC: 10, XNOR: 1, MW: 256, MH: 64, LEVELS: 1, OUT: 1 },
      { MW: [8, 64, 1024, 4096], MH: [4, 256], LEVELS: [0] },
    ),
    { PE: 4, SIMD: 8, WB: 1, AB: 2, ACC: 12, XNOR: 0, MW: 256, MH: 64, LEVELS: 3, OUT: 2 },
    { PE: 4, SIMD: 8, WB: 2, AB: 2, ACC: 12, XNOR: 0, MW: 256, MH: 64, LEVELS: 3, OUT: 2 },
    { PE: 4, SIMD: 4, WB: 4, AB: 4, ACC: 16, XNOR: 0, MW: 256, MH: 64, LEVELS: 15, OUT: 4 },
  ]),
  ...points(
    'dwmvtu',
    'xc7',
    around(
      { PE: 4, SIMD: 1, WB: 4, AB: 4, ACC: 12, TAPS: 9, CHANNELS: 32, LEVELS: 0, OUT: 4 },
      { PE: [1, 8, 16], WB: [1, 2], AB: [1, 2, 8], SIMD: [3, 9] },
    ),
  ),
  // UltraScale+ repeats a part: CARRY8, 2 x 8 LUTRAM and DSP48E2.
  ...points('fifo', 'xcup', [
    ...grid({ WIDTH: [8, 32], DEPTH: [32, 128], STYLE: [0] }),
    ...grid({ WIDTH: [14, 36], DEPTH: [64], STYLE: [1] }),
  ]),
  ...points('rom', 'xcup', [
    ...grid({ DEPTH: [512, 1024, 4096], WIDTH: [2, 16, 36], STYLE: [1] }),
    ...grid({ DEPTH: [64, 128], WIDTH: [16], STYLE: [0] }),
  ]),
  ...points(
    'window',
    'xcup',
    around(
      { KERNEL: 3, WIDTH: 16, HEIGHT: 16, CHANNELS: 16, SIMD: 4, AB: 4, STRIDE: 1, STYLE: 0 },
      { SIMD: [1, 16], WIDTH: [32], STYLE: [1] },
    ),
  ),
  ...points('pool', 'xcup', around({ KERNEL: 2, WIDTH: 16, CHANNELS: 16, PE: 4, AB: 4 }, { PE: [1, 16], AB: [1] })),
  ...points('dot', 'xcup', [
    ...dots(1, 1, small),
    ...dots(2, 2, [
      [1, 8],
      [4, 4],
      [4, 16],
    ]),
    ...dots(4, 4, [
      [1, 1],
      [1, 8],
      [4, 4],
    ]),
  ]),
  ...points('dot', 'xcup', dots(8, 8, [[4, 4]]), { dsp: true }),
  ...points(
    'threshold',
    'xcup',
    around({ PE: 4, LEVELS: 1, ACC: 16, FOLD: 16, OUT: 1, ROM: 0 }, { FOLD: [1, 64], LEVELS: [3], PE: [16] }),
  ),
  ...points(
    'mvtu',
    'xcup',
    [
      [4, 16],
      [8, 8],
    ].map(([PE, SIMD]) => ({ PE, SIMD, WB: 1, AB: 1, ACC: 9, XNOR: 1, MW: 256, MH: 64, LEVELS: 1, OUT: 1 })),
  ),
  // Large ones last.
  ...points(
    'dot',
    'xc7',
    dots(1, 1, [
      [8, 32],
      [16, 16],
      [32, 8],
      [1, 256],
      [16, 64],
      [32, 32],
    ]),
  ),
  ...points('dot', 'xc7', [
    ...dots(1, 2, [[16, 16]]),
    ...dots(2, 2, [
      [8, 32],
      [16, 16],
    ]),
    ...dots(1, 8, [[8, 16]]),
    ...dots(4, 4, [
      [8, 16],
      [4, 64],
    ]),
  ]),
  ...points(
    'mvtu',
    'xc7',
    [
      { PE: 16, SIMD: 16, WB: 1, AB: 1, ACC: 9, XNOR: 1, MW: 256, MH: 64, LEVELS: 1, OUT: 1 },
      { PE: 16, SIMD: 32, WB: 1, AB: 1, ACC: 11, XNOR: 1, MW: 576, MH: 64, LEVELS: 1, OUT: 1 },
    ],
    { large: true },
  ),
  ...points('constant', 'xc7', [
    ...unfolded(1, 1, constants),
    ...unfolded(1, 2, constants),
    ...unfolded(2, 2, constants),
    ...unfolded(4, 4, constants),
  ]),
];
