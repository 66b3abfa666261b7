/**
 * How numbers are written for people, in one place: hints, lenses, hovers, titles of fixes and tables agree.
 * No function ever writes `Infinity` or `NaN`: what is not a finite number is written `n/a`.
 */

const NOT_KNOWN = 'n/a';

/** A count, short: `812`, `4.1k`, `12.3k`, `123k`, `1.2M`. */
export function shortCount(count: number): string {
  if (!Number.isFinite(count)) return NOT_KNOWN;
  const size = Math.abs(count);
  if (size < 999.5) return trimmed(count, Number.isInteger(count) ? 0 : 1);
  const [scale, suffix] = size < 999_500 ? [1e3, 'k'] : size < 999_500_000 ? [1e6, 'M'] : [1e9, 'G'];
  const value = count / scale;
  return `${trimmed(value, Math.abs(value) < 99.95 ? 1 : 0)}${suffix}`;
}

/** A count in full, with thousands set apart: `16,384`. */
export function fullCount(count: number): string {
  if (!Number.isFinite(count)) return NOT_KNOWN;
  const text = String(Math.abs(Math.round(count)));
  const grouped = text.includes('e') ? text : text.replace(/\B(?=(\d{3})+$)/g, ',');
  return count < 0 ? `-${grouped}` : grouped;
}

/** A count in full with its noun: `1 cycle`, `16,384 cycles`. */
export function counted(count: number, noun: string): string {
  return `${fullCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Frames per second: `21.9 kFPS`, `12.4 MFPS`, `3.04 kFPS`, `812 FPS`. */
export function frameRate(fps: number): string {
  return withPrefix(fps, [
    [1e6, 'MFPS'],
    [1e3, 'kFPS'],
    [1, 'FPS'],
  ]);
}

/** A clock: `100 MHz`. */
export function frequency(hz: number): string {
  return withPrefix(hz, [
    [1e9, 'GHz'],
    [1e6, 'MHz'],
    [1e3, 'kHz'],
    [1, 'Hz'],
  ]);
}

/** Seconds: `0.31 us`, `4.2 ms`, `12 ns`. Microseconds reach down to a tenth, as the field's papers write them. */
export function duration(seconds: number): string {
  if (seconds > 0 && seconds < 1e-7) return `${significant(seconds * 1e9)} ns`;
  return withPrefix(seconds, [
    [1, 's'],
    [1e-3, 'ms'],
    [1e-6, 'us', 1e-7],
    [1e-9, 'ns'],
  ]);
}

/** A share of 1: `83 %`, `4.2 %`. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return NOT_KNOWN;
  const value = share * 100;
  return `${trimmed(value, Math.abs(value) < 9.95 ? 1 : 0)} %`;
}

/** Three significant digits without an exponent or trailing zeros: `12.4`, `3.04`, `812`. */
export function significant(value: number): string {
  if (!Number.isFinite(value)) return NOT_KNOWN;
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return trimmed(value, Math.min(digits, 12));
}

function withPrefix(value: number, scales: readonly (readonly [scale: number, unit: string, from?: number])[]): string {
  if (!Number.isFinite(value)) return NOT_KNOWN;
  const found = scales.find(([scale, , from]) => Math.abs(value) >= (from ?? scale) * 0.9995) ?? scales.at(-1);
  return found ? `${significant(value / found[0])} ${found[1]}` : NOT_KNOWN;
}

function trimmed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
