import { READS_ALL, READS_NONE, type Plan, type Program } from './actors.js';

/** When the words of streams were written, kept from one pipeline to the next that is alike in parts. */
export interface KeptTimes {
  /** By place of an engine in its pipeline, the last ones first. */
  readonly engines: (readonly KeptEngine[])[];
}

interface KeptEngine {
  readonly program: Program;
  readonly inputs: readonly Float64Array[];
  readonly words: number;
  readonly times: Float64Array;
}

/** Of how many pipelines the times are kept: those that a search looks at one after the other differ in few layers. */
const KEPT = 4;

export function noKeptTimes(): KeptTimes {
  return { engines: [] };
}

/** What a frame alone takes. */
export interface EndlessFrame {
  readonly cycles: number;
  /** Words that were moved to find that out. */
  readonly moved: number;
}

/**
 * A frame alone through FIFOs of which none is ever full: no FIFOs make its latency shorter. Each engine's words follow
 * from those that it reads, so that every engine is looked at once, and none anew whose inputs are those of a pipeline before.
 * Undefined where engines wait for each other in a circle.
 */
export function endlessFrame(plan: Plan, kept = noKeptTimes()): EndlessFrame | undefined {
  const { pipeline, programs, grains } = plan;
  const { engines, edges } = pipeline;
  const into: number[][] = engines.map(() => []);
  const outOf: number[][] = engines.map(() => []);
  edges.forEach(({ from, to, toPort }, edge) => {
    const ports = into[to];
    if (ports) ports[toPort] = edge;
    outOf[from]?.push(edge);
  });
  const times: (Float64Array | undefined)[] = edges.map(() => undefined);
  const wordsOf = (edge: number): number => (edges[edge]?.stream.words ?? 0) / (grains[edge] ?? 1);
  let last = -1;
  let moved = 0;
  const isReady = (engine: number): boolean => (into[engine] ?? []).every((edge) => times[edge] !== undefined);
  let open = [...engines.keys()];
  while (open.length > 0) {
    const later: number[] = [];
    for (const engine of open) {
      if (!isReady(engine)) {
        later.push(engine);
        continue;
      }
      const program = programs[engine];
      if (!program) continue;
      const inputs = (into[engine] ?? []).map((edge) => times[edge] ?? NO_TIMES);
      const outputs = outOf[engine] ?? [];
      const words = outputs.reduce((most, edge) => Math.max(most, wordsOf(edge)), 0);
      const before = kept.engines[engine] ?? [];
      let found = before.find((each) => isSame(each, program, inputs, words));
      if (!found) {
        const lengths = (into[engine] ?? []).map(wordsOf);
        found = { program, inputs, words, times: timesOf(program, inputs, lengths, words) };
        moved += words + lengths.reduce((sum, each) => sum + each, 0);
      }
      kept.engines[engine] = [found, ...before.filter((each) => each !== found)].slice(0, KEPT);
      for (const edge of outputs) times[edge] = found.times;
      if (outputs.length === 0) last = Math.max(last, found.times[0] ?? -1);
    }
    if (later.length === open.length) return undefined;
    open = later;
  }
  return { cycles: last + 1, moved };
}

const NO_TIMES = new Float64Array();

function isSame(known: KeptEngine, program: Program, inputs: readonly Float64Array[], words: number): boolean {
  return known.program === program && known.words === words && known.inputs.every((each, at) => each === inputs[at]);
}

/**
 * When an engine writes its words, by those that it reads; of one that writes none, when it has read the last. The same as
 * `advance` takes, where there is always room.
 */
function timesOf(
  { counts, gaps, reads, writes, prologue, idle, empty }: Program,
  inputs: readonly Float64Array[],
  lengths: readonly number[],
  words: number,
): Float64Array {
  const out = new Float64Array(Math.max(1, words)).fill(-1);
  const done = inputs.map(() => 0);
  const runs = counts.length;
  let [run, at, lead, written] = [0, -1, 0, 0];
  let lastRead = -1;
  let toRead = lengths.reduce((sum, each) => sum + each, 0);
  while (!empty && (words > 0 ? written < words : toRead > 0)) {
    const count = counts[run] ?? 0;
    const gap = gaps[run] ?? 1;
    const port = reads[run] ?? READS_NONE;
    const writing = writes[run] === 1;
    if (port >= 0 && inputs.length > 0) {
      const came = inputs[port] ?? NO_TIMES;
      const length = lengths[port] ?? 0;
      const from = done[port] ?? 0;
      for (let step = 0; step < count; step++) {
        let time = at + gap + lead;
        const next = from + step;
        if (next < length) {
          const word = came[next] ?? 0;
          if (word >= time) time = word + 1;
          lastRead = time;
        }
        if (writing && written < words) out[written++] = time;
        at = time;
        lead = 0;
      }
      const after = Math.min(length, from + count);
      toRead -= after - from;
      done[port] = after;
    } else {
      for (let step = 0; step < count; step++) {
        let time = at + gap + lead;
        if (port === READS_ALL) {
          for (let input = 0; input < inputs.length; input++) {
            const next = done[input] ?? 0;
            if (next >= (lengths[input] ?? 0)) continue;
            const word = inputs[input]?.[next] ?? 0;
            if (word >= time) time = word + 1;
            lastRead = time;
            done[input] = next + 1;
            toRead--;
          }
        }
        if (writing && written < words) out[written++] = time;
        at = time;
        lead = 0;
      }
    }
    if (++run === runs) {
      run = prologue;
      lead = idle;
    } else if (run === prologue) lead = idle;
  }
  if (words === 0) out[0] = lastRead;
  return out;
}
