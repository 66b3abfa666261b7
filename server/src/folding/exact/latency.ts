import { best, compareWanted, linear, near } from './balanced.js';
import type { Elimination } from './elimination.js';
import { firstByInterval } from './latency-first.js';
import { bestByParts } from './latency-parts.js';
import { enterPathsOf, isBeyondReach, isExactWithin, WORDS_OF_A_UNIT, type Reach } from './latency-reach.js';
import { knownPaths, limitsWith, type LatencyGoal, type LatencyRequest, type LatencySearch } from './latency-search.js';
import { bestByWindows } from './latency-windows.js';
import { valueAtLeast } from './objective.js';
import { instanceOf, type Instance } from './problem.js';
import type { Answer } from './solve.js';
import type { Patience } from './patience.js';
import type { Path, Solution } from './task.js';

/** What a walk over all pixels takes from where on the ways that matter may be all that there is time for. */
const LONG_WALK = 3e5;

/** Rounds of looking for a first choice that keeps the latency. */
const ROUNDS = 8;

/**
 * The best full choice that keeps a latency. Those of so many words that they are simulated in batches may keep it by the
 * simulation though they take a little longer, and are looked for apart, where there are any.
 */
export function bestInLatency(
  wanted: LatencyRequest,
  elimination: Elimination,
  goal: LatencyGoal,
  patience: Patience,
  enough: 'best' | 'any' = 'best',
): Answer {
  const reach = reachOf(wanted, elimination, goal, patience);
  if (!reach) return { kind: 'infeasible' };
  const { paths, instance } = reach;
  const { terms, constant, exact: words } = goal.words;
  const most = mostOf(goal);
  const keeps = judgeOf(goal, most, patience);
  const searchIn = (to: LatencyRequest, allowed: number, further: LatencySearch['further']): LatencySearch => ({
    wanted: to,
    elimination,
    goal,
    patience,
    allowed,
    paths,
    further,
    enter: ({ chosen }) => paths.enter(chosen, allowed),
    keeps,
  });
  // Judging one takes about as long as a search of a small network; in a large one it may be all that there is time for.
  const isLarge = leastOf(terms, constant, instance) > words;
  const isLong = isLarge || goal.bound.work > LONG_WALK;
  const first = enough === 'any' || isLong ? firstByInterval(searchIn(wanted, goal.cycles, [])) : undefined;
  if (first && enough === 'any') return { kind: 'found', solution: first, optimal: false, bound: -Infinity };
  if (!first && isBeyondReach(reach, most)) return { kind: 'infeasible' };
  if (isLarge) return bestWithin(searchIn(wanted, most, []), instance, enough, first);
  const exact = isExactWithin(reach, most);
  if (!first && exact && isBeyondReach(reach, goal.cycles)) return { kind: 'infeasible' };
  const one = bestWithin(searchIn(wanted, goal.cycles, []), instance, enough, first);
  if (exact || (enough === 'any' && one.kind === 'found')) return one;
  const many = { terms: terms.map((each) => each?.map((count) => -count)), limit: constant - words - 1 };
  const known = one.kind === 'found' ? one.solution : undefined;
  const cheaper = known ? noDearer(wanted, known) : wanted;
  if (known && isExactWithin({ ...reach, limits: cheaper.limits }, most, WORDS_OF_A_UNIT)) return one;
  return betterOf(wanted, one, bestWithin(searchIn(cheaper, most, [many]), instance, enough, known));
}

/** The least that a sum over the nodes can be. */
function leastOf(terms: Path, constant: number, { nodes }: Instance): number {
  return nodes.reduce((sum, { choices }, node) => {
    const least = choices.reduce((fewest, choice) => Math.min(fewest, terms[node]?.[choice] ?? 0), Infinity);
    return sum + least;
  }, constant);
}

/** The request for what costs no more than a full choice, where that is one budget. */
function noDearer(wanted: LatencyRequest, { totals }: Solution): LatencyRequest {
  const { objective, limits } = wanted;
  if (objective === 'balanced') return wanted;
  const only = objective.weights.flatMap((weight, at) => (weight > 0 ? [at] : []));
  if (only.length !== 1) return wanted;
  return {
    ...wanted,
    limits: limits.map((limit, at) => (at === only[0] ? Math.min(limit, totals[at] ?? 0) : limit)),
  };
}

/** The answer over two parts of all full choices. */
function betterOf(wanted: LatencyRequest, a: Answer, b: Answer): Answer {
  if (a.kind === 'infeasible') return b;
  if (b.kind === 'infeasible') return a;
  const bound = Math.min(a.bound, b.bound);
  if (a.kind === 'unknown') return b.kind === 'unknown' ? { kind: 'unknown', bound } : { ...b, optimal: false, bound };
  if (b.kind === 'unknown') return { ...a, optimal: false, bound };
  const { solution } = compareWanted(wanted, a.solution, b.solution) <= 0 ? a : b;
  return { kind: 'found', solution, optimal: a.optimal && b.optimal, bound };
}

/**
 * The best full choice that keeps a latency and further sums. Sums of cycles along paths bound a latency from below; the
 * paths that matter come in as limits one by one. `first` is one that keeps it, where one is known; a cheaper one that keeps the latency when it is simulated is looked for
 * first, under limits that are tightened until one does: the answer where time runs out, and from then on nothing but
 * what is cheaper is looked at.
 */
function bestWithin(
  search: LatencySearch,
  instance: Instance,
  enough: 'best' | 'any',
  first: Solution | undefined,
): Answer {
  const { wanted, elimination, goal, patience, allowed, paths } = search;
  const { objective, limits } = wanted;
  let incumbent = first;
  let lower = -Infinity;
  /** One near the best whose sums stay within a share of the goal along every path that matters to it. */
  const settledNear = (share: number): Answer => {
    for (;;) {
      const answer = near({ ...wanted, instance, ...limitsWith(search, share) }, elimination, patience);
      if (answer.kind !== 'found' || patience.expired()) return answer;
      if (!paths.enter(answer.solution.chosen, allowed * share)) return answer;
    }
  };
  /** The best whose sums stay within the goal; each round knows what the ones before, with fewer paths, have proven. */
  const settledBest = (): Answer => {
    for (;;) {
      const known = { lower, incumbent };
      const answer = best({ ...wanted, instance, ...limitsWith(search, 1) }, elimination, patience, known);
      if (answer.kind !== 'infeasible') lower = Math.max(lower, answer.bound);
      if (answer.kind !== 'found' || patience.expired()) return answer;
      if (!paths.enter(answer.solution.chosen, allowed)) return answer;
    }
  };

  const leastOnPaths = enterPathsOf(
    { instance, elimination, limits, goal, paths, patience },
    allowed,
    linear(wanted).weights,
  );
  if (objective !== 'balanced') lower = valueAtLeast(leastOnPaths);
  for (let round = 0, share = 1; round < ROUNDS && !patience.expired(); round++) {
    const answer = settledNear(share);
    if (answer.kind === 'infeasible' && share === 1) return answer;
    if (answer.kind !== 'found') break;
    if (share === 1) lower = Math.max(lower, answer.bound);
    const { solution } = answer;
    const late = goal.latencyCycles(solution);
    if (late <= goal.cycles) {
      if (!incumbent || compareWanted(wanted, solution, incumbent) < 0) incumbent = solution;
      break;
    }
    share *= Math.min(0.998, Number.isFinite(late) ? goal.cycles / late : 0.8);
  }
  if (incumbent && enough === 'any') return { kind: 'found', solution: incumbent, optimal: false, bound: lower };
  const settled = settledBest();
  if (settled.kind === 'unknown' && incumbent)
    return { kind: 'found', solution: incumbent, optimal: false, bound: Math.max(lower, settled.bound) };
  if (settled.kind === 'unknown') return { kind: 'unknown', bound: Math.max(lower, settled.bound) };
  if (settled.kind !== 'found') return settled;
  if (search.keeps(settled.solution)) return settled;
  if (objective === 'balanced') return bestByParts(search, settled, incumbent);
  return bestByWindows(search, objective, settled.bound, incumbent);
}

/** What is known before anything is looked for; undefined where no choice is fast enough. */
function reachOf(
  { problem, intervalCycles, limits }: Pick<LatencyRequest, 'problem' | 'intervalCycles' | 'limits'>,
  elimination: Elimination,
  goal: LatencyGoal,
  patience: Patience,
): Reach | undefined {
  const instance = instanceOf(problem, intervalCycles);
  if (!instance) return undefined;
  const paths = knownPaths(goal.bound, mostOf(goal), patience);
  const fastest = problem.nodes.map(({ cycles }) => cycles.indexOf(Math.min(...cycles)));
  paths.enter(fastest, 0);
  return { instance, elimination, limits, goal, paths, patience };
}

/** What the true latency of a full choice may be at most, where the simulation comes out low. */
function mostOf({ cycles, tolerance }: LatencyGoal): number {
  return cycles * (1 + tolerance);
}

/** Whether the bounds alone tell that nothing keeps a latency: quickly, and of most that are far out of reach. */
export function isOutOfReach(
  wanted: Pick<LatencyRequest, 'problem' | 'intervalCycles' | 'limits'>,
  elimination: Elimination,
  goal: LatencyGoal,
  patience: Patience,
): boolean {
  const reach = reachOf(wanted, elimination, goal, patience);
  if (!reach || isBeyondReach(reach, mostOf(goal))) return true;
  return isExactWithin(reach, mostOf(goal)) && isBeyondReach(reach, goal.cycles);
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
