import type { Device } from '../devices/device.js';
import type { Family } from '../devices/primitives.js';
import type { Network, Target, Tensor } from '../network/graph.js';
import { sourceLayer } from '../network/source-layer.js';
import type { Costs } from './corrections.js';
import type { EngineDraft } from './draft.js';
import { DEFAULT_PORT_BITS, inputDma, outputDma, portStream, streamPort } from './engines/dma.js';
import { duplicate } from './engines/duplicate.js';
import { withFifo } from './engines/fifo.js';
import { needsConverter, widthConverter } from './engines/width-converter.js';
import { branchDepth, lagsOf } from './branch-depth.js';
import { modelsOf, type LayerPlan } from './layer-model.js';
import type { Folding, LayerFolding, Pipeline, StreamShape } from './pipeline.js';
import { CHAIN, connect, place, type Depth, type Placed, type Source } from './placing.js';
import { isReady, type ReadyLayer } from './ready.js';

/** What of a target shapes the engines. */
export interface LowerContext extends Costs {
  /** Whether frames come and go over a memory port or as bare streams. */
  readonly interface: 'dma' | 'stream';
  readonly portBits: number;
}

/**
 * The context of a target: a board has DMA and a bare part streams unless the target says otherwise. Without a device
 * the 7-series and a 64-bit port are assumed, the Zynq-7000's.
 */
export function contextOf(target: Target | undefined, device: Device | undefined): LowerContext {
  return {
    family: device?.family ?? 'xc7',
    corrections: device?.corrections,
    interface: target?.interface ?? (device && !device.board ? 'stream' : 'dma'),
    portBits: device?.portBits ?? DEFAULT_PORT_BITS,
  };
}

/**
 * A folded network as a pipeline of engines. The folding must be legal (`nearestLegal`). Layers of which something is
 * unknown are left out, with everything that hangs on them, so that an incomplete network still has a pipeline.
 * Of `before`, the pipeline that this one follows after an edit, equal engines and edges are taken as they are: that
 * changes nothing of what is given, and saves making and keeping it again.
 */
export function lower(network: Network, folding: Folding, context: LowerContext, before?: Pipeline): Pipeline {
  const plans = plansOf(network, folding, context);
  const building: Building = {
    network,
    folding,
    context,
    plans,
    before,
    readers: readersOf(network, plans),
    lags: lagsOf(network, plans),
    engines: [],
    edges: [],
    enginesOf: network.layers.map(() => []),
    sources: network.layers.map(() => undefined),
  };
  const outputs = new Set(network.outputs);
  for (const layer of network.layers) {
    const { index } = layer;
    const plan = plans[index];
    if (!plan || !isReady(layer)) continue;
    if (layer.operation.kind === 'input') placeInput(building, layer);
    else if (layer.operation.kind === 'output') building.sources[index] = building.sources[layer.inputs[0] ?? -1];
    else placeLayer(building, layer, plan);
    const source = building.sources[index];
    if (source && outputs.has(index)) placeOutput(building, layer, source);
  }
  const { engines, edges, enginesOf } = building;
  return { network, folding, engines, edges, enginesOf };
}

/** A pipeline that is being put together, with what it is made of. */
interface Building extends Placed {
  readonly network: Network;
  readonly folding: Folding;
  readonly context: LowerContext;
  readonly plans: readonly (LayerPlan | undefined)[];
  readonly readers: readonly number[];
  readonly lags: readonly number[];
  /** Where each layer's values can be read. */
  readonly sources: (Source | undefined)[];
}

function placeInput(building: Building, layer: ReadyLayer): void {
  const { context, plans, network } = building;
  const wanted = context.interface === 'stream' ? firstReader(network, plans, layer) : undefined;
  const draft = wanted ? streamPort('input-dma', wanted) : inputDma(layer.output, context.portBits, context.family);
  offer(building, place(building, draft, layer.name, 'input-dma', undefined), layer, undefined);
}

function placeOutput(building: Building, layer: ReadyLayer, source: Source): void {
  const { family, portBits, interface: face } = building.context;
  const wanted = face === 'stream' ? source.stream : portStream(layer.output, portBits);
  let from = source;
  if (needsConverter(source.stream, wanted)) {
    const converter = widthConverter(source.stream, wanted);
    from = place(building, converter, layer.name, 'output-width-converter', undefined);
    connect(building, source, from, layer.output);
  }
  const draft = face === 'stream' ? streamPort('output-dma', wanted) : outputDma(layer.output, portBits, family);
  connect(building, from, place(building, draft, layer.name, 'output-dma', undefined), layer.output);
}

function placeLayer(building: Building, layer: ReadyLayer, plan: LayerPlan): void {
  const entries: (Entry | undefined)[] = [];
  for (let slot = 0; slot < layer.inputs.length; slot++) entries.push(placeEntry(building, layer, plan, slot));
  let last: Source | undefined;
  let step = 0;
  for (const draft of plan.engines) {
    const here = place(building, draft, layer.name, draft.kind, layer.index);
    const between = plan.between[step++ - 1];
    if (last && between) connect(building, last, here, between);
    else {
      let slot = 0;
      for (const entry of entries) {
        if (entry) connect(building, entry.source, here, entry.tensor, entry.depth, slot);
        slot++;
      }
    }
    last = here;
  }
  if (last) offer(building, last, layer, layer.index);
}

/** What a layer's first engine reads in one slot. */
interface Entry {
  readonly source: Source;
  readonly tensor: Tensor;
  readonly depth: Depth;
}

/** What a layer's first engine reads in one slot: its input as it comes, or a converter behind it. */
function placeEntry(building: Building, layer: ReadyLayer, plan: LayerPlan, slot: number): Entry | undefined {
  const source = building.sources[layer.inputs[slot] ?? -1];
  const wanted = plan.inputs[slot];
  const tensor = layer.inputTensors[slot];
  if (!source || !wanted || !tensor) return undefined;
  const into = depthInto(layer, slot, building.folding[layer.index], building.lags, source.stream);
  if (!needsConverter(source.stream, wanted)) return { source, tensor, depth: into };
  const part = slot === 0 ? 'width-converter' : `width-converter-${slot}`;
  // Words of a memory port are no layer's business: their converter is infrastructure.
  if (building.engines[source.engine]?.layer === undefined) {
    const converter = widthConverter(source.stream, wanted);
    const at = place(building, converter, layer.name, `input-${part}`, undefined);
    connect(building, source, at, tensor);
    return { source: at, tensor, depth: into };
  }
  const converter = converterBetween(source.stream, wanted, building.context.family);
  const at = place(building, converter, layer.name, part, layer.index);
  connect(building, source, at, tensor, into);
  return { source: at, tensor, depth: CHAIN };
}

/** A converter between two layers, with its FIFO: kept as long as the streams, which plans hold, so that most are met again. */
function converterBetween(from: StreamShape, to: StreamShape, family: Family): EngineDraft {
  const known = converters[family].get(to) ?? new Map<StreamShape, EngineDraft>();
  if (known.size === 0) converters[family].set(to, known);
  let draft = known.get(from);
  if (!draft) {
    // A layer meets few others in its life; one that is tried before many begins anew.
    if (known.size >= CONVERTERS_KEPT) known.clear();
    known.set(from, (draft = withFifo(widthConverter(from, to), to, family)));
  }
  return draft;
}

const CONVERTERS_KEPT = 32;
const converters: Readonly<Record<Family, WeakMap<StreamShape, Map<StreamShape, EngineDraft>>>> = {
  xc7: new WeakMap(),
  xcup: new WeakMap(),
  versal: new WeakMap(),
};

/** Makes a layer's output readable: behind a fork where several read it. */
function offer(building: Building, own: Source, layer: ReadyLayer, owner: number | undefined): void {
  const copies = building.readers[layer.index] ?? 0;
  building.sources[layer.index] = own;
  if (copies < 2) return;
  const draft = duplicate(own.stream, copies);
  const owned = owner === undefined ? draft : withFifo(draft, own.stream, building.context.family);
  const fork = place(building, owned, layer.name, 'duplicate', owner);
  connect(building, own, fork, layer.output);
  building.sources[layer.index] = fork;
}

/** The plan of each layer that can be built: ready itself, and fed by layers that can. */
function plansOf(network: Network, folding: Folding, costs: Costs): readonly (LayerPlan | undefined)[] {
  const models = modelsOf(network, costs);
  const plans: (LayerPlan | undefined)[] = [];
  for (const { index, inputs } of network.layers) {
    let fed = true;
    for (const input of inputs) fed &&= plans[input] !== undefined;
    plans.push(fed ? models[index]?.plan(folding[index] ?? UNFOLDED) : undefined);
  }
  return plans;
}

/** A layer of which no folding is known: one lane. */
export const UNFOLDED: LayerFolding = { pe: 1, simd: 1, mem: 'auto', impl: 'auto', fifo: [] };

/** How many streams leave each layer: one for each reader that is built, one more where it leaves the network. */
function readersOf(network: Network, plans: readonly (LayerPlan | undefined)[]): readonly number[] {
  const readers = network.layers.map(() => 0);
  const outputs = new Set(network.outputs);
  const read = (index: number): void => {
    readers[index] = (readers[index] ?? 0) + 1;
  };
  for (const layer of network.layers) {
    if (!plans[layer.index]) continue;
    if (layer.operation?.kind === 'output') {
      // An output hands on the values of its input: what reads it reads that layer.
      if (outputs.has(layer.index)) read(sourceLayer(network, layer.index));
      continue;
    }
    if (outputs.has(layer.index)) read(layer.index);
    for (const input of layer.inputs) read(sourceLayer(network, input));
  }
  return readers;
}

/** The words that the first reader of an input takes: what a bare stream brings. */
function firstReader(
  network: Network,
  plans: readonly (LayerPlan | undefined)[],
  layer: ReadyLayer,
): StreamShape | undefined {
  for (const index of layer.consumers) {
    const slot = network.layers[index]?.inputs.indexOf(layer.index) ?? -1;
    const stream = plans[index]?.inputs[slot];
    if (stream) return stream;
  }
  return undefined;
}

/** The depth of the stream into a layer: as written, else enough for the branch that it waits for. */
function depthInto(
  layer: ReadyLayer,
  slot: number,
  how: LayerFolding | undefined,
  lags: readonly number[],
  stream: StreamShape,
): Depth {
  const written = how?.fifo[slot];
  if (written !== undefined) return { depth: written, pinned: true };
  if (layer.inputs.length < 2) return CHAIN;
  return { depth: branchDepth(layer.inputs, slot, lags, stream.words), pinned: false };
}
