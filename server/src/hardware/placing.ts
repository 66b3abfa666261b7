// Engines and edges of a pipeline that is being put together, taken from the pipeline before an edit where they are what
// that one has.
import type { Tensor } from '../network/graph.js';
import type { EngineDraft } from './draft.js';
import { CHAIN_DEPTH } from './engines/fifo.js';
import type { Edge, Engine, Pipeline, StreamShape } from './pipeline.js';
import { isSameTensor } from '../network/same.js';

/** What of a pipeline is placed so far. */
export interface Placed {
  /** The pipeline that this one follows after an edit. */
  readonly before: Pipeline | undefined;
  readonly engines: Engine[];
  readonly edges: Edge[];
  readonly enginesOf: number[][];
}

/** An output stream of an engine, or of the fork behind it. Ports are handed out one by one. */
export interface Source {
  readonly engine: number;
  nextPort: number;
  readonly stream: StreamShape;
}

export type Depth = Pick<Edge, 'depth' | 'pinned'>;

/** Between neighbours of a chain. */
export const CHAIN: Depth = { depth: CHAIN_DEPTH, pinned: false };

/** Places an engine named `owner.part`, in the layer that it belongs to; undefined for infrastructure. */
export function place(
  { engines, enginesOf, before }: Placed,
  draft: EngineDraft,
  owner: string,
  part: string,
  layer: number | undefined,
): Source {
  const at = engines.length;
  const own = layer === undefined ? undefined : enginesOf[layer];
  const last = before?.engines[(layer === undefined ? at : before.enginesOf[layer]?.[own?.length ?? 0]) ?? -1];
  const stays = last && isMadeOf(last, draft, layer) && isNamed(last.name, owner, part);
  engines.push(stays ? last : engineOf(draft, `${owner}.${part}`, layer));
  own?.push(at);
  return { engine: at, nextPort: 0, stream: draft.outputs[0] ?? NO_STREAM };
}

/** Joins two engines by a stream of a tensor. */
export function connect(
  { edges, before }: Placed,
  from: Source,
  { engine: to }: Source,
  tensor: Tensor,
  { depth, pinned }: Depth = CHAIN,
  toPort = 0,
): void {
  const { engine, stream } = from;
  const fromPort = from.nextPort++;
  const last = before?.edges[edges.length];
  const stays =
    last &&
    last.from === engine &&
    last.fromPort === fromPort &&
    last.to === to &&
    last.toPort === toPort &&
    last.stream === stream &&
    last.depth === depth &&
    last.pinned === pinned &&
    isSameTensor(last.tensor, tensor);
  edges.push(stays ? last : { from: engine, fromPort, to, toPort, tensor, stream, depth, pinned });
}

function engineOf(draft: EngineDraft, name: string, layer: number | undefined): Engine {
  // Field by field: there are thousands in a large network, and a spread costs ten times as much.
  const { kind, cycles, resources, inputs, outputs, corrected, explain } = draft;
  return { name, kind, layer, cycles, resources, inputs, outputs, corrected, explain };
}

/** Whether an engine is what a draft makes: drafts are kept with their plans, so that equal ones are mostly the same. */
function isMadeOf(engine: Engine, draft: EngineDraft, layer: number | undefined): boolean {
  return (
    engine.explain === draft.explain &&
    engine.resources === draft.resources &&
    engine.inputs === draft.inputs &&
    engine.outputs === draft.outputs &&
    engine.corrected === draft.corrected &&
    engine.cycles === draft.cycles &&
    engine.kind === draft.kind &&
    engine.layer === layer
  );
}

/** Whether a name is `owner.part`, without making that text: most engines of a large network stay as they are. */
function isNamed(name: string, owner: string, part: string): boolean {
  const dot = owner.length;
  return name.length === dot + 1 + part.length && name[dot] === '.' && name.startsWith(owner) && name.endsWith(part);
}

/** What an engine without an output gives. */
const NO_STREAM: StreamShape = { lanes: 0, valueBits: 0, bits: 0, words: 0 };
