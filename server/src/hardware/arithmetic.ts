/** The quotient, rounded up. */
export function ceilDiv(a: number, b: number): number {
  return Math.ceil(a / b);
}

/** Bits of a counter that counts to `n`: 0 for 1, 1 for 2, 2 for 3 and 4. */
export function log2Ceil(n: number): number {
  return n <= 1 ? 0 : Math.ceil(Math.log2(n));
}

/** The least power of two that is at least `n`. */
export function powerOfTwoCeil(n: number): number {
  return 2 ** log2Ceil(n);
}

/** Every divisor of a whole number from 1, ascending; empty for what is no whole number from 1. */
export function divisors(n: number): readonly number[] {
  const known = DIVISORS.get(n);
  if (known) return known;
  if (!Number.isSafeInteger(n) || n < 1) return [];
  const low: number[] = [];
  const high: number[] = [];
  for (let d = 1; d * d <= n; d++) {
    if (n % d !== 0) continue;
    low.push(d);
    if (d * d !== n) high.unshift(n / d);
  }
  const all = [...low, ...high];
  if (DIVISORS.size > 4096) DIVISORS.clear();
  DIVISORS.set(n, all);
  return all;
}

const DIVISORS = new Map<number, readonly number[]>();
