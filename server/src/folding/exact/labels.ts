import { walk, sumInto, type Bound, type BoundStep } from './elimination.js';
import { COSTS, RESOURCES } from './problem.js';
import { compareLabels, insert, nextId, type Label, type Sum } from './label.js';
import { evaluate, type Patience, type Solution, type Task } from './task.js';

/**
 * A bound on what a full choice may cost: for weights over the dimensions, at most `limit` (constants not counted). With
 * the least cost of everything outside each message it cuts labels that no completion brings home.
 */
export interface Cut {
  readonly weights: readonly number[];
  readonly limit: number;
  /** Factors and messages, and the costs outside each message, for these weights. */
  readonly tables: readonly Float64Array[];
  readonly outside: readonly Float64Array[];
}

export interface LabelSearch {
  readonly task: Task;
  readonly bound: Bound;
  /** Dimensions whose limits are kept exactly; the others are not looked at. */
  readonly kept: readonly number[];
  readonly cuts: readonly Cut[];
  /** Labels kept for each entry; the first cut says which go. */
  readonly beam: number;
  readonly patience: Patience;
}

export interface Found {
  readonly best: Solution | undefined;
  /** The least of the first cut over what a beam or the clock dropped: Infinity where the search was complete. */
  readonly dropped: number;
}

/**
 * The best full choice within the cuts and the kept limits, by labels: partial choices of which none is dominated by
 * another at the same entry, in the objective with all its ties and in every kept dimension. Exact where nothing was
 * dropped.
 */
export function searchLabels(search: LabelSearch): Found {
  const { bound, patience } = search;
  const leaves = leavesOf(search);
  const messages: (readonly (readonly Label[])[])[] = [];
  let dropped = Infinity;
  let finals: readonly Label[] = [nothing(search)];
  for (const [index, step] of bound.steps.entries()) {
    const made: (readonly Label[])[] = [];
    const labelsAt = stepper(search, index, step, messages, leaves);
    const whole = walk(step, (entry, offsets) => {
      const found = labelsAt(entry, offsets);
      dropped = Math.min(dropped, found.dropped);
      made.push(found.labels);
      return !((entry & 15) === 0 && patience.expired());
    });
    if (!whole) return { best: undefined, dropped: -Infinity };
    messages.push(made);
    if (step.scope.length > 0) continue;
    const [last = []] = made;
    finals = finals.flatMap((a) => last.map((b) => joined(a, b)));
  }
  const limit = limitsWithoutConstants(search);
  const fitting = finals.filter(({ dims }) => dims.every((value, at) => value <= (limit[at] ?? Infinity)));
  let best: Label | undefined;
  for (const label of fitting) if (!best || compareLabels(label, best) < 0) best = label;
  return { best: best && solutionOf(search.task, best), dropped };
}

function nothing({ kept, cuts }: LabelSearch): Label {
  const dims = kept.map(() => 0);
  return { id: 0, dims, cuts: cuts.map(() => 0), value: 0, share: 0, converters: 0, node: -1, choice: 0, parts: [] };
}

function limitsWithoutConstants({ task, kept }: LabelSearch): readonly number[] {
  return kept.map(
    (dimension) => (task.limits[dimension] ?? Infinity) - (task.instance.problem.constant[dimension] ?? 0),
  );
}

/** What the factors hold, made as it is asked for: most entries are cut before anyone looks into them. */
interface Leaves {
  /** Whether a factor is a node, whose cells hold choices; the others are links. */
  readonly isNode: (factor: number) => boolean;
  /** The choices of one cell of a node that no other of the cell dominates. */
  readonly cell: (node: number, cell: number) => readonly Label[];
  /** Adds what one entry of a link costs: kept dimensions, cuts, value, share, converters. */
  readonly addLink: (sums: Float64Array, factor: number, entry: number) => void;
}

function leavesOf({ task, kept, cuts }: LabelSearch): Leaves {
  const { instance, objective, paths } = task;
  const { problem, nodes, links } = instance;
  const criteria = [...cuts.map(({ weights }) => weights), objective.weights, objective.share];
  const cells = nodes.map((): (readonly Label[] | undefined)[] => []);
  const members = nodes.map((): readonly (readonly number[])[] | undefined => undefined);

  const membersOf = (node: number): readonly (readonly number[])[] => {
    const known = members[node];
    if (known) return known;
    const byCell: number[][] = [];
    nodes[node]?.cells.forEach((cell, at) => (byCell[cell] ??= []).push(at));
    return (members[node] = byCell);
  };
  const leafOf = (node: number, choice: number): Label => {
    const own = problem.nodes[node];
    const of = (dimension: number): number => {
      if (dimension < RESOURCES) return own?.cost[choice * RESOURCES + dimension] ?? 0;
      return paths[dimension - RESOURCES]?.[node]?.[choice] ?? 0;
    };
    const weighted = (weights: readonly number[]): number => {
      let sum = 0;
      for (let at = 0; at < weights.length; at++) if (weights[at] !== 0) sum += (weights[at] ?? 0) * of(at);
      return sum;
    };
    return {
      id: 0,
      dims: kept.map(of),
      cuts: cuts.map(({ weights }) => weighted(weights)),
      value: weighted(objective.weights),
      share: weighted(objective.share),
      converters: 0,
      node,
      choice,
      parts: [],
    };
  };
  return {
    isNode: (factor) => factor < nodes.length,
    cell(node, cell) {
      const known = cells[node]?.[cell];
      if (known) return known;
      const made: Label[] = [];
      for (const at of membersOf(node)[cell] ?? []) insert(made, leafOf(node, nodes[node]?.choices[at] ?? 0));
      const row = cells[node];
      if (row) row[cell] = made.sort(byFirstCut);
      return made;
    },
    addLink(sums, factor, entry) {
      const cost = links[factor - nodes.length]?.cost;
      if (!cost) return;
      const from = entry * COSTS;
      let to = 0;
      for (const dimension of kept)
        sums[to] = (sums[to++] ?? 0) + (dimension < RESOURCES ? (cost[from + dimension] ?? 0) : 0);
      for (const weights of criteria) {
        let sum = 0;
        for (let k = 0; k < RESOURCES; k++) sum += (weights[k] ?? 0) * (cost[from + k] ?? 0);
        sums[to] = (sums[to++] ?? 0) + sum;
      }
      sums[to] = (sums[to] ?? 0) + (cost[from + RESOURCES] ?? 0);
    },
  };
}

/** Makes the labels of one entry of a step's message. */
function stepper(
  search: LabelSearch,
  index: number,
  step: BoundStep,
  messages: readonly (readonly (readonly Label[])[] | undefined)[],
  leaves: Leaves,
): (entry: number, offsets: Int32Array) => { readonly labels: readonly Label[]; readonly dropped: number } {
  const { cuts, kept, beam, bound } = search;
  const factors = bound.elimination.scopes.length;
  const sums = cuts.map(() => new Float64Array(step.values));
  const plain = new Float64Array(kept.length + cuts.length + 3);
  const combine = combiner(search, step.inputs.length);
  const within = (value: number): boolean => {
    for (const [at, { limit }] of cuts.entries()) if ((sums[at]?.[value] ?? Infinity) > limit) return false;
    return true;
  };
  return (entry, offsets) => {
    let alive = true;
    for (const [at, cut] of cuts.entries()) {
      const rest = cut.outside[index]?.[entry] ?? Infinity;
      const own = cut.tables[factors + index]?.[entry] ?? Infinity;
      if (rest + own > cut.limit) alive = false;
      else if (alive && sums[at]) sumInto(sums[at], step, cut.tables, offsets, rest);
    }
    if (!alive) return NO_LABELS;
    const labels: Label[] = [];
    let dropped = Infinity;
    for (let value = 0; value < step.values; value++) {
      if (!within(value)) continue;
      plain.fill(0);
      const parts: Part[] = [];
      step.inputs.forEach(({ id, stride }, input) => {
        const at = (offsets[input] ?? 0) + value * stride;
        if (id >= factors) parts.push({ list: messages[id - factors]?.[at] ?? [], input: id, at });
        else if (leaves.isNode(id)) parts.push({ list: leaves.cell(id, at), input: id, at });
        else leaves.addLink(plain, id, at);
      });
      combine(
        parts,
        plain,
        sums.map((sum, at) => (cuts[at]?.limit ?? Infinity) - (sum[value] ?? Infinity)),
        labels,
      );
    }
    labels.sort(byFirstCut);
    const rest = cuts[0]?.outside[index]?.[entry] ?? 0;
    for (const label of labels.slice(beam)) dropped = Math.min(dropped, (label.cuts[0] ?? 0) + rest);
    if (labels.length > beam) labels.length = beam;
    return { labels, dropped };
  };
}

/** The order of lists that are done: the first cut, the strongest, then ends a walk over them early. */
function byFirstCut(a: Label, b: Label): number {
  return (a.cuts[0] ?? 0) - (b.cuts[0] ?? 0);
}

const NO_LABELS = { labels: [], dropped: Infinity };

/** A list of labels that one input holds, with the place of its least costs. */
interface Part {
  readonly list: readonly Label[];
  readonly input: number;
  readonly at: number;
}

/**
 * Adds every combination of one label of each part that the cuts allow to a list of labels. `plain` is what is added to
 * each; `spare`, by cut, what is left of the limit where each part costs its least. Most combinations are dominated:
 * nothing is made for those.
 */
function combiner(
  { cuts, kept }: LabelSearch,
  inputs: number,
): (parts: readonly Part[], plain: Float64Array, spare: readonly number[], into: Label[]) => void {
  const width = cuts.length;
  // By depth and cut: what the parts from here on may cost at most, of which `spare` is what they do not cost at least.
  const rooms = new Float64Array((inputs + 1) * width);
  const sum: Sum = {
    dims: new Float64Array(kept.length),
    cuts: new Float64Array(width),
    value: 0,
    share: 0,
    converters: 0,
    parts: [],
  };
  return (parts, plain, spare, into) => {
    for (let at = 0; at < width; at++) rooms[at] = spare[at] ?? 0;
    sum.parts.length = parts.length;
    descend(0);

    function descend(depth: number): void {
      const part = parts[depth];
      if (!part) {
        add();
        insert(into, sum);
        return;
      }
      const from = depth * width;
      for (let at = 0; at < width; at++)
        rooms[from + at] = (rooms[from + at] ?? 0) + (cuts[at]?.tables[part.input]?.[part.at] ?? 0);
      for (const label of part.list) {
        const costs = label.cuts;
        // The others of the list cost more by the first cut.
        if ((rooms[from] ?? 0) < (costs[0] ?? 0)) break;
        let alive = true;
        for (let at = 0; at < width; at++) {
          const left = (rooms[from + at] ?? 0) - (costs[at] ?? 0);
          rooms[from + width + at] = left;
          if (left < 0) {
            alive = false;
            break;
          }
        }
        if (!alive) continue;
        sum.parts[depth] = label;
        descend(depth + 1);
      }
    }
    function add(): void {
      const { dims, cuts: cutSums } = sum;
      for (let at = 0; at < dims.length; at++) dims[at] = plain[at] ?? 0;
      for (let at = 0; at < width; at++) cutSums[at] = plain[dims.length + at] ?? 0;
      const rest = dims.length + width;
      sum.value = plain[rest] ?? 0;
      sum.share = plain[rest + 1] ?? 0;
      sum.converters = plain[rest + 2] ?? 0;
      for (const label of sum.parts) {
        for (let at = 0; at < dims.length; at++) dims[at] = (dims[at] ?? 0) + (label.dims[at] ?? 0);
        for (let at = 0; at < width; at++) cutSums[at] = (cutSums[at] ?? 0) + (label.cuts[at] ?? 0);
        sum.value += label.value;
        sum.share += label.share;
        sum.converters += label.converters;
      }
    }
  };
}

function joined(a: Label, b: Label): Label {
  return {
    id: nextId(),
    dims: a.dims.map((value, at) => value + (b.dims[at] ?? 0)),
    cuts: a.cuts.map((value, at) => value + (b.cuts[at] ?? 0)),
    value: a.value + b.value,
    share: a.share + b.share,
    converters: a.converters + b.converters,
    node: -1,
    choice: 0,
    parts: [a, b],
  };
}

function choicesOf(label: Label, into: Int32Array): void {
  if (label.node >= 0) into[label.node] = label.choice;
  for (const part of label.parts) choicesOf(part, into);
}

function solutionOf(task: Task, label: Label): Solution {
  const chosen = new Int32Array(task.instance.nodes.length);
  choicesOf(label, chosen);
  return evaluate(task.instance.problem, task.paths, chosen);
}
