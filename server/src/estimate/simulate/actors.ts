import type { Pipeline } from '../../hardware/pipeline.js';
import { isReady } from '../../hardware/ready.js';
import { coarseSchedule, grainsOf } from './coarse.js';
import { READS_ALL, READS_NONE, scheduleOf, type Run, type Schedule } from '../../hardware/schedules/index.js';

/** A stream while it is simulated. Words and slots carry times; which word it is follows from the count. */
export interface Link {
  readonly from: number;
  readonly to: number;
  /** A frame's. */
  readonly words: number;
  readonly depth: number;
  /** Words of all frames. */
  readonly total: number;
  /** By slot: when its word was written, or, once that was read, when it became free. */
  readonly times: Float64Array;
  /** By slot: when it was last read. */
  readonly readTimes: Float64Array;
  written: number;
  read: number;
  writeSlot: number;
  readSlot: number;
  /** The first read that was later than the write that is looked at, and its slot: for the occupancy. */
  laterRead: number;
  laterSlot: number;
  peak: number;
  /** Of the frame that is being read: what is left, and the times added up (modulo 2^32). */
  leftOfFrame: number;
  sum: number;
  /** By frame: when its last word was read, and that sum. */
  readonly finished: number[];
  readonly sums: number[];
  /** What its reader waits for where it is empty, and its writer where it is full. */
  empty: Wait | undefined;
  full: Wait | undefined;
}

/** Why an engine stands still: a word that has not come, or a slot that is not free. */
export interface Wait {
  readonly link: Link;
  readonly full: boolean;
}

/** A schedule as it is run: the runs of the prologue, then those of the body. */
export interface Program {
  /** Runs of the prologue. */
  readonly prologue: number;
  readonly counts: Float64Array;
  readonly gaps: Float64Array;
  /** READS_NONE, READS_ALL or a port. */
  readonly reads: Int32Array;
  readonly writes: Uint8Array;
  readonly idle: number;
  readonly empty: boolean;
}

/** An engine while it is simulated. */
export interface Actor extends Program {
  readonly inputs: readonly Link[];
  readonly outputs: readonly Link[];
  /** Iterations between the first words of a source, where it is held back: cycles a frame, words a frame. */
  readonly pace: { readonly cycles: number; readonly words: number } | undefined;
  run: number;
  left: number;
  /** Idle iterations of the cycle before that come on top of the next gap. */
  lead: number;
  /** When the last iteration took place. */
  at: number;
  done: boolean;
}

export interface Machine {
  readonly actors: readonly Actor[];
  readonly links: readonly Link[];
  /** The streams into the engines that end the pipeline. */
  readonly ends: readonly Link[];
}

export interface MachineOptions {
  readonly frames: number;
  /** In words, by edge. */
  readonly depths: readonly number[];
  /** Offers a frame's words evenly over so many cycles instead of at once. */
  readonly paceCycles?: number;
}

/** The schedule of each engine of a pipeline, word by word. */
export function schedulesOf({ engines, network }: Pipeline): readonly Schedule[] {
  return engines.map((engine) => {
    const layer = engine.layer === undefined ? undefined : network.layers[engine.layer];
    return scheduleOf(engine, layer && isReady(layer) ? layer : undefined);
  });
}

/** A pipeline made ready to be simulated, as often as one likes. */
export interface Plan {
  readonly pipeline: Pipeline;
  readonly schedules: readonly Schedule[];
  readonly programs: readonly Program[];
  /** Words that are moved as one, by edge. */
  readonly grains: readonly number[];
  /** Whether that is one word everywhere. */
  readonly exact: boolean;
}

/** `mostWords` are those of a frame, over all streams, up to which words are moved one by one. */
export function planOf(pipeline: Pipeline, mostWords: number): Plan {
  const grains = grainsOf(pipeline, mostWords);
  const schedules = schedulesOf(pipeline);
  const { engines, edges } = pipeline;
  const inputs = engines.map(() => 0);
  for (const { to } of edges) inputs[to] = (inputs[to] ?? 0) + 1;
  const programsOf = (of: readonly Schedule[]): readonly Program[] =>
    of.map((schedule, at) => programOf(schedule, inputs[at] ?? 0));
  if (grains.every((grain) => grain === 1)) {
    return { pipeline, schedules, programs: programsOf(schedules), grains, exact: true };
  }
  const grainInto = (engine: number, port: number): number =>
    grains[edges.findIndex(({ to, toPort }) => to === engine && toPort === port)] ?? 1;
  const coarse = engines.map((engine, at) => {
    const batched = engine.inputs.map(({ words }, port) => ({ words, grain: grainInto(at, port) }));
    const out = edges.findIndex(({ from }) => from === at);
    const output = { words: engine.outputs[0]?.words ?? 0, grain: grains[out] ?? 1 };
    return coarseSchedule(schedules[at] ?? NOTHING, batched, output);
  });
  return { pipeline, schedules: coarse, programs: programsOf(coarse), grains, exact: false };
}

/** A pipeline at rest, before the first word. */
export function machineOf(
  { pipeline: { engines, edges }, programs, grains }: Plan,
  { frames, depths, paceCycles }: MachineOptions,
): Machine {
  const links = edges.map(({ from, to, stream }, at) => {
    const grain = grains[at] ?? 1;
    const words = stream.words / grain;
    const total = words * frames;
    return linkOf(from, to, words, Math.max(1, Math.min(Math.ceil((depths[at] ?? 1) / grain), total)), total);
  });
  const inputs: Link[][] = engines.map(() => []);
  const outputs: Link[][] = engines.map(() => []);
  edges.forEach((edge, at) => {
    const link = links[at];
    const readers = inputs[edge.to];
    if (!link || !readers) return;
    readers[edge.toPort] = link;
    outputs[edge.from]?.push(link);
  });
  const actors = engines.map((engine, at) => {
    const program = programs[at] ?? programOf(NOTHING, 0);
    const source = engine.inputs.length === 0 && paceCycles !== undefined;
    const pace = source ? { cycles: paceCycles, words: outputs[at]?.[0]?.words ?? 1 } : undefined;
    return actorOf(program, inputs[at] ?? [], outputs[at] ?? [], pace);
  });
  const ends = links.filter(({ to }) => outputs[to]?.length === 0);
  return { actors, links, ends };
}

const NOTHING: Schedule = { prologue: [], body: [], idle: 0, runsOn: false };

function linkOf(from: number, to: number, words: number, depth: number, total: number): Link {
  const link: Link = {
    from,
    to,
    words,
    depth,
    total,
    times: new Float64Array(depth).fill(-1),
    readTimes: new Float64Array(depth),
    written: 0,
    read: 0,
    writeSlot: 0,
    readSlot: 0,
    laterRead: 0,
    laterSlot: 0,
    peak: 0,
    leftOfFrame: words,
    sum: 0,
    finished: [],
    sums: [],
    empty: undefined,
    full: undefined,
  };
  link.empty = { link, full: false };
  link.full = { link, full: true };
  return link;
}

/** What an engine reads that reads nothing, or writes that writes nothing. */
export const NO_LINK = linkOf(-1, -1, 0, 1, 0);

function programOf(schedule: Schedule, inputs: number): Program {
  const { prologue, body, idle } = schedule;
  const before = known.get(schedule);
  if (before && before.inputs === inputs) return before.program;
  const runs: readonly Run[] = [...prologue, ...body];
  const program = {
    prologue: prologue.length,
    counts: Float64Array.from(runs, (run) => run.count),
    gaps: Float64Array.from(runs, (run) => run.gap),
    reads: Int32Array.from(runs, (run) => (run.reads === READS_ALL && inputs === 1 ? 0 : run.reads)),
    writes: Uint8Array.from(runs, (run) => (run.writes ? 1 : 0)),
    idle,
    empty: body.length === 0,
  };
  known.set(schedule, { inputs, program });
  return program;
}

/** Engines that are alike share a schedule, from one pipeline to the next. */
const known = new WeakMap<Schedule, { readonly inputs: number; readonly program: Program }>();

function actorOf(program: Program, inputs: readonly Link[], outputs: readonly Link[], pace: Actor['pace']): Actor {
  const { prologue, counts, gaps, reads, writes, idle, empty } = program;
  // Field by field: the loop over a spread object is several times as slow.
  return {
    prologue,
    counts,
    gaps,
    reads,
    writes,
    idle,
    empty,
    inputs,
    outputs,
    pace,
    run: 0,
    left: counts[0] ?? 0,
    lead: 0,
    at: -1,
    done: empty,
  };
}

export { READS_ALL, READS_NONE };
