import { RESOURCE_NAMES, type ResourceName, type Resources } from '../../server/src/devices/primitives.js';
import { budgetOf, estimate, fits } from '../../server/src/estimate/compute.js';
import type { Estimate } from '../../server/src/estimate/estimate.js';
import { latencyAtLeast, shortestLatency } from '../../server/src/estimate/simulated.js';
import { sharesOf } from '../../server/src/folding/exact/goals.js';
import type { FoldingRequest } from '../../server/src/folding/folder.js';
import { nearestLegal } from '../../server/src/hardware/foldings.js';
import { modelOf } from '../../server/src/hardware/layer-model.js';
import { contextOf, lower } from '../../server/src/hardware/lower.js';
import type { Folding, LayerFolding } from '../../server/src/hardware/pipeline.js';
import { isReady } from '../../server/src/hardware/ready.js';
import { layerKinds } from '../../server/src/language/table.js';
import { specsOf } from '../../server/src/network/given.js';
import type { MemoryStyle, MultiplierStyle } from '../../server/src/network/graph.js';
import { wishesOf } from '../../server/src/network/wishes.js';

/*
 * The best folding by trying all: what the exact search is held against. Nothing here comes from the search. What is legal
 * is what a layer's model says and the language can write down, and what a folding costs is the estimate of its pipeline.
 */

/** One legal folding, and what the estimate says of it. */
export interface Candidate {
  readonly folding: Folding;
  readonly totals: Resources;
  readonly intervalCycles: number;
  readonly converters: number;
}

type Built = Pick<LayerFolding, 'pe' | 'simd' | 'mem' | 'impl'>;

/** Every legal folding of what a target leaves open; undefined where there are more than `most`, or nothing is built. */
export function everyFolding(request: FoldingRequest, most: number): readonly Candidate[] | undefined {
  const { network, target, device } = request;
  const wishes = wishesOf(network, target);
  const ways = network.layers.map((layer) => waysOf(request, layer.index));
  const count = ways.reduce((product, all) => product * Math.max(1, all.length), 1);
  if (count > most || ways.every((all) => all.length < 2)) return undefined;
  const fifos = wishes.map((wish) => wish.fifo?.value ?? []);
  const context = contextOf(target, device);
  const found: Candidate[] = [];
  let last: Estimate | undefined;
  const walk = (folding: readonly LayerFolding[]): void => {
    const index = folding.length;
    if (index === ways.length) {
      last = estimate(lower(network, folding, context, last?.pipeline), { ...request }, last);
      const { totals, intervalCycles, pipeline } = last;
      const converters = pipeline.engines.filter(({ kind }) => kind === 'width-converter').length;
      found.push({ folding, totals, intervalCycles, converters });
      return;
    }
    const all = ways[index] ?? [];
    for (const way of all.length > 0 ? all : [NOTHING_CHOSEN]) walk([...folding, { ...way, fifo: fifos[index] ?? [] }]);
  };
  walk([]);
  return found;
}

const NOTHING_CHOSEN: Built = { pe: undefined, simd: undefined, mem: 'auto', impl: 'auto' };
const MEMORIES: readonly MemoryStyle[] = ['auto', 'bram', 'uram', 'lutram'];
const MULTIPLIERS: readonly MultiplierStyle[] = ['auto', 'lut', 'dsp'];

/** The ways to build one layer, equals in the order that the last tie prefers; of those that take the same the first. */
function waysOf({ network, target, device }: FoldingRequest, index: number): readonly Built[] {
  const layer = network.layers[index];
  if (!layer || !isReady(layer) || layer.kind === 'input' || layer.kind === 'output') return [];
  const model = modelOf(layer, contextOf(target, device));
  const { legal } = model;
  const wish = wishesOf(network, target)[index] ?? {};
  const takes = (attribute: string): boolean => {
    const spec = layerKinds.get(layer.kind);
    return spec !== undefined && specsOf(spec).has(attribute);
  };
  // What is written but not legal counts as the legal value below it.
  const written = nearestLegal(legal, wish.pe?.value, wish.simd?.value);
  const pes = wish.pe === undefined || written.pe === undefined ? legal.pe : [written.pe];
  const legalSimds = [...new Set(pes.flatMap((pe) => legal.simd(pe)))].sort((a, b) => a - b);
  const simds = wish.simd === undefined || written.simd === undefined ? legalSimds : [written.simd];
  // A layer that the author folded is built as it is written.
  const open = (wish.pe === undefined && legal.pe.length > 0) || (wish.simd === undefined && simds.length > 0);
  const ramOpen = open && wish.mem === undefined && takes('mem');
  const mems = ramOpen
    ? MEMORIES.filter((mem) => mem !== 'uram' || (device?.available.uram ?? 0) > 0)
    : [wish.mem?.value ?? 'auto'];
  const implOpen = open && wish.impl === undefined && takes('impl');
  const impls = implOpen ? MULTIPLIERS : [wish.impl?.value ?? 'auto'];
  const ways: Built[] = [];
  for (const simd of simds.length > 0 ? simds : [undefined]) {
    for (const pe of pes.length > 0 ? pes : [undefined]) {
      if (simd !== undefined && !legal.simd(pe ?? 1).includes(simd)) continue;
      const seen = new Set<string>();
      for (const mem of mems) {
        for (const impl of impls) {
          const key = JSON.stringify(model.plan({ pe, simd, mem, impl }).resources);
          if (seen.has(key)) continue;
          seen.add(key);
          ways.push({ pe, simd, mem, impl });
        }
      }
    }
  }
  return ways;
}

/** What a target asks for. */
export interface Asked {
  /** Undefined asks for the shortest interval there is. */
  readonly intervalCycles: number | undefined;
  readonly latencyCycles: number | undefined;
}

/** What a request asks for; `max` asks for the highest throughput whatever its target says. */
export function askedOf({ target, clockHz }: FoldingRequest, max = false): Asked {
  const fps = max ? undefined : target?.throughputFps?.value;
  const latencyS = target?.latencyS?.value;
  const latencyCycles = latencyS === undefined ? undefined : latencyS * clockHz * (1 + 1e-12);
  const whatever = !max && latencyCycles !== undefined ? Infinity : undefined;
  return { intervalCycles: fps === undefined ? whatever : (clockHz / fps) * (1 + 1e-12), latencyCycles };
}

/** Those of all foldings that keep the budgets. */
export function withinBudgets({ target, device }: FoldingRequest, all: readonly Candidate[]): readonly Candidate[] {
  const budget = budgetOf(target, device);
  return all.filter(({ totals }) => fits(totals, budget));
}

/** Latencies of foldings, each simulated once: memory and multiplier styles take no cycles. */
export function latencies(request: FoldingRequest): (candidate: Candidate, most?: number) => number {
  const known = new Map<string, number>();
  return ({ folding }, most = Infinity) => {
    const words = folding.map(({ pe, simd }) => `${pe} ${simd}`).join();
    const before = known.get(words);
    if (before !== undefined) return before;
    const { network, target, device } = request;
    const bound = estimate(lower(network, folding, contextOf(target, device)), request);
    const least = most === Infinity ? 0 : latencyAtLeast(bound);
    if (least > most) return least;
    const { cycles } = shortestLatency(bound);
    known.set(words, cycles);
    return cycles;
  };
}

/** The best of all foldings by the words of docs/folding.md; undefined where none keeps what is asked for. */
export function bestOf(
  request: FoldingRequest,
  all: readonly Candidate[],
  { intervalCycles, latencyCycles }: Asked,
  latencyOf: (candidate: Candidate, most?: number) => number,
): Candidate | undefined {
  const keeps = (candidate: Candidate): boolean =>
    latencyCycles === undefined || latencyOf(candidate, latencyCycles) <= latencyCycles;
  const inOrder = ordered(request, withinBudgets(request, all));
  if (intervalCycles !== undefined) return inOrder.find((each) => each.intervalCycles <= intervalCycles && keeps(each));
  // A stable sort keeps the order of preference among equally fast ones.
  return inOrder.sort((a, b) => a.intervalCycles - b.intervalCycles).find(keeps);
}

/** Foldings in the order in which a target prefers them. */
function ordered(request: FoldingRequest, all: readonly Candidate[]): Candidate[] {
  const valuesOf = preferences(request);
  return all
    .map((each) => ({ each, values: valuesOf(each) }))
    .sort((a, b) => compareLists(a.values, b.values))
    .map(({ each }) => each);
}

function preferences({ target, device }: FoldingRequest): (candidate: Candidate) => readonly number[] {
  const shares = sharesOf(device);
  const budget = budgetOf(target, device);
  const sum = (totals: Resources, of: (name: ResourceName, at: number) => number): number =>
    RESOURCE_NAMES.reduce((all, name, at) => all + totals[name] * of(name, at), 0);
  const budgeted = RESOURCE_NAMES.filter((name) => budget[name] !== undefined);
  return ({ totals, converters, folding }) => {
    const rest = [
      sum(totals, (_, at) => shares[at] ?? 0),
      converters,
      ...folding.flatMap(wordsOf),
      ...folding.flatMap(stylesOf),
    ];
    switch (target?.minimize) {
      case 'bram':
        return [totals.bram18, ...rest];
      case 'dsp':
        return [totals.dsp, ...rest];
      case 'balanced': {
        const greatest = budgeted.map((name) => totals[name] / Math.max(1, budget[name] ?? 1));
        const inParts = (name: ResourceName): number =>
          budget[name] === undefined ? 0 : Math.round(2 ** 40 / Math.max(1, budget[name]));
        return [Math.max(0, ...greatest), sum(totals, inParts), ...rest];
      }
      default:
        return [totals.lut, ...rest];
    }
  };
}

function wordsOf({ simd, pe }: LayerFolding): readonly number[] {
  return [simd ?? 0, pe ?? 0];
}

function stylesOf({ mem, impl }: LayerFolding): readonly number[] {
  return [MEMORIES.indexOf(mem), MULTIPLIERS.indexOf(impl)];
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  for (const [at, value] of a.entries()) {
    const difference = value - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The front of frames per second against one resource: interval and amount, slowest first. */
export function frontByAll(
  request: FoldingRequest,
  all: readonly Candidate[],
  resource: ResourceName,
): readonly { readonly intervalCycles: number; readonly amount: number }[] {
  const least = new Map<number, number>();
  for (const { intervalCycles, totals } of withinBudgets(request, all))
    least.set(intervalCycles, Math.min(least.get(intervalCycles) ?? Infinity, totals[resource]));
  const fastestFirst = [...least].sort(([a], [b]) => a - b);
  let lowest = Infinity;
  const front = fastestFirst.flatMap(([intervalCycles, amount]) => {
    if (amount >= lowest) return [];
    lowest = amount;
    return [{ intervalCycles, amount }];
  });
  return front.reverse();
}

/** Resources in which the foldings of a network differ at all. */
export function differing(all: readonly Candidate[]): readonly ResourceName[] {
  return RESOURCE_NAMES.filter((name) => new Set(all.map(({ totals }) => totals[name])).size > 1);
}

/** The least of a resource over foldings in an interval that keep the budgets of all resources but some; undefined where none does. */
export function leastAmount(
  { target, device }: FoldingRequest,
  all: readonly Candidate[],
  intervalCycles: number,
  resource: ResourceName,
  without: readonly ResourceName[],
): number | undefined {
  const budget = budgetOf(target, device);
  const kept = RESOURCE_NAMES.filter((name) => !without.includes(name) && name !== resource);
  const amounts = all
    .filter((each) => each.intervalCycles <= intervalCycles)
    .filter(({ totals }) => kept.every((name) => totals[name] <= (budget[name] ?? Infinity)))
    .map(({ totals }) => totals[resource]);
  return amounts.length > 0 ? Math.min(...amounts) : undefined;
}

/** The least cycles of each engine row over all foldings: of a layer's slowest engine by the layer's name, of a port by its own. */
export function fewestCycles(request: FoldingRequest, all: readonly Candidate[]): ReadonlyMap<string, number> {
  const { network, target, device } = request;
  const context = contextOf(target, device);
  const fewest = new Map<string, number>();
  const see = (name: string, cycles: number): void => {
    fewest.set(name, Math.min(fewest.get(name) ?? Infinity, cycles));
  };
  for (const { folding } of all) {
    const { layers, infrastructure } = estimate(lower(network, folding, context), request);
    for (const row of layers) {
      // A width converter is as fast as the two that it stands between.
      const own = row?.engines.filter(({ kind }) => kind !== 'width-converter').map(({ cycles }) => cycles) ?? [];
      if (row) see(network.layers[row.layer]?.name ?? '', Math.max(...own));
    }
    for (const { name, kind, cycles } of infrastructure)
      if (context.interface === 'dma' && kind.endsWith('-dma')) see(name, cycles);
  }
  return fewest;
}
