/** A partial choice: what is decided inside one message, at one entry of it. */
export interface Label {
  readonly id: number;
  /** By kept dimension, then by cut. */
  readonly dims: readonly number[];
  readonly cuts: readonly number[];
  readonly value: number;
  readonly share: number;
  readonly converters: number;
  readonly node: number;
  readonly choice: number;
  readonly parts: readonly Label[];
}

/** What a combination of labels sums to, before it is worth a label of its own. Overwritten by the next one. */
export interface Sum {
  readonly dims: Float64Array;
  readonly cuts: Float64Array;
  value: number;
  share: number;
  converters: number;
  /** As many as there are parts. */
  readonly parts: Label[];
}

/** Adds what is summed as a label unless one dominates it, and drops those that it dominates. Labels stand in the order of their keys. */
export function insert(labels: Label[], sum: Sum | Label): void {
  let low = 0;
  let high = labels.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = labels[middle];
    if (other && compareKeys(other, sum) <= 0) low = middle + 1;
    else high = middle;
  }
  let worse = false;
  for (let at = low - 1; at >= 0; at--) {
    const other = labels[at];
    if (!other || !isNoGreater(other.dims, sum.dims)) continue;
    if (compareKeys(other, sum) < 0 || compareChoices(other, sum) <= 0) return;
    worse = true;
  }
  const label = 'id' in sum ? sum : labelOf(sum);
  // Those of a greater key, and of an equal one where the choices decide, may be dominated now.
  let write = worse ? 0 : low;
  let place = write;
  for (let read = write; read < labels.length; read++) {
    const other = labels[read];
    if (!other) continue;
    const before = read < low;
    const lost =
      isNoGreater(label.dims, other.dims) &&
      (!before || (compareKeys(other, label) === 0 && compareChoices(label, other) < 0));
    if (lost) continue;
    labels[write++] = other;
    if (before) place = write;
  }
  labels.length = write;
  labels.splice(place, 0, label);
}

function isNoGreater(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let at = 0; at < a.length; at++) if ((a[at] ?? 0) > (b[at] ?? 0)) return false;
  return true;
}

/** Below 0 where `a` is the better, ties included; the two decide over the same nodes. */
export function compareLabels(a: Label, b: Label): number {
  return compareKeys(a, b) || compareChoices(a, b);
}

type Keyed = Pick<Label, 'value' | 'share' | 'converters'>;

function compareKeys(a: Keyed, b: Keyed): number {
  if (a.value !== b.value) return a.value - b.value;
  if (a.share !== b.share) return a.share - b.share;
  return a.converters - b.converters;
}

/**
 * The smaller (simd, pe) in layer order: the order of the choices. The two are made of the same parts in the same order;
 * what they share is the same object and is not looked into.
 */
function compareChoices(a: Label, b: Label | Sum): number {
  const found = 'id' in b ? firstDifference(a, b) : firstOfParts(a, b);
  return found === Infinity ? 0 : found % 2 === 0 ? -1 : 1;
}

function firstOfParts(a: Pick<Label, 'parts'>, b: Pick<Label, 'parts'>): number {
  let found = Infinity;
  for (let at = 0; at < a.parts.length; at++) {
    const mine = a.parts[at];
    const other = b.parts[at];
    if (mine && other && mine !== other) found = Math.min(found, firstDifference(mine, other));
  }
  return found;
}

/**
 * Twice the first node at which two labels differ, one more where `a` has the later choice there; Infinity where they are
 * equal. Networks of many equal layers have labels that tie all the way down, so that what was compared once is kept.
 */
function firstDifference(a: Label, b: Label): number {
  if (a === b) return Infinity;
  if (a.node >= 0) return a.choice === b.choice ? Infinity : 2 * a.node + (a.choice > b.choice ? 1 : 0);
  const swapped = a.id > b.id;
  const key = swapped ? b.id * LABELS + a.id : a.id * LABELS + b.id;
  let found = differences.get(key);
  if (found === undefined) {
    found = swapped ? firstOfParts(b, a) : firstOfParts(a, b);
    if (differences.size >= DIFFERENCES_KEPT) differences.clear();
    differences.set(key, found);
  }
  if (!swapped || found === Infinity) return found;
  return found % 2 === 0 ? found + 1 : found - 1;
}

/** Labels are numbered up to here, then from 0 again. */
const LABELS = 2 ** 26;
const DIFFERENCES_KEPT = 500_000;
const differences = new Map<number, number>();
let labels = 0;

export function nextId(): number {
  if (++labels === LABELS) {
    labels = 0;
    differences.clear();
  }
  return labels;
}

function labelOf({ dims, cuts, value, share, converters, parts }: Sum): Label {
  return {
    id: nextId(),
    dims: Array.from(dims),
    cuts: Array.from(cuts),
    value,
    share,
    converters,
    node: -1,
    choice: 0,
    parts: [...parts],
  };
}
