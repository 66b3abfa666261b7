import type { Resources } from '../../devices/primitives.js';
import type { EdgeCost } from './edges.js';

/**
 * A folding problem without anything of networks in it. A variable is the width of the words on one side of a layer; a
 * node is a layer, with choices that each fix the widths on its two sides; a link is what stands between two layers and
 * costs by their widths. Any folding costs the constant, its choices and its links.
 */
export interface Problem {
  /** How many values each variable has. */
  readonly sizes: readonly number[];
  readonly nodes: readonly ProblemNode[];
  readonly links: readonly ProblemLink[];
  /** LUT, FF, BRAM18, URAM, DSP of what no choice changes. */
  readonly constant: readonly number[];
  /** Cycles of what no choice changes: the memory ports. */
  readonly floorCycles: number;
}

export interface ProblemNode {
  readonly inVar: number;
  /** The same as `inVar` where one width fixes the other. */
  readonly outVar: number;
  /** By choice: values of the two variables, cycles, and `RESOURCES` numbers each. */
  readonly in: Int32Array;
  readonly out: Int32Array;
  readonly cycles: Float64Array;
  readonly cost: Float64Array;
}

export interface ProblemLink {
  readonly a: number;
  /** -1 where it depends on one width only. */
  readonly b: number;
  /** By value of `a`, then of `b`: `COSTS` numbers each. */
  readonly cost: Float64Array;
}

/** LUT, FF, BRAM18, URAM, DSP. */
export const RESOURCES = 5;

/** The resources and the number of width converters. */
export const COSTS = 6;

export function vectorOf({ lut, ff, bram18, uram, dsp }: Resources): readonly number[] {
  return [lut, ff, bram18, uram, dsp];
}

/** A node from its choices. */
export function nodeOf(
  inVar: number,
  outVar: number,
  choices: readonly {
    readonly in: number;
    readonly out: number;
    readonly cycles: number;
    readonly resources: Resources;
  }[],
): ProblemNode {
  const cost = new Float64Array(choices.length * RESOURCES);
  choices.forEach(({ resources }, at) => cost.set(vectorOf(resources), at * RESOURCES));
  return {
    inVar,
    outVar,
    in: Int32Array.from(choices, (choice) => choice.in),
    out: Int32Array.from(choices, (choice) => choice.out),
    cycles: Float64Array.from(choices, ({ cycles }) => cycles),
    cost,
  };
}

/** A link from what it costs at each pair of values. */
export function linkOf(
  a: number,
  sizeA: number,
  b: number,
  sizeB: number,
  cost: (a: number, b: number) => EdgeCost,
): ProblemLink {
  const all = new Float64Array(sizeA * sizeB * COSTS);
  let at = 0;
  for (let i = 0; i < sizeA; i++) {
    for (let j = 0; j < sizeB; j++, at += COSTS) {
      const { resources, converters } = cost(i, j);
      all.set(vectorOf(resources), at);
      all[at + RESOURCES] = converters;
    }
  }
  return { a, b, cost: all };
}

/** A problem cut down to the choices within a frame interval: only the values that some choice still has. */
export interface Instance {
  readonly problem: Problem;
  readonly intervalCycles: number;
  readonly sizes: readonly number[];
  readonly nodes: readonly InstanceNode[];
  /** By link: the entries of its costs that are left, in table order. */
  readonly links: readonly Int32Array[];
}

export interface InstanceNode {
  readonly inVar: number;
  readonly outVar: number;
  /** Indexes into the node's choices. */
  readonly choices: Int32Array;
  /** By place in `choices`: in * (values of out) + out, or the value where both are one variable. */
  readonly cells: Int32Array;
}

/**
 * The instance of a frame interval; undefined where a node has no choice left. `allows` may forbid further choices (by
 * node and index of the choice).
 */
export function instanceOf(
  problem: Problem,
  intervalCycles: number,
  allows?: (node: number, choice: number) => boolean,
): Instance | undefined {
  if (problem.floorCycles > intervalCycles) return undefined;
  const used = problem.sizes.map((size) => new Uint8Array(size));
  const choices: Int32Array[] = [];
  for (const [index, node] of problem.nodes.entries()) {
    const left = new Int32Array(node.cycles.length);
    let count = 0;
    for (let at = 0; at < node.cycles.length; at++) {
      if ((node.cycles[at] ?? 0) > intervalCycles || (allows && !allows(index, at))) continue;
      left[count++] = at;
      mark(used[node.inVar], node.in[at]);
      mark(used[node.outVar], node.out[at]);
    }
    if (count === 0) return undefined;
    choices.push(left.subarray(0, count));
  }
  const places = used.map(placesOf);
  const sizes = places.map(({ values }) => values.length);
  return {
    problem,
    intervalCycles,
    sizes,
    nodes: problem.nodes.map((node, index) => {
      const left = choices[index] ?? new Int32Array();
      const one = node.inVar === node.outVar;
      const inPlaces = places[node.inVar]?.places ?? NO_PLACES;
      const outPlaces = places[node.outVar]?.places ?? NO_PLACES;
      const size = sizes[node.outVar] ?? 1;
      const cells = left.map((at) => {
        const value = inPlaces[node.in[at] ?? 0] ?? 0;
        return one ? value : value * size + (outPlaces[node.out[at] ?? 0] ?? 0);
      });
      return { inVar: node.inVar, outVar: node.outVar, choices: left, cells };
    }),
    links: problem.links.map((link) => entriesLeft(link, problem, places)),
  };
}

const NO_PLACES = new Int32Array();

interface Places {
  /** The values that are left, ascending. */
  readonly values: readonly number[];
  /** The place of each value among them. */
  readonly places: Int32Array;
}

function placesOf(used: Uint8Array): Places {
  const values: number[] = [];
  const places = new Int32Array(used.length);
  used.forEach((flag, value) => {
    if (flag === 0) return;
    places[value] = values.length;
    values.push(value);
  });
  return { values, places };
}

function mark(flags: Uint8Array | undefined, value: number | undefined): void {
  if (flags && value !== undefined) flags[value] = 1;
}

function entriesLeft(link: ProblemLink, { sizes }: Problem, places: readonly Places[]): Int32Array {
  const a = places[link.a]?.values ?? [];
  const b = link.b < 0 ? ONE_VALUE : (places[link.b]?.values ?? []);
  const sizeB = link.b < 0 ? 1 : (sizes[link.b] ?? 1);
  const entries = new Int32Array(a.length * b.length);
  let to = 0;
  for (const i of a) for (const j of b) entries[to++] = i * sizeB + j;
  return entries;
}

const ONE_VALUE: readonly number[] = [0];
