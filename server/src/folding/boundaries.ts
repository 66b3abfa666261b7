import { addResources, NO_RESOURCES, type Resources } from '../devices/primitives.js';
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

  const link = (from: StreamShape, to: StreamShape, reader: number, slot: number): Resources => {
    const inputs = network.layers[reader]?.inputs ?? [];
    const depth =
      folding[reader]?.fifo[slot] ?? (inputs.length < 2 ? CHAIN_DEPTH : branchDepth(inputs, slot, lags, from.words));
    if (!needsConverter(from, to)) return fifoResources(depth, from.bits, family);
    // The FIFO that is pinned or waits for a branch stands before the converter, or behind that of a memory port.
    const port = isInput(inputs[slot] ?? -1);
    const before = fifoResources(port ? CHAIN_DEPTH : depth, from.bits, family);
    const behind = fifoResources(port ? depth : CHAIN_DEPTH, to.bits, family);
    return addResources(addResources(before, behind), converterResources(from, to));
  };
  const leave = (from: StreamShape, layer: number): Resources => {
    const tensor = network.layers[layer]?.output;
    if (!tensor || context.interface === 'stream') return NO_RESOURCES;
    const to = portStream(tensor, context.portBits);
    const row = fifoResources(CHAIN_DEPTH, from.bits, family);
    return needsConverter(from, to) ? addResources(row, converterResources(from, to)) : row;
  };
  const around = (layer: number, plan: LayerPlan): Resources => {
    let sum = NO_RESOURCES;
    const { inputs = [], consumers = [] } = network.layers[layer] ?? {};
    inputs.forEach((input, slot) => {
      const from = given(input);
      const to = plan.inputs[slot];
      if (from && to) sum = addResources(sum, link(from, to, layer, slot));
    });
    let copies = outputs.has(layer) ? 1 : 0;
    if (copies > 0) sum = addResources(sum, leave(plan.output, layer));
    for (const consumer of new Set(consumers)) {
      const reader = network.layers[consumer];
      const readerPlan = plans[consumer];
      if (!reader || !readerPlan) continue;
      if (reader.operation?.kind === 'output') {
        if (!outputs.has(consumer)) continue;
        copies++;
        sum = addResources(sum, leave(plan.output, layer));
        continue;
      }
      reader.inputs.forEach((input, slot) => {
        const to = readerPlan.inputs[slot];
        if (input !== layer || !to) return;
        copies++;
        sum = addResources(sum, link(plan.output, to, consumer, slot));
      });
    }
    if (copies < 2) return sum;
    const fork = addResources(
      duplicateResources(plan.output, copies),
      fifoResources(CHAIN_DEPTH, plan.output.bits, family),
    );
    return addResources(sum, fork);
  };
  return { around };
}
