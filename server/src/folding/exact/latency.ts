import type { Elimination } from './elimination.js';
import { best, compareWanted, costOf, type Wanted } from './balanced.js';
import type { LatencyBound, LongestPath } from './latency-bound.js';
import { windowBelow } from './close.js';
import { instanceOf, type Problem } from './problem.js';
import { settingOf, type Setting } from './relaxation.js';
import type { Answer } from './solve.js';
import { valueOf, type Path, type Patience, type Solution } from './task.js';

/** The latency that a full choice must keep. */
export interface LatencyGoal {
  readonly cycles: number;
  readonly bound: LatencyBound;
  /** Share of the true latency that the simulation may be below the bound: 0 where it moves words one by one. */
  readonly tolerance: number;
  /** The latency of a full choice by simulation; may give up, with Infinity, where it is beyond the goal. */
  readonly latencyCycles: (solution: Solution) => number;
  /** By node and choice: choices with the same number read and write alike, so that they have the same latency. */
  readonly alike: readonly Int32Array[];
}

type Request = Omit<Wanted, 'instance' | 'paths'> & { readonly problem: Problem; readonly intervalCycles: number };

/** Rounds of looking for a first choice that keeps the latency. */
const ROUNDS = 8;

/**
 * The best full choice that keeps a latency. Sums of cycles along paths bound a latency from below; the paths that matter
 * come in as limits one by one. Full choices are tried in the order of their cost, the first that keeps the latency when
 * it is simulated wins; one that does not splits the rest (Lawler, Management Science 18, 1972). A choice that keeps it
 * is looked for first, under limits that are tightened until one does: the answer where time runs out, and from then on
 * nothing but what is cheaper is looked at.
 */
export function bestInLatency(
  wanted: Request,
  elimination: Elimination,
  goal: LatencyGoal,
  patience: Patience,
  enough: 'best' | 'any' = 'best',
): Answer {
  const { problem, intervalCycles } = wanted;
  const allowed = goal.cycles * (1 + goal.tolerance);
  const known = new Map<string, LongestPath>();
  const enter = (path: LongestPath): boolean => {
    if (known.has(path.key)) return false;
    known.set(path.key, path);
    return true;
  };
  const fastest = problem.nodes.map(({ cycles }) => cycles.indexOf(Math.min(...cycles)));
  enter(goal.bound.longest(fastest));

  /** What is no better than a choice that keeps the latency is of no use. */
  let budgets = wanted.limits;
  let stays: readonly Uint8Array[] | undefined;
  /** The limits with those of the known paths, at a share of the goal. */
  const limited = (share: number): { readonly paths: readonly Path[]; readonly limits: readonly number[] } => {
    const all = [...known.values()];
    return {
      paths: all.map(({ terms }) => terms),
      limits: [...budgets, ...all.map(({ constant }) => allowed * share - constant)],
    };
  };
  const lookBelow = ({ totals }: Solution): void => {
    const { objective } = wanted;
    const instance = instanceOf(problem, intervalCycles);
    if (objective === 'balanced' || !instance) return;
    const least = valueOf(objective, totals);
    const [only = -1, ...others] = objective.weights.flatMap((weight, at) => (weight === 0 ? [] : [at]));
    if (others.length === 0 && objective.weights[only] === 1)
      budgets = budgets.map((limit, at) => (at === only ? Math.min(limit, least) : limit));
    stays = staysWithin(settingOf({ instance, objective, ...limited(1) }, elimination, patience), least);
  };
  /** The best of a part whose sums along the known paths stay within a share of the goal. */
  const answerOf = ({ fixed, banned }: Part, share: number): Answer => {
    const allows = (node: number, choice: number): boolean => {
      const kind = goal.alike[node]?.[choice] ?? choice;
      const only = fixed.get(node);
      if ((only !== undefined && only !== kind) || banned.get(node)?.has(kind)) return false;
      return stays?.[node]?.[choice] !== 0;
    };
    const instance = instanceOf(problem, intervalCycles, fixed.size + banned.size > 0 || stays ? allows : undefined);
    if (!instance) return { kind: 'infeasible' };
    return best({ ...wanted, instance, ...limited(share) }, elimination, patience);
  };
  const judgements = new Map<string, boolean>();
  /** Whether a full choice keeps the latency: by the bounds where those tell, else simulated. */
  const keeps = (solution: Solution): boolean => {
    const key = Array.from(solution.chosen, (choice, node) => goal.alike[node]?.[choice] ?? choice).join();
    let judged = judgements.get(key);
    if (judged === undefined) {
      judged = goal.bound.atLeast(solution.chosen) <= allowed && goal.latencyCycles(solution) <= goal.cycles;
      judgements.set(key, judged);
    }
    return judged;
  };
  /** The same, with every path that matters known. */
  const settled = (part: Part, share: number): Answer => {
    for (;;) {
      const answer = answerOf(part, share);
      if (answer.kind !== 'found' || patience.expired()) return answer;
      const longest = goal.bound.longest(answer.solution.chosen);
      if (longest.cycles <= allowed * share || !enter(longest)) return answer;
    }
  };

  const all: Part = { fixed: new Map(), banned: new Map() };
  const first = settled(all, 1);
  if (first.kind !== 'found') return first;
  let incumbent: Solution | undefined;
  let late = goal.latencyCycles(first.solution);
  if (late <= goal.cycles) return first;
  for (let round = 0, share = 1; round < ROUNDS && !patience.expired(); round++) {
    share *= Math.min(0.98, Number.isFinite(late) ? goal.cycles / late : 0.8);
    const answer = settled(all, share);
    if (answer.kind !== 'found') break;
    late = goal.latencyCycles(answer.solution);
    if (late > goal.cycles) continue;
    incumbent = answer.solution;
    break;
  }
  if (incumbent && enough === 'any') return { kind: 'found', solution: incumbent, optimal: false, bound: first.bound };

  if (incumbent) lookBelow(incumbent);

  const proof = { exact: true, unknown: false };
  const parts: { readonly part: Part; readonly answer: Extract<Answer, { kind: 'found' }>; readonly paths: number }[] =
    [];
  const push = (part: Part): void => {
    const answer = answerOf(part, 1);
    if (answer.kind === 'unknown') proof.unknown = true;
    else if (answer.kind === 'found') parts.push({ part, answer, paths: known.size });
  };
  let bound = first.bound;
  parts.push({ part: all, answer: first, paths: known.size });
  for (;;) {
    parts.sort((a, b) => compareWanted(wanted, a.answer.solution, b.answer.solution));
    const next = parts.shift();
    const sure = proof.exact && !proof.unknown;
    if (!next || (incumbent && compareWanted(wanted, incumbent, next.answer.solution) <= 0)) {
      if (incumbent) {
        return { kind: 'found', solution: incumbent, optimal: sure, bound: sure ? costOf(wanted, incumbent) : bound };
      }
      return proof.unknown ? { kind: 'unknown', bound } : { kind: 'infeasible' };
    }
    const { solution, optimal } = next.answer;
    bound = Math.max(bound, next.answer.bound);
    proof.exact &&= optimal;
    const longest = goal.bound.longest(solution.chosen);
    if (longest.cycles > allowed && enter(longest)) push(next.part);
    else if (next.paths < known.size) push(next.part);
    else if (keeps(solution)) {
      return { kind: 'found', solution, optimal: proof.exact && !proof.unknown, bound };
    } else for (const part of split(next.part, solution, goal.alike)) push(part);
    if (!patience.expired()) continue;
    return incumbent ? { kind: 'found', solution: incumbent, optimal: false, bound } : { kind: 'unknown', bound };
  }
}

/** By node and choice: whether it is in some full choice that keeps every limit and costs no more than `edge`. */
function staysWithin(setting: Setting, edge: number): readonly Uint8Array[] {
  const { limits, objective, instance } = setting.task;
  const weights = limits.map((_, at) => objective.weights[at] ?? 0);
  const left = windowBelow(setting, weights, edge)?.task.instance.nodes ?? [];
  return instance.problem.nodes.map(({ cycles }, node) => {
    const flags = new Uint8Array(cycles.length);
    for (const choice of left[node]?.choices ?? []) flags[choice] = 1;
    return flags;
  });
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
