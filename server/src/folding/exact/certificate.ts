import { RESOURCE_NAMES } from '../../devices/primitives.js';
import { isReady } from '../../hardware/ready.js';
import { modelOf } from '../../hardware/layer-model.js';
import { lower } from '../../hardware/lower.js';
import type { Limit } from '../folder.js';
import { best } from './balanced.js';
import type { Goals } from './goals.js';
import { instanceOf } from './problem.js';
import { atInterval, resultOf, type Search } from './search.js';

/** The limits that forbid a goal; `either` where more of any one of them is enough. */
export interface Explanation {
  readonly limits: readonly Limit[];
  readonly either: boolean;
}

/**
 * Why no folding keeps the goals and the budgets. The search must hold every choice; `reached` is a latency in cycles that a
 * folding has.
 */
export function explainInfeasible(search: Search, goals: Goals, reached?: number): Explanation {
  const interval = goals.intervalCycles ?? Infinity;
  const engines = tooSlow(search, interval);
  if (engines.length > 0) return { limits: engines, either: false };
  const scarce = tooScarce(search, goals, interval);
  if (scarce.limits.length > 0 || goals.latencyCycles === undefined) return scarce;
  return { limits: tooLate(search, goals, interval, goals.latencyCycles, reached), either: false };
}

/** The engines that take more than the interval at every folding. */
export function tooSlow({ request, made }: Search, interval: number): readonly Limit[] {
  const { network } = request;
  const limits: Limit[] = [];
  for (const { name, kind, cycles, layer } of lower(network, made.start.folding, made.context).engines) {
    if (layer === undefined && kind.endsWith('-dma') && made.context.interface === 'dma' && cycles > interval) {
      limits.push({ engine: name, needed: cycles, available: interval });
    }
  }
  made.layers.forEach((index, node) => {
    const layer = network.layers[index];
    const [first, ...others] = made.choices[node] ?? [];
    if (!first || !layer || !isReady(layer)) return;
    const fastest = others.reduce((least, choice) => (choice.cycles < least.cycles ? choice : least), first);
    if (fastest.cycles <= interval) return;
    const { engines } = modelOf(layer, made.context).plan(fastest);
    const slowest = engines.find(({ cycles }) => cycles === fastest.cycles);
    limits.push({
      engine: `${layer.name}.${slowest?.kind ?? layer.kind}`,
      needed: fastest.cycles,
      available: interval,
    });
  });
  return limits;
}

/** Resources that forbid the interval: those that no folding keeps, else those that would do if there were more of them. */
function tooScarce({ made, elimination, patience }: Search, goals: Goals, interval: number): Explanation {
  const instance = instanceOf(made.problem, interval);
  if (!instance) return { limits: [], either: false };
  const least = (at: number, limits: readonly number[]): number | undefined => {
    const objective = { weights: RESOURCE_NAMES.map((_, other) => (other === at ? 1 : 0)), share: goals.share };
    const answer = best({ instance, objective, share: goals.share, limits, paths: [] }, elimination, patience);
    return answer.kind === 'found' ? (answer.solution.totals[at] ?? 0) : undefined;
  };
  const free = goals.limits.map(() => Infinity);
  const finite = goals.limits.flatMap((limit, at) => (Number.isFinite(limit) ? [at] : []));
  const alone = finite.filter((at) => (least(at, free) ?? 0) > (goals.limits[at] ?? Infinity));
  const limitOf = (at: number, without: readonly number[]): readonly Limit[] => {
    const resource = RESOURCE_NAMES[at];
    const available = goals.limits[at] ?? Infinity;
    const others = goals.limits.map((limit, other) => (without.includes(other) ? Infinity : limit));
    const needed = least(at, others) ?? (alone.includes(at) ? least(at, free) : undefined);
    return resource && needed !== undefined && needed > available ? [{ resource, needed, available }] : [];
  };
  if (alone.length > 0) return { limits: alone.flatMap((at) => limitOf(at, alone)), either: false };
  return { limits: finite.flatMap((at) => limitOf(at, [at])), either: true };
}

/**
 * A latency that is reached within the budgets, as short as asking for ever shorter ones finds in the time; `known` is one
 * that is known to be.
 */
function tooLate(
  search: Search,
  goals: Goals,
  interval: number,
  latencyCycles: number,
  known: number | undefined,
): readonly Limit[] {
  const reached = (cycles: number): number | undefined => {
    const answer = atInterval(search, { ...goals, latencyCycles: cycles }, interval, 'any');
    if (answer.kind !== 'found') return undefined;
    const { latencyS, clockHz } = resultOf(search, answer.solution).estimate;
    return latencyS * clockHz;
  };
  let low = latencyCycles;
  let high: number | undefined;
  for (let cycles = latencyCycles * 2; high === undefined; cycles *= 2) {
    if (known !== undefined && (cycles >= known || search.patience.expired())) high = known;
    else if (cycles > LONGEST * latencyCycles) return [];
    else high = reached(cycles);
    if (high === undefined) low = cycles;
  }
  high = Math.min(high, known ?? high);
  while (high - low > 1 + CLOSE_ENOUGH * low && !search.patience.expired()) {
    const middle: number = (low + high) / 2;
    const found = reached(middle);
    if (found === undefined) low = middle;
    else high = Math.max(low, found);
  }
  return [{ resource: 'latency', needed: Math.ceil(high), available: Math.floor(latencyCycles) }];
}

/** How far a latency may be from the wish before it is no longer looked for, and how exactly the least is told. */
const LONGEST = 2 ** 40;
const CLOSE_ENOUGH = 1e-2;
