import { NO_RESOURCES, RESOURCE_NAMES, type ResourceName, type Resources } from '../devices/primitives.js';
import type { Estimate } from './estimate.js';

/** What is compared of a layer, of the infrastructure, and of the whole. */
export interface Cost extends Resources {
  readonly cycles: number;
}

export interface ComparedRow {
  readonly name: string;
  /** Undefined where only the other side has it. */
  readonly before: Cost | undefined;
  readonly after: Cost | undefined;
}

/** One figure of the whole design on both sides. */
export interface Change {
  readonly before: number;
  readonly after: number;
}

const COMPARED = ['fps', 'interval', 'latency', ...RESOURCE_NAMES] as const;
export type Quantity = (typeof COMPARED)[number];

/** What a change costs: every layer of either side, the infrastructure in one row, and the whole. */
export interface Comparison {
  readonly layers: readonly ComparedRow[];
  readonly infrastructure: ComparedRow;
  /** `fps` a second, `interval` in cycles, `latency` in seconds, resources in their counts. */
  readonly totals: Readonly<Record<Quantity, Change>>;
}

/** Compares two estimates, layer by layer by name: in the order of the second, those that it lacks at the end. */
export function compareEstimates(before: Estimate, after: Estimate): Comparison {
  const old = costsOf(before);
  const now = costsOf(after);
  const layers = [...now].map(([name, cost]): ComparedRow => ({ name, before: old.get(name), after: cost }));
  for (const [name, cost] of old) if (!now.has(name)) layers.push({ name, before: cost, after: undefined });
  const change = (of: (estimate: Estimate) => number): Change => ({ before: of(before), after: of(after) });
  const resource = (name: ResourceName): Change => change(({ totals }) => totals[name]);
  return {
    layers,
    infrastructure: { name: 'infrastructure', before: infrastructureOf(before), after: infrastructureOf(after) },
    totals: {
      fps: change(({ fps }) => fps),
      interval: change(({ intervalCycles }) => intervalCycles),
      latency: change(({ latencyS }) => latencyS),
      lut: resource('lut'),
      ff: resource('ff'),
      bram18: resource('bram18'),
      uram: resource('uram'),
      dsp: resource('dsp'),
    },
  };
}

/** Whether nothing of a row differs. */
export function isUnchanged({ before, after }: ComparedRow): boolean {
  if (!before || !after) return before === after;
  return before.cycles === after.cycles && RESOURCE_NAMES.every((name) => before[name] === after[name]);
}

/** Whether two designs cost the same, layer by layer, and are as fast. */
export function isEqual({ layers, infrastructure, totals }: Comparison): boolean {
  const rates = [totals.fps, totals.interval, totals.latency];
  return [...layers, infrastructure].every(isUnchanged) && rates.every(({ before, after }) => before === after);
}

function costsOf({ layers, pipeline }: Estimate): ReadonlyMap<string, Cost> {
  return new Map(
    pipeline.network.layers.flatMap(({ name, index }) => {
      const found = layers[index];
      return found ? [[name, { cycles: found.cycles, ...found.resources }] as const] : [];
    }),
  );
}

function infrastructureOf({ infrastructure }: Estimate): Cost {
  let cycles = 0;
  const sum: Record<ResourceName, number> = { ...NO_RESOURCES };
  for (const row of infrastructure) {
    cycles = Math.max(cycles, row.cycles);
    for (const name of RESOURCE_NAMES) sum[name] += row.resources[name];
  }
  return { cycles, ...sum };
}

/** What a change must not exceed: `lut+5%` (no more than 5 % more LUTs), `fps-3%` (no more than 3 % fewer frames). */
export interface Limit {
  readonly text: string;
  readonly quantity: Quantity;
  /** 1 where growth is limited, -1 where loss is. */
  readonly sign: 1 | -1;
  readonly amount: number;
  readonly relative: boolean;
}

/** Reads a limit; undefined where it is none. Times of `latency` have a unit (`latency+2us`), all else counts or percents. */
export function readLimit(text: string): Limit | undefined {
  const [, word = '', sign, digits, unit = ''] =
    /^([a-z0-9]+?)([+-])(\d+(?:\.\d+)?)(%|s|ms|us|ns)?$/i.exec(text.trim()) ?? [];
  const plain = word.toLowerCase();
  const quantity = COMPARED.find((name) => name === plain) ?? (plain === 'bram' ? 'bram18' : undefined);
  if (quantity === undefined || digits === undefined) return undefined;
  const scale = unit === '%' ? 0.01 : SECONDS[unit.toLowerCase()];
  if (unit !== '%' && (quantity === 'latency') !== (unit !== '')) return undefined;
  if (scale === undefined) return undefined;
  return { text, quantity, sign: sign === '-' ? -1 : 1, amount: Number(digits) * scale, relative: unit === '%' };
}

const SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, ms: 1e-3, us: 1e-6, ns: 1e-9 };

/** Whether a change exceeds a limit. From nothing, any growth is beyond every share. */
export function exceeds({ totals }: Comparison, { quantity, sign, amount, relative }: Limit): boolean {
  const { before, after } = totals[quantity];
  const change = sign * (after - before);
  // What is just at the limit must not be beyond it by a rounding of the division.
  const allowed = relative ? amount * before : amount;
  return change > allowed + 1e-9 * Math.max(Math.abs(before), Math.abs(after));
}
