import type { KeptClasses } from './kept-classes.js';
import { CONVERTERS, KEYS, SHARE, VALUE, type LabelStore, type PartOrder } from './label-store.js';

/** Sums of labels of one entry, of which those are wanted that no other beats. Used again for every entry. */
export interface Sieve {
  /** Forgets all, for sums of so many parts each, which are compared in this order, their kept dimensions by classes. */
  clear(partCount: number, order: PartOrder, classes: KeptClasses | undefined): void;
  count(): number;
  /** Room for one more sum, to be filled at once: its line and its parts begin at these places. */
  readonly next: { line: number; parts: number };
  add(): void;
  lines(): Float64Array;
  parts(): Int32Array;
  /**
   * The sums that none dominates, in the objective with all its ties and in every kept dimension, in that order; with
   * `kindOf` none of the same kind.
   */
  undominated(kindOf?: (sum: number) => number): readonly number[];
  /** Comparisons that the last answer took. */
  readonly compared: () => number;
}

/** Sums that there is room for at first: most searches have few, and fresh memory costs more than they do. */
const FIRST_ROOM = 64;

/** `kept` dimensions stand behind the keys of a line. */
export function sieveOf(store: LabelStore, kept: number): Sieve {
  const { width } = store;
  let lines = new Float64Array(width * FIRST_ROOM);
  let parts = new Int32Array(4 * FIRST_ROOM);
  let order = new Uint32Array(FIRST_ROOM);
  let count = 0;
  let partCount = 0;
  let partOrder: PartOrder;
  let classes: KeptClasses | undefined;
  const next = { line: 0, parts: 0 };

  const place = (): void => {
    next.line = count * width;
    next.parts = count * partCount;
    if (next.line + width > lines.length) {
      const more = new Float64Array(lines.length * 2);
      more.set(lines);
      lines = more;
    }
    if (next.parts + partCount > parts.length) {
      const more = new Int32Array(parts.length * 2 + partCount);
      more.set(parts);
      parts = more;
    }
  };
  const compare = (a: number, b: number): number => {
    const [from, other] = [a * width, b * width];
    const value = (lines[from + VALUE] ?? 0) - (lines[other + VALUE] ?? 0);
    if (value !== 0) return value;
    const share = (lines[from + SHARE] ?? 0) - (lines[other + SHARE] ?? 0);
    if (share !== 0) return share;
    const converters = (lines[from + CONVERTERS] ?? 0) - (lines[other + CONVERTERS] ?? 0);
    if (converters !== 0) return converters;
    return store.compareParts(parts, a * partCount, parts, b * partCount, partCount, partOrder);
  };
  /** How many numbers of a sum are compared, and, where they are those of classes, the numbers. */
  let dimensions = kept;
  let ofClasses: Float64Array | undefined;
  let comparisons = 0;
  const dimension = (sum: number, at: number): number =>
    ofClasses ? (ofClasses[sum * dimensions + at] ?? 0) : (lines[sum * width + KEYS + at] ?? 0);
  const classify = ({ count: wide, of, shift, floor }: KeptClasses): void => {
    const all = new Float64Array(count * wide);
    for (let sum = 0; sum < count; sum++) {
      all.set(floor, sum * wide);
      for (let at = 0; at < kept; at++) {
        const to = sum * wide + (of[at] ?? 0);
        const value = (lines[sum * width + KEYS + at] ?? 0) + (shift[at] ?? 0);
        if (value > (all[to] ?? 0)) all[to] = value;
      }
    }
    ofClasses = all;
  };
  const listing = (): ((sum: number) => boolean) => listed(dimension, dimensions, (more) => (comparisons += more));
  const inOrder = (): Uint32Array => {
    if (order.length < count) order = new Uint32Array(count * 2);
    const used = order.subarray(0, count);
    for (let at = 0; at < count; at++) used[at] = at;
    return used.sort(compare);
  };
  const least = (): readonly number[] => {
    let best = 0;
    for (let at = 1; at < count; at++) if (compare(at, best) < 0) best = at;
    return [best];
  };
  const lessAndLess = (): readonly number[] => {
    const found: number[] = [];
    let low = Infinity;
    for (const sum of inOrder()) {
      const here = dimension(sum, 0);
      if (here >= low) continue;
      low = here;
      found.push(sum);
    }
    return found;
  };
  const apart = (kindOf: (sum: number) => number): readonly number[] => {
    const byKind = new Map<number, (sum: number) => boolean>();
    const found: number[] = [];
    for (const sum of inOrder()) {
      const kind = kindOf(sum);
      const isNew = byKind.get(kind);
      if (isNew && (dimensions === 0 || !isNew(sum))) continue;
      if (!isNew) {
        const first = listing();
        first(sum);
        byKind.set(kind, first);
      }
      found.push(sum);
    }
    return found;
  };
  return {
    next,
    clear(wanted, order, by) {
      count = 0;
      partCount = wanted;
      partOrder = order;
      classes = by;
      dimensions = by?.count ?? kept;
      place();
    },
    count: () => count,
    add() {
      count++;
      place();
    },
    lines: () => lines,
    parts: () => parts,
    undominated(kindOf) {
      comparisons = 0;
      ofClasses = undefined;
      if (count === 0) return [];
      if (count === 1) return [0];
      if (classes) classify(classes);
      if (kindOf) return apart(kindOf);
      if (dimensions === 0) return least();
      if (dimensions === 1) return lessAndLess();
      const isNew = dimensions === 2 ? staircase(dimension) : listing();
      const found: number[] = [];
      for (const sum of inOrder()) if (isNew(sum)) found.push(sum);
      return found;
    },
    compared: () => comparisons,
  };
}

/**
 * Asked of sums in their order, says of each whether none before it is at most as high in two dimensions. The corners of
 * what is dominated so far stand in ascending order of the first dimension, descending in the second.
 */
function staircase(dimension: (sum: number, at: number) => number): (sum: number) => boolean {
  const first: number[] = [];
  const second: number[] = [];
  return (sum) => {
    const [a, b] = [dimension(sum, 0), dimension(sum, 1)];
    let low = 0;
    let high = first.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((first[middle] ?? 0) <= a) low = middle + 1;
      else high = middle;
    }
    if (low > 0 && (second[low - 1] ?? 0) <= b) return false;
    // Corners that the new one covers: to the right, and at the same place, as high or higher.
    const from = low > 0 && first[low - 1] === a ? low - 1 : low;
    let to = from;
    while (to < second.length && (second[to] ?? 0) >= b) to++;
    first.splice(from, to - from, a);
    second.splice(from, to - from, b);
    return true;
  };
}

/** The same for any number of dimensions, by looking at all before, which is counted. */
function listed(
  dimension: (sum: number, at: number) => number,
  dimensions: number,
  looked: (comparisons: number) => void,
): (sum: number) => boolean {
  const all: number[] = [];
  const own: number[] = [];
  return (sum) => {
    for (let at = 0; at < dimensions; at++) own[at] = dimension(sum, at);
    next: for (let from = 0; from < all.length; from += dimensions) {
      for (let at = 0; at < dimensions; at++) if ((all[from + at] ?? 0) > (own[at] ?? 0)) continue next;
      looked(from / Math.max(1, dimensions) + 1);
      return false;
    }
    looked(all.length / Math.max(1, dimensions));
    all.push(...own);
    return true;
  };
}
