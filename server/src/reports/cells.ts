import type { CycleRange } from './measured-report.js';

/**
 * The number in a cell: `2393`, `32 (32%)`, `6.759e+06`, `10.00 ns`. Undefined for what is no number: `-`, `?`, `undef`,
 * `NA`, `inf`, and bounds such as `~0` and `<0.01`.
 */
export function cellNumber(text: string | undefined): number | undefined {
  const found = /^\s*(-?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)(?![\d.])\s*(?:ns|us|ms|s|MHz|\([^)]*\)?)?\s*$/.exec(text ?? '');
  const value = found === null ? NaN : Number(found[1]);
  return Number.isFinite(value) ? value : undefined;
}

/** A count or a range of counts: `512`, `1 ~ 512`, `92 ~ ?`. */
export function cellRange(text: string | undefined): CycleRange | undefined {
  const [low, high, ...more] = (text ?? '').split('~');
  if (more.length > 0) return undefined;
  const min = cellNumber(low);
  const max = high === undefined ? min : cellNumber(high);
  return min === undefined && max === undefined ? undefined : { min, max };
}

/** Two cells of a range; undefined when neither is known. */
export function rangeOf(min: number | undefined, max: number | undefined): CycleRange | undefined {
  return min === undefined && max === undefined ? undefined : { min, max };
}
