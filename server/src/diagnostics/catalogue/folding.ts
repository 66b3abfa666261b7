import { entry } from '../entry.js';
import { counted, frameRate, fullCount, shortCount } from '../format-numbers.js';

/** A legal value beside an illegal one, and what the whole network does with it. */
export interface LegalValue {
  readonly value: number;
  readonly fps: number;
  /** Of the layer alone. */
  readonly lut: number;
}

interface IllegalFolding {
  readonly layer: string;
  readonly kind: string;
  readonly attribute: 'pe' | 'simd';
  readonly value: number;
  /** What it must divide. */
  readonly whole: number;
  /** What that is: "units", "filters", "inputs (kernel 3x3 x 64 channels)". */
  readonly of: string;
  /** Why the value does not do, where it is not plain division. */
  readonly reason?: string;
  readonly below: LegalValue | undefined;
  readonly above: LegalValue | undefined;
}

/** BNN4xx: how the layers are folded. */
export const folding = {
  BNN401: entry<IllegalFolding>({
    severity: 'error',
    title: '`pe` does not divide',
    message: (facts) =>
      `pe=${facts.value} does not divide the ${fullCount(facts.whole)} ${facts.of} of ${facts.layer}. ${nearest(facts)}`,
    docs: `PE is the number of processing elements that work side by side: each computes every PE-th output, so PE must divide the outputs (units, filters per group, channels).

Until it is mended, all numbers are computed with the nearest legal value below, and shown with \`~\`.`,
    example: `network N {
  input x type=bipolar shape=64
  dense d units=10 weights=bipolar activation=none pe=3
}
`,
  }),
  BNN402: entry<IllegalFolding>({
    severity: 'error',
    title: '`simd` does not divide',
    message: (facts) =>
      `simd=${facts.value} does not divide the ${fullCount(facts.whole)} ${facts.of} of ${facts.layer}. ${nearest(facts)}`,
    docs: `SIMD is the number of inputs that one processing element takes in a cycle, so SIMD must divide the inputs of a row: the inputs of a dense layer (after \`align\`), the channels of a convolution (per group), the window of a depthwise one.

\`align=\` on a dense layer pads its inputs so that, for example, 784 inputs fold by \`simd=64\` as 832.`,
    example: `network N {
  input x type=bipolar shape=64
  dense d units=10 weights=bipolar activation=none simd=5
}
`,
  }),
  BNN403: entry<IllegalFolding & { readonly channels: number; readonly taps: number }>({
    severity: 'error',
    title: '`simd` beyond the channels is no whole part of the window',
    message: (facts) =>
      `simd=${facts.value} is more than the ${facts.channels} channels of ${facts.layer}, so it must be m x ${facts.channels} with m a divisor of the ${facts.taps} taps of the window. ${nearest(facts)}`,
    docs: `Beyond the channels, SIMD takes several taps of the window in a cycle (a parallel window): m x channels, where m divides the kernel's taps.`,
    example: `network N {
  input x type=int8 shape=8x8x4
  conv c filters=8 kernel=3 weights=bipolar activation=bipolar simd=8
}
`,
  }),
  BNN404: entry<{
    readonly layer: string;
    readonly what: string;
    readonly bits: number;
    readonly limit: number;
    readonly hard: boolean;
  }>({
    severity: 'error',
    title: 'A word is too wide for the HLS tools',
    message: (facts) =>
      `The ${facts.what} of ${facts.layer} are ${fullCount(facts.bits)} bits wide; the HLS tools ${facts.hard ? 'refuse' : 'do not take'} more than ${fullCount(facts.limit)}. Fold ${facts.layer} further.`,
    docs: `Vitis HLS refuses stream words over 4 096 bits (\`HLS 207-2163\`) and integers over 32 768 bits (\`HLS 207-814\`). A word is lanes x bits: \`pe\` x output bits, \`simd\` x input bits, or \`simd\` x weight bits of one memory.`,
    example: `network N {
  input x type=int8 shape=8192
  dense d units=10 weights=bipolar activation=none simd=8192
}
`,
  }),
  BNN405: entry<{
    readonly layer: string;
    readonly producer: string;
    readonly lanesIn: number;
    readonly lanesOut: number;
    readonly lut: number;
    /** Whether neither divides the other: the converter is a gearbox. */
    readonly gearbox: boolean;
  }>({
    severity: 'hint',
    title: 'A width converter stands between two layers',
    message: (facts) =>
      `${facts.producer} writes ${counted(facts.lanesIn, 'value')} a word and ${facts.layer} reads ${facts.lanesOut}: a ${facts.gearbox ? 'gearbox (neither divides the other)' : 'width converter'} of ${shortCount(facts.lut)} LUT stands between them.`,
    docs: `Where a layer writes words of another width than the next one reads, a width converter is put between them. It is cheap when one width divides the other, and a gearbox of both widths' least common multiple when not. The hint is raised only for gearboxes and for converters of 100 LUT and more that cost over 5 % of the two layers.`,
    example: `network N {
  input x type=uint4 shape=12
  dense a units=12 weights=int4 activation=uint4 pe=4 simd=1
  dense b units=6 weights=int4 activation=none simd=6
}
`,
  }),
  BNN406: entry<{
    readonly layer: string;
    readonly simd: number;
    readonly pe: number;
    readonly channels: number;
  }>({
    severity: 'error',
    title: 'A depthwise layer takes several taps only with all channels',
    message: (facts) =>
      `simd=${facts.simd} of the depthwise ${facts.layer} needs pe=${facts.channels} (all channels), but pe is ${facts.pe}. Set pe=${facts.channels}, or simd=1.`,
    docs: `The window unit of a depthwise layer delivers several taps of the window at once only when every channel is processed at once: \`simd\` is 1 unless \`pe\` equals the channels.`,
    example: `network N {
  input x type=int8 shape=8x8x4
  dwconv d kernel=3 weights=int4 activation=uint4 pe=2 simd=3
}
`,
  }),
  BNN407: entry<{
    readonly layer: string;
    readonly cycles: number;
    readonly interval: number;
    readonly bottleneck: string;
    readonly lutSaved: number;
    readonly pe: number | undefined;
    readonly simd: number | undefined;
  }>({
    severity: 'hint',
    title: 'A layer is folded far beyond the bottleneck',
    message: (facts) =>
      `${facts.layer} needs ${fullCount(facts.cycles)} of the ${fullCount(facts.interval)} cycles that ${facts.bottleneck} takes: ${folded(facts)} would keep the frame rate and save ${shortCount(facts.lutSaved)} LUT.`,
    docs: `All engines run at once and the slowest sets the frame rate, so a layer that is much faster than the slowest spends LUTs that buy nothing.`,
    example: `network N {
  input x type=bipolar shape=1024
  dense a units=1024 weights=bipolar activation=bipolar pe=64 simd=64
  dense b units=1024 weights=bipolar activation=none pe=1 simd=8
}
`,
  }),
  BNN408: entry<{ readonly layer: string; readonly depth: number; readonly least: number }>({
    severity: 'error',
    title: 'A FIFO is too shallow',
    message: (facts) =>
      `fifo=${facts.depth} of ${facts.layer} is too shallow: a stream needs at least ${facts.least} words.`,
    docs: 'A FIFO of one word halves the rate of the stream, and the tools refuse it; two words keep a stream running.',
    example: `network N {
  input x type=uint4 shape=8
  threshold a activation=uint2 fifo=1
}
`,
  }),
  BNN409: entry<{ readonly layer: string; readonly device: string | undefined; readonly detail: string }>({
    severity: 'error',
    title: 'The memory style is not there on this device',
    message: (facts) => `mem=uram of ${facts.layer}: ${facts.detail}. Use mem=bram or mem=lutram.`,
    docs: 'UltraRAM is found on some UltraScale+ and Versal parts only, and cannot be initialised from the bitstream on UltraScale+: weights in it are loaded at run time.',
    example: `network N {
  input x type=bipolar shape=64
  dense d units=64 weights=bipolar activation=none mem=uram
}
target t for N {
  device=pynq_z1 clock=100MHz
}
`,
  }),
  BNN410: entry<{
    readonly layer: string;
    /** The layer that writes the stream. */
    readonly producer: string;
    /** Which of the layer's inputs. */
    readonly slot: number;
    readonly depth: number;
    /** A depth that keeps the interval, with the other FIFOs as deep as they need to be. */
    readonly needed: number;
    /** Cycles from frame to frame as simulated; undefined where the pipeline comes to a stop. */
    readonly interval: number | undefined;
    readonly wanted: number;
  }>({
    severity: 'error',
    title: 'A FIFO stops or slows the pipeline',
    message: (facts) =>
      `fifo=${facts.depth} of ${facts.layer}, on the stream from ${facts.producer}, ${facts.interval === undefined ? 'stops the pipeline: every engine waits for another (deadlock)' : `makes a frame take ${fullCount(facts.interval)} cycles instead of ${fullCount(facts.wanted)}`}. fifo=${facts.needed} would do, fifo=auto chooses.`,
    docs: `Where branches join again, the FIFO of the shorter branch must hold what comes while the longer one has not given its first word: rows of windows, or a whole map. Where it is too shallow the fork can hand on no word, the longer branch starves, and nothing moves any more. Between the layers of a chain a FIFO that is too shallow only costs time.

The pipeline is simulated word by word with the depth that is written; the depth in the message comes from the same simulation. Pipelines of more than 60 000 stream words a frame are simulated by \`bnn estimate\` only.`,
    example: `network N {
  input x type=uint2 shape=6x6x4
  threshold t activation=uint2
  conv a filters=4 kernel=3 pad=1 weights=int2 activation=uint2
  add s from=[a, t] activation=uint2 fifo=[auto, 4]
}
`,
  }),
  BNN411: entry<{
    readonly layer: string;
    /** Which of the layer's inputs. */
    readonly slot: number;
    readonly depth: number;
    readonly bits: number;
    readonly most: number;
  }>({
    severity: 'warning',
    title: 'A FIFO is larger than the tools make',
    message: (facts) =>
      `fifo=${facts.depth} of ${facts.layer} with words of ${fullCount(facts.bits)} bits: the tools make a FIFO of at most ${fullCount(facts.most)} such words (32 768 words, 1 000 000 bits).`,
    docs: `The vendor's FIFO generator goes to 32 768 words, and a memory that is inferred to 1 000 000 bits (message \`Synth 8-4556\`). A stream that needs more is better shortened at its cause: fold the longer branch less, or the shorter one more.`,
    example: `network N {
  input x type=uint8 shape=8
  threshold a activation=uint2 fifo=40000
}
`,
  }),
  BNN412: entry<{
    readonly layer: string;
    /** Which of the layer's inputs. */
    readonly slot: number;
    readonly depth: number;
    readonly rounded: number;
  }>({
    severity: 'hint',
    title: 'A FIFO is rounded up',
    message: (facts) =>
      `fifo=${facts.depth} of ${facts.layer} takes the block RAM of ${fullCount(facts.rounded)} words: deep FIFOs have a power of two.`,
    docs: `FIFOs of more than 64 words are block RAM, whose depth the tools round up to a power of two. The words beyond what is written cost nothing more.`,
    example: `network N {
  input x type=uint8 shape=8
  threshold a activation=uint2 fifo=100
}
`,
  }),
  BNN413: entry<{
    readonly layer: string;
    readonly engine: string;
    readonly count: number;
    readonly what: string;
    readonly limit: number;
  }>({
    severity: 'warning',
    title: 'More than the generated C++ counts to',
    message: (facts) =>
      `No C++ can be generated: ${facts.engine} has ${fullCount(facts.count)} ${facts.what}, and the C++ counts to ${fullCount(facts.limit)}. Give ${facts.layer} more pe${facts.what.startsWith('cycles') ? ' and simd' : ''}.`,
    docs: `The counters of the generated C++ are made for at most 2^30 cycles and words a frame, which is ten seconds of one frame at 100 MHz. Estimates and searches of the folding go on beyond it; \`bnn generate\` and the C simulation refuse.`,
    example: `network N {
  input x type=int8 shape=1080x1920x16
  conv c filters=4 kernel=3 weights=int4 activation=none
}
target t for N {
  device=zcu104 clock=200MHz
  fold c pe=1 simd=1
}
`,
  }),
};

function nearest({ below, above, attribute, reason }: IllegalFolding): string {
  const values = [below, above].flatMap((legal) =>
    legal ? [`${attribute}=${legal.value} (${frameRate(legal.fps)}, ${shortCount(legal.lut)} LUT)`] : [],
  );
  const because = reason === undefined ? '' : `${reason}. `;
  return `${because}Nearest legal: ${values.join(' or ') || 'none'}.`;
}

function folded({ pe, simd }: { readonly pe: number | undefined; readonly simd: number | undefined }): string {
  return [pe === undefined ? '' : `pe=${pe}`, simd === undefined ? '' : `simd=${simd}`].filter(Boolean).join(' ');
}
