import { addResources, RESOURCE_NAMES, type Resources, subtractResources } from '../devices/primitives.js';
import { budgetOf, criticalPath } from '../estimate/compute.js';
import type { Estimate } from '../estimate/estimate.js';
import type { LayerPlan } from '../hardware/layer-model.js';
import { contextOf, type LowerContext } from '../hardware/lower.js';
import type { Folding } from '../hardware/pipeline.js';
import type { Network } from '../network/graph.js';
import { boundariesOf } from './boundaries.js';
import { estimateOf } from './estimate-of.js';
import type { Folder, FoldingChosen, FoldingRequest, FoldingResult } from './folder.js';
import { heapOf } from './heap.js';
import { rungOf, type Rung } from './rungs.js';
import { isSameStart, startFor, type Start } from './start.js';

/**
 * The simple rule that folds what the author left open: of the layer that limits, the next legal folding that shortens
 * it for the least share of what there is, until the goals are met, no next step fits the budget, or none is left. A
 * target without goals asks for the highest throughput; without a target every open pe and simd is the least.
 * Deterministic: among equals the first layer, and simd before pe. The result is kept while the network, the target and
 * the device are the same objects, the search while they are equal.
 */
export const greedyFolder: Folder = (request) => {
  const known = keptFor(request);
  return (known.result ??= { ...known.choice, estimate: estimateAgain('last', request, known.choice.folding) });
};

/** What the rule chooses, without the estimate of it: for those who show another one. */
export function greedyChoice(request: FoldingRequest): FoldingChosen {
  return keptFor(request).choice;
}

interface Kept {
  readonly request: FoldingRequest;
  readonly choice: FoldingChosen;
  result: FoldingResult | undefined;
}

/** Results of one network that are kept: its targets. */
const RESULTS_KEPT = 8;
const kept = new WeakMap<Network, readonly Kept[]>();

function keptFor(request: FoldingRequest): Kept {
  const before = kept.get(request.network) ?? [];
  const known = before.find((each) => isSameRequest(each.request, request));
  if (known) return known;
  const made: Kept = { request, choice: choose(request), result: undefined };
  kept.set(request.network, [...before.slice(1 - RESULTS_KEPT), made]);
  return made;
}

function isSameRequest(a: FoldingRequest, b: FoldingRequest): boolean {
  return a.target === b.target && a.device === b.device && a.clockHz === b.clockHz;
}

function choose(request: FoldingRequest): FoldingChosen {
  const { network, target, device } = request;
  const context = contextOf(target, device);
  const start = startFor(request);
  const budget = budgetOf(target, device);
  const goals = goalsOf(request, budget);
  const folding = goals ? search(request, { start, goals, budget, context, wiring: wiringOf(network) }) : start.folding;
  return { folding, chosen: start.chosen, replaced: start.replaced };
}

/** The search's folding, taken over from an equal search where there was one. */
function search(request: FoldingRequest, wanted: Search): Folding {
  const { searches } = memory;
  const found = searches.find((each) => isSameSearch(each.search, wanted));
  if (found) return found.folding;
  const { start, goals, context } = wanted;
  const folding = improve(request.network, start, estimateAgain('first', request, start.folding), goals, context);
  searches.push({ search: wanted, folding });
  if (searches.length > SEARCHES_KEPT) searches.shift();
  return folding;
}

/** An estimate of this module's own, after an edit with what did not change since the last one for the same target. */
function estimateAgain(which: 'first' | 'last', request: FoldingRequest, folding: Folding): Estimate {
  const design = `${which} ${request.network.name} ${request.target?.name ?? ''}`;
  const { estimates } = memory;
  const estimate = estimateOf(request, folding, estimates.get(design));
  estimates.delete(design);
  estimates.set(design, estimate);
  for (const oldest of estimates.keys()) {
    if (estimates.size <= ESTIMATES_KEPT) break;
    estimates.delete(oldest);
  }
  return estimate;
}

/** What the rule keeps from one request to the next, for speed alone. */
export interface Memory {
  readonly estimates: Map<string, Estimate>;
  readonly searches: { readonly search: Search; readonly folding: Folding }[];
}

/** Few: each holds a network. */
const ESTIMATES_KEPT = 8;
const SEARCHES_KEPT = 16;

export function newMemory(): Memory {
  return { estimates: new Map(), searches: [] };
}

let memory = newMemory();

/** Does work with another memory in place of the process's own: what nobody looks at is not to push out what somebody does. */
export function withMemory<T>(own: Memory, work: () => T): T {
  const before = memory;
  memory = own;
  try {
    return work();
  } finally {
    memory = before;
  }
}

/** The inputs of each layer, and the layers that leave the network. */
function wiringOf({ layers, outputs }: Network): Search['wiring'] {
  return [...layers.map((layer) => layer.inputs), outputs];
}

/** What a search depends on, by value. */
interface Search {
  readonly start: Start;
  readonly goals: Goals;
  readonly budget: Estimate['budget'];
  readonly context: LowerContext;
  readonly wiring: readonly (readonly number[])[];
}

function isSameSearch(a: Search, b: Search): boolean {
  return (
    a.goals.intervalCycles === b.goals.intervalCycles &&
    a.goals.latencyCycles === b.goals.latencyCycles &&
    a.context.family === b.context.family &&
    a.context.interface === b.context.interface &&
    a.context.portBits === b.context.portBits &&
    Object.entries(a.budget).every(([name, limit]) => b.budget[name as keyof Estimate['budget']] === limit) &&
    isSameStart(a.start, b.start) &&
    a.wiring.length === b.wiring.length &&
    a.wiring.every((inputs, at) => isSameList(inputs, b.wiring[at]))
  );
}

function isSameList(a: readonly number[], b: readonly number[] | undefined): boolean {
  return a.length === b?.length && a.every((value, at) => value === b[at]);
}

interface Goals {
  readonly intervalCycles: number | undefined;
  readonly latencyCycles: number | undefined;
}

/**
 * The goals in cycles. A target without goals asks for the highest throughput within its budgets (an interval of 0 that
 * nothing reaches); undefined, nothing to improve, without a target, and where neither goals nor budgets limit anything.
 */
function goalsOf({ target, clockHz }: FoldingRequest, budget: Estimate['budget']): Goals | undefined {
  if (!target) return undefined;
  const fps = target.throughputFps?.value;
  const latencyS = target.latencyS?.value;
  if (!fps && !latencyS) return budget.lut === undefined ? undefined : { intervalCycles: 0, latencyCycles: undefined };
  // A goal of exactly clock / cycles must not be missed by a rounding of the division.
  return {
    intervalCycles: fps ? Math.floor((clockHz / fps) * (1 + 1e-12)) : undefined,
    latencyCycles: latencyS ? latencyS * clockHz * (1 + 1e-12) : undefined,
  };
}

function improve(network: Network, start: Start, first: Estimate, goals: Goals, context: LowerContext): Folding {
  const rungs: (Rung | undefined)[] = start.models.map((model, layer) => {
    const folding = start.folding[layer];
    const open = start.chosen[layer];
    return model && folding && open && rungOf(model, open, folding);
  });
  const plans = rungs.map((rung) => rung?.plan);
  const cycles = Float64Array.from(plans, (plan) => plan?.cycles ?? 0);
  const cyclesOf = (layer: number): number => cycles[layer] ?? 0;
  const boundaries = boundariesOf(network, plans, start.folding, context);
  const built = network.layers.filter((layer) => first.layers[layer.index] !== undefined).map((layer) => layer.index);
  const heap = heapOf(built, cyclesOf);
  let totals = first.totals;

  const changesOf = (layer: number, rung: Rung): readonly Resources[] => {
    const now = addResources(rung.plan.resources, boundaries.around(layer, rung.plan));
    return rung
      .next()
      .map(({ plan }) => subtractResources(addResources(plan.resources, boundaries.around(layer, plan)), now));
  };
  const shorten = (layer: number): boolean => {
    const rung = rungs[layer];
    const steps = rung?.next() ?? [];
    if (!rung || steps.length === 0) return false;
    const ends = boundaries.chainEnds(layer);
    const changes = ends ? rung.changes(ends.from, ends.to, () => changesOf(layer, rung)) : changesOf(layer, rung);
    let best: Rung | undefined;
    let least = Infinity;
    let reached = totals;
    for (let at = 0; at < steps.length; at++) {
      const change = changes[at];
      if (!change) continue;
      const after = addResources(totals, change);
      const price = priceOf(change, first.budget);
      if (!mayGo(totals, after, first.budget) || (best && price >= least)) continue;
      best = steps[at];
      least = price;
      reached = after;
    }
    if (!best) return false;
    totals = reached;
    rungs[layer] = best;
    plans[layer] = best.plan;
    cycles[layer] = best.plan.cycles;
    return true;
  };

  const interval = goals.intervalCycles;
  if (interval !== undefined) {
    // Nothing shortens the DMA; bare streams are as fast as the layers at their ends.
    const floor = context.interface === 'dma' ? Math.max(interval, dmaCycles(first)) : interval;
    for (let top = heap.top(); top !== undefined && cyclesOf(top) > floor && shorten(top); top = heap.top())
      heap.settle();
  }
  const latency = goals.latencyCycles;
  if (latency !== undefined) {
    const dma = first.latencyS * first.clockHz - first.criticalPathCycles;
    const ports = (): number => (context.interface === 'dma' ? dma : streamCycles(network, plans));
    // The path is long to walk in a large network; there it is walked every few steps.
    const stride = Math.ceil(built.length / 256);
    for (let step = 0, top = heap.top(); top !== undefined && cyclesOf(top) > 1; step++, top = heap.top()) {
      if (step % stride === 0 && ports() + criticalPath(network, cyclesOf) <= latency) break;
      if (shorten(top)) heap.settle();
      else heap.drop();
    }
  }
  return start.folding.map((folding, layer) => {
    const { pe = folding.pe, simd = folding.simd } = rungs[layer] ?? {};
    return pe === folding.pe && simd === folding.simd ? folding : { ...folding, pe, simd };
  });
}

/** What a step takes of what there is, the shares of all resources together; its LUTs where nothing is limited. */
function priceOf(change: Resources, budget: Estimate['budget']): number {
  let price = 0;
  for (const name of RESOURCE_NAMES) {
    const limit = budget[name];
    if (limit) price += change[name] / limit;
  }
  return budget.lut === undefined ? change.lut : price;
}

/** Whether a step may be taken: what it leads to fits, or what does not fit does not get worse by it. */
function mayGo(before: Resources, after: Resources, budget: Estimate['budget']): boolean {
  return (
    after.lut <= Math.max(budget.lut ?? Infinity, before.lut) &&
    after.ff <= Math.max(budget.ff ?? Infinity, before.ff) &&
    after.bram18 <= Math.max(budget.bram18 ?? Infinity, before.bram18) &&
    after.uram <= Math.max(budget.uram ?? Infinity, before.uram) &&
    after.dsp <= Math.max(budget.dsp ?? Infinity, before.dsp)
  );
}

/** Words of a frame on the bare streams in and out, the longest of each. */
function streamCycles({ layers, inputs, outputs }: Network, plans: readonly (LayerPlan | undefined)[]): number {
  const wordsIn = inputs.map((input) => {
    const [reader = -1] = layers[input]?.consumers ?? [];
    return plans[reader]?.inputs[layers[reader]?.inputs.indexOf(input) ?? -1]?.words ?? 0;
  });
  const wordsOut = outputs.map((output) => plans[output]?.output.words ?? 0);
  return Math.max(0, ...wordsIn) + Math.max(0, ...wordsOut);
}

function dmaCycles({ infrastructure }: Estimate): number {
  return infrastructure.reduce((most, { kind, cycles }) => (kind.endsWith('dma') ? Math.max(most, cycles) : most), 0);
}
