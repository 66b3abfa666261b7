import { entry } from '../entry.js';
import { counted, duration, frameRate, frequency, fullCount } from '../format-numbers.js';

/** What would bring a goal about. */
export interface Remedy {
  readonly layer: string;
  readonly pe: number | undefined;
  readonly simd: number | undefined;
}

const THROUGHPUT_EXAMPLE = `network N {
  input x type=bipolar shape=1024
  dense d units=1024 weights=bipolar activation=none pe=1 simd=8
}
target t for N {
  device=pynq_z1 clock=100MHz
  throughput=10kFPS
}
`;

/** BNN5xx: throughput and latency. */
export const performance = {
  BNN501: entry<{
    readonly goalFps: number;
    readonly fps: number;
    readonly engine: string;
    readonly cycles: number;
    readonly allowedCycles: number;
    readonly remedies: readonly Remedy[];
    /** Why the tool itself did not go on, where nothing is pinned: "the LUT budget". */
    readonly stoppedBy: string | undefined;
    /** What a search has proven to be missing, `61 more BRAM18`; any one of them is enough where `either`. */
    readonly lacks?: readonly string[];
    readonly either?: boolean;
  }>({
    severity: 'error',
    title: 'The throughput goal is missed',
    message: (facts) =>
      `throughput=${goal(facts.goalFps)} is missed: ${facts.engine} takes ${counted(facts.cycles, 'cycle')} a frame, which gives ${frameRate(facts.fps)}; the goal allows ${fullCount(facts.allowedCycles)}. ${remedy(facts)}`,
    docs: `All engines run at once; the slowest one sets the frame rate: frames per second = clock / interval. The message names the slowest engine and the folding that would reach the goal.`,
    example: THROUGHPUT_EXAMPLE,
  }),
  BNN502: entry<{
    readonly goalFps: number;
    readonly ceilingFps: number;
    readonly engine: string;
    readonly why: string;
    readonly cycles: number;
    readonly clockHz: number;
    readonly neededClockHz: number;
  }>({
    severity: 'error',
    title: 'No folding reaches the throughput goal',
    message: (facts) =>
      `throughput=${goal(facts.goalFps)} is beyond any folding: ${facts.engine} takes at least ${counted(facts.cycles, 'cycle')} a frame (${facts.why}), so at ${frequency(facts.clockHz)} the ceiling is ${frameRate(facts.ceilingFps)}. It would take a clock of ${frequency(facts.neededClockHz)}.`,
    docs: `Some engines cannot be folded away: a pool and a window unit read one stream word a cycle, and the input and the output pass the DMA port word by word. They set a ceiling that no \`pe\` and \`simd\` can lift; a higher clock, a smaller map or a wider port can.`,
    example: `network N {
  input x type=int8 shape=32x32x3
  conv c filters=8 kernel=3 weights=bipolar activation=bipolar
}
target t for N {
  device=pynq_z1 clock=100MHz
  throughput=1MFPS
}
`,
  }),
  BNN503: entry<{
    readonly goalS: number;
    readonly latencyS: number;
    readonly bound: boolean;
    readonly slowest: readonly { readonly layer: string; readonly cycles: number }[];
  }>({
    severity: 'error',
    title: 'The latency goal is missed',
    message: (facts) =>
      `latency=${tight(duration(facts.goalS))} is missed: a frame takes ${facts.bound ? 'at most ' : ''}${duration(facts.latencyS)}. Most of it is spent in ${facts.slowest.map(({ layer, cycles }) => `${layer} (${counted(cycles, 'cycle')})`).join(', ')}.`,
    docs: `Latency runs from the first input word offered to an empty pipeline to the last output word of that frame, DMA included. Unfolding the layers that take the most cycles shortens it most.`,
    example: `network N {
  input x type=bipolar shape=1024
  dense d units=1024 weights=bipolar activation=none pe=1 simd=8
}
target t for N {
  device=pynq_z1 clock=100MHz
  latency=10us
}
`,
  }),
  BNN504: entry<{ readonly network: string; readonly fps: number; readonly clockHz: number }>({
    severity: 'info',
    title: 'No target says how fast it should be',
    message: (facts) =>
      `No target names ${facts.network}, so every layer is folded by 1: ${frameRate(facts.fps)} at ${frequency(facts.clockHz)}. Add a target with device=, clock= and throughput=, and the tool chooses the folding.`,
    docs: `Without a target and without \`pe=\` and \`simd=\` every engine does one operation a cycle, which is the smallest and slowest design. A \`target\` gives the device, the clock and the goals that the folding is chosen for.`,
    example: `network N {
  input x type=bipolar shape=1024
  dense d units=1024 weights=bipolar activation=none
}
`,
  }),
  BNN505: entry<{
    readonly clockHz: number;
    readonly knownHz: number;
    readonly device: string;
    readonly evidence: string;
  }>({
    severity: 'warning',
    title: 'The clock is faster than any known design of this kind',
    message: (facts) =>
      `clock=${tight(frequency(facts.clockHz))} is beyond the ${frequency(facts.knownHz)} that the fastest known streaming design on the fabric of ${facts.device} closes (${facts.evidence}). The estimate scales with the clock, the tools may not.`,
    docs: `Frame rate and latency are cycles over the clock, so they are worth what the clock is. The message names the fastest design that we know a measurement of, on the same kind of fabric: Artix-class or Kintex-class 7-series, or UltraScale+. The tools stop when a constraint is met, so a part can do better than what was measured; only an implementation tells. docs/accuracy.md lists the points.`,
    example: `network N {
  input x type=bipolar shape=64
  dense d units=8 weights=bipolar activation=none pe=8 simd=64
}
target t for N {
  device=pynq_z1 clock=300MHz
}
`,
  }),
  BNN506: entry<{
    readonly device: string;
    readonly fps: number;
    readonly memoryFps: number;
    readonly bytesPerFrame: number;
  }>({
    severity: 'warning',
    title: 'The memory of the board is too slow',
    message: (facts) =>
      `${frameRate(facts.fps)} of ${fullCount(facts.bytesPerFrame)} bytes, in and out, are more than the memory of ${facts.device} moves: it lets through ${frameRate(facts.memoryFps)} at best.`,
    docs: `Every frame is read from the board's memory, and its results are written there. The engines and the ports can be faster than that memory, whose rate is taken from the guide of the board (width times transfers a second, unverified), with nothing set aside for the processor.`,
    example: `network N {
  input x type=uint8 shape=32
  dense d units=32 weights=bipolar activation=uint8 pe=32 simd=32
}
target t for N {
  device=pynq_z1 clock=200MHz
}
`,
  }),
};

function remedy({
  remedies,
  stoppedBy,
  lacks = [],
  either,
}: {
  readonly remedies: readonly Remedy[];
  readonly stoppedBy: string | undefined;
  readonly lacks?: readonly string[];
  readonly either?: boolean;
}): string {
  if (lacks.length > 0) return `No folding reaches it: it needs ${lacks.join(either ? ' or ' : ' and ')}.`;
  if (remedies.length > 0) {
    const parts = remedies.slice(0, 3).map(({ layer, pe, simd }) => {
      const values = [pe === undefined ? '' : `pe=${pe}`, simd === undefined ? '' : `simd=${simd}`].filter(Boolean);
      return `${layer} ${values.join(' ')}`;
    });
    const more = remedies.length > 3 ? ` and ${counted(remedies.length - 3, 'more layer')}` : '';
    return `${parts.join(', ')}${more} would reach it.`;
  }
  return stoppedBy === undefined ? '' : `The next step does not fit ${stoppedBy}.`;
}

function goal(fps: number): string {
  return tight(frameRate(fps));
}

/** As the language writes a quantity: no blank before the unit. */
function tight(text: string): string {
  return text.replace(' ', '');
}
