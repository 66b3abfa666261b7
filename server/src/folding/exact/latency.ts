import type { Elimination } from './elimination.js';
import { best, compareWanted, type Wanted } from './balanced.js';
import { instanceOf, type Problem } from './problem.js';
import type { Answer } from './solve.js';
import type { Patience, Solution } from './task.js';

/** The latency that a full choice must keep. */
export interface LatencyGoal {
  readonly cycles: number;
  /** Cycles of the memory ports, which every choice has. */
  readonly portCycles: number;
  /** By node: the nodes that it reads. */
  readonly readsFrom: readonly (readonly number[])[];
  /** The latency of a full choice, at least that of its longest path: the estimate's, or a simulation's. */
  readonly latencyCycles: (solution: Solution) => number;
}

/**
 * The best full choice that keeps a latency. Sums of cycles along paths bound a latency from below; the paths that matter
 * come in as limits one by one. Full choices are tried in the order of their cost, the first that keeps the latency wins;
 * one that does not splits the rest (Lawler, Management Science 18, 1972).
 */
export function bestInLatency(
  wanted: Omit<Wanted, 'instance' | 'paths'> & { readonly problem: Problem; readonly intervalCycles: number },
  elimination: Elimination,
  goal: LatencyGoal,
  patience: Patience,
): Answer {
  const { problem, intervalCycles } = wanted;
  const pathLimit = goal.cycles - goal.portCycles;
  const fastest = problem.nodes.map(({ cycles }) => cycles.reduce((least, each) => Math.min(least, each), Infinity));
  const paths: Uint8Array[] = [longestPath(goal.readsFrom, (node) => fastest[node] ?? 0).nodes];
  const known = new Set(paths.map((path) => path.join('')));

  const answerOf = ({ fixed, banned }: Part): Answer => {
    const allows = (node: number, choice: number): boolean => {
      const only = fixed.get(node);
      if (only !== undefined && only !== choice) return false;
      return !(banned.get(node)?.has(choice) ?? false);
    };
    const instance = instanceOf(problem, intervalCycles, fixed.size + banned.size > 0 ? allows : undefined);
    if (!instance) return { kind: 'infeasible' };
    const limits = [...wanted.limits, ...paths.map(() => pathLimit)];
    return best({ ...wanted, instance, limits, paths: [...paths] }, elimination, patience);
  };

  const proof = { exact: true, unknown: false };
  const parts: { readonly part: Part; readonly answer: Answer; readonly paths: number }[] = [];
  const push = (part: Part): void => {
    const answer = answerOf(part);
    if (answer.kind === 'infeasible') return;
    if (answer.kind === 'unknown') proof.unknown = true;
    else parts.push({ part, answer, paths: paths.length });
  };
  push({ fixed: new Map(), banned: new Map() });
  for (;;) {
    parts.sort((a, b) => compareAnswers(wanted, a.answer, b.answer));
    const next = parts.shift();
    if (!next || next.answer.kind !== 'found') {
      return proof.unknown ? { kind: 'unknown', bound: 0 } : { kind: 'infeasible' };
    }
    const { solution, optimal, bound } = next.answer;
    proof.exact &&= optimal;
    if (goal.latencyCycles(solution) <= goal.cycles) {
      return { kind: 'found', solution, optimal: proof.exact && !proof.unknown, bound };
    }
    if (patience.expired()) return { kind: 'unknown', bound };
    const longest = longestPath(goal.readsFrom, (node) => problem.nodes[node]?.cycles[solution.chosen[node] ?? 0] ?? 0);
    if (longest.cycles > pathLimit && !known.has(longest.nodes.join(''))) {
      known.add(longest.nodes.join(''));
      paths.push(longest.nodes);
      push(next.part);
    } else if (next.paths < paths.length) push(next.part);
    else for (const part of split(next.part, solution)) push(part);
  }
}

/** A part of all full choices: some nodes fixed, some choices of others ruled out. */
interface Part {
  readonly fixed: ReadonlyMap<number, number>;
  readonly banned: ReadonlyMap<number, ReadonlySet<number>>;
}

/** Everything of a part but one full choice, in disjoint parts: the same up to a node, and something else there. */
function split({ fixed, banned }: Part, { chosen }: Solution): readonly Part[] {
  const parts: Part[] = [];
  const prefix = new Map(fixed);
  for (const [node, choice] of chosen.entries()) {
    if (fixed.has(node)) continue;
    const without = new Map(banned).set(node, new Set([...(banned.get(node) ?? []), choice]));
    parts.push({ fixed: new Map(prefix), banned: without });
    prefix.set(node, choice);
  }
  return parts;
}

function compareAnswers(wanted: Parameters<typeof compareWanted>[0], a: Answer, b: Answer): number {
  if (a.kind !== 'found' || b.kind !== 'found') return 0;
  return compareWanted(wanted, a.solution, b.solution);
}

/** The path with the most cycles, as 1 for each node on it. */
function longestPath(
  readsFrom: readonly (readonly number[])[],
  cycles: (node: number) => number,
): { readonly nodes: Uint8Array; readonly cycles: number } {
  const reached: number[] = [];
  const before: number[] = [];
  let end = -1;
  for (const [node, inputs] of readsFrom.entries()) {
    let from = -1;
    for (const input of inputs) if (from < 0 || (reached[input] ?? 0) > (reached[from] ?? 0)) from = input;
    before.push(from);
    reached.push((from < 0 ? 0 : (reached[from] ?? 0)) + cycles(node));
    if (end < 0 || (reached[node] ?? 0) > (reached[end] ?? 0)) end = node;
  }
  const nodes = new Uint8Array(readsFrom.length);
  for (let at = end; at >= 0; at = before[at] ?? -1) nodes[at] = 1;
  return { nodes, cycles: reached[end] ?? 0 };
}
