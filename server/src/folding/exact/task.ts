import { COSTS, RESOURCES, type Instance, type Problem } from './problem.js';
import { keptWeighted, weightedAt } from './weighted.js';

/** What is to be least, and what must hold, over the choices of one frame interval. */
export interface Task {
  readonly instance: Instance;
  readonly objective: Objective;
  /** By dimension: the resources (constant included, Infinity without limit), then the paths. */
  readonly limits: readonly number[];
  /** Bounds on the latency, additive over the nodes. */
  readonly paths: readonly Path[];
}

/** By node, and by index of its choice: the cycles that it adds. A node that is not on the path has none. */
export type Path = readonly (Float64Array | undefined)[];

/**
 * Weights of the resources, whole numbers, so that equals are equal: what is minimised, then among equals `share`, then
 * the fewest width converters, then the smaller (simd, pe) in layer order.
 */
export interface Objective {
  readonly weights: readonly number[];
  readonly share: readonly number[];
}

/** A full choice, by node, with all that it costs. */
export interface Solution {
  /** Index of each node's choice. */
  readonly chosen: Int32Array;
  /** By dimension, constant included. */
  readonly totals: readonly number[];
  readonly converters: number;
  /** Of the slowest node, or of what no choice changes. */
  readonly intervalCycles: number;
}

export function valueOf({ weights }: Objective, totals: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * (totals[at] ?? 0), 0);
}

export function shareOf({ share }: Objective, totals: readonly number[]): number {
  return share.reduce((sum, weight, at) => sum + weight * (totals[at] ?? 0), 0);
}

/** Below 0 where `a` is the better solution. */
export function compareSolutions(objective: Objective, a: Solution, b: Solution): number {
  const value = valueOf(objective, a.totals) - valueOf(objective, b.totals);
  if (value !== 0) return value;
  const share = shareOf(objective, a.totals) - shareOf(objective, b.totals);
  if (share !== 0) return share;
  if (a.converters !== b.converters) return a.converters - b.converters;
  for (const [node, choice] of a.chosen.entries()) {
    const difference = choice - (b.chosen[node] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export function withinLimits(totals: readonly number[], limits: readonly number[]): boolean {
  return limits.every((limit, dimension) => (totals[dimension] ?? 0) <= limit);
}

/** The costs of each factor for weights over the dimensions: the nodes in order, then the links. */
export function tablesOf(task: Task, weights: readonly number[]): Float64Array[] {
  const { problem, nodes, links, sizes } = task.instance;
  const tables: Float64Array[] = [];
  for (const [index, node] of nodes.entries()) {
    const cells = (sizes[node.inVar] ?? 1) * (node.inVar === node.outVar ? 1 : (sizes[node.outVar] ?? 1));
    const table = new Float64Array(cells).fill(Infinity);
    const costOf = costsOf(task, weights, index);
    for (let at = 0; at < node.choices.length; at++) {
      const cost = costOf(node.choices[at] ?? 0);
      const cell = node.cells[at] ?? 0;
      if (cost < (table[cell] ?? Infinity)) table[cell] = cost;
    }
    tables.push(table);
  }
  const known = keptWeighted(problem, weights);
  for (const [index, { cost }] of problem.links.entries()) {
    const entries = links[index] ?? NO_ENTRIES;
    const table = new Float64Array(entries.length);
    const all = known?.links[index];
    for (let at = 0; at < table.length; at++) {
      const entry = entries[at] ?? 0;
      table[at] = all ? (all[entry] ?? 0) : weightedAt(cost, entry * COSTS, weights);
    }
    tables.push(table);
  }
  return tables;
}

const NO_ENTRIES = new Int32Array();

/** What a choice of a node costs for weights over the dimensions. */
function costsOf(
  { instance: { problem }, paths }: Task,
  weights: readonly number[],
  node: number,
): (choice: number) => number {
  const known = keptWeighted(problem, weights)?.nodes[node];
  if (known) return (choice) => known[choice] ?? Infinity;
  const cost = problem.nodes[node]?.cost ?? NO_COSTS;
  const onPaths = paths.flatMap((path, at) => {
    const cycles = path[node];
    const weight = weights[RESOURCES + at] ?? 0;
    return cycles && weight !== 0 ? [{ cycles, weight }] : [];
  });
  return (choice) => {
    let sum = weightedAt(cost, choice * RESOURCES, weights);
    for (const { cycles, weight } of onPaths) sum += weight * (cycles[choice] ?? 0);
    return sum;
  };
}

const NO_COSTS = new Float64Array();

/**
 * The cheapest choices for weights over the dimensions, where the values of the variables are given, and whether all
 * others with these values cost more than `room` above them.
 */
export function solutionAt(
  task: Task,
  weights: readonly number[],
  values: Int32Array,
  room: number,
): { readonly solution: Solution; readonly sole: boolean } {
  const { problem, nodes, sizes } = task.instance;
  const chosen = new Int32Array(nodes.length);
  let sole = true;
  for (const [index, node] of nodes.entries()) {
    const one = node.inVar === node.outVar;
    const inValue = values[node.inVar] ?? 0;
    const wanted = one ? inValue : inValue * (sizes[node.outVar] ?? 1) + (values[node.outVar] ?? 0);
    const costOf = costsOf(task, weights, index);
    let least = Infinity;
    let second = Infinity;
    for (let at = 0; at < node.choices.length; at++) {
      if (node.cells[at] !== wanted) continue;
      const choice = node.choices[at] ?? 0;
      const cost = costOf(choice);
      if (cost < least) {
        second = least;
        least = cost;
        chosen[index] = choice;
      } else if (cost < second) second = cost;
    }
    if (second <= least + room) sole = false;
  }
  return { solution: evaluate(problem, task.paths, chosen), sole };
}

/** All that a full choice costs. */
export function evaluate(problem: Problem, paths: readonly Path[], chosen: Int32Array): Solution {
  const totals = [...problem.constant, ...paths.map(() => 0)];
  const values = new Int32Array(problem.sizes.length);
  let intervalCycles = problem.floorCycles;
  for (const [index, node] of problem.nodes.entries()) {
    const choice = chosen[index] ?? 0;
    const cycles = node.cycles[choice] ?? 0;
    intervalCycles = Math.max(intervalCycles, cycles);
    values[node.inVar] = node.in[choice] ?? 0;
    values[node.outVar] = node.out[choice] ?? 0;
    for (let k = 0; k < RESOURCES; k++) totals[k] = (totals[k] ?? 0) + (node.cost[choice * RESOURCES + k] ?? 0);
    paths.forEach((path, at) => {
      totals[RESOURCES + at] = (totals[RESOURCES + at] ?? 0) + (path[index]?.[choice] ?? 0);
    });
  }
  let converters = 0;
  for (const { a, b, cost } of problem.links) {
    const sizeB = b < 0 ? 1 : (problem.sizes[b] ?? 1);
    const at = ((values[a] ?? 0) * sizeB + (b < 0 ? 0 : (values[b] ?? 0))) * COSTS;
    for (let k = 0; k < RESOURCES; k++) totals[k] = (totals[k] ?? 0) + (cost[at + k] ?? 0);
    converters += cost[at + RESOURCES] ?? 0;
  }
  return { chosen, totals, converters, intervalCycles };
}
