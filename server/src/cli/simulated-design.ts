import {
  addResources,
  RESOURCE_NAMES,
  RESOURCE_TITLES,
  type ResourceName,
  type Resources,
} from '../devices/primitives.js';
import { fullCount } from '../diagnostics/format-numbers.js';
import { simulated, type SimulatedEstimate } from '../estimate/simulated.js';
import type { Design } from '../workspace/analysis.js';

/** A design whose latency and FIFO depths are simulated; where they cannot be, the design as it is, with the bound. */
export function simulatedDesign(design: Design): Design {
  return { ...design, estimate: simulationOf(design) ?? design.estimate };
}

function simulationOf({ estimate, target, device, clockHz }: Design): SimulatedEstimate | undefined {
  return simulated(estimate, { target, device, clockHz });
}

/** One stream, as `bnn estimate --json` lists it. */
export interface FifoRow {
  readonly from: string;
  readonly to: string;
  /** In words. */
  readonly depth: number;
  readonly bits: number;
  /** Words of a frame. */
  readonly words: number;
  /** The most words that were in it. */
  readonly peak: number;
  /** Whether the author wrote the depth. */
  readonly written: boolean;
}

export interface StreamReport {
  /** Cycles from frame to frame with these FIFOs. */
  readonly simulatedIntervalCycles: number;
  /** Whether every word was simulated on its own, and not in batches. */
  readonly exact: boolean;
  /** Whether no FIFO that was chosen could be shallower. */
  readonly minimal: boolean;
  /** What these FIFOs take beyond those that the totals count. */
  readonly difference: Resources;
  /** What the design takes with them: the totals and the difference. */
  readonly totals: Resources;
  /** Resources of which the budget is kept with the FIFOs that the totals count, and not with these. */
  readonly overBudget: readonly ResourceName[];
  readonly fifos: readonly FifoRow[];
}

/** The streams of a design with their simulated depths; undefined where nothing was simulated. */
export function streamReport(design: Design): StreamReport | undefined {
  const found = simulationOf(design);
  if (!found) return undefined;
  const { engines, edges } = found.fittedPipeline;
  const { simulation, minimal } = found.fitted;
  const { budget } = found;
  const totals = addResources(found.totals, found.fifoDifference);
  const over = (name: ResourceName, { [name]: count }: Resources): boolean => count > (budget[name] ?? Infinity);
  return {
    simulatedIntervalCycles: simulation.intervalCycles,
    exact: simulation.exact,
    minimal,
    difference: found.fifoDifference,
    totals,
    overBudget: RESOURCE_NAMES.filter((name) => over(name, totals) && !over(name, found.totals)),
    fifos: edges.map(({ from, to, depth, stream, pinned }, at) => ({
      from: engines[from]?.name ?? '',
      to: engines[to]?.name ?? '',
      depth,
      bits: stream.bits,
      words: stream.words,
      peak: simulation.peaks[at] ?? 0,
      written: pinned,
    })),
  };
}

/** The same for people: every FIFO deeper than two words, and how it was found. */
export function streamLines(design: Design): readonly string[] {
  const report = streamReport(design);
  if (!report) return [];
  const { fifos, simulatedIntervalCycles, exact, minimal, difference, totals, overBudget } = report;
  const { intervalCycles, budget } = design.estimate;
  const deep = fifos.filter(({ depth, written }) => depth > 2 || written);
  const rest = fifos.length - deep.length;
  const how = exact ? (minimal ? 'minimal, simulated word by word' : 'simulated word by word') : 'simulated in batches';
  const width = Math.max(0, ...deep.map(({ from, to }) => from.length + to.length));
  return [
    `FIFOs (${how}), depth x bits; the other ${rest} have 2 words`,
    ...deep.map(
      ({ from, to, depth, bits, written }) =>
        `  ${from} -> ${to}${' '.repeat(width - from.length - to.length)}  ${depth} x ${bits}${written ? ' (written)' : ''}`,
    ),
    `  against the totals above: ${signed(difference.lut)} LUT, ${signed(difference.ff)} FF, ${signed(difference.bram18)} BRAM18; with them ${fullCount(totals.lut)} LUT, ${fullCount(totals.ff)} FF, ${fullCount(totals.bram18)} BRAM18`,
    ...overBudget.map(
      (name) =>
        `with these FIFOs the design takes ${fullCount(totals[name])} ${RESOURCE_TITLES[name]}, over its budget of ${fullCount(budget[name] ?? 0)}`,
    ),
    ...(simulatedIntervalCycles > intervalCycles
      ? [
          `with the FIFOs that are written a frame takes ${fullCount(simulatedIntervalCycles)} cycles, not ${fullCount(intervalCycles)}`,
        ]
      : []),
    '',
  ];
}

function signed(count: number): string {
  return `${count < 0 ? '-' : '+'}${fullCount(Math.abs(count))}`;
}
