/**
 * Partial choices, by number: what is decided inside one message, at one entry of it. They stand in columns, since a
 * search makes millions. A line is value, share, converters, then the kept dimensions, then the sums of the cuts.
 */
export interface LabelStore {
  readonly width: number;
  /** Lines, `width` numbers each. Grows: ask anew after adding. */
  lines(): Float64Array;
  count(): number;
  /** A label of one choice of a node; gives its number. */
  addLeaf(line: ArrayLike<number>, node: number, choice: number): number;
  /** A label made of others, in the order of the step's inputs. */
  addSum(line: Float64Array, from: number, parts: Int32Array, partsFrom: number, partCount: number): number;
  /** Says that labels follow of one table, whose parts are to be compared in this order (see `compareParts`). */
  begin(order: PartOrder): void;
  /**
   * Below 0 where the first of two lists of labels has the smaller (simd, pe) in layer order, which is the order of the
   * choices. Both decide over the same nodes, part by part.
   */
  compareParts(a: Int32Array, aFrom: number, b: Int32Array, bFrom: number, count: number, order: PartOrder): number;
  /** Writes the choices of a label. */
  choicesOf(label: number, into: Int32Array): void;
}

/** The parts of a list in layer order, where the layers of none stand between those of another; else undefined. */
export type PartOrder = readonly number[] | undefined;

/** Places in a line. */
export const VALUE = 0;
export const SHARE = 1;
export const CONVERTERS = 2;
export const KEYS = 3;

/** Labels that there is room for at first: most searches have few, and fresh memory costs more than they do. */
const FIRST_ROOM = 64;

export function labelStore(width: number): LabelStore {
  let lines = new Float64Array(width * FIRST_ROOM);
  let parts = new Int32Array(4 * FIRST_ROOM);
  /** By label: where its parts begin, and how many they are; below 0 for a leaf, whose two numbers are node and choice. */
  let partsFrom = new Int32Array(FIRST_ROOM);
  let partCounts = new Int16Array(FIRST_ROOM);
  let count = 0;
  let partsUsed = 0;
  const differences = new Map<number, number>();
  /** Labels of one table, whose ranks are made when somebody asks for the first. */
  const tables: { readonly from: number; readonly order: PartOrder; ranked: boolean }[] = [];
  let tableOf = new Int32Array(FIRST_ROOM);
  let ranks = new Int32Array(FIRST_ROOM);

  const grow = (wantedParts: number): void => {
    if (count === partsFrom.length) {
      const size = count * 2;
      lines = grown(lines, new Float64Array(size * width));
      partsFrom = grown(partsFrom, new Int32Array(size));
      partCounts = grown(partCounts, new Int16Array(size));
      tableOf = grown(tableOf, new Int32Array(size));
      ranks = grown(ranks, new Int32Array(size));
    }
    if (partsUsed + wantedParts > parts.length) parts = grown(parts, new Int32Array(parts.length * 2 + wantedParts));
    tableOf[count] = tables.length - 1;
  };

  /** Twice the first node at which the lists differ, one more where the first has the later choice; else Infinity. */
  const firstOfParts = (a: Int32Array, aFrom: number, b: Int32Array, bFrom: number, length: number): number => {
    let found = Infinity;
    for (let at = 0; at < length; at++) {
      const mine = a[aFrom + at] ?? 0;
      const other = b[bFrom + at] ?? 0;
      if (mine !== other) found = Math.min(found, firstDifference(mine, other));
    }
    return found;
  };
  const swapped = (found: number): number => (found === Infinity ? found : found % 2 === 0 ? found + 1 : found - 1);
  /** The same of two labels where it is known: of leaves, and of what was compared before. */
  const knownDifference = (a: number, b: number): number | undefined => {
    if ((partCounts[a] ?? 0) < 0) {
      const [aFrom, bFrom] = [partsFrom[a] ?? 0, partsFrom[b] ?? 0];
      const [mine, other] = [parts[aFrom + 1] ?? 0, parts[bFrom + 1] ?? 0];
      return mine === other ? Infinity : 2 * (parts[aFrom] ?? 0) + (mine > other ? 1 : 0);
    }
    const found = differences.get(a < b ? a * LABELS + b : b * LABELS + a);
    return found === undefined || a < b ? found : swapped(found);
  };
  /**
   * Networks of many equal layers have labels that tie all the way down, so that what was compared once is kept. By a list
   * of the pairs that are open, since calls would be as deep as residual blocks are nested.
   */
  const firstDifference = (a: number, b: number): number => {
    const known = knownDifference(a, b);
    if (known !== undefined) return known;
    if (differences.size >= DIFFERENCES_KEPT) differences.clear();
    const open = [Math.min(a, b), Math.max(a, b)];
    while (open.length > 0) {
      const [low = 0, high = 0] = open.slice(-2);
      const [lowFrom, highFrom] = [partsFrom[low] ?? 0, partsFrom[high] ?? 0];
      const before = open.length;
      let found = Infinity;
      for (let at = 0; at < (partCounts[low] ?? 0); at++) {
        const mine = parts[lowFrom + at] ?? 0;
        const other = parts[highFrom + at] ?? 0;
        if (mine === other) continue;
        const part = knownDifference(mine, other);
        if (part === undefined) open.push(Math.min(mine, other), Math.max(mine, other));
        else found = Math.min(found, part);
      }
      if (open.length > before) continue;
      open.length -= 2;
      differences.set(low * LABELS + high, found);
    }
    return knownDifference(a, b) ?? Infinity;
  };
  const compareLists: LabelStore['compareParts'] = (a, aFrom, b, bFrom, length, order) => {
    if (!order) {
      const found = firstOfParts(a, aFrom, b, bFrom, length);
      return found === Infinity ? 0 : found % 2 === 0 ? -1 : 1;
    }
    for (const at of order) {
      const mine = a[aFrom + at] ?? 0;
      const other = b[bFrom + at] ?? 0;
      const found = mine === other ? 0 : compareLabels(mine, other);
      if (found !== 0) return found;
    }
    return 0;
  };
  /** Two labels of one table: those of a leaf by their choice, others by their rank, where the table has ranks. */
  const compareLabels = (a: number, b: number): number => {
    if ((partCounts[a] ?? 0) < 0) return (parts[(partsFrom[a] ?? 0) + 1] ?? 0) - (parts[(partsFrom[b] ?? 0) + 1] ?? 0);
    const table = tables[tableOf[a] ?? 0];
    if (!table?.order) {
      const found = firstDifference(a, b);
      return found === Infinity ? 0 : found % 2 === 0 ? -1 : 1;
    }
    if (!table.ranked) rankWithParts(tableOf[a] ?? 0);
    return (ranks[a] ?? 0) - (ranks[b] ?? 0);
  };
  /** Ranks a table behind those that its labels are made of: by a list, since calls would be as deep as the network. */
  const rankWithParts = (index: number): void => {
    const open = [index];
    for (let next = open.at(-1); next !== undefined; next = open.at(-1)) {
      const unranked = unrankedParts(next);
      if (unranked.length > 0) {
        open.push(...unranked);
        continue;
      }
      open.pop();
      if (tables[next]?.ranked === false) rank(next);
    }
  };
  /** The tables that the labels of one are made of, as far as they are to be ranked first. */
  const unrankedParts = (index: number): readonly number[] => {
    const label = tables[index]?.from ?? 0;
    const from = partsFrom[label] ?? 0;
    const made = parts.subarray(from, from + Math.max(0, partCounts[label] ?? 0));
    return Array.from(made, (part) => tableOf[part] ?? 0).filter((each) => {
      const table = tables[each];
      return table?.order !== undefined && !table.ranked;
    });
  };
  const rank = (index: number): void => {
    const table = tables[index];
    if (!table) return;
    table.ranked = true;
    const end = tables[index + 1]?.from ?? count;
    const own = Int32Array.from({ length: end - table.from }, (_, at) => table.from + at);
    const compare = (a: number, b: number): number =>
      compareLists(parts, partsFrom[a] ?? 0, parts, partsFrom[b] ?? 0, partCounts[a] ?? 0, table.order);
    own.sort(compare);
    let last = 0;
    own.forEach((label, at) => {
      if (at > 0 && compare(own[at - 1] ?? 0, label) !== 0) last = at;
      ranks[label] = last;
    });
  };

  return {
    width,
    lines: () => lines,
    count: () => count,
    addLeaf(line, node, choice) {
      grow(2);
      lines.set(line, count * width);
      partsFrom[count] = partsUsed;
      partCounts[count] = -1;
      parts[partsUsed++] = node;
      parts[partsUsed++] = choice;
      return count++;
    },
    addSum(source, from, made, madeFrom, partCount) {
      grow(partCount);
      const to = count * width;
      for (let at = 0; at < width; at++) lines[to + at] = source[from + at] ?? 0;
      partsFrom[count] = partsUsed;
      partCounts[count] = partCount;
      for (let at = 0; at < partCount; at++) parts[partsUsed++] = made[madeFrom + at] ?? 0;
      return count++;
    },
    begin(order) {
      tables.push({ from: count, order, ranked: false });
    },
    compareParts: compareLists,
    choicesOf(label, into) {
      const open = [label];
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        const from = partsFrom[next] ?? 0;
        const length = partCounts[next] ?? 0;
        if (length < 0) into[parts[from] ?? 0] = parts[from + 1] ?? 0;
        for (let at = 0; at < length; at++) open.push(parts[from + at] ?? 0);
      }
    },
  };
}

function grown<T extends Float64Array | Int32Array | Int16Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** More labels than a search ever makes. */
const LABELS = 2 ** 26;
const DIFFERENCES_KEPT = 500_000;
