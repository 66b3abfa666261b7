import type { Pipeline } from '../../hardware/pipeline.js';
import { machineOf, planOf, type Machine, type Plan, type Wait } from './actors.js';
import { advance } from './advance.js';

/** What a pipeline does, frame after frame, with given FIFOs. */
export interface Simulation {
  /** From the first input word offered to an empty pipeline to the last output word of that frame, in cycles. */
  readonly latencyCycles: number;
  /** Cycles from frame to frame once the pipeline is full. */
  readonly intervalCycles: number;
  /** The most words that stood in each FIFO, by edge. */
  readonly peaks: readonly number[];
  /** Where every engine waits for another, the FIFOs in the circle: for a word, or for room. */
  readonly deadlock: readonly { readonly edge: number; readonly full: boolean }[] | undefined;
  /** Whether every stream had settled to the interval when the simulation ended. */
  readonly settled: boolean;
  /** Whether words were moved one by one. In batches, times come out at or slightly below the true ones. */
  readonly exact: boolean;
}

/** Words of a frame, over all streams, up to which each is simulated on its own. */
export const EXACT_WORDS = 400_000;
/** Frames that a pipeline gets to settle. */
export const MOST_FRAMES = 24;
/** Frames of a pipeline whose words are moved in batches. */
const FEW_FRAMES = 6;

/**
 * A pipeline's frames, with the FIFO depths of its edges or others. Words are moved one by one up to `exactWords` a
 * frame. Nothing is kept between calls.
 */
export function simulate(
  pipeline: Pipeline,
  depths = pipeline.edges.map(({ depth }) => depth),
  exactWords = EXACT_WORDS,
): Simulation {
  return simulatePlan(planOf(pipeline, exactWords), depths);
}

/** The same for a pipeline that is simulated more than once. */
export function simulatePlan(plan: Plan, depths: readonly number[]): Simulation {
  const { exact, grains } = plan;
  const machine = machineOf(plan, { frames: FRAMES_OFFERED, depths });
  const { deadlock, settled } = settle(machine, exact ? MOST_FRAMES : FEW_FRAMES);
  const ends = endsOf(machine);
  return {
    latencyCycles: deadlock ? Infinity : latencyOf(plan, depths, ends),
    intervalCycles: deadlock ? Infinity : intervalOf(ends),
    peaks: machine.links.map(({ peak }, at) => peak * (grains[at] ?? 1)),
    deadlock: deadlock?.map(({ link, full }) => ({ edge: machine.links.indexOf(link), full })),
    settled,
    exact,
  };
}

/** Of a frame alone through a plan that has run with these depths, by when its frames ended. */
export function latencyOf(plan: Plan, depths: readonly number[], ends: readonly number[]): number {
  // Engines that run on keep a frame's last words until the next frame comes: one frame alone is another matter.
  return (plan.schedules.some(({ runsOn }) => runsOn) ? firstAlone(plan, depths) : (ends[0] ?? -1)) + 1;
}

/** The latency of a frame alone through a pipeline with these depths, 0 where it stops. */
export function firstFrameCycles(plan: Plan, depths: readonly number[]): number {
  return firstAlone(plan, depths) + 1;
}

/** More frames than are ever simulated, so that there is always a next one. */
export const FRAMES_OFFERED = 1000;

/**
 * Runs frames until the streams repeat themselves, or `most` are through; where `above` is given, only until the last
 * frames left equally far apart, and farther than that: FIFOs that still fill can make them later, not earlier.
 */
export function settle(
  machine: Machine,
  most: number,
  above = Infinity,
): { readonly deadlock: readonly Wait[] | undefined; readonly settled: boolean } {
  for (let frames = 1; frames <= most; frames++) {
    const deadlock = advance(machine, frames);
    if (deadlock) return { deadlock, settled: false };
    if (frames >= 4 && isSettled(machine)) return { deadlock: undefined, settled: true };
    if (frames >= 4 && isSlow(machine, above)) return { deadlock: undefined, settled: false };
  }
  return { deadlock: undefined, settled: false };
}

/** Whether every stream's last frames were read a constant time apart, word by word (by the sum of their times). */
function isSettled({ links, ends }: Machine): boolean {
  const [end] = ends;
  if (!end) return true;
  const interval = last(end.finished, 0) - last(end.finished, 1);
  return links.every(({ finished, sums, words }) => {
    const step = (interval * words) | 0;
    return (
      finished.length >= 3 &&
      last(finished, 0) - last(finished, 1) === interval &&
      last(finished, 1) - last(finished, 2) === interval &&
      ((last(sums, 0) - last(sums, 1)) | 0) === step &&
      ((last(sums, 1) - last(sums, 2)) | 0) === step
    );
  });
}

/** Whether every end's last three frames were equally far apart, one of them farther than `above`. */
function isSlow({ ends }: Machine, above: number): boolean {
  const steps = ends.map(({ finished }) => {
    const step = last(finished, 0) - last(finished, 1);
    return step === last(finished, 1) - last(finished, 2) ? step : NaN;
  });
  return steps.every((step) => !Number.isNaN(step)) && steps.some((step) => step > above);
}

function last(values: readonly number[], back: number): number {
  return values[values.length - 1 - back] ?? 0;
}

/** By frame: when its last word left. */
export function endsOf({ ends }: Machine): readonly number[] {
  const frames = Math.min(...ends.map(({ finished }) => finished.length));
  return Array.from({ length: Number.isFinite(frames) ? frames : 0 }, (_, frame) =>
    Math.max(...ends.map(({ finished }) => finished[frame] ?? 0)),
  );
}

/** Between the last frames; over half of them where they are not equally far apart. */
export function intervalOf(ends: readonly number[]): number {
  const count = ends.length;
  if (count < 2) return 0;
  const step = last(ends, 0) - last(ends, 1);
  if (count < 3 || step === last(ends, 1) - last(ends, 2)) return step;
  const half = Math.floor(count / 2);
  return Math.ceil((last(ends, 0) - (ends[half - 1] ?? 0)) / (count - half));
}

function firstAlone(plan: Plan, depths: readonly number[]): number {
  const machine = machineOf(plan, { frames: 1, depths });
  advance(machine, 1);
  return endsOf(machine)[0] ?? -1;
}
