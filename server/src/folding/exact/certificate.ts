import { RESOURCE_NAMES } from '../../devices/primitives.js';
import { isReady } from '../../hardware/ready.js';
import { modelOf } from '../../hardware/layer-model.js';
import { lower } from '../../hardware/lower.js';
import type { Limit } from '../folder.js';
import { best } from './balanced.js';
import { inUnits, type Goals } from './goals.js';
import { instanceOf, type Instance } from './problem.js';
import { atInterval, isTooEarly, latencyOf, type Search } from './search.js';

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

/**
 * Resources that forbid the interval: those of which any would do if there were more of it, or, where more of one is not
 * enough, as few as would do together.
 */
function tooScarce(search: Search, goals: Goals, interval: number): Explanation {
  const { made, elimination, patience } = search;
  const instance = instanceOf(made.problem, interval);
  if (!instance) return { limits: [], either: false };
  const least = (at: number, limits: readonly number[]): number | undefined => {
    const objective = { weights: RESOURCE_NAMES.map((_, other) => (other === at ? 1 : 0)), share: goals.share };
    const answer = best({ instance, objective, share: goals.share, limits, paths: [] }, elimination, patience);
    return answer.kind === 'found' ? (answer.solution.totals[at] ?? 0) : undefined;
  };
  const limitOf = (at: number, needed: number | undefined): readonly Limit[] => {
    const resource = RESOURCE_NAMES[at];
    const available = goals.limits[at] ?? Infinity;
    return resource && needed !== undefined && needed > available ? [{ resource, needed, available }] : [];
  };
  const free = goals.limits.map(() => Infinity);
  const finite = goals.limits.flatMap((limit, at) => (Number.isFinite(limit) ? [at] : []));
  const alone = finite.filter((at) => (least(at, free) ?? 0) > (goals.limits[at] ?? Infinity));
  if (alone.length > 0) {
    // What each takes at least may be too little where all are to be kept at once.
    const limits = togetherScarce(search, goals, instance, finite, alone);
    return { limits: limits.length > 0 ? limits : alone.flatMap((at) => limitOf(at, least(at, free))), either: false };
  }
  const [first] = finite;
  // Where all are kept at once, it is not they that forbid the goals.
  if (first === undefined || least(first, goals.limits) !== undefined) return { limits: [], either: false };
  const any = finite.flatMap((at) =>
    limitOf(
      at,
      least(
        at,
        goals.limits.map((limit, other) => (other === at ? Infinity : limit)),
      ),
    ),
  );
  if (any.length > 0) return { limits: any, either: true };
  return { limits: togetherScarce(search, goals, instance, finite, []), either: false };
}

/**
 * Where more of no single one is enough: as few as are enough together, `alone` among them, and what they are in a folding that
 * is least beyond them, as the sum of what is used of each budget. Nothing where time runs out.
 */
function togetherScarce(
  { elimination, patience }: Search,
  { limits, share }: Goals,
  instance: Instance,
  finite: readonly number[],
  alone: readonly number[],
): readonly Limit[] {
  const others = finite.filter((at) => !alone.includes(at));
  for (let count = alone.length > 0 ? 0 : 2; count <= others.length; count++) {
    for (const more of subsetsOf(others, count)) {
      const lifted = finite.filter((at) => alone.includes(at) || more.includes(at));
      const weights = limits.map((limit, at) => (lifted.includes(at) ? inUnits(limit) : 0));
      const kept = limits.map((limit, at) => (lifted.includes(at) ? Infinity : limit));
      const wanted = { instance, objective: { weights, share }, share, limits: kept, paths: [] };
      const answer = best(wanted, elimination, patience);
      if (answer.kind !== 'found') continue;
      const { totals } = answer.solution;
      return lifted.flatMap((at) => {
        const resource = RESOURCE_NAMES[at];
        const [needed = 0, available = 0] = [totals[at], limits[at]];
        return resource && needed > available ? [{ resource, needed, available }] : [];
      });
    }
  }
  return [];
}

/** All subsets of so many, those of the first ones first. */
function subsetsOf(all: readonly number[], count: number): readonly (readonly number[])[] {
  if (count === 0) return [[]];
  return all.flatMap((one, at) => subsetsOf(all.slice(at + 1), count - 1).map((rest) => [one, ...rest]));
}

/**
 * The shortest latency within the budgets, or, where time runs out, one that is reached and what none is below. The bounds
 * tell what is out of reach, then ever shorter ones are asked for. `known` is one that is known to be reached.
 */
function tooLate(
  search: Search,
  goals: Goals,
  interval: number,
  latencyCycles: number,
  known: number | undefined,
): readonly Limit[] {
  const { patience } = search;
  /** A latency that is reached and no longer than that; 'none' where there is none for sure. */
  const reached = (cycles: number): number | 'none' | 'unknown' => {
    const answer = atInterval(search, { ...goals, latencyCycles: cycles + ROUNDED }, interval, 'any');
    if (answer.kind !== 'found') return answer.kind === 'infeasible' ? 'none' : 'unknown';
    return wholeCycles(latencyOf(search, answer.solution));
  };
  const available = Math.floor(latencyCycles);
  // A search that ended early has not shown that the latency is what forbids the goals.
  if (known !== undefined && wholeCycles(known) <= available) return [];
  let low = available;
  let high = known && wholeCycles(known);
  for (let cycles = available * 2; high === undefined; cycles *= 2) {
    if (patience.expired() || cycles > LONGEST * latencyCycles) return [];
    const found = reached(cycles);
    if (typeof found === 'number') high = found;
    else if (found === 'none') low = cycles;
  }
  for (let beyond = high; beyond - low > 1 + ROUGHLY * low && !patience.expired();) {
    const middle = Math.floor((low + beyond) / 2);
    if (isTooEarly(search, goals, interval, middle)) low = middle;
    else beyond = middle;
  }
  // The bounds are close to what is reached: first just above them, then halfway, and at last anything shorter at all.
  for (let step = Math.ceil(ROUGHLY * low); high - low > 1 && !patience.expired(); step *= 2) {
    const wanted = Math.min(high - 1, low + step);
    const found = reached(wanted);
    if (found === 'none') low = wanted;
    else if (found === 'unknown') break;
    else [high, step] = [Math.min(high, found), Math.max(1, Math.floor((found - low) / 8))];
  }
  const atLeast = low + 1 < high ? { atLeast: low + 1 } : {};
  return [{ resource: 'latency', needed: high, available, ...atLeast }];
}

/** Latencies are whole cycles; in seconds they are rounded, by far less than this. */
const ROUNDED = 1e-6;

function wholeCycles(cycles: number): number {
  return Math.ceil(cycles - ROUNDED);
}

/** How far a latency may be from the wish before it is no longer looked for, and how closely the bounds are asked. */
const LONGEST = 2 ** 40;
const ROUGHLY = 1e-3;
