/** What an iteration reads: nothing, a word of every input, or (a number from 0 on) a word of that input alone. */
export const READS_NONE = -1;
export const READS_ALL = -2;

/**
 * Iterations of an engine's loop that touch a stream, `count` of one sort behind each other. Iterations that touch none
 * only take time: each of the `count` comes `gap` iterations behind the one before.
 */
export interface Run {
  readonly count: number;
  readonly gap: number;
  /** READS_NONE, READS_ALL or the number of an input. */
  readonly reads: number;
  /** Whether a word goes to every output. */
  readonly writes: boolean;
}

/**
 * When an engine reads and writes, as a function of its iteration alone: the loops of the C++ library take and give
 * words by their own counters, never by what happens to have arrived, and wait where a word or room is missing. What
 * an input no longer brings at the end of the last frame is not waited for.
 */
export interface Schedule {
  /** What is different at the start, before the first frame has filled the engine. */
  readonly prologue: readonly Run[];
  /** Repeated for ever: a frame, or a part of it that repeats. */
  readonly body: readonly Run[];
  /** Iterations behind the body's last run that touch no stream. */
  readonly idle: number;
  /** Whether a frame's last words leave while the next frame comes in. */
  readonly runsOn: boolean;
}

/** A schedule that is the same from the start. */
export function repeated(...body: readonly Run[]): Schedule {
  return { prologue: [], body: body.filter(({ count }) => count > 0), idle: 0, runsOn: false };
}

/** Reads a word of every input and writes one to every output in each iteration. */
export const ONE_TO_ONE: Schedule = repeated({ count: 1, gap: 1, reads: READS_ALL, writes: true });

/** Writes a word in each iteration, and reads none: the source of a pipeline. */
export const WRITES_ONLY: Schedule = repeated({ count: 1, gap: 1, reads: READS_NONE, writes: true });

/** Reads a word in each iteration: the sink of a pipeline. */
export const READS_ONLY: Schedule = repeated({ count: 1, gap: 1, reads: READS_ALL, writes: false });

/** Collects iterations into runs. */
export interface RunBuilder {
  /** `count` iterations of one sort. */
  readonly step: (count: number, reads: boolean, writes: boolean) => void;
  /** The runs so far and the idle iterations behind them; what follows starts anew, with no idle iterations. */
  readonly take: () => { readonly runs: readonly Run[]; readonly idle: number };
}

/** Builds the runs of an engine with one input. Idle iterations become the gap of what follows them. */
function runBuilder(): RunBuilder {
  let runs: { count: number; gap: number; reads: number; writes: boolean }[] = [];
  let idle = 0;
  const push = (count: number, gap: number, reads: number, writes: boolean): void => {
    const last = runs.at(-1);
    if (last?.gap === gap && last.reads === reads && last.writes === writes) last.count += count;
    else runs.push({ count, gap, reads, writes });
  };
  return {
    step(count, reads, writes) {
      if (count <= 0) return;
      if (!reads && !writes) {
        idle += count;
        return;
      }
      const port = reads ? READS_ALL : READS_NONE;
      if (idle > 0) push(1, idle + 1, port, writes);
      const rest = idle > 0 ? count - 1 : count;
      if (rest > 0) push(rest, 1, port, writes);
      idle = 0;
    },
    take() {
      const taken = { runs, idle };
      runs = [];
      idle = 0;
      return taken;
    },
  };
}

/**
 * The schedule of a loop with state, given by what it does in the iterations of one frame after the other: the first
 * frame is the prologue where it differs from the second, which then stands for all others.
 */
export function framesOf(frame: (builder: RunBuilder) => void, runsOn: boolean): Schedule {
  const builder = runBuilder();
  frame(builder);
  const first = builder.take();
  if (!runsOn) return { prologue: [], body: first.runs, idle: first.idle, runsOn };
  // Idle iterations at the end of the first frame lead in to the second.
  builder.step(first.idle, false, false);
  frame(builder);
  const second = builder.take();
  frame(builder);
  const third = builder.take();
  return { prologue: [...first.runs, ...second.runs], body: third.runs, idle: third.idle, runsOn };
}
