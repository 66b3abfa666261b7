import { COSTS, RESOURCES, type Problem } from './problem.js';
import { evaluate, valueOf, withinLimits, type Solution, type Task } from './task.js';

/**
 * Full choices between two others: up to a node as the one, from there on as the other. What a mixture of choices keeps
 * within the limits, one of these often does for hardly more, since each is one layer from the next. Those within the
 * limits that cost no more than the ones before go to `consider`, which says whether to stop.
 */
export function cross(
  { instance: { problem }, paths, objective, limits }: Task,
  solutions: readonly Solution[],
  consider: (solution: Solution) => boolean,
): void {
  const linksOf = linksByVariable(problem);
  let least = Infinity;
  for (const a of solutions) {
    for (const b of solutions) {
      if (a === b) continue;
      const chosen = b.chosen.slice();
      const totals = [...b.totals];
      const values = valuesOf(problem, b.chosen);
      for (const [index, node] of problem.nodes.entries()) {
        const choice = a.chosen[index] ?? 0;
        const before = chosen[index] ?? 0;
        if (choice === before) continue;
        const links = linksOf[index] ?? [];
        addLinks(totals, problem, links, values, -1);
        values[node.inVar] = node.in[choice] ?? 0;
        values[node.outVar] = node.out[choice] ?? 0;
        addLinks(totals, problem, links, values, 1);
        for (let k = 0; k < RESOURCES; k++) {
          const change = (node.cost[choice * RESOURCES + k] ?? 0) - (node.cost[before * RESOURCES + k] ?? 0);
          totals[k] = (totals[k] ?? 0) + change;
        }
        paths.forEach((path, at) => {
          const change = (path[index]?.[choice] ?? 0) - (path[index]?.[before] ?? 0);
          totals[RESOURCES + at] = (totals[RESOURCES + at] ?? 0) + change;
        });
        chosen[index] = choice;
        if (!withinLimits(totals, limits)) continue;
        const value = valueOf(objective, totals);
        if (value > least) continue;
        least = value;
        if (consider(evaluate(problem, paths, chosen.slice()))) return;
      }
    }
  }
}

/** By node: the links on either side of it. */
function linksByVariable({ nodes, links, sizes }: Problem): readonly (readonly number[])[] {
  const byVariable: number[][] = sizes.map(() => []);
  links.forEach(({ a, b }, link) => {
    byVariable[a]?.push(link);
    byVariable[b]?.push(link);
  });
  return nodes.map(({ inVar, outVar }) => [...new Set([...(byVariable[inVar] ?? []), ...(byVariable[outVar] ?? [])])]);
}

function valuesOf({ nodes, sizes }: Problem, chosen: Int32Array): Int32Array {
  const values = new Int32Array(sizes.length);
  nodes.forEach((node, index) => {
    values[node.inVar] = node.in[chosen[index] ?? 0] ?? 0;
    values[node.outVar] = node.out[chosen[index] ?? 0] ?? 0;
  });
  return values;
}

function addLinks(
  totals: number[],
  { links, sizes }: Problem,
  wanted: readonly number[],
  values: Int32Array,
  sign: number,
): void {
  for (const link of wanted) {
    const found = links[link];
    if (!found) continue;
    const { a, b, cost } = found;
    const at = b < 0 ? (values[a] ?? 0) : (values[a] ?? 0) * (sizes[b] ?? 1) + (values[b] ?? 0);
    for (let k = 0; k < RESOURCES; k++) totals[k] = (totals[k] ?? 0) + sign * (cost[at * COSTS + k] ?? 0);
  }
}
