import fs from 'node:fs';
import { greedyFolder } from '../../server/src/folding/greedy.js';
import { totalBand } from '../../server/src/estimate/estimate.js';
import { createAnalyser } from '../../server/src/workspace/analyse.js';
import { NO_PROJECT } from '../../server/src/workspace/snapshot.js';
import type { MvtuCoefficients } from '../../server/src/hardware/cost-model.js';
import type { Design } from '../../server/src/workspace/analysis.js';

/** How sure a measured figure is: A read in the primary file, B secondary or inferred, C quoted from memory. */
export type Confidence = 'A' | 'B' | 'C';

/** One design of test/data/measured.json. */
export interface MeasuredPoint {
  readonly id: string;
  readonly design: string;
  readonly kind: string;
  readonly confidence: Confidence;
  readonly measured: Readonly<Record<string, unknown>>;
}

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

/** A measured range of one quantity beside the estimate of it. */
export interface Comparison {
  readonly quantity: Quantity;
  readonly low: number;
  readonly high: number;
  readonly estimate: number;
  /** Estimate over the nearest measured figure; 1 inside of a range. */
  readonly ratio: number;
}

export interface DesignRow {
  readonly known: KnownDesign;
  readonly confidence: Confidence;
  readonly kinds: readonly string[];
  readonly comparisons: readonly Comparison[];
  readonly band: { readonly low: number; readonly high: number };
  readonly design: Design;
}

const EVIDENCE_LOADED =
  "Given as `parameters=loadable`: BNN-PYNQ's library loads weights and thresholds at run time (`DoMemInit` in bnn/src/network/*/hw/top.cpp of Xilinx/BNN-PYNQ), a word a call over the control port, where ours has a port with a DMA (1 181 LUTs of the estimate)";

const EVIDENCE_FINN =
  'FINN joins units that are built one by one: each has registers at its streams, its weights come from a memory beside it, and converters and FIFOs stand between any two; ours is one design, whose units hold their weights.';

const EVIDENCE_CNV =
  'That library converts words over all channels before and behind each window, with 32-bit counters; no engine of ours does';

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
    note: `${EVIDENCE_LOADED}. 168 kFPS is what the board gave, host calls included: 86 % of the 195 kFPS of 512 cycles (MPSoC 2018). Four DSPs where nothing is multiplied compute addresses in its ports, as two in that of LPYOLO do: no rule tells which port has them (those of two other builds on the same part have none), so none is counted.`,
  },
  {
    title: 'BNN-PYNQ cnvW1A1',
    points: [
      'bnnpynq_hist_cnv_fc0bb94c',
      'bnnpynq_hist_cnv_ba932e9d',
      'bnnpynq_hist_cnv_26c0edbf',
      'bnnpynq_hist_cnv_e9a84e80',
      'mpsoc18_cnv_z7020',
    ],
    file: 'test/data/designs/cnv-w1a1-pynq.bnn',
    target: 'pynq',
    only: ['lut', 'ff', 'bram18', 'dsp', 'fps'],
    note: `Reports of four revisions, whose foldings may differ: shown as a range. ${EVIDENCE_LOADED}. ${EVIDENCE_CNV}. 8-bit pixels are multiplied by 1-bit weights in DSPs there, which ours select in LUTs.`,
  },
  {
    title: 'BNN-PYNQ cnvW2A2',
    points: ['bnnpynq_cnvW2A2'],
    file: 'test/data/designs/cnv-w2a2-pynq.bnn',
    target: 'pynq',
    note: `Its 280 RAMB18 are all that the device has: what did not fit was spilled into LUTs, 7 437 of the 37 302 are memory. ${EVIDENCE_LOADED}. ${EVIDENCE_CNV}.`,
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
    note: `${EVIDENCE_FINN} Instance by instance it is below. Its windows and pools lie in LUTs, ours of this size in block RAM (63 halves). Five DSPs are none of our products: two in its input port, one beside the nine of its first layer, two because its seventh layer has six lanes, which no folding of ours has.`,
  },
  {
    title: 'VGG10 for radio, W2A2',
    points: ['vgg10_w2a2'],
    file: 'test/data/designs/vgg10-w2a2.bnn',
    target: 'zcu104',
    streamed: true,
    only: ['lut', 'ff', 'bram18', 'dsp'],
    note: `${EVIDENCE_FINN} Instance by instance it is below. Of its block RAM 19 halves are FIFOs up to 32 768 words, and words of 2 bits are streamed as 8, which takes four times as much in two layers (30 halves more). HLS left to itself meant 142 of its multiply-adds for DSPs (its own report), and Vivado made them of LUTs with the registers of a DSP: 16 to 20 FFs a product, where no other source has more than 7. Ours say where a product is made.`,
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

/** The estimate of a target of a file. `root` is the repository. */
export function designOf(root: string, file: string, target: string): Design {
  const uri = `file:///${file}`;
  const text = fs.readFileSync(`${root}/${file}`, 'utf8');
  const analysis = createAnalyser(greedyFolder).analyse(
    {
      source: (wanted) => (wanted === uri ? { text, version: 1 } : 'missing'),
      project: () => NO_PROJECT,
      picked: () => undefined,
    },
    uri,
  );
  const design = analysis.designs.find((one) => one.target?.name === target);
  if (!design) throw new Error(`${file}: no target ${target}`);
  return design;
}

export function readPoints(root: string): readonly MeasuredPoint[] {
  const { points } = JSON.parse(fs.readFileSync(`${root}/test/data/measured.json`, 'utf8')) as {
    points: readonly MeasuredPoint[];
  };
  return points;
}

/** Every known design with what was measured of it. */
/** LUTs or FFs of a design whose weights arrive as streams from memories beside its units, as FINN builds them. */
export function streamedCost({ estimate, network }: Design, each: MvtuCoefficients): number {
  const bits = estimate.layers.flatMap((layer) => {
    const operation = layer && network.layers[layer.layer]?.operation;
    const unit = layer?.engines.find(({ kind }) => kind === 'mvtu');
    if (!operation || !('weights' in operation) || !unit) return [];
    return (unit.inputs[0]?.lanes ?? 0) * (unit.outputs[0]?.lanes ?? 0) * operation.weights.bits;
  });
  return (each.weightPortBit + each.streamedBit) * bits.reduce((sum, one) => sum + one, 0);
}

export function designRows(root: string): readonly DesignRow[] {
  const points = readPoints(root);
  return KNOWN_DESIGNS.map((known) => {
    const own = known.points.map((id) => {
      const found = points.find((point) => point.id === id);
      if (!found) throw new Error(`no measured point ${id}`);
      return found;
    });
    const design = designOf(root, known.file, known.target);
    const comparisons = QUANTITIES.filter((quantity) => known.only?.includes(quantity) ?? true).flatMap((quantity) =>
      compare(quantity, own, design, known.shell ?? true),
    );
    const confidence = own.map((point) => point.confidence).sort()[0] ?? 'C';
    const kinds = [...new Set(own.map(({ kind }) => kind))];
    const { layers, infrastructure } = design.estimate;
    const counted = infrastructure.filter(({ kind }) => (known.shell ?? true) || kind !== 'shell');
    return { known, confidence, kinds, comparisons, band: totalBand({ layers, infrastructure: counted }), design };
  });
}

const QUANTITIES: readonly Quantity[] = ['fps', 'latencyUs', 'lut', 'ff', 'bram18', 'dsp'];

function compare(
  quantity: Quantity,
  points: readonly MeasuredPoint[],
  design: Design,
  shell: boolean,
): readonly Comparison[] {
  const measured = points.flatMap(({ measured: values }) => measuredOf(quantity, values));
  if (measured.length === 0) return [];
  const low = Math.min(...measured);
  const high = Math.max(...measured);
  const without = shell ? undefined : design.estimate.infrastructure.find(({ kind }) => kind === 'shell');
  const ofShell = quantity === 'lut' || quantity === 'ff' ? (without?.resources[quantity] ?? 0) : 0;
  const estimate = estimateOf(quantity, design) - ofShell;
  const nearest = Math.min(high, Math.max(low, estimate));
  return [{ quantity, low, high, estimate, ratio: nearest === 0 ? 1 : estimate / nearest }];
}

/** A measured quantity in our units: a RAMB36 or a tile is two halves. */
function measuredOf(quantity: Quantity, values: MeasuredPoint['measured']): readonly number[] {
  const number = (key: string): number | undefined => {
    const value = values[key];
    return typeof value === 'number' ? value : undefined;
  };
  const times = (value: number | undefined, by: number): number | undefined => value && by * value;
  const twice = (value: number | undefined): number | undefined => times(value, 2);
  // An RTL simulation tells the cycles of all frames and of the first: at 100 MHz.
  const [cycles, latency, frames] = [number('cycles'), number('latency_cycles'), number('N')];
  const simulated = cycles && latency && frames && (100e6 * (frames - 1)) / (cycles - latency);
  const found = {
    fps: [number('fps'), times(number('kFPS'), 1000), simulated],
    latencyUs: [number('latency_us')],
    lut: [number('LUT')],
    ff: [number('FF')],
    bram18: [number('BRAM18'), twice(number('BRAM36')), twice(number('BRAM_tile'))],
    dsp: [number('DSP')],
  }[quantity];
  return found.flatMap((value) => value ?? []);
}

function estimateOf(quantity: Quantity, { estimate, clockHz }: Design): number {
  switch (quantity) {
    case 'fps':
      return estimate.fps;
    // The paper's latency is the sum of the engines' cycles, ports not counted.
    case 'latencyUs':
      return (1e6 * estimate.criticalPathCycles) / clockHz;
    default:
      return estimate.totals[quantity];
  }
}
