import { best, linear, near } from './balanced.js';
import type { Elimination } from './elimination.js';
import { bestByParts } from './latency-parts.js';
import { enterPathsOf, isBeyondReach, isExactWithin, type Reach } from './latency-reach.js';
import { knownPaths, limitsWith, type LatencyGoal, type LatencyRequest, type LatencySearch } from './latency-search.js';
import { bestByWindows } from './latency-windows.js';
import { instanceOf } from './problem.js';
import type { Answer } from './solve.js';
import type { Patience, Solution } from './task.js';

/** Rounds of looking for a first choice that keeps the latency. */
const ROUNDS = 8;

/**
 * The best full choice that keeps a latency. Sums of cycles along paths bound a latency from below; the paths that matter
 * come in as limits one by one. A choice that keeps the latency when it is simulated is looked for first, under limits
 * that are tightened until one does: the answer where time runs out, and from then on nothing but what is cheaper is
 * looked at.
 */
export function bestInLatency(
  wanted: LatencyRequest,
  elimination: Elimination,
  goal: LatencyGoal,
  patience: Patience,
  enough: 'best' | 'any' = 'best',
): Answer {
  const begun = begin(wanted, elimination, goal, patience);
  if (!begun) return { kind: 'infeasible' };
  const { reach, allowed, most } = begun;
  const { instance, paths } = reach;
  const { objective } = wanted;
  const search: LatencySearch = {
    wanted,
    elimination,
    goal,
    patience,
    allowed,
    paths,
    enter: ({ chosen }) => paths.enter(chosen, allowed),
    keeps: judgeOf(goal, most, patience),
  };
  /** The best, or one near it, whose sums stay within a share of the goal along every path that matters to it. */
  const settled = (share: number): Answer => {
    const find = share === 1 ? best : near;
    for (;;) {
      const answer = find({ ...wanted, instance, ...limitsWith(search, share) }, elimination, patience);
      if (answer.kind !== 'found' || patience.expired()) return answer;
      if (!paths.enter(answer.solution.chosen, allowed * share)) return answer;
    }
  };

  enterPathsOf(reach, allowed, linear(wanted).weights);
  const first = settled(1);
  if (first.kind !== 'found') return first;
  let late = goal.latencyCycles(first.solution);
  if (late <= goal.cycles) return first;
  let incumbent: Solution | undefined;
  for (let round = 0, share = 1; !incumbent && round < ROUNDS && !patience.expired(); round++) {
    share *= Math.min(0.998, Number.isFinite(late) ? goal.cycles / late : 0.8);
    const answer = settled(share);
    if (answer.kind !== 'found') break;
    late = goal.latencyCycles(answer.solution);
    if (late <= goal.cycles) incumbent = answer.solution;
  }
  if (incumbent && enough === 'any') return { kind: 'found', solution: incumbent, optimal: false, bound: first.bound };
  if (objective === 'balanced') return bestByParts(search, first, incumbent);
  return bestByWindows(search, objective, first.bound, incumbent);
}

/** What is known before anything is looked for; undefined where it is that nothing keeps the latency. */
function begin(
  { problem, intervalCycles, limits }: Pick<LatencyRequest, 'problem' | 'intervalCycles' | 'limits'>,
  elimination: Elimination,
  goal: LatencyGoal,
  patience: Patience,
): { readonly reach: Reach; readonly allowed: number; readonly most: number } | undefined {
  const instance = instanceOf(problem, intervalCycles);
  if (!instance) return undefined;
  const paths = knownPaths(goal.bound, patience);
  const fastest = problem.nodes.map(({ cycles }) => cycles.indexOf(Math.min(...cycles)));
  paths.enter(fastest, 0);
  const reach: Reach = { instance, elimination, limits, goal, paths, patience };
  const most = goal.cycles * (1 + goal.tolerance);
  if (isBeyondReach(reach, most)) return undefined;
  const allowed = isExactWithin(reach, most) ? goal.cycles : most;
  if (allowed < most && isBeyondReach(reach, allowed)) return undefined;
  return { reach, allowed, most };
}

/** Whether the bounds alone tell that nothing keeps a latency: quickly, and of most that are far out of reach. */
export function isOutOfReach(
  wanted: Pick<LatencyRequest, 'problem' | 'intervalCycles' | 'limits'>,
  elimination: Elimination,
  goal: LatencyGoal,
  patience: Patience,
): boolean {
  return begin(wanted, elimination, goal, patience) === undefined;
}

/** Says of full choices whether they keep a latency: by the bounds where those tell, else simulated, once for all alike. */
function judgeOf(goal: LatencyGoal, most: number, patience: Patience): LatencySearch['keeps'] {
  const { terms, constant, exact } = goal.words;
  const judgements = new Map<string, boolean>();
  return (solution) => {
    const { chosen } = solution;
    const key = Array.from(chosen, (choice, node) => goal.alike[node]?.[choice] ?? choice).join();
    const known = judgements.get(key);
    if (known !== undefined) return known;
    const words = chosen.reduce((sum, choice, node) => sum + (terms[node]?.[choice] ?? 0), constant);
    patience.spend(goal.bound.work);
    const least = goal.bound.atLeast(chosen);
    const keeps = least <= (words <= exact ? goal.cycles : most) && goal.latencyCycles(solution) <= goal.cycles;
    judgements.set(key, keeps);
    return keeps;
  };
}
