import { walk, sumInto, type Bound, type BoundStep } from './elimination.js';
import { keptClassesOf, type KeptClasses } from './kept-classes.js';
import { labelKinds } from './label-kinds.js';
import { KEYS, labelStore, type LabelStore, type PartOrder } from './label-store.js';
import { leavesOf, type Cut, type Entries } from './leaves.js';
import { sieveOf } from './sieve.js';
import { WORK_OF, type Patience } from './patience.js';
import { compareSolutions, evaluate, type Solution, type Task } from './task.js';

export interface LabelSearch {
  readonly task: Task;
  readonly bound: Bound;
  /** Dimensions whose limits are kept exactly; the others are not looked at. */
  readonly kept: readonly number[];
  readonly cuts: readonly Cut[];
  /** Labels kept for each entry; the first cut says which go. */
  readonly beam: number;
  /** Sums of labels that may be looked at. */
  readonly work: number;
  readonly patience: Patience;
  /** By node and choice: labels that differ in these numbers are all kept. Nothing where all are compared. */
  readonly alike?: readonly Int32Array[];
}

export interface Found {
  readonly best: Solution | undefined;
  /** The least of the first cut over what a beam dropped: Infinity where the search was complete, -Infinity if it ended. */
  readonly dropped: number;
}

/**
 * The best full choice within the cuts and the kept limits, by labels: partial choices of which none is dominated by
 * another at the same entry, in the objective with all its ties and in every kept dimension. Exact where nothing was
 * dropped.
 */
export function searchLabels(search: LabelSearch): Found {
  const { solutions, dropped } = fullChoices(search);
  let best: Solution | undefined;
  for (const solution of solutions) {
    if (!best || compareSolutions(search.task.objective, solution, best) < 0) best = solution;
  }
  return { best, dropped };
}

/**
 * Every full choice within the cuts and the kept limits that the search does not compare with a better one that is
 * `alike`; undefined where it ended before it knew them all.
 */
export function listLabels(
  search: LabelSearch & { readonly alike: readonly Int32Array[] },
): readonly Solution[] | undefined {
  const { solutions, dropped } = fullChoices(search);
  return dropped === Infinity ? solutions : undefined;
}

/** The full choices whose labels are left at the end. */
function fullChoices(search: LabelSearch): { readonly solutions: readonly Solution[]; readonly dropped: number } {
  const { bound, task, kept } = search;
  const store = labelStore(KEYS + kept.length + search.cuts.length);
  const stepper = stepperOf(search, store);
  const messages: Entries[] = [];
  const roots: number[] = [];
  let dropped = Infinity;
  for (const [index, step] of bound.steps.entries()) {
    const starts = new Int32Array(step.entries + 1);
    stepper.begin(index, step);
    const whole = walk(step, (entry, offsets) => {
      starts[entry] = store.count();
      dropped = Math.min(dropped, stepper.fill(index, step, messages, entry, offsets));
      return !stepper.exhausted();
    });
    if (!whole) return { solutions: [], dropped: -Infinity };
    starts[step.entries] = store.count();
    messages.push({ starts });
    if (step.scope.length === 0) roots.push(index);
  }
  const solutions = combinations(roots.map((root) => numbersOf(messages[root])))
    .map((labels) => solutionOf(task, store, labels))
    .filter(({ totals }) =>
      kept.every((dimension) => (totals[dimension] ?? 0) <= (task.limits[dimension] ?? Infinity)),
    );
  return { solutions, dropped };
}

function numbersOf(message: Entries | undefined): readonly number[] {
  const [from = 0, to = 0] = message?.starts ?? [];
  return Array.from({ length: to - from }, (_, at) => from + at);
}

/** One of each list: parts of a network that nothing connects are few. */
function combinations(lists: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return lists.reduce<readonly (readonly number[])[]>(
    (all, list) => all.flatMap((labels) => list.map((label) => [...labels, label])),
    [[]],
  );
}

function solutionOf(task: Task, store: LabelStore, labels: readonly number[]): Solution {
  const chosen = new Int32Array(task.instance.nodes.length);
  for (const label of labels) store.choicesOf(label, chosen);
  return evaluate(task.instance.problem, task.paths, chosen);
}

interface Stepper {
  /** Makes the labels of the choices that a step asks for: those of its message stand side by side behind them. */
  begin(index: number, step: BoundStep): void;
  /** Makes the labels of one entry of a step's message; gives the least of the first cut over what the beam dropped. */
  fill(index: number, step: BoundStep, messages: readonly Entries[], entry: number, offsets: Int32Array): number;
  /** Whether the search must end: the work is spent, or somebody's patience. */
  exhausted(): boolean;
}

function stepperOf(search: LabelSearch, store: LabelStore): Stepper {
  const { task, cuts, kept, beam, bound, patience } = search;
  const { width } = store;
  const factors = bound.elimination.scopes.length;
  const kinds = search.alike && labelKinds(search.alike);
  const classesOf = keptClassesOf(task, kept);
  const leaves = leavesOf(task, kept, cuts, store, kinds, classesOf);
  const sieve = sieveOf(store, kept.length);
  const longest = bound.steps.reduce((most, { values }) => Math.max(most, values), 1);
  const sums = cuts.map(() => new Float64Array(longest));
  const plain = new Float64Array(width);
  const most = bound.steps.reduce((all, { inputs }) => Math.max(all, inputs.length), 1);
  /** By depth and cut: what the parts from here on may cost at most. */
  const rooms = new Float64Array((most + 1) * cuts.length);
  /** By depth: the labels of a part, its table and its place there, and the label that is looked at. */
  const from = new Int32Array(most);
  const to = new Int32Array(most);
  const table = new Int32Array(most);
  const place = new Int32Array(most);
  const chosen = new Int32Array(most);
  let depths = 0;
  /** By message: the layers that it decides over; and how the parts of the step at hand are compared. */
  const ranges: NodeRange[] = [];
  let order: PartOrder;
  /** By message: the layers that are decided in it, by a 1; and how the limits of the step at hand are compared. */
  const decided: Uint8Array[] = [];
  let classes: KeptClasses | undefined;
  /** Labels looked at, and what else was done, in units of work. */
  let work = 0;
  let other = 0;
  let spent = 0;
  /** Whether the sums of one entry take more memory than they may: then no more are made. */
  let tooMuch = false;

  /** Adds every combination of one label of each part that the cuts allow to the sieve. */
  const descend = (depth: number): void => {
    const here = depth * cuts.length;
    if (depth === depths) {
      add();
      return;
    }
    const lines = store.lines();
    const id = table[depth] ?? 0;
    const at = place[depth] ?? 0;
    for (let cut = 0; cut < cuts.length; cut++)
      rooms[here + cut] = (rooms[here + cut] ?? 0) + (cuts[cut]?.tables[id]?.[at] ?? 0);
    const end = to[depth] ?? 0;
    for (let label = from[depth] ?? 0; label < end && !tooMuch; label++) {
      const line = label * width + KEYS + kept.length;
      // The others of the list cost more by the first cut.
      if ((rooms[here] ?? 0) < (lines[line] ?? 0)) break;
      let alive = true;
      for (let cut = 0; cut < cuts.length; cut++) {
        const left = (rooms[here + cut] ?? 0) - (lines[line + cut] ?? 0);
        rooms[here + cuts.length + cut] = left;
        if (left < 0) {
          alive = false;
          break;
        }
      }
      work++;
      if (!alive) continue;
      chosen[depth] = label;
      descend(depth + 1);
    }
  };
  const add = (): void => {
    const lines = store.lines();
    const out = sieve.lines();
    const { line, parts } = sieve.next;
    const outParts = sieve.parts();
    for (let at = 0; at < width; at++) out[line + at] = plain[at] ?? 0;
    for (let depth = 0; depth < depths; depth++) {
      const label = chosen[depth] ?? 0;
      outParts[parts + depth] = label;
      const source = label * width;
      for (let at = 0; at < width; at++) out[line + at] = (out[line + at] ?? 0) + (lines[source + at] ?? 0);
    }
    sieve.add();
    tooMuch = sieve.count() * width > patience.mostNumbers;
  };
  return {
    begin(index, { inputs }) {
      store.begin(undefined);
      const parts: NodeRange[] = [];
      for (const { id } of inputs) {
        if (id >= factors) parts.push(ranges[id - factors] ?? NO_NODES);
        else if (leaves.isNode(id)) {
          leaves.of(id);
          parts.push({ first: id, last: id });
        }
      }
      order = orderOf(parts);
      ranges[index] = {
        first: Math.min(...parts.map(({ first }) => first)),
        last: Math.max(...parts.map(({ last }) => last)),
      };
      store.begin(order);
      if (!classesOf) return;
      const own = new Uint8Array(task.instance.nodes.length);
      for (const { id } of inputs) {
        if (leaves.isNode(id)) own[id] = 1;
        else decided[id - factors]?.forEach((flag, node) => (own[node] = flag === 1 ? 1 : (own[node] ?? 0)));
      }
      decided[index] = own;
      classes = classesOf(own);
    },
    exhausted() {
      const full = tooMuch || store.count() * width > patience.mostNumbers;
      // A search that leaves labels out, or ends early, is followed by others.
      if (full && beam === Infinity && search.work === Infinity) patience.outOfMemory();
      other += leaves.spent();
      patience.spend(WORK_OF.label * work + other);
      spent += work + other / WORK_OF.label;
      work = 0;
      other = 0;
      return full || spent > search.work || patience.expired();
    },
    fill(index, step, messages, entry, offsets) {
      work++;
      for (const [at, cut] of cuts.entries()) {
        const rest = cut.outside[factors + index]?.[entry] ?? Infinity;
        const own = cut.tables[factors + index]?.[entry] ?? Infinity;
        if (rest + own > cut.limit) return Infinity;
        if (sums[at]) sumInto(sums[at], step, cut.tables, offsets, rest);
      }
      let partCount = 0;
      for (const { id } of step.inputs) if (id >= factors || leaves.isNode(id)) partCount++;
      sieve.clear(partCount, order, classes);
      for (let value = 0; value < step.values; value++) {
        let alive = true;
        for (let at = 0; at < cuts.length; at++) {
          const left = (cuts[at]?.limit ?? Infinity) - (sums[at]?.[value] ?? Infinity);
          rooms[at] = left;
          if (!(left >= 0)) alive = false;
        }
        work += step.inputs.length;
        if (!alive) continue;
        plain.fill(0);
        depths = 0;
        for (const [input, { id, stride }] of step.inputs.entries()) {
          const at = (offsets[input] ?? 0) + value * stride;
          if (id < factors && !leaves.isNode(id)) {
            leaves.addLink(plain, id, at);
            continue;
          }
          const { starts } = (id < factors ? leaves.of(id) : messages[id - factors]) ?? NOTHING;
          table[depths] = id;
          place[depths] = at;
          from[depths] = starts[at] ?? 0;
          to[depths] = starts[at + 1] ?? 0;
          depths++;
        }
        descend(0);
      }
      const kindOf = kinds && ((sum: number): number => kinds.ofParts(sieve.parts(), sum * partCount, partCount));
      const found = sieve.undominated(kindOf);
      other += WORK_OF.comparison * sieve.compared();
      return keep(found, cuts[0]?.outside[factors + index]?.[entry] ?? 0, partCount);
    },
  };

  /** Makes labels of sums, in the order of their first cut; gives the least of it over what the beam drops. */
  function keep(undominated: readonly number[], rest: number, partCount: number): number {
    const lines = sieve.lines();
    const firstCut = KEYS + kept.length;
    const cutAt = (sum: number): number => lines[sum * width + firstCut] ?? 0;
    const ordered = undominated.length > 1 ? [...undominated].sort((a, b) => cutAt(a) - cutAt(b)) : undominated;
    for (const [at, sum] of ordered.entries()) {
      if (at >= beam) return cutAt(sum) + rest;
      const label = store.addSum(lines, sum * width, sieve.parts(), sum * partCount, partCount);
      kinds?.set(label, kinds.ofParts(sieve.parts(), sum * partCount, partCount));
    }
    if (kinds) other += WORK_OF.kind * ordered.length;
    return Infinity;
  }
}

interface NodeRange {
  readonly first: number;
  readonly last: number;
}

const NO_NODES: NodeRange = { first: Infinity, last: -Infinity };

/** Parts by their layers; undefined where layers of one stand between those of another. */
function orderOf(parts: readonly NodeRange[]): PartOrder {
  const order = [...parts.keys()].sort((a, b) => (parts[a]?.first ?? 0) - (parts[b]?.first ?? 0));
  let last = -Infinity;
  for (const at of order) {
    const range = parts[at] ?? NO_NODES;
    if (range.first <= last) return undefined;
    last = Math.max(last, range.last);
  }
  return order;
}

const NOTHING: Entries = { starts: new Int32Array() };
