import type { keptClassesOf } from './kept-classes.js';
import type { LabelKinds } from './label-kinds.js';
import { CONVERTERS, KEYS, SHARE, VALUE, type LabelStore } from './label-store.js';
import { WORK_OF } from './patience.js';
import { COSTS, RESOURCES } from './problem.js';
import { sieveOf } from './sieve.js';
import type { Task } from './task.js';

/**
 * A bound on what a full choice may cost: for weights over the dimensions, at most `limit` (constants not counted). With
 * the least cost of everything outside each table's entry it cuts labels that no completion brings home.
 */
export interface Cut {
  readonly weights: readonly number[];
  readonly limit: number;
  /** Factors and messages, and the costs outside each of them, for these weights. */
  readonly tables: readonly Float64Array[];
  readonly outside: readonly (Float64Array | undefined)[];
}

/** The labels of a table: those of an entry stand side by side, in the order of their first cut. */
export interface Entries {
  readonly starts: Int32Array;
}

/** What the factors hold. */
export interface Leaves {
  /** Whether a factor is a node, whose cells hold choices; the others are links. */
  readonly isNode: (factor: number) => boolean;
  /** The choices of each cell of a node that no other of the cell dominates. */
  readonly of: (node: number) => Entries;
  /** The work of what was made since it was asked last. */
  readonly spent: () => number;
  /** Adds what one entry of a link costs to a line. */
  readonly addLink: (line: Float64Array, factor: number, entry: number) => void;
}

export function leavesOf(
  task: Task,
  kept: readonly number[],
  cuts: readonly Cut[],
  store: LabelStore,
  kinds: LabelKinds | undefined,
  classes: ReturnType<typeof keptClassesOf>,
): Leaves {
  const { instance, objective, paths } = task;
  const { problem, nodes, links } = instance;
  const criteria = [
    ...kept.map((dimension) => Array.from({ length: dimension + 1 }, (_, at) => (at === dimension ? 1 : 0))),
    ...cuts.map(({ weights }) => weights),
  ];
  const made: Entries[] = [];
  let spent = 0;
  const sieve = sieveOf(store, kept.length);
  const line = new Float64Array(store.width);

  const make = (index: number): Entries => {
    const node = nodes[index];
    const own = problem.nodes[index];
    const cells = cuts[0]?.tables[index]?.length ?? 0;
    const starts = new Int32Array(cells + 1);
    if (!node || !own) return { starts };
    const by = classes?.(Uint8Array.from(nodes, (_, each) => (each === index ? 1 : 0)));
    spent += WORK_OF.term * node.choices.length * criteria.length * RESOURCES + WORK_OF.choice * cells;
    const byCell: (number[] | undefined)[] = [];
    node.cells.forEach((cell, at) => (byCell[cell] ??= []).push(node.choices[at] ?? 0));
    const fillLine = (choice: number): void => {
      const of = (dimension: number): number => {
        if (dimension < RESOURCES) return own.cost[choice * RESOURCES + dimension] ?? 0;
        return paths[dimension - RESOURCES]?.[index]?.[choice] ?? 0;
      };
      const weighted = (weights: readonly number[]): number => {
        let sum = 0;
        for (let at = 0; at < weights.length; at++) if (weights[at] !== 0) sum += (weights[at] ?? 0) * of(at);
        return sum;
      };
      line[VALUE] = weighted(objective.weights);
      line[SHARE] = weighted(objective.share);
      line[CONVERTERS] = 0;
      criteria.forEach((weights, at) => (line[KEYS + at] = weighted(weights)));
    };
    const firstCut = KEYS + kept.length;
    for (let cell = 0; cell < cells; cell++) {
      starts[cell] = store.count();
      const choices = byCell[cell];
      if (
        !choices ||
        cuts.some(
          ({ tables, outside, limit }) => !((tables[index]?.[cell] ?? 0) + (outside[index]?.[cell] ?? 0) <= limit),
        )
      )
        continue;
      // Choices come in the order that the last tie prefers, which a stable sort keeps.
      sieve.clear(0, undefined, by);
      for (const choice of choices) {
        fillLine(choice);
        sieve.lines().set(line, sieve.next.line);
        sieve.add();
      }
      const cutAt = (sum: number): number => sieve.lines()[sum * store.width + firstCut] ?? 0;
      const kindOf = kinds && ((sum: number): number => kinds.ofLeaf(index, choices[sum] ?? 0));
      const found = [...sieve.undominated(kindOf)].sort((a, b) => cutAt(a) - cutAt(b));
      for (const sum of found) {
        const at = sum * store.width;
        const label = store.addLeaf(sieve.lines().subarray(at, at + store.width), index, choices[sum] ?? 0);
        if (kindOf) kinds.set(label, kindOf(sum));
      }
    }
    starts[cells] = store.count();
    return { starts };
  };
  return {
    spent() {
      const before = spent;
      spent = 0;
      return before;
    },
    isNode: (factor) => factor < nodes.length,
    of: (node) => (made[node] ??= make(node)),
    addLink(into, factor, entry) {
      const cost = problem.links[factor - nodes.length]?.cost;
      if (!cost) return;
      const from = (links[factor - nodes.length]?.[entry] ?? 0) * COSTS;
      const weighted = (weights: readonly number[]): number => {
        let sum = 0;
        for (let k = 0; k < RESOURCES; k++) sum += (weights[k] ?? 0) * (cost[from + k] ?? 0);
        return sum;
      };
      into[VALUE] = (into[VALUE] ?? 0) + weighted(objective.weights);
      into[SHARE] = (into[SHARE] ?? 0) + weighted(objective.share);
      into[CONVERTERS] = (into[CONVERTERS] ?? 0) + (cost[from + RESOURCES] ?? 0);
      for (let at = 0; at < criteria.length; at++)
        into[KEYS + at] = (into[KEYS + at] ?? 0) + weighted(criteria[at] ?? []);
    },
  };
}
