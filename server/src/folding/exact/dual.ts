import { WORK_OF } from './patience.js';
import { dot, relax, slack, type Relaxed, type Setting } from './relaxation.js';
import type { Solution } from './task.js';

/** The strongest Lagrangian bound found: `bound` counts constants and limits, so that it bounds the objective itself. */
export interface Dual {
  /** By dimension, 0 where no limit is priced. */
  readonly multipliers: readonly number[];
  readonly relaxed: Relaxed;
  readonly bound: number;
  /** The full choices whose mixture reaches the bound: what is within the limits lies near them. */
  readonly mixed: readonly Solution[];
}

/** What a search for multipliers may stop for. */
export interface Enough {
  /** A bound above which nothing is left to prove. */
  readonly bound: number;
  /** Looks at each choice found on the way, and says whether to stop. */
  readonly consider: (solution: Solution) => boolean;
}

/**
 * The multipliers of some limits that give the strongest bound of an objective, by column generation (Dantzig and Wolfe,
 * Operations Research 8, 1960): the cheapest mixture of the choices found so far that keeps the limits is a small linear
 * programme, whose prices find the next choice, until none is cheaper. `dearest` is what a unit of a limit may cost at
 * most, by dimension in `dimensions`; `first` are choices known already, at least one.
 */
export function dualOf(
  setting: Setting,
  objective: readonly number[],
  dimensions: readonly number[],
  dearest: readonly number[],
  first: readonly Solution[],
  { bound, consider }: Enough,
): Dual {
  const { limits } = setting.task;
  const scale = dimensions.map((dimension) => 1 / Math.max(1, Math.abs(limits[dimension] ?? 1)));
  const over = ({ totals }: Solution): readonly number[] =>
    dimensions.map((dimension, at) => ((totals[dimension] ?? 0) - (limits[dimension] ?? 0)) * (scale[at] ?? 0));
  const most = dearest.map((price, at) => price / (scale[at] ?? 1));
  const master = masterOf(most);
  const columns: Solution[] = [];
  const add = (solution: Solution): void => {
    columns.push(solution);
    master.add(dot(objective, solution.totals), over(solution));
  };
  for (const solution of first) add(solution);
  let best: Omit<Dual, 'mixed'> | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const { prices, value, changed } = master.solve();
    setting.patience.spend(WORK_OF.price * changed);
    const multipliers = limits.map(() => 0);
    dimensions.forEach((dimension, at) => (multipliers[dimension] = (prices[at] ?? 0) * (scale[at] ?? 0)));
    const found = dualAt(setting, objective, multipliers);
    if (!best || found.bound > best.bound) best = found;
    if (consider(found.relaxed.solution) || best.bound > bound || setting.patience.expired()) break;
    // No choice is cheaper by these prices than those of the mixture.
    if (found.bound >= value - slack(value)) break;
    add(found.relaxed.solution);
  }
  const mixed = master.mixture().flatMap((column) => columns[column] ?? []);
  return {
    ...(best ??
      dualAt(
        setting,
        objective,
        limits.map(() => 0),
      )),
    mixed,
  };
}

/** Choices looked at, at most; a handful for each limit is usual. */
const ROUNDS = 120;

function dualAt(setting: Setting, objective: readonly number[], multipliers: readonly number[]): Omit<Dual, 'mixed'> {
  const { task } = setting;
  const weights = multipliers.map((multiplier, at) => (objective[at] ?? 0) + multiplier);
  const relaxed = relax(setting, weights);
  const total = relaxed.least + dot(weights, task.instance.problem.constant);
  const limits = multipliers.reduce((sum, each, at) => (each === 0 ? sum : sum + each * (task.limits[at] ?? 0)), 0);
  return { multipliers, relaxed, bound: total - limits };
}

/** The cheapest mixture of columns whose sum of each row is at most 0, or dearer by what a row lies above. */
interface Master {
  add(cost: number, rows: readonly number[]): void;
  /** The prices of the rows, what the mixture costs, and how many numbers were looked at to find it. */
  solve(): { readonly prices: readonly number[]; readonly value: number; readonly changed: number };
  /** The columns of the mixture, by the order in which they were added. */
  mixture(): readonly number[];
}

/** By the revised simplex method: a basis with a column for each row and one more. `most` is the highest price of a row. */
function masterOf(most: readonly number[]): Master {
  const rows = most.length;
  const size = rows + 1;
  interface Column {
    readonly cost: number;
    readonly entries: readonly number[];
    /** Which of those added; -1 for what a row lies below 0 or above. */
    readonly id: number;
  }
  const unit = (row: number, value: number): readonly number[] =>
    Array.from({ length: size }, (_, at) => (at === row ? value : 0));
  const columns: Column[] = [];
  for (let row = 0; row < rows; row++) {
    columns.push({ cost: 0, entries: unit(row, 1), id: -1 });
    columns.push({ cost: most[row] ?? 0, entries: unit(row, -1), id: -1 });
  }
  let basis: Column[] = [];
  let inverse: number[][] = [];
  let amounts: number[] = [];
  let added = 0;

  /** The first column alone, each row filled by what it lies below 0 or above. */
  const begin = (first: Column): void => {
    const above = Array.from({ length: rows }, (_, row) => (first.entries[row] ?? 0) > 0);
    basis = [...above.flatMap((is, row) => columns[2 * row + (is ? 1 : 0)] ?? []), first];
    inverse = above.map((is, row) => {
      const line = unit(row, is ? -1 : 1).slice();
      line[rows] = (is ? 1 : -1) * (first.entries[row] ?? 0);
      return line;
    });
    inverse.push([...unit(rows, 1)]);
    amounts = [...above.map((_, row) => Math.abs(first.entries[row] ?? 0)), 1];
  };
  const pricesNow = (): readonly number[] => {
    const prices = new Array<number>(size).fill(0);
    for (let row = 0; row < size; row++) {
      const cost = basis[row]?.cost ?? 0;
      const line = inverse[row];
      if (cost === 0 || !line) continue;
      for (let column = 0; column < size; column++) prices[column] = (prices[column] ?? 0) + cost * (line[column] ?? 0);
    }
    return prices;
  };
  const pivot = (entering: Column): boolean => {
    const step = inverse.map((line) => dot(line, entering.entries));
    let leaving = -1;
    let least = Infinity;
    step.forEach((rate, row) => {
      if (rate <= TINY) return;
      const ratio = (amounts[row] ?? 0) / rate;
      if (ratio < least) [least, leaving] = [ratio, row];
    });
    const line = inverse[leaving];
    const rate = step[leaving];
    if (!line || rate === undefined) return false;
    for (let at = 0; at < size; at++) line[at] = (line[at] ?? 0) / rate;
    for (let row = 0; row < size; row++) {
      const other = inverse[row];
      const change = step[row] ?? 0;
      if (row === leaving || !other || change === 0) continue;
      for (let at = 0; at < size; at++) other[at] = (other[at] ?? 0) - change * (line[at] ?? 0);
      amounts[row] = Math.max(0, (amounts[row] ?? 0) - change * least);
    }
    amounts[leaving] = least;
    basis[leaving] = entering;
    return true;
  };
  return {
    add(cost, entries) {
      const column = { cost, entries: [...entries, 1], id: added++ };
      columns.push(column);
      if (column.id === 0) begin(column);
    },
    solve() {
      let prices = pricesNow();
      let changed = 0;
      for (let round = 0; round < PIVOTS; round++) {
        let entering: Column | undefined;
        let least = 0;
        changed += size * (columns.length + 2 * size);
        for (const column of columns) {
          const gain = column.cost - dot(column.entries, prices);
          if (gain < least && gain < -1e-9 * (1 + Math.abs(column.cost))) [least, entering] = [gain, column];
        }
        if (!entering || !pivot(entering)) break;
        prices = pricesNow();
      }
      // A price is what the cost falls by where a row may lie higher.
      return {
        prices: Array.from({ length: rows }, (_, row) => Math.max(0, -(prices[row] ?? 0))),
        value: basis.reduce((sum, { cost }, row) => sum + cost * (amounts[row] ?? 0), 0),
        changed,
      };
    },
    mixture: () => basis.flatMap(({ id }, row) => (id >= 0 && (amounts[row] ?? 0) > TINY ? [id] : [])),
  };
}

const PIVOTS = 1000;
const TINY = 1e-12;
