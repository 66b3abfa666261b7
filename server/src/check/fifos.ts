import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.js';
import { fitDepths } from '../estimate/simulate/depths.js';
import { TOOL_LIMITS } from '../hardware/limits.js';
import { SHALLOW_DEPTH } from '../hardware/memory.js';
import type { Edge, Pipeline } from '../hardware/pipeline.js';
import { wishesOf } from '../network/wishes.js';
import type { CheckedDesign } from './designs.js';

/** Words that a FIFO needs to keep a stream running; the tools refuse fewer. */
const LEAST_DEPTH = 2;
/** Words of a frame, over all streams, of pipelines that are simulated while somebody types. */
const MOST_WORDS = 60_000;
/** Words that each of the two searches may move. */
const WORDS_OF_SEARCH = 500_000;

/** BNN408 a FIFO too shallow for any stream, BNN410 for this pipeline; BNN411 too large, BNN412 rounded up. */
export function checkFifos(design: CheckedDesign): readonly Diagnostic[] {
  const { network, target, estimate } = design;
  const wishes = wishesOf(network, target);
  const shallow: Diagnostic[] = [];
  for (const layer of network.layers) {
    const fifo = wishes[layer.index]?.fifo;
    const depth = fifo?.value.find((each) => each !== undefined && each < LEAST_DEPTH);
    if (fifo && depth !== undefined)
      shallow.push(diagnose('BNN408', fifo.at, { layer: layer.name, depth, least: LEAST_DEPTH }));
  }
  const written = writtenFifos(estimate.pipeline);
  if (written.length === 0 || shallow.length > 0) return shallow;
  const verdict = network.complete ? verdictOn(estimate.pipeline) : undefined;
  return written.flatMap(({ edge, at, reader, slot }): Diagnostic[] => {
    const layer = network.layers[reader];
    const place = wishes[reader]?.fifo?.at;
    if (!layer || !place) return [];
    const { depth, stream } = edge;
    const facts = { layer: layer.name, slot, depth };
    const producer = network.layers[layer.inputs[slot] ?? -1]?.name ?? 'the layer before';
    const needed = verdict?.needed[at];
    const found: Diagnostic[] = [];
    if (verdict && needed !== undefined && needed > depth) {
      const { interval, wanted } = verdict;
      found.push(diagnose('BNN410', place, { ...facts, producer, needed, interval, wanted }));
    }
    const most = Math.min(TOOL_LIMITS.fifoDepthMax, Math.floor(TOOL_LIMITS.inferredMemoryBits / stream.bits));
    const rounded = 2 ** Math.ceil(Math.log2(depth));
    if (depth > most) found.push(diagnose('BNN411', place, { ...facts, bits: stream.bits, most }));
    else if (depth > SHALLOW_DEPTH && rounded !== depth) found.push(diagnose('BNN412', place, { ...facts, rounded }));
    return found;
  });
}

interface WrittenFifo {
  readonly edge: Edge;
  /** Index of the edge. */
  readonly at: number;
  readonly reader: number;
  readonly slot: number;
}

function writtenFifos({ edges, engines }: Pipeline): readonly WrittenFifo[] {
  const found: WrittenFifo[] = [];
  edges.forEach((edge, at) => {
    const to = engines[edge.to];
    if (!edge.pinned || to?.layer === undefined) return;
    // A converter's name ends with the slot that it stands before.
    const slot = to.kind === 'width-converter' ? Number(/-(\d+)$/.exec(to.name)?.[1] ?? 0) : edge.toPort;
    found.push({ edge, at, reader: to.layer, slot });
  });
  return found;
}

/** What the written depths make of the interval, and the depths that would keep it, by edge. */
interface Verdict {
  readonly interval: number | undefined;
  readonly wanted: number;
  readonly needed: readonly (number | undefined)[];
}

/** Undefined where the written depths do no harm, or the pipeline is too large to be simulated here. */
function verdictOn(pipeline: Pipeline): Verdict | undefined {
  const { edges, engines } = pipeline;
  if (edges.reduce((sum, { stream }) => sum + stream.words, 0) > MOST_WORDS) return undefined;
  const key = edges
    .map(({ from, to, stream, depth, pinned }) => [from, to, stream.words, stream.bits, pinned ? depth : 0].join())
    .join(';');
  const schedules = engines.map(({ name, kind, cycles }) => `${kind}${name}${cycles}`).join();
  const known = verdicts.get(key + schedules);
  if (known !== undefined) return known ?? undefined;
  const wanted = engines.reduce((most, { cycles }) => Math.max(most, cycles), 0);
  const { intervalCycles } = fitDepths(pipeline, { wordsOfSearch: WORDS_OF_SEARCH }).simulation;
  let verdict: Verdict | undefined;
  if (intervalCycles > wanted) {
    const free = { ...pipeline, edges: edges.map((edge) => ({ ...edge, pinned: false })) };
    const { depths } = fitDepths(free, { wordsOfSearch: WORDS_OF_SEARCH });
    const interval = Number.isFinite(intervalCycles) ? intervalCycles : undefined;
    verdict = { interval, wanted, needed: edges.map(({ pinned }, at) => (pinned ? depths[at] : undefined)) };
  }
  if (verdicts.size >= VERDICTS_KEPT) verdicts.clear();
  verdicts.set(key + schedules, verdict ?? null);
  return verdict;
}

const VERDICTS_KEPT = 16;
const verdicts = new Map<string, Verdict | null>();
