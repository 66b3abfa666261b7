import type { Pipeline } from '../../hardware/pipeline.js';
import { READS_ALL, READS_NONE, type Run, type Schedule } from '../../hardware/schedules/index.js';

/** Batches of a frame, over all streams, where words are not moved one by one. */
const BATCHES = 60_000;

/** Words that are simulated as one, by edge; 1 everywhere where a frame is small enough to be simulated word by word. */
export function grainsOf({ edges }: Pipeline, mostWords: number): readonly number[] {
  const all = edges.reduce((sum, { stream }) => sum + stream.words, 0);
  if (all <= mostWords) return edges.map(() => 1);
  const share = Math.max(16, Math.floor(BATCHES / edges.length));
  return edges.map(({ stream }) => leastDivisor(stream.words, stream.words / share));
}

/** The least divisor of `words` that is not below `least`. */
function leastDivisor(words: number, least: number): number {
  let best = words;
  for (let small = 1; small * small <= words; small++) {
    if (words % small !== 0) continue;
    if (small >= least && small < best) best = small;
    const large = words / small;
    if (large >= least && large < best) best = large;
  }
  return best;
}

/** A stream of an engine: words a frame, and how many are moved as one. */
export interface Batched {
  readonly words: number;
  readonly grain: number;
}

/**
 * A schedule in batches: a batch is read or written when its last word is. That is exact at the ends of batches and
 * leaves out what happens inside one, so that times come out at or below those of single words. The body is a frame.
 */
export function coarseSchedule(schedule: Schedule, inputs: readonly Batched[], output: Batched): Schedule {
  if (![...inputs, output].some(({ grain }) => grain > 1)) return schedule;
  const { prologue, body, idle, runsOn } = schedule;
  const doneIn = inputs.map(() => 0);
  let doneOut = 0;
  let gap = 0;
  let runs: { count: number; gap: number; reads: number; writes: boolean }[] = [];
  const allPorts = inputs.map((_, port) => port);
  const onePort = allPorts.map((port) => [port]);
  const leftOut = (): number => output.grain - 1 - (doneOut % output.grain);
  const leftIn = (port: number): number => {
    const grain = inputs[port]?.grain ?? 1;
    return grain - 1 - ((doneIn[port] ?? 0) % grain);
  };
  const perBody = tally(body, inputs.length);
  const cycleLength = body.reduce((sum, run) => sum + run.count * run.gap, idle);
  const rounds = Math.round(
    perBody.writes > 0 ? output.words / perBody.writes : (inputs[0]?.words ?? 0) / (perBody.reads[0] ?? 1),
  );

  for (const run of prologue) step(run);
  if (prologue.length > 0) {
    // With a whole frame behind it, what is left over is the same as behind every frame.
    gap += idle;
    frame();
  }
  const lead = runs;
  runs = [];
  gap = 0;
  frame();
  return { prologue: prologue.length > 0 ? lead : [], body: runs, idle: gap, runsOn };

  function frame(): void {
    for (let done = 0; done < rounds; done++) {
      const skipped = Math.min(rounds - done, wholeBodies());
      gap += skipped * cycleLength;
      pass(skipped * perBody.writes, perBody.reads, skipped);
      done += skipped;
      if (done >= rounds) break;
      for (const run of body) step(run);
      gap += idle;
    }
  }

  /** Rounds of the body in which no batch ends. */
  function wholeBodies(): number {
    let whole = perBody.writes > 0 ? Math.floor(leftOut() / perBody.writes) : Infinity;
    for (const port of allPorts) {
      const reads = perBody.reads[port] ?? 0;
      if (reads > 0) whole = Math.min(whole, Math.floor(leftIn(port) / reads));
    }
    return Number.isFinite(whole) ? whole : 0;
  }

  function step({ count, gap: each, reads, writes }: Run): void {
    const ports = reads === READS_ALL ? allPorts : reads === READS_NONE ? NO_PORTS : (onePort[reads] ?? NO_PORTS);
    for (let done = 0; done < count; done++) {
      // As many iterations as end no batch, then the one that does.
      let quiet = count - done;
      if (writes) quiet = Math.min(quiet, leftOut());
      for (const port of ports) quiet = Math.min(quiet, leftIn(port));
      gap += quiet * each;
      done += quiet;
      if (writes) doneOut += quiet;
      for (const port of ports) doneIn[port] = (doneIn[port] ?? 0) + quiet;
      if (done >= count) return;
      gap += each;
      const full = ports.filter((port) => leftIn(port) === 0);
      const wrote = writes && leftOut() === 0;
      if (writes) doneOut++;
      for (const port of ports) doneIn[port] = (doneIn[port] ?? 0) + 1;
      emit(full, wrote);
    }
  }

  function emit(full: readonly number[], writes: boolean): void {
    if (full.length === 0 && !writes) return;
    const [first = READS_NONE, ...others] = full;
    const together = full.length > 1 && full.length === inputs.length;
    if (!together) for (const port of others) push(port, false);
    push(together ? READS_ALL : first, writes);
  }

  function push(reads: number, writes: boolean): void {
    const last = runs.at(-1);
    if (last?.gap === gap && last.reads === reads && last.writes === writes) last.count++;
    else runs.push({ count: 1, gap, reads, writes });
    gap = 0;
  }

  function pass(writes: number, reads: readonly number[], times: number): void {
    doneOut += writes;
    for (const port of allPorts) doneIn[port] = (doneIn[port] ?? 0) + times * (reads[port] ?? 0);
  }
}

const NO_PORTS: readonly number[] = [];

function tally(body: readonly Run[], ports: number): { readonly writes: number; readonly reads: readonly number[] } {
  let writes = 0;
  const reads = Array.from({ length: ports }, () => 0);
  for (const run of body) {
    if (run.writes) writes += run.count;
    for (let port = 0; port < ports; port++) {
      if (run.reads === READS_ALL || run.reads === port) reads[port] = (reads[port] ?? 0) + run.count;
    }
  }
  return { writes, reads };
}
