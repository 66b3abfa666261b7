import { bind } from './elimination.js';
import type { Cut } from './leaves.js';
import { WORK_OF } from './patience.js';
import { COSTS, instanceOf, RESOURCES, type Instance } from './problem.js';
import { countChoices, type Setting } from './relaxation.js';
import type { Task } from './task.js';

/** The same task with nothing but the choices that some full choice within the cuts has; undefined where none has any. */
export function narrowed({ task, bound, patience }: Setting, cuts: readonly Cut[]): Setting | undefined {
  const { instance, paths } = task;
  const { problem, intervalCycles } = instance;
  patience.spend(countChoices(instance) * cuts.length * (WORK_OF.choice + WORK_OF.term * paths.length));
  const stays = instance.nodes.map(({ choices, cells }, index) => {
    const own = problem.nodes[index];
    const flags = new Uint8Array(own?.cycles.length ?? 0);
    choices.forEach((choice, at) => {
      const cell = cells[at] ?? 0;
      for (const { weights, limit, outside } of cuts) {
        let sum = outside[index]?.[cell] ?? Infinity;
        for (let k = 0; k < RESOURCES; k++) sum += (weights[k] ?? 0) * (own?.cost[choice * RESOURCES + k] ?? 0);
        paths.forEach((path, each) => {
          const weight = weights[RESOURCES + each] ?? 0;
          if (weight !== 0) sum += weight * (path[index]?.[choice] ?? 0);
        });
        if (!(sum <= limit)) return;
      }
      flags[choice] = 1;
    });
    return flags;
  });
  const smaller = instanceOf(problem, intervalCycles, (node, choice) => stays[node]?.[choice] === 1);
  if (!smaller) return undefined;
  return { task: { ...task, instance: smaller }, bound: bind(bound.elimination, smaller.sizes), patience };
}

/**
 * The limits of resources as low as they can be: where all that is left to choose from differs in whole multiples of a
 * number, so do the totals, and what a limit has beyond the last multiple is of no use.
 */
export function tightenedLimits({ instance, limits }: Task, dimensions: readonly number[]): readonly number[] {
  const tight = [...limits];
  for (const dimension of dimensions) {
    const limit = limits[dimension] ?? Infinity;
    if (dimension >= RESOURCES || !Number.isFinite(limit)) continue;
    const { least, step } = latticeOf(instance, dimension);
    if (step > 1) tight[dimension] = least + step * Math.floor((limit - least) / step);
  }
  return tight;
}

/** What the totals of a resource are: `least` and whole multiples of `step` (0 where nothing differs). */
function latticeOf(
  { problem, nodes, links }: Instance,
  dimension: number,
): { readonly least: number; readonly step: number } {
  let least = problem.constant[dimension] ?? 0;
  let step = 0;
  nodes.forEach(({ choices }, index) => {
    const cost = problem.nodes[index]?.cost;
    const at = (choice: number): number => cost?.[choice * RESOURCES + dimension] ?? 0;
    const first = at(choices[0] ?? 0);
    least += first;
    for (const choice of choices) step = divisor(step, Math.abs(at(choice) - first));
  });
  links.forEach((entries, index) => {
    const cost = problem.links[index]?.cost;
    const at = (entry: number): number => cost?.[entry * COSTS + dimension] ?? 0;
    const first = at(entries[0] ?? 0);
    least += first;
    for (const entry of entries) step = divisor(step, Math.abs(at(entry) - first));
  });
  return { least, step };
}

/** The greatest common divisor; of 0 and a number, the number. */
function divisor(a: number, b: number): number {
  while (b > 0) [a, b] = [b, a % b];
  return a;
}
