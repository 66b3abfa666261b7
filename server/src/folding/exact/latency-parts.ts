import { best, compareWanted, costOf } from './balanced.js';
import { limitsWith, type LatencyGoal, type LatencySearch } from './latency-search.js';
import { instanceOf } from './problem.js';
import type { Answer } from './solve.js';
import type { Solution } from './task.js';

/**
 * The best full choice that keeps a latency, where what is minimised is no sum: full choices are tried in the order of
 * their cost, the first that keeps the latency wins; one that does not splits the rest (Lawler, Management Science 18,
 * 1972). `first` is the best that the known paths allow.
 */
export function bestByParts(
  search: LatencySearch,
  first: Extract<Answer, { kind: 'found' }>,
  incumbent: Solution | undefined,
): Answer {
  const { wanted, elimination, goal, patience, paths, enter, keeps } = search;
  const answerOf = ({ fixed, banned }: Part): Answer => {
    const allows = (node: number, choice: number): boolean => {
      const kind = goal.alike[node]?.[choice] ?? choice;
      const only = fixed.get(node);
      return (only === undefined || only === kind) && banned.get(node)?.has(kind) !== true;
    };
    const instance = instanceOf(
      wanted.problem,
      wanted.intervalCycles,
      fixed.size + banned.size > 0 ? allows : undefined,
    );
    if (!instance) return { kind: 'infeasible' };
    return best({ ...wanted, instance, ...limitsWith(search, 1) }, elimination, patience);
  };
  const proof = { exact: true, unknown: false };
  const all: Part = { fixed: new Map(), banned: new Map() };
  const parts: { readonly part: Part; readonly answer: Extract<Answer, { kind: 'found' }>; readonly paths: number }[] =
    [{ part: all, answer: first, paths: paths.all().length }];
  const push = (part: Part): void => {
    const answer = answerOf(part);
    if (answer.kind === 'unknown') proof.unknown = true;
    else if (answer.kind === 'found') parts.push({ part, answer, paths: paths.all().length });
  };
  let bound = first.bound;
  for (;;) {
    parts.sort((a, b) => compareWanted(wanted, a.answer.solution, b.answer.solution));
    const next = parts.shift();
    const sure = proof.exact && !proof.unknown;
    if (!next || (incumbent && compareWanted(wanted, incumbent, next.answer.solution) <= 0)) {
      if (incumbent)
        return { kind: 'found', solution: incumbent, optimal: sure, bound: sure ? costOf(wanted, incumbent) : bound };
      return proof.unknown ? { kind: 'unknown', bound } : { kind: 'infeasible' };
    }
    const { solution, optimal } = next.answer;
    bound = Math.max(bound, next.answer.bound);
    proof.exact &&= optimal;
    if (enter(solution) || next.paths < paths.all().length) push(next.part);
    else if (keeps(solution)) return { kind: 'found', solution, optimal: proof.exact && !proof.unknown, bound };
    else for (const part of split(next.part, solution, goal.alike)) push(part);
    if (!patience.expired()) continue;
    return incumbent ? { kind: 'found', solution: incumbent, optimal: false, bound } : { kind: 'unknown', bound };
  }
}

/** A part of all full choices: some nodes fixed, some choices of others ruled out, by the numbers of `alike`. */
interface Part {
  readonly fixed: ReadonlyMap<number, number>;
  readonly banned: ReadonlyMap<number, ReadonlySet<number>>;
}

/** Everything of a part but what reads and writes as one full choice does, in disjoint parts: alike up to a node, and otherwise there. */
function split({ fixed, banned }: Part, { chosen }: Solution, alike: LatencyGoal['alike']): readonly Part[] {
  const parts: Part[] = [];
  const prefix = new Map(fixed);
  for (const [node, choice] of chosen.entries()) {
    if (fixed.has(node)) continue;
    const kind = alike[node]?.[choice] ?? choice;
    const without = new Map(banned).set(node, new Set([...(banned.get(node) ?? []), kind]));
    parts.push({ fixed: new Map(prefix), banned: without });
    prefix.set(node, kind);
  }
  return parts;
}
