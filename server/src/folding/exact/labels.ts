import { walk, sumInto, type Bound, type BoundStep } from './elimination.js';
import { COSTS, RESOURCES } from './problem.js';
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

/** A partial choice: what is decided inside one message, at one entry of it. */
interface Label {
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
  const factors = bound.elimination.scopes.length;
  const base = leavesOf(search);
  const lists: (readonly (readonly Label[])[] | undefined)[] = [...base.lists];
  let dropped = Infinity;
  let finals: readonly Label[] = [NOTHING_OF(search)];
  for (const [index, step] of bound.steps.entries()) {
    const made: (readonly Label[])[] = [];
    const stepping = stepper(search, index, step, lists, base.links);
    const whole = walk(step, (entry, offsets) => {
      const found = stepping(entry, offsets);
      dropped = Math.min(dropped, found.dropped);
      made.push(found.labels);
      return !((entry & 15) === 0 && patience.expired());
    });
    if (!whole) return { best: undefined, dropped: -Infinity };
    lists[factors + index] = made;
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

const NOTHING_OF = ({ kept, cuts }: LabelSearch): Label => ({
  dims: kept.map(() => 0),
  cuts: cuts.map(() => 0),
  value: 0,
  share: 0,
  converters: 0,
  node: -1,
  choice: 0,
  parts: [],
});

function limitsWithoutConstants({ task, kept }: LabelSearch): readonly number[] {
  return kept.map(
    (dimension) => (task.limits[dimension] ?? Infinity) - (task.instance.problem.constant[dimension] ?? 0),
  );
}

interface Leaves {
  /** By factor: the choices of each cell of a node; undefined for links. */
  readonly lists: readonly (readonly (readonly Label[])[] | undefined)[];
  /** By factor: what each entry of a link adds; undefined for nodes. */
  readonly links: readonly (Float64Array | undefined)[];
}

/** What a link adds, in this order: kept dimensions, cuts, value, share, converters. */
function leavesOf({ task, kept, cuts }: LabelSearch): Leaves {
  const { instance, objective, paths } = task;
  const { problem } = instance;
  const lists: (readonly (readonly Label[])[] | undefined)[] = [];
  const links: (Float64Array | undefined)[] = [];
  for (const [node, { choices, cells, inVar, outVar }] of instance.nodes.entries()) {
    const size = (instance.sizes[inVar] ?? 1) * (inVar === outVar ? 1 : (instance.sizes[outVar] ?? 1));
    const byCell: Label[][] = Array.from({ length: size }, () => []);
    const own = problem.nodes[node];
    if (!own) continue;
    choices.forEach((choice, at) => {
      const of = (dimension: number): number => {
        if (dimension < RESOURCES) return own.cost[choice * RESOURCES + dimension] ?? 0;
        return (paths[dimension - RESOURCES]?.[node] ?? 0) * (own.cycles[choice] ?? 0);
      };
      const weighted = (weights: readonly number[]): number =>
        weights.reduce((sum, weight, dimension) => (weight === 0 ? sum : sum + weight * of(dimension)), 0);
      const label: Label = {
        dims: kept.map(of),
        cuts: cuts.map(({ weights }) => weighted(weights)),
        value: weighted(objective.weights),
        share: weighted(objective.share),
        converters: 0,
        node,
        choice,
        parts: [],
      };
      const cell = byCell[cells[at] ?? 0];
      if (cell) insert(cell, label);
    });
    lists.push(byCell);
    links.push(undefined);
  }
  const width = kept.length + cuts.length + 3;
  for (const { cost } of instance.links) {
    const sums = new Float64Array((cost.length / COSTS) * width);
    for (let from = 0, to = 0; from < cost.length; from += COSTS) {
      const weighted = (weights: readonly number[]): number => {
        let sum = 0;
        for (let k = 0; k < RESOURCES; k++) sum += (weights[k] ?? 0) * (cost[from + k] ?? 0);
        return sum;
      };
      for (const dimension of kept) sums[to++] = dimension < RESOURCES ? (cost[from + dimension] ?? 0) : 0;
      for (const { weights } of cuts) sums[to++] = weighted(weights);
      sums[to++] = weighted(objective.weights);
      sums[to++] = weighted(objective.share);
      sums[to++] = cost[from + RESOURCES] ?? 0;
    }
    lists.push(undefined);
    links.push(sums);
  }
  return { lists, links };
}

/** Makes the labels of one entry of a step's message. */
function stepper(
  search: LabelSearch,
  index: number,
  step: BoundStep,
  lists: readonly (readonly (readonly Label[])[] | undefined)[],
  links: readonly (Float64Array | undefined)[],
): (entry: number, offsets: Int32Array) => { readonly labels: readonly Label[]; readonly dropped: number } {
  const { cuts, kept, beam } = search;
  const sums = cuts.map(() => new Float64Array(step.values));
  const width = kept.length + cuts.length + 3;
  const cutsAt = kept.length;
  const rests = cuts.map(() => 0);
  return (entry, offsets) => {
    for (const [at, cut] of cuts.entries()) {
      rests[at] = cut.outside[index]?.[entry] ?? Infinity;
      const target = sums[at];
      if (target) sumInto(target, step, cut.tables, offsets, rests[at] ?? 0);
    }
    const labels: Label[] = [];
    let dropped = Infinity;
    for (let value = 0; value < step.values; value++) {
      if (!cuts.every(({ limit }, at) => (sums[at]?.[value] ?? Infinity) <= limit)) continue;
      const plain = new Float64Array(width);
      const parts: { readonly list: readonly Label[]; readonly input: number; readonly at: number }[] = [];
      step.inputs.forEach(({ id, stride }, input) => {
        const at = (offsets[input] ?? 0) + value * stride;
        const link = links[id];
        if (link) for (let k = 0; k < width; k++) plain[k] = (plain[k] ?? 0) + (link[at * width + k] ?? 0);
        else parts.push({ list: lists[id]?.[at] ?? [], input: id, at });
      });
      parts.sort((a, b) => a.list.length - b.list.length);
      const combine = (depth: number, chosen: readonly Label[], bounds: readonly number[]): void => {
        const part = parts[depth];
        if (!part) {
          const label = sumOf(plain, chosen, kept.length, cutsAt, cuts.length);
          insert(labels, label);
          return;
        }
        for (const label of part.list) {
          const next = bounds.map(
            (sum, at) => sum - (cuts[at]?.tables[part.input]?.[part.at] ?? 0) + (label.cuts[at] ?? 0),
          );
          if (next.every((sum, at) => sum <= (cuts[at]?.limit ?? Infinity)))
            combine(depth + 1, [...chosen, label], next);
        }
      };
      combine(
        0,
        [],
        sums.map((sum) => sum[value] ?? Infinity),
      );
    }
    if (labels.length > beam) {
      labels.sort((a, b) => (a.cuts[0] ?? 0) - (b.cuts[0] ?? 0));
      for (const label of labels.splice(beam)) dropped = Math.min(dropped, (label.cuts[0] ?? 0) + (rests[0] ?? 0));
    }
    return { labels, dropped };
  };
}

function sumOf(plain: Float64Array, parts: readonly Label[], kept: number, cutsAt: number, cuts: number): Label {
  const dims: number[] = [];
  const cutSums: number[] = [];
  for (let at = 0; at < kept; at++) dims.push(parts.reduce((sum, part) => sum + (part.dims[at] ?? 0), plain[at] ?? 0));
  for (let at = 0; at < cuts; at++) {
    cutSums.push(parts.reduce((sum, part) => sum + (part.cuts[at] ?? 0), plain[cutsAt + at] ?? 0));
  }
  const rest = cutsAt + cuts;
  return {
    dims,
    cuts: cutSums,
    value: parts.reduce((sum, { value }) => sum + value, plain[rest] ?? 0),
    share: parts.reduce((sum, { share }) => sum + share, plain[rest + 1] ?? 0),
    converters: parts.reduce((sum, { converters }) => sum + converters, plain[rest + 2] ?? 0),
    node: -1,
    choice: 0,
    parts,
  };
}

function joined(a: Label, b: Label): Label {
  return {
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

/** Adds a label unless one dominates it, and drops those that it dominates. Labels stand in the order of their keys. */
function insert(labels: Label[], label: Label): void {
  let low = 0;
  let high = labels.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = labels[middle];
    if (other && compareKeys(other, label) <= 0) low = middle + 1;
    else high = middle;
  }
  let worse = false;
  for (let at = low - 1; at >= 0; at--) {
    const other = labels[at];
    if (!other || !isNoGreater(other.dims, label.dims)) continue;
    if (compareKeys(other, label) < 0 || compareChoices(other, label) <= 0) return;
    worse = true;
  }
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

function isNoGreater(a: readonly number[], b: readonly number[]): boolean {
  for (let at = 0; at < a.length; at++) if ((a[at] ?? 0) > (b[at] ?? 0)) return false;
  return true;
}

/** Below 0 where `a` is the better, ties included; the two decide over the same nodes. */
function compareLabels(a: Label, b: Label): number {
  return compareKeys(a, b) || compareChoices(a, b);
}

function compareKeys(a: Label, b: Label): number {
  if (a.value !== b.value) return a.value - b.value;
  if (a.share !== b.share) return a.share - b.share;
  return a.converters - b.converters;
}

/** The smaller (simd, pe) in layer order: the order of the choices. */
function compareChoices(a: Label, b: Label): number {
  const its = choicesOf(b);
  let first = Infinity;
  let difference = 0;
  for (const [node, choice] of choicesOf(a)) {
    const other = its.get(node) ?? 0;
    if (choice === other || node > first) continue;
    first = node;
    difference = choice - other;
  }
  return difference;
}

function choicesOf(label: Label, into = new Map<number, number>()): Map<number, number> {
  if (label.node >= 0) into.set(label.node, label.choice);
  for (const part of label.parts) choicesOf(part, into);
  return into;
}

function solutionOf(task: Task, label: Label): Solution {
  const chosen = new Int32Array(task.instance.nodes.length);
  for (const [node, choice] of choicesOf(label)) chosen[node] = choice;
  return evaluate(task.instance.problem, task.paths, chosen);
}
