import { UsageError } from '../terminal.js';

/** One thing that is varied, as `--grid` names it, and its values in the spelling of the language. */
export interface Axis {
  /** `throughput`, `budget.lut`, `c1.pe`, `*.mem`. */
  readonly key: string;
  readonly values: readonly string[];
  /** Values that were given more than once, which count once. */
  readonly repeated: readonly string[];
}

/** The values of one point, one for each axis. */
export type PointValues = Readonly<Record<string, string>>;

/** More points than this are refused: each is a whole project. */
const MOST_POINTS = 500;

const TARGET_KEYS = ['device', 'clock', 'throughput', 'latency', 'minimize', 'interface'];
const BUDGETS = ['lut', 'ff', 'bram', 'uram', 'dsp'];
/** A layer pattern and what `fold` sets. */
const FOLD = /^([A-Za-z_*][A-Za-z0-9_.*]*)\.(pe|simd|mem|impl)$/;

/** What a key varies. Throws a UsageError for one that is none. */
export function kindOfKey(
  key: string,
): { readonly target: string } | { readonly budget: string } | { readonly pattern: string; readonly fold: string } {
  if (TARGET_KEYS.includes(key)) return { target: key };
  const budget = /^budget\.(\w+)$/.exec(key)?.[1];
  if (budget !== undefined && BUDGETS.includes(budget)) return { budget };
  const [, pattern, fold] = FOLD.exec(key) ?? [];
  if (pattern !== undefined && fold !== undefined && budget === undefined) return { pattern, fold };
  throw new UsageError(
    `--grid ${key}: not known; there are ${TARGET_KEYS.join(', ')}, ${BUDGETS.map((name) => `budget.${name}`).join(', ')}, and LAYER.pe, .simd, .mem, .impl`,
  );
}

/** Reads `key=value,value` of the command line. */
export function readGrid(given: readonly string[]): readonly Axis[] {
  const axes = given.map((text): Axis => {
    const [, key = '', list = ''] = /^([^=]+)=(.+)$/.exec(text) ?? [];
    const given = list.split(',').map((value) => value.trim());
    const values = [...new Set(given)];
    if (key === '' || values.includes('')) throw new UsageError(`--grid ${text}: ${whatIsMissing(text)}`);
    const kind = kindOfKey(key);
    for (const value of values) checkValue(key, value, 'target' in kind && kind.target === 'device');
    return { key, values, repeated: values.filter((value) => given.indexOf(value) !== given.lastIndexOf(value)) };
  });
  const twice = axes.find(({ key }, at) => axes.findIndex((other) => other.key === key) !== at);
  if (twice) throw new UsageError(`--grid ${twice.key}: given twice; put its values into one list`);
  const count = axes.reduce((product, { values }) => product * values.length, 1);
  if (count > MOST_POINTS)
    throw new UsageError(`--grid: ${count} points are more than the ${MOST_POINTS} that are written`);
  return axes;
}

function whatIsMissing(text: string): string {
  const form = 'write KEY=VALUE,VALUE, as in clock=100MHz,200MHz';
  const [, key = '', list] = /^([^=]*)=(.*)$/.exec(text) ?? [];
  if (list === undefined) return `there are no values; ${form}`;
  if (key === '') return `nothing stands before the equal sign; ${form}`;
  return list === '' ? `no value stands behind the equal sign; ${form}` : `a value is missing beside a comma; ${form}`;
}

/** Values go into a text of the language as they are, so only its own numbers and words are taken. */
function checkValue(key: string, value: string, device: boolean): void {
  if (device ? /^[A-Za-z0-9_.+ -]+$/.test(value) : /^[A-Za-z0-9_.%]+$/.test(value)) return;
  throw new UsageError(`--grid ${key}=${value}: no value of the language`);
}

/** Every combination, the last axis fastest. */
export function pointsOf(axes: readonly Axis[]): readonly PointValues[] {
  return axes.reduce<readonly PointValues[]>(
    (points, { key, values }) => points.flatMap((point) => values.map((value) => ({ ...point, [key]: value }))),
    [{}],
  );
}
