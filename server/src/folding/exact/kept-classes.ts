import { RESOURCES } from './problem.js';
import type { Task } from './task.js';

/**
 * How far along their limits labels of one message are, in fewer numbers than there are limits: paths that go the same way
 * from here on, but for a constant, are one class, of which nothing but the one closest to its limit matters.
 */
export interface KeptClasses {
  readonly count: number;
  /** By kept dimension: its class, and what makes a sum so far comparable with the others of the class. */
  readonly of: Int32Array;
  readonly shift: Float64Array;
  /** By class: what no completion brings over the limit, however the rest is chosen. */
  readonly floor: Float64Array;
}

/** The classes where some nodes are decided, by node; undefined where there is nothing to put together. */
export function keptClassesOf(
  { instance, limits, paths }: Task,
  kept: readonly number[],
): ((decided: Uint8Array) => KeptClasses) | undefined {
  const onPaths = kept.filter((dimension) => dimension >= RESOURCES);
  if (onPaths.length < 2) return undefined;
  const ids = new Map<string, number>();
  const terms = onPaths.map((dimension) =>
    instance.nodes.map(({ choices }, node): Term => {
      const path = paths[dimension - RESOURCES]?.[node];
      if (!path) return NO_TERM;
      let [least, most] = [Infinity, -Infinity];
      for (const choice of choices) {
        const cycles = path[choice] ?? 0;
        least = Math.min(least, cycles);
        most = Math.max(most, cycles);
      }
      if (least === most) return { id: 0, least, range: 0 };
      const key = `${node}:${Array.from(choices, (choice) => (path[choice] ?? 0) - least).join()}`;
      const id = ids.get(key) ?? ids.size + 1;
      ids.set(key, id);
      return { id, least, range: most - least };
    }),
  );
  return (decided) => {
    const classes = new Map<string, number>();
    const of = new Int32Array(kept.length);
    const shift = new Float64Array(kept.length);
    const floor: number[] = [];
    let path = 0;
    kept.forEach((dimension, at) => {
      if (dimension < RESOURCES) {
        of[at] = floor.push(-Infinity) - 1;
        return;
      }
      let [key, ahead, range] = ['', 0, 0];
      terms[path++]?.forEach((term, node) => {
        if (decided[node] === 1) return;
        ahead += term.least;
        range += term.range;
        if (term.id > 0) key += `${term.id} `;
      });
      const known = classes.get(key);
      of[at] = known ?? floor.push(-range) - 1;
      if (known === undefined) classes.set(key, of[at]);
      shift[at] = ahead - (limits[dimension] ?? Infinity);
    });
    return { count: floor.length, of, shift, floor: Float64Array.from(floor) };
  };
}

/** What a node adds to a path: at least so much, and up to `range` more; equal ids differ in nothing but the least. */
interface Term {
  readonly id: number;
  readonly least: number;
  readonly range: number;
}

const NO_TERM: Term = { id: 0, least: 0, range: 0 };
