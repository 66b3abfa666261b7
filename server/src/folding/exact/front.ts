import { RESOURCE_NAMES, type ResourceName } from '../../devices/primitives.js';
import type { Folding } from '../../hardware/pipeline.js';
import type { FoldingRequest, FoldingResult } from '../folder.js';
import { intervalsOf } from './bisect.js';
import type { ExactOptions } from './exact.js';
import { goalsOf, type Goals } from './goals.js';
import { patienceOf } from './patience.js';
import { COSTS, RESOURCES, type Problem } from './problem.js';
import { atInterval, isTooEntangled, resultOf, searchOf, type Search } from './search.js';
import type { Solution } from './task.js';

/** A folding that no other beats in frames per second and in one resource at once, within the budgets. */
export interface FrontPoint {
  /** The resources against which it is on the front. */
  readonly resources: readonly ResourceName[];
  readonly result: FoldingResult;
}

/** One point as it is found: of one resource, from the slowest to the fastest. */
export interface FoundPoint {
  readonly resource: ResourceName;
  readonly solution: Solution;
  readonly folding: Folding;
}

/**
 * The whole front of throughput against each resource, exact: every interval is walked, from the longest down, by the
 * least of one resource after the other. Points come as they are found; stops where the options' clock or `cancelled`
 * says so, which the returned value tells: true where the front is whole.
 */
export function* walkFront(search: Search, goals: Goals): Generator<FoundPoint, boolean> {
  const { problem } = search.made;
  const intervals = intervalsOf(problem);
  const varying = RESOURCE_NAMES.filter((_, at) => varies(problem, at));
  /** The longest interval that nothing keeps: whatever is least, that is so for every resource. */
  let impossible = -1;
  // Where nothing is left to choose, the one folding that there is is the front.
  for (const resource of varying.length > 0 ? varying : (['lut'] as const)) {
    const at = RESOURCE_NAMES.indexOf(resource);
    const weights = RESOURCE_NAMES.map((_, other) => (other === at ? 1 : 0));
    const wanted = { ...goals, objective: { weights, share: goals.share } };
    let pending: Solution | undefined;
    for (let index = intervals.length - 1; index >= 0;) {
      if (search.patience.expired()) return false;
      if (index <= impossible) break;
      const answer = atInterval(search, wanted, intervals[index] ?? 0, 'best');
      if (answer.kind === 'infeasible') {
        impossible = index;
        break;
      }
      if (answer.kind === 'unknown' || !answer.optimal) return false;
      const { solution } = answer;
      // What costs no more and is faster replaces what came before.
      if (pending && (solution.totals[at] ?? 0) > (pending.totals[at] ?? 0))
        yield { resource, solution: pending, folding: search.made.foldingOf(pending.chosen) };
      pending = solution;
      index = intervals.findLastIndex((each) => each < solution.intervalCycles);
    }
    if (pending) yield { resource, solution: pending, folding: search.made.foldingOf(pending.chosen) };
  }
  return true;
}

/** Whether choices, or what stands between them, differ in a resource at all. */
function varies({ nodes, links }: Problem, resource: number): boolean {
  const differs = (cost: Float64Array, stride: number): boolean => {
    for (let at = resource; at < cost.length; at += stride) if (cost[at] !== cost[resource]) return true;
    return false;
  };
  return nodes.some(({ cost }) => differs(cost, RESOURCES)) || links.some(({ cost }) => differs(cost, COSTS));
}

/** The front of a request, whole, fastest first; `whole` is false where the clock cut it short. */
export function frontOf(
  request: FoldingRequest,
  options: ExactOptions,
  found?: (point: FoundPoint) => void,
): { readonly points: readonly FrontPoint[]; readonly whole: boolean } {
  const search = searchOf(request, Infinity, patienceOf(options), options.allowed);
  if ('tooSlow' in search) return { points: [], whole: true };
  if (isTooEntangled(search)) return { points: [], whole: false };
  const goals: Goals = { ...goalsOf(request), latencyCycles: undefined };
  const byChoice = new Map<string, { readonly solution: Solution; readonly resources: ResourceName[] }>();
  const walk = walkFront(search, goals);
  for (;;) {
    const next = walk.next();
    if (next.done) {
      const points = [...byChoice.values()]
        .sort((a, b) => a.solution.intervalCycles - b.solution.intervalCycles)
        .map(({ solution, resources }) => ({ resources, result: resultOf(search, solution) }));
      return { points, whole: next.value };
    }
    const { resource, solution } = next.value;
    const key = solution.chosen.join();
    const known = byChoice.get(key);
    if (known) known.resources.push(resource);
    else byChoice.set(key, { solution, resources: [resource] });
    found?.(next.value);
  }
}
