import type { CycleRange } from './measured-report.js';

/**
 * The number in a cell: `2393`, `32 (32%)`, `6.759e+06`. Undefined for what is no number: `-`, `?`, `undef`, `NA`, `inf`, and
 * bounds such as `~0` and `<0.01`.
 */
export function cellNumber(text: string | undefined): number | undefined {
  const found = /^\s*(-?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)(?![\d.])\s*(?:MHz|\([^)]*\)?)?\s*$/.exec(text ?? '');
  const value = found === null ? NaN : Number(found[1]);
  return Number.isFinite(value) ? value : undefined;
}

/**
 * The same of a count, which may have marks between thousands: `12,345`. (In other cells a comma may be a point.) Block RAMs
 * are counted in halves; any other fraction is no count: `1.234` is a thousand somewhere, and a little more than one here.
 */
export function cellCount(text: string | undefined): number | undefined {
  const value = cellNumber(
    text?.replace(/^(\s*\d{1,3})((?:[,'\u2019 \u00a0\u202f]\d{3})+)(?!\d)/, (_, first: string, more: string) => {
      return first + more.replace(/\D/g, '');
    }),
  );
  return value !== undefined && Number.isInteger(2 * value) ? value : undefined;
}

const NS: Readonly<Record<string, number>> = { ps: 1e-3, ns: 1, us: 1e3, ms: 1e6, s: 1e9 };

/** A time in nanoseconds: `10.00`, `10.00 ns`, `0.010 us`. */
export function cellNs(text: string | undefined): number | undefined {
  const [, number = text, unit = 'ns'] = /^(.*[\d.])\s*(ps|ns|us|ms|s)\s*$/.exec(text ?? '') ?? [];
  const value = cellNumber(number);
  return value === undefined ? undefined : value * (NS[unit] ?? 1);
}

/** A count or a range of counts: `512`, `1 ~ 512`, `92 ~ ?`. */
export function cellRange(text: string | undefined): CycleRange | undefined {
  const [low, high, ...more] = (text ?? '').split('~');
  if (more.length > 0) return undefined;
  const min = cellCount(low);
  const max = high === undefined ? min : cellCount(high);
  return min === undefined && max === undefined ? undefined : { min, max };
}

/** Two cells of a range; undefined when neither is known. */
export function rangeOf(min: number | undefined, max: number | undefined): CycleRange | undefined {
  return min === undefined && max === undefined ? undefined : { min, max };
}
