import { NO_RESOURCES, type Resources } from '../devices/primitives.js';
import { branchDepth, lagsOf } from '../hardware/branch-depth.js';
import { portStream } from '../hardware/engines/dma.js';
import { duplicateResources } from '../hardware/engines/duplicate.js';
import { CHAIN_DEPTH, fifoResources } from '../hardware/engines/fifo.js';
import { converterResources, needsConverter } from '../hardware/engines/width-converter.js';
import type { LayerPlan } from '../hardware/layer-model.js';
import type { LowerContext } from '../hardware/lower.js';
import type { Folding, StreamShape } from '../hardware/pipeline.js';
import type { Network } from '../network/graph.js';

/** What stands between layers and depends on both sides: converters, forks and FIFOs, as the pipeline will have them. */
export interface Boundaries {
  /** All of it that changes with the words of one layer. */
  readonly around: (layer: number, plan: LayerPlan) => Resources;
  /**
   * The streams at both ends of a layer that stands between two others in a chain, with nothing pinned between them: then
   * `around` depends on them alone. Undefined for every other layer.
   */
  readonly chainEnds: (layer: number) => { readonly from: StreamShape; readonly to: StreamShape } | undefined;
}

/** `plans` is read when asked, so that it may change between calls; `folding` gives the pinned FIFO depths. */
export function boundariesOf(
  network: Network,
  plans: readonly (LayerPlan | undefined)[],
  folding: Folding,
  context: LowerContext,
): Boundaries {
  const { family } = context;
  const lags = lagsOf(network, plans);
  const outputs = new Set(network.outputs);
  const isInput = (index: number): boolean => {
    const layer = network.layers[index];
    return layer?.operation?.kind === 'output' ? isInput(layer.inputs[0] ?? -1) : layer?.operation?.kind === 'input';
  };
  /** The words that a layer gives; a bare stream brings whatever its reader takes. */
  const given = (index: number): StreamShape | undefined => {
    const layer = network.layers[index];
    if (layer?.operation?.kind === 'output') return given(layer.inputs[0] ?? -1);
    if (layer?.operation?.kind !== 'input') return plans[index]?.output;
    return layer.output && context.interface === 'dma' ? portStream(layer.output, context.portBits) : undefined;
  };

  const link = (sum: Sum, from: StreamShape, to: StreamShape, reader: number, slot: number): void => {
    const inputs = network.layers[reader]?.inputs ?? [];
    const depth =
      folding[reader]?.fifo[slot] ?? (inputs.length < 2 ? CHAIN_DEPTH : branchDepth(inputs, slot, lags, from.words));
    if (!needsConverter(from, to)) {
      add(sum, fifoResources(depth, from.bits, family));
      return;
    }
    // The FIFO that is pinned or waits for a branch stands before the converter, or behind that of a memory port.
    const port = isInput(inputs[slot] ?? -1);
    add(sum, fifoResources(port ? CHAIN_DEPTH : depth, from.bits, family));
    add(sum, fifoResources(port ? depth : CHAIN_DEPTH, to.bits, family));
    add(sum, converterResources(from, to));
  };
  const leave = (sum: Sum, from: StreamShape, layer: number): void => {
    const tensor = network.layers[layer]?.output;
    if (!tensor || context.interface === 'stream') return;
    const to = portStream(tensor, context.portBits);
    add(sum, fifoResources(CHAIN_DEPTH, from.bits, family));
    if (needsConverter(from, to)) add(sum, converterResources(from, to));
  };
  const around = (layer: number, plan: LayerPlan): Resources => {
    const sum: Sum = { ...NO_RESOURCES };
    const { inputs = [], consumers = [] } = network.layers[layer] ?? {};
    for (let slot = 0; slot < inputs.length; slot++) {
      const from = given(inputs[slot] ?? -1);
      const to = plan.inputs[slot];
      if (from && to) link(sum, from, to, layer, slot);
    }
    let copies = outputs.has(layer) ? 1 : 0;
    if (copies > 0) leave(sum, plan.output, layer);
    for (const consumer of consumers.length > 1 ? new Set(consumers) : consumers) {
      const reader = network.layers[consumer];
      const readerPlan = plans[consumer];
      if (!reader || !readerPlan) continue;
      if (reader.operation?.kind === 'output') {
        if (!outputs.has(consumer)) continue;
        copies++;
        leave(sum, plan.output, layer);
        continue;
      }
      for (let slot = 0; slot < reader.inputs.length; slot++) {
        const to = readerPlan.inputs[slot];
        if (reader.inputs[slot] !== layer || !to) continue;
        copies++;
        link(sum, plan.output, to, consumer, slot);
      }
    }
    if (copies < 2) return sum;
    add(sum, duplicateResources(plan.output, copies));
    add(sum, fifoResources(CHAIN_DEPTH, plan.output.bits, family));
    return sum;
  };
  const isChained = (layer: number): boolean =>
    network.layers[layer]?.inputs.length === 1 && folding[layer]?.fifo[0] === undefined;
  const chainEnds: Boundaries['chainEnds'] = (layer) => {
    const { inputs = [], consumers = [] } = network.layers[layer] ?? {};
    const [producer = -1] = inputs;
    const [reader = -1] = consumers;
    if (consumers.length !== 1 || outputs.has(layer) || !isChained(layer) || !isChained(reader)) return undefined;
    if (network.layers[reader]?.operation?.kind === 'output' || isInput(producer)) return undefined;
    const from = plans[producer]?.output;
    const to = plans[reader]?.inputs[0];
    return from && to && { from, to };
  };
  return { around, chainEnds };
}

/** A sum that grows: the search asks for many, and each part would be an object otherwise. */
type Sum = { -readonly [K in keyof Resources]: number };

function add(sum: Sum, { lut, ff, bram18, uram, dsp }: Resources): void {
  sum.lut += lut;
  sum.ff += ff;
  sum.bram18 += bram18;
  sum.uram += uram;
  sum.dsp += dsp;
}
