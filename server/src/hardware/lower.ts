import type { Device } from '../devices/device.js';
import type { Family } from '../devices/primitives.js';
import type { Network, Target, Tensor } from '../network/graph.js';
import type { EngineDraft } from './draft.js';
import { DEFAULT_PORT_BITS, inputDma, outputDma, portStream, streamPort } from './engines/dma.js';
import { duplicate } from './engines/duplicate.js';
import { CHAIN_DEPTH, withFifo } from './engines/fifo.js';
import { needsConverter, widthConverter } from './engines/width-converter.js';
import { branchDepth, lagsOf } from './branch-depth.js';
import { modelOf, type LayerPlan } from './layer-model.js';
import type { Edge, Engine, Folding, LayerFolding, Pipeline, StreamShape } from './pipeline.js';
import { isReady, type ReadyLayer } from './ready.js';

/** What of a target shapes the engines. */
export interface LowerContext {
  readonly family: Family;
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
    interface: target?.interface ?? (device && !device.board ? 'stream' : 'dma'),
    portBits: device?.portBits ?? DEFAULT_PORT_BITS,
  };
}

/**
 * A folded network as a pipeline of engines. The folding must be legal (`nearestLegal`). Layers of which something is
 * unknown are left out, with everything that hangs on them, so that an incomplete network still has a pipeline.
 */
export function lower(network: Network, folding: Folding, context: LowerContext): Pipeline {
  const plans = plansOf(network, folding, context.family);
  const readers = readersOf(network, plans);
  const lags = lagsOf(network, plans);
  const engines: Engine[] = [];
  const edges: Edge[] = [];
  const enginesOf: number[][] = network.layers.map(() => []);
  const sources: (Source | undefined)[] = network.layers.map(() => undefined);

  const place = (draft: EngineDraft, name: string, layer: number | undefined): number => {
    const at = engines.length;
    engines.push({ ...draft, name, layer });
    if (layer !== undefined) enginesOf[layer]?.push(at);
    return at;
  };
  const connect = (
    from: Source,
    to: number,
    toPort: number,
    tensor: Tensor,
    stream: StreamShape,
    depth: Depth,
  ): void => {
    edges.push({ from: from.engine, fromPort: from.nextPort++, to, toPort, tensor, stream, ...depth });
  };
  /** Makes the layer's output readable: behind a fork where several read it. */
  const offer = (at: number, layer: ReadyLayer, stream: StreamShape, owner: number | undefined): void => {
    const copies = readers[layer.index] ?? 0;
    const own: Source = { engine: at, nextPort: 0, stream };
    sources[layer.index] = own;
    if (copies < 2) return;
    const draft = duplicate(stream, copies);
    const owned = owner === undefined ? draft : withFifo(draft, stream, context.family);
    const fork = place(owned, `${layer.name}.duplicate`, owner);
    connect(own, fork, 0, layer.output, stream, CHAIN);
    sources[layer.index] = { engine: fork, nextPort: 0, stream };
  };
  const emitInput = (layer: ReadyLayer): void => {
    const { family, portBits } = context;
    const wanted = context.interface === 'stream' ? firstReader(network, plans, layer) : undefined;
    const draft = wanted ? streamPort('input-dma', wanted) : inputDma(layer.output, portBits, family);
    const at = place(draft, `${layer.name}.input-dma`, undefined);
    const [stream] = draft.outputs;
    if (stream) offer(at, layer, stream, undefined);
  };
  const emitOutput = (layer: ReadyLayer, source: Source): void => {
    const streaming = context.interface === 'stream';
    const wanted = streaming ? source.stream : portStream(layer.output, context.portBits);
    const draft = streaming
      ? streamPort('output-dma', wanted)
      : outputDma(layer.output, context.portBits, context.family);
    let from = source;
    if (needsConverter(source.stream, wanted)) {
      const at = place(widthConverter(source.stream, wanted), `${layer.name}.output-width-converter`, undefined);
      connect(source, at, 0, layer.output, source.stream, CHAIN);
      from = { engine: at, nextPort: 0, stream: wanted };
    }
    const at = place(draft, `${layer.name}.output-dma`, undefined);
    connect(from, at, 0, layer.output, wanted, CHAIN);
  };
  const emitLayer = (layer: ReadyLayer, plan: LayerPlan, how: LayerFolding | undefined): void => {
    const entries = layer.inputs.map((input, slot): Entry | undefined => {
      const source = sources[input];
      const wanted = plan.inputs[slot];
      const tensor = layer.inputTensors[slot];
      if (!source || !wanted || !tensor) return undefined;
      const into = depthInto(layer, slot, how, lags, source.stream);
      if (!needsConverter(source.stream, wanted)) return { source, tensor, depth: into };
      // Words of a memory port are no layer's business: their converter is infrastructure.
      const port = engines[source.engine]?.layer === undefined;
      const kind = `${port ? 'input-' : ''}width-converter${slot === 0 ? '' : `-${slot}`}`;
      const converter = port
        ? widthConverter(source.stream, wanted)
        : converterInto(source.stream, wanted, context.family);
      const at = place(converter, `${layer.name}.${kind}`, port ? undefined : layer.index);
      connect(source, at, 0, tensor, source.stream, port ? CHAIN : into);
      return { source: { engine: at, nextPort: 0, stream: wanted }, tensor, depth: port ? into : CHAIN };
    });
    let last: Source | undefined;
    plan.engines.forEach((draft, step) => {
      const at = place(draft, `${layer.name}.${draft.kind}`, layer.index);
      if (step > 0 && last) {
        const tensor = plan.between[step - 1];
        if (tensor) connect(last, at, 0, tensor, last.stream, CHAIN);
      } else {
        entries.forEach((entry, slot) => {
          if (entry) connect(entry.source, at, slot, entry.tensor, entry.source.stream, entry.depth);
        });
      }
      const [stream] = draft.outputs;
      if (stream) last = { engine: at, nextPort: 0, stream };
    });
    if (last) offer(last.engine, layer, last.stream, layer.index);
  };

  const outputs = new Set(network.outputs);
  network.layers.forEach((layer, index) => {
    const plan = plans[index];
    if (!plan || !isReady(layer)) return;
    if (layer.operation.kind === 'input') emitInput(layer);
    else if (layer.operation.kind === 'output') sources[index] = sources[layer.inputs[0] ?? -1];
    else emitLayer(layer, plan, folding[index]);
    const source = sources[index];
    if (source && outputs.has(index)) emitOutput(layer, source);
  });
  return { network, folding, engines, edges, enginesOf };
}

/** The width converter in front of a layer, with the short FIFO behind it. */
export function converterInto(from: StreamShape, to: StreamShape, family: Family): EngineDraft {
  return withFifo(widthConverter(from, to), to, family);
}

/** Where a layer's values can be read. Ports are handed out one by one. */
interface Source {
  readonly engine: number;
  nextPort: number;
  readonly stream: StreamShape;
}

/** What a layer's first engine reads. */
interface Entry {
  readonly source: Source;
  readonly tensor: Tensor;
  readonly depth: Depth;
}

type Depth = Pick<Edge, 'depth' | 'pinned'>;

const CHAIN: Depth = { depth: CHAIN_DEPTH, pinned: false };

/** The plan of each layer that can be built: ready itself, and fed by layers that can. */
function plansOf(network: Network, folding: Folding, family: Family): readonly (LayerPlan | undefined)[] {
  const plans: (LayerPlan | undefined)[] = [];
  for (const layer of network.layers) {
    const fed = layer.inputs.every((input) => plans[input] !== undefined);
    plans.push(fed && isReady(layer) ? modelOf(layer, family).plan(folding[layer.index] ?? UNFOLDED) : undefined);
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

function sourceLayer(network: Network, index: number): number {
  const layer = network.layers[index];
  return layer?.operation?.kind === 'output' ? sourceLayer(network, layer.inputs[0] ?? -1) : index;
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
