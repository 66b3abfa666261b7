// The measured designs whose folding is known, with what explains each miss. The foldings come from the sources that
// test/data/measured.json names.

/** What is compared. */
export type Quantity = 'fps' | 'lut' | 'ff' | 'bram18' | 'dsp' | 'latencyUs';

/** A measured design whose folding is known, and the `.bnn` that says the same. */
export interface KnownDesign {
  readonly title: string;
  /** Points that measured it; several are shown as a range. */
  readonly points: readonly string[];
  readonly file: string;
  readonly target: string;
  /** False where the shell is not in the measured counts. */
  readonly shell?: boolean;
  /** Whether FINN built it: a memory beside each unit streams its weights, where ours holds them. */
  readonly streamed?: boolean;
  /** Quantities that can be compared, where not all that were measured can. */
  readonly only?: readonly Quantity[];
  /** What explains a miss, with its evidence. */
  readonly note: string;
}

const EVIDENCE_LOADED =
  "Given as `parameters=loadable`: BNN-PYNQ's library loads weights and thresholds at run time (`DoMemInit` in bnn/src/network/*/hw/top.cpp of Xilinx/BNN-PYNQ), a word a call over the control port, where ours has a port with a DMA (1 123 LUTs of the estimate)";

const EVIDENCE_FINN =
  'FINN joins units that are built one by one: each has registers at its streams, its weights come from a memory beside it, and converters and FIFOs stand between any two; ours is one design, whose units hold their weights.';

const EVIDENCE_CNV =
  'That library converts words over all channels before and behind each window, with 32-bit counters; no engine of ours does';

const EVIDENCE_CNV_BRAM =
  'Its block RAM counts out from the sources: 188 halves of weights, as ours; windows of four rows, each row a memory (20 RAMB18 with 1-bit values, 20 RAMB36 with 2-bit ones, where ours is one ring of the window: 5 to 10 halves); six FIFOs of 81 or 128 words that are written down (15 halves; ours are chosen and stand apart, 13 to 16); thresholds a memory each, from 64 words of 16 bits on; the ports. That gives 236 of the 248 halves of cnvW1A1 and all 263 of cnvW1A2.';

const EVIDENCE_OUTPUT =
  'FIFOs of 1 024 words hide the latency of the memory on both ports: the one on the input is given, one on the output cannot be (four halves)';

const PREDICTED = 'Estimated before its report was looked at, and nothing was fitted to it.';

/** Every measured design whose folding is known. The foldings come from the sources that test/data/measured.json names. */
export const KNOWN_DESIGNS: readonly KnownDesign[] = [
  {
    title: 'SFC-max',
    points: ['finn2016_SFC-max'],
    file: 'examples/sfc.bnn',
    target: 'max',
    note: 'The folding is inferred from 16 cycles a frame. The input port moves 13 words of 64 bits in 16 cycles: no design on this port can be more than 16/13 = 1.23 times as fast.',
  },
  {
    title: 'LFC-max',
    points: ['finn2016_LFC-max'],
    file: 'examples/lfc.bnn',
    target: 'max',
    note: 'The folding stands in the history of FINN.',
  },
  {
    title: 'CNV-max',
    points: ['finn2016_CNV-max'],
    file: 'examples/cnv.bnn',
    target: 'max',
    note: 'No folding is published: ours reaches the rate with many PEs and few lanes in the late layers, which is what its block RAM tells of. FF and DSP are not published.',
  },
  {
    title: 'SFC-fix',
    points: ['finn2016_SFC-fix'],
    file: 'examples/sfc.bnn',
    target: 'fix',
    note: 'Quoted from memory, does not count. 16 384 cycles a frame.',
  },
  {
    title: 'LFC-fix',
    points: ['finn2016_LFC-fix'],
    file: 'examples/lfc.bnn',
    target: 'fix',
    note: 'Quoted from memory, does not count. 16 384 cycles a frame.',
  },
  {
    title: 'CNV-fix',
    points: ['finn2016_CNV-fix'],
    file: 'examples/cnv.bnn',
    target: 'fix',
    note: 'Quoted from memory, does not count. 16 384 cycles a frame.',
  },
  {
    title: 'BNN-PYNQ lfcW1A1',
    points: ['bnnpynq_lfcW1A1', 'mpsoc18_lfc_z7020'],
    file: 'test/data/designs/lfc-w1a1-pynq.bnn',
    target: 'pynq',
    only: ['lut', 'ff', 'bram18', 'dsp', 'fps'],
    note: `${EVIDENCE_LOADED}. 168 kFPS is what the board gave, host calls included: 86 % of the 195 kFPS of 512 cycles (MPSoC 2018). Four DSPs where nothing is multiplied compute addresses in its ports, as two in that of LPYOLO do: no rule tells which port has them (those of two other builds on the same part have none), so none is counted. ${EVIDENCE_OUTPUT}.`,
  },
  {
    title: 'BNN-PYNQ lfc-pynq, older reports',
    points: ['bnnpynq_hist_lfc_fc0bb94c', 'bnnpynq_hist_lfc_ba932e9d', 'bnnpynq_hist_lfc_e9a84e80'],
    file: 'test/data/designs/lfc-w1a1-pynq.bnn',
    target: 'pynq',
    note: `Three reports of the same folding (bnn/src/network/lfc-pynq/hw/config.h), of Vivado 2016.1 to 2017.4: the tools alone move LUTs by a fifth. ${EVIDENCE_OUTPUT}.`,
  },
  {
    title: 'BNN-PYNQ lfcW1A2',
    points: ['bnnpynq_lfcW1A2'],
    file: 'test/data/designs/lfc-w1a2-pynq.bnn',
    target: 'pynq',
    note: `${PREDICTED} ${EVIDENCE_LOADED}. ${EVIDENCE_OUTPUT}. DSPs as above.`,
  },
  {
    title: 'BNN-PYNQ cnvW1A1',
    points: ['bnnpynq_cnvW1A1', 'mpsoc18_cnv_z7020'],
    file: 'test/data/designs/cnv-w1a1-pynq.bnn',
    target: 'pynq',
    only: ['lut', 'ff', 'bram18', 'dsp', 'fps'],
    note: `${PREDICTED} The slides have another build. ${EVIDENCE_LOADED}. ${EVIDENCE_CNV}. ${EVIDENCE_CNV_BRAM} 8-bit pixels are multiplied by 1-bit weights in DSPs there, which ours select in LUTs.`,
  },
  {
    title: 'BNN-PYNQ cnv-pynq, older reports',
    points: [
      'bnnpynq_hist_cnv_fc0bb94c',
      'bnnpynq_hist_cnv_ba932e9d',
      'bnnpynq_hist_cnv_26c0edbf',
      'bnnpynq_hist_cnv_e9a84e80',
    ],
    file: 'test/data/designs/cnv-w1a1-pynq.bnn',
    target: 'pynq',
    note: 'Four reports of the same folding (bnn/src/network/cnv-pynq/hw/config.h), of Vivado 2016.1 to 2017.4; else as above.',
  },
  {
    title: 'BNN-PYNQ cnvW1A2',
    points: ['bnnpynq_cnvW1A2'],
    file: 'test/data/designs/cnv-w1a2-pynq.bnn',
    target: 'pynq',
    note: `${PREDICTED} ${EVIDENCE_LOADED}. ${EVIDENCE_CNV}. ${EVIDENCE_CNV_BRAM} DSPs as above.`,
  },
  {
    title: 'BNN-PYNQ cnvW2A2',
    points: ['bnnpynq_cnvW2A2'],
    file: 'test/data/designs/cnv-w2a2-pynq.bnn',
    target: 'pynq',
    note: `Its top.cpp keeps the weights of the second convolution in LUTs, so does ours; 7 437 of its 37 302 LUTs are memory of two ports, where ours has one, and all 280 RAMB18 of the device are taken. ${EVIDENCE_LOADED}. ${EVIDENCE_CNV}.`,
  },
  {
    title: 'FINN cybersecurity MLP',
    points: ['nb_cybsec_v07_ooc'],
    file: 'test/data/designs/cybsec-w2a2.bnn',
    target: 'ooc',
    streamed: true,
    note: 'Out of context, without ports. FINN keeps the weights of all PEs in one memory, 36 halves where one memory a PE takes 48.',
  },
  {
    title: 'FINN cybersecurity MLP, simulated',
    points: ['nb_cybsec_v07_rtlsim'],
    file: 'test/data/designs/cybsec-w2a2.bnn',
    target: 'ooc',
    note: 'RTL simulation: 72 cycles a frame where every engine has 64 or fewer; FINN says 64, too.',
  },
  {
    title: 'FINN TFC notebook',
    points: ['nb_tfc_v03b'],
    file: 'test/data/designs/tfc-w1a1.bnn',
    target: 'pynq',
    note: 'One call for 10 000 images on a board. Its 784 bytes pass a 64-bit port in 98 cycles, 1.02 MFPS; the rest is the host, of which no figure is published.',
  },
  {
    title: 'FINN cybersecurity MLP, other folding',
    points: ['cybsec_v06_ooc'],
    file: 'test/data/designs/cybsec-w2a2-wide.bnn',
    target: 'ooc',
    streamed: true,
    note: `Out of context, without ports. ${EVIDENCE_FINN}`,
  },
  {
    title: 'FINN cybersecurity MLP, other folding, simulated',
    points: ['cybsec_v06_rtlsim'],
    file: 'test/data/designs/cybsec-w2a2-wide.bnn',
    target: 'ooc',
    note: 'RTL simulation: 87 cycles a frame where every engine has 80 or fewer.',
  },
  {
    title: 'FINN CNV',
    points: ['finn_pr209_cnv_w1a1'],
    file: 'test/data/designs/cnv-w1a1-finn.bnn',
    target: 'pynq',
    streamed: true,
    shell: false,
    note: `Shell excluded on both sides; FIFOs up to 256 words, which its test asks for, are in the count. ${EVIDENCE_FINN}`,
  },
  {
    title: 'LPYOLO',
    points: ['lpyolo'],
    file: 'test/data/designs/lpyolo-w8a3.bnn',
    target: 'pynq',
    streamed: true,
    only: ['lut', 'ff', 'bram18', 'dsp'],
    note: `${EVIDENCE_FINN} Kind by kind it is below (what ours would be instead). Its windows and pools lie in LUTs, ours of this size in block RAM (63 halves). Five DSPs are none of our products: two in its input port, one beside the nine of its first layer, two because its seventh layer has six lanes, which no folding of ours has.`,
  },
  {
    title: 'VGG10 for radio, W2A2',
    points: ['vgg10_w2a2'],
    file: 'test/data/designs/vgg10-w2a2.bnn',
    target: 'zcu104',
    streamed: true,
    only: ['lut', 'ff', 'bram18', 'dsp'],
    note: `${EVIDENCE_FINN} Kind by kind it is below (what ours would be instead). Of its block RAM 19 halves are FIFOs up to 32 768 words, and words of 2 bits are streamed as 8, which takes four times as much in two layers (30 halves more). HLS left to itself meant 142 of its multiply-adds for DSPs (its own report), and Vivado made them of LUTs with the registers of a DSP: 16 to 20 FFs a product, where no other source has more than 7. Ours say where a product is made.`,
  },
  {
    title: 'int4 MLP, 10 kFPS',
    points: ['fvv_mlp_int4_10000'],
    file: 'test/data/designs/mlp-int4.bnn',
    target: 'fps10k',
    only: ['lut', 'ff', 'bram18', 'dsp'],
    note: 'The two multipliers were left to the tool, which took a DSP each; ours are in LUTs unless `impl=dsp` says otherwise.',
  },
  {
    title: 'int4 MLP, 100 kFPS',
    points: ['fvv_mlp_int4_100000'],
    file: 'test/data/designs/mlp-int4.bnn',
    target: 'fps100k',
    only: ['lut', 'ff', 'bram18', 'dsp'],
    note: 'Five multipliers, five DSPs; else as above.',
  },
];
