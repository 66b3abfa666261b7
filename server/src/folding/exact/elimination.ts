/**
 * Variable elimination over tables of costs, the dynamic programme behind the search. A chain is eliminated from its
 * ends, one vector at a time; series-parallel parts are reduced innermost first, since their variables have the fewest
 * neighbours; a graph that is neither makes larger tables. (Bertele and Brioschi, "Nonserial Dynamic Programming", 1972.)
 */
export interface Elimination {
  /** In the order of elimination. */
  readonly steps: readonly Step[];
  /** Variables of each factor, in the order of its table's axes. */
  readonly scopes: readonly (readonly number[])[];
  /** Entries of the largest table that a step walks, at full size. */
  readonly largest: number;
}

export interface Step {
  readonly variable: number;
  /** Variables of the table that it leaves, its message. */
  readonly scope: readonly number[];
  /** Factors and, from `scopes.length` on, messages of earlier steps that hold the variable. */
  readonly inputs: readonly number[];
}

/** The order of least tables: always the variable whose elimination walks the fewest entries. */
export function eliminationOf(sizes: readonly number[], scopes: readonly (readonly number[])[]): Elimination {
  const neighbours = sizes.map(() => new Set<number>());
  const holders = sizes.map(() => new Set<number>());
  const scopeOf: (readonly number[])[] = [...scopes];
  scopes.forEach((scope, factor) => {
    for (const a of scope) {
      holders[a]?.add(factor);
      for (const b of scope) if (a !== b) neighbours[a]?.add(b);
    }
  });
  const weight = (variable: number): number => {
    let entries = sizes[variable] ?? 1;
    for (const other of neighbours[variable] ?? []) entries *= sizes[other] ?? 1;
    return entries;
  };
  const left = new Set(sizes.keys());
  const weights = sizes.map((_, variable) => weight(variable));
  const steps: Step[] = [];
  let largest = 0;
  while (left.size > 0) {
    let variable = -1;
    for (const each of left) if (variable < 0 || (weights[each] ?? 0) < (weights[variable] ?? 0)) variable = each;
    largest = Math.max(largest, weights[variable] ?? 0);
    const scope = [...(neighbours[variable] ?? [])].sort((a, b) => a - b);
    const inputs = [...(holders[variable] ?? [])].sort((a, b) => a - b);
    const message = scopeOf.push(scope) - 1;
    for (const input of inputs) for (const each of scopeOf[input] ?? []) holders[each]?.delete(input);
    for (const a of scope) {
      neighbours[a]?.delete(variable);
      holders[a]?.add(message);
      for (const b of scope) if (a !== b) neighbours[a]?.add(b);
    }
    left.delete(variable);
    for (const each of scope) weights[each] = weight(each);
    steps.push({ variable, scope, inputs });
  }
  return { steps, scopes, largest };
}

/** An elimination with the sizes of one instance. */
export interface Bound {
  readonly elimination: Elimination;
  readonly sizes: readonly number[];
  readonly steps: readonly BoundStep[];
  /** Numbers that a pass over it adds. */
  readonly work: number;
}

export interface BoundStep {
  readonly variable: number;
  readonly values: number;
  /** Variables of the message, their values, and its entries. */
  readonly scope: readonly number[];
  readonly scopeSizes: readonly number[];
  readonly entries: number;
  readonly inputs: readonly BoundInput[];
}

export interface BoundInput {
  /** A factor, or a message from `scopes.length` on. */
  readonly id: number;
  readonly stride: number;
  /** Strides along the step's scope, 0 where the input does not hold that variable. */
  readonly scopeStrides: readonly number[];
}

export function bind(elimination: Elimination, sizes: readonly number[]): Bound {
  const before = lastBound.get(elimination);
  if (before?.sizes.every((size, at) => size === sizes[at])) return before;
  const bound = boundTo(elimination, sizes);
  lastBound.set(elimination, bound);
  return bound;
}

/** One search after the other often has the same sizes. */
const lastBound = new WeakMap<Elimination, Bound>();

function boundTo(elimination: Elimination, sizes: readonly number[]): Bound {
  const scopeOf = [...elimination.scopes, ...elimination.steps.map(({ scope }) => scope)];
  const steps = elimination.steps.map(({ variable, scope, inputs }): BoundStep => {
    const scopeSizes = scope.map((each) => sizes[each] ?? 1);
    return {
      variable,
      values: sizes[variable] ?? 1,
      scope,
      scopeSizes,
      entries: scopeSizes.reduce((product, size) => product * size, 1),
      inputs: inputs.map((id) => {
        const axes = scopeOf[id] ?? [];
        const strideOf = (wanted: number): number => {
          const axis = axes.indexOf(wanted);
          if (axis < 0) return 0;
          return axes.slice(axis + 1).reduce((product, each) => product * (sizes[each] ?? 1), 1);
        };
        return { id, stride: strideOf(variable), scopeStrides: scope.map(strideOf) };
      }),
    };
  });
  const work = steps.reduce((sum, { entries, values, inputs }) => sum + entries * values * inputs.length, 0);
  return { elimination, sizes, steps, work };
}

/**
 * Walks the entries of a step's message in table order and gives the offset into each input's table at value 0. The
 * offsets array is the same one each time. Ends early, and says so, where `visit` gives false.
 */
export function walk(step: BoundStep, visit: (entry: number, offsets: Int32Array) => unknown): boolean {
  const { scopeSizes, inputs, entries } = step;
  const offsets = new Int32Array(inputs.length);
  const counters = new Int32Array(scopeSizes.length);
  for (let entry = 0; entry < entries; entry++) {
    if (visit(entry, offsets) === false) return false;
    for (let axis = scopeSizes.length - 1; axis >= 0; axis--) {
      const size = scopeSizes[axis] ?? 1;
      const next = (counters[axis] ?? 0) + 1;
      if (next < size) {
        counters[axis] = next;
        for (let at = 0; at < inputs.length; at++)
          offsets[at] = (offsets[at] ?? 0) + (inputs[at]?.scopeStrides[axis] ?? 0);
        break;
      }
      counters[axis] = 0;
      for (let at = 0; at < inputs.length; at++) {
        offsets[at] = (offsets[at] ?? 0) - (size - 1) * (inputs[at]?.scopeStrides[axis] ?? 0);
      }
    }
  }
  return true;
}

/** Tables of factors, then messages: what each step found. */
export interface Passed {
  /** Factors, then the messages of the steps. */
  readonly tables: readonly Float64Array[];
  /** The least cost of all. */
  readonly total: number;
}

/** The sums of a step's inputs over the values of its variable, at one entry. */
export function sumInto(
  sums: Float64Array,
  step: BoundStep,
  tables: readonly Float64Array[],
  offsets: Int32Array,
  start: number,
): void {
  const { values, inputs } = step;
  sums.fill(start, 0, values);
  for (let at = 0; at < inputs.length; at++) {
    const input = inputs[at];
    const table = input && tables[input.id];
    if (!table) continue;
    const { stride } = input;
    let from = offsets[at] ?? 0;
    for (let value = 0; value < values; value++, from += stride) sums[value] = (sums[value] ?? 0) + (table[from] ?? 0);
  }
}

/** Eliminates every variable: the least cost, and the messages on the way. */
export function upward({ elimination, steps }: Bound, factors: readonly Float64Array[]): Passed {
  const tables = [...factors];
  const sums = new Float64Array(longest(steps));
  let total = 0;
  for (const [index, step] of steps.entries()) {
    const message = new Float64Array(step.entries);
    walk(step, (entry, offsets) => {
      sumInto(sums, step, tables, offsets, 0);
      let least = Infinity;
      for (let value = 0; value < step.values; value++) {
        const sum = sums[value] ?? Infinity;
        if (sum < least) least = sum;
      }
      message[entry] = least;
    });
    tables[elimination.scopes.length + index] = message;
    if (step.scope.length === 0) total += message[0] ?? 0;
  }
  return { tables, total };
}

/**
 * For each entry of a table, the least cost of everything that the table does not hold: by number of the table, for the
 * messages and for the first `wanted` factors.
 */
export function downward(
  { elimination, steps }: Bound,
  { tables, total }: Passed,
  wanted: number,
): readonly (Float64Array | undefined)[] {
  const factors = elimination.scopes.length;
  const outside = tables.map(({ length }, id) =>
    id < wanted || id >= factors ? new Float64Array(length).fill(Infinity) : undefined,
  );
  const sums = new Float64Array(longest(steps));
  for (let index = steps.length - 1; index >= 0; index--) {
    const step = steps[index];
    const own = outside[factors + index];
    if (!step || !own) continue;
    if (step.scope.length === 0) own[0] = total - (tables[factors + index]?.[0] ?? 0);
    const asked = step.inputs.flatMap((input, at) => {
      const table = tables[input.id];
      const target = outside[input.id];
      return table && target ? [{ at, stride: input.stride, table, target }] : [];
    });
    if (asked.length === 0) continue;
    walk(step, (entry, offsets) => {
      sumInto(sums, step, tables, offsets, own[entry] ?? Infinity);
      for (const { at, stride, table, target } of asked) {
        let from = offsets[at] ?? 0;
        for (let value = 0; value < step.values; value++, from += stride) {
          const mine = table[from] ?? Infinity;
          if (mine === Infinity) continue;
          const rest = (sums[value] ?? Infinity) - mine;
          if (rest < (target[from] ?? Infinity)) target[from] = rest;
        }
      }
    });
  }
  return outside;
}

/** The values that reach the least cost, by variable, and whether all others cost more than `room` above it. */
export interface Decoded {
  readonly values: Int32Array;
  readonly sole: boolean;
}

/** The values that reach the least cost; the first of equals at each step. */
export function decode({ steps, sizes }: Bound, { tables }: Passed, room: number): Decoded {
  const values = new Int32Array(sizes.length);
  const sums = new Float64Array(longest(steps));
  let sole = true;
  for (let index = steps.length - 1; index >= 0; index--) {
    const step = steps[index];
    if (!step) continue;
    const offsets = Int32Array.from(step.inputs, ({ scopeStrides }) =>
      scopeStrides.reduce((sum, stride, axis) => sum + stride * (values[step.scope[axis] ?? 0] ?? 0), 0),
    );
    sumInto(sums, step, tables, offsets, 0);
    let best = 0;
    for (let value = 1; value < step.values; value++) if ((sums[value] ?? 0) < (sums[best] ?? 0)) best = value;
    const edge = (sums[best] ?? 0) + room;
    // What else reaches the least has another value at some step, and the same ones at those before it.
    for (let value = 0; value < step.values && sole; value++) sole = value === best || !((sums[value] ?? 0) <= edge);
    values[step.variable] = best;
  }
  return { values, sole };
}

function longest(steps: readonly BoundStep[]): number {
  return steps.reduce((most, { values }) => Math.max(most, values), 1);
}
