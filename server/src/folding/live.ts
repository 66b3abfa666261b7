import type { Network, Target } from '../network/graph.js';
import { modelsOf, type LayerModel } from '../hardware/layer-model.js';
import { contextOf } from '../hardware/lower.js';
import type { Folding, LayerFolding } from '../hardware/pipeline.js';
import { wishesOf } from '../network/wishes.js';
import { estimateOf } from './estimate-of.js';
import type { FoldingChosen, FoldingRequest, FoldingResult } from './folder.js';
import { foldedAs, type Found } from './found.js';
import { greedyChoice, greedyFolder } from './greedy.js';
import { startFor } from './start.js';

/** A search that somebody has to run. Questions with the same key have the same answer. */
export interface FoldingQuestion {
  readonly key: string;
  readonly request: FoldingRequest;
}

/**
 * The folding of a request while somebody types: the answer to its question where it is known, which depends on the
 * text alone; else, marked as provisional, what stood in `before` for the layers that did not change and the greedy
 * folding for the rest. Only a design with a target needs a search, and only where something is left open, or has a
 * latency goal, whose judgement is a simulation.
 */
export function foldLive(
  request: FoldingRequest,
  answer: (question: FoldingQuestion) => Found | undefined,
  before: Folded | undefined,
): FoldingResult {
  const open = startFor(request).chosen.some(({ pe, simd }) => pe || simd);
  if (!needsSearch(request, open)) return greedyFolder(request);
  const question = questionOf(request);
  const found = answer(question);
  if (found) return foldedAs(request, found, before?.folded.estimate);
  if (!open) return { ...greedyFolder(request), provisional: 'latency' };
  const greedy = greedyChoice(request);
  const folding = carriedOver(request, greedy, before);
  return {
    ...greedy,
    folding,
    estimate: estimateOf(request, folding, before?.folded.estimate),
    provisional: 'folding',
  };
}

export function questionOf(request: FoldingRequest): FoldingQuestion {
  return { key: keyOf(request), request };
}

/** Whether a folding is to be searched, or a latency simulated. */
export function needsSearch({ network, target }: FoldingRequest, open: boolean): boolean {
  return target !== undefined && network.complete && (open || target.latencyS !== undefined);
}

/** A design as it stood before an edit. */
export interface Folded extends FoldingRequest {
  readonly folded: FoldingResult;
}

function carriedOver(request: FoldingRequest, greedy: FoldingChosen, before: Folded | undefined): Folding {
  if (!before) return greedy.folding;
  const context = contextOf(request.target, request.device);
  const known = new Map<string, { readonly model: LayerModel; readonly folding: LayerFolding }>();
  const modelsBefore = modelsOf(before.network, context);
  for (const { index, name } of before.network.layers) {
    const folding = before.folded.folding[index];
    const model = modelsBefore[index];
    if (folding && model) known.set(name, { model, folding });
  }
  const models = modelsOf(request.network, context);
  return request.network.layers.map(({ name }, index) => {
    const now = greedy.folding[index] ?? NO_FOLDING;
    const model = models[index];
    const last = model && known.get(name);
    if (!last || model !== last.model) return now;
    // What the author says counts at once; of a layer that is open, or pinned alike, nothing has changed.
    const open = greedy.chosen[index]?.pe === true && greedy.chosen[index].simd;
    if (!open && (now.pe !== last.folding.pe || now.simd !== last.folding.simd)) return now;
    const { pe, simd, mem, impl } = last.folding;
    const styles = { mem: now.mem === 'auto' ? mem : now.mem, impl: now.impl === 'auto' ? impl : now.impl };
    return { pe, simd, ...styles, fifo: now.fifo };
  });
}

const NO_FOLDING: LayerFolding = { pe: undefined, simd: undefined, mem: 'auto', impl: 'auto', fifo: [] };

/** A text that is equal for requests that differ in nothing but names and places. */
function keyOf({ network, target, device, clockHz }: FoldingRequest): string {
  const context = contextOf(target, device);
  const { family, interface: face, portBits } = context;
  const wishes = wishesOf(network, target);
  const models = modelsOf(network, context);
  const layers = network.layers.map((layer) => {
    const { pe, simd, mem, impl, fifo } = wishes[layer.index] ?? {};
    const model = models[layer.index];
    const kind = model ? numberOf(model) : layer.kind;
    // A text put together bit by bit: there are thousands of layers in a large network.
    const folding = `${pe?.value ?? ''},${simd?.value ?? ''},${mem?.value ?? ''},${impl?.value ?? ''}`;
    const wish = fifo ? `${folding},${fifo.value.join(' ')}` : folding;
    return `${layer.operation?.kind === 'input' ? layer.output?.type.bits : ''}${kind}(${layer.inputs.join()})${wish}`;
  });
  return JSON.stringify([layers, network.outputs, family, face, portBits, device?.available, clockHz, goalsOf(target)]);
}

function goalsOf(target: Target | undefined): unknown {
  if (!target) return undefined;
  const { throughputFps, latencyS, minimize, budget } = target;
  const budgets = Object.entries(budget).map(([name, amount]) => [name, amount.value]);
  return [throughputFps?.value, latencyS?.value, minimize, budgets];
}

/** Models are the same object for equal layers: a number stands for all that their hardware depends on. */
function numberOf(model: LayerModel): number {
  let number = numbers.get(model);
  if (number === undefined) numbers.set(model, (number = ++models));
  return number;
}

const numbers = new WeakMap<LayerModel, number>();
let models = 0;

/** A network with nothing but what a folding depends on, small enough to hand to a worker: no places, no texts. */
export function bareRequest({ network, target, device, clockHz }: FoldingRequest, bare: Network): FoldingRequest {
  const layers = bare.layers.map((layer, index) => ({ ...layer, wishes: network.layers[index]?.wishes ?? {} }));
  return { network: { ...bare, layers }, target: target && { ...target, network: undefined }, device, clockHz };
}
