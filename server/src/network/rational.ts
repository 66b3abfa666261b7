/**
 * An exact number: a plain number where it is a safe integer, which nearly all are, else a fraction in lowest terms
 * with a positive denominator.
 */
export type Rational = number | Fraction;

export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Numerators and denominators beyond this are refused, so that no expression grows without bound. */
const LIMIT = 2n ** 2048n;
const MAX_DIGITS = 400;

/** Reads a literal (`22.4`, `1_000`, `1e6`); undefined where it is beyond all use. */
export function parseRational(text: string): Rational | undefined {
  if (text.length <= 15 && /^\d+$/.test(text)) return Number(text);
  const match = /^(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text.replaceAll('_', ''));
  if (!match) return undefined;
  const [, whole = '', part = '', power = '0'] = match;
  const exponent = Number(power) - part.length;
  if (whole.length + part.length > MAX_DIGITS || Math.abs(exponent) > MAX_DIGITS) return undefined;
  return scaleByTen(makeRational(BigInt(whole + part || '0'), 1n) ?? 0, exponent);
}

/** `value * 10 ** exponent`, exactly. */
export function scaleByTen(value: Rational, exponent: number): Rational | undefined {
  const { numerator, denominator } = fraction(value);
  return exponent >= 0
    ? makeRational(numerator * 10n ** BigInt(exponent), denominator)
    : makeRational(numerator, denominator * 10n ** BigInt(-exponent));
}

/** Applies an operator. `undefined` where the result is beyond all use; division by zero is the caller's to exclude. */
export function calculate(operator: '+' | '-' | '*' | '/', left: Rational, right: Rational): Rational | undefined {
  if (typeof left === 'number' && typeof right === 'number') {
    const quick =
      operator === '+'
        ? left + right
        : operator === '-'
          ? left - right
          : operator === '*'
            ? left * right
            : left / right;
    if (Number.isSafeInteger(quick)) return quick === 0 ? 0 : quick;
  }
  const a = fraction(left);
  const b = fraction(right);
  if (operator === '*') return makeRational(a.numerator * b.numerator, a.denominator * b.denominator);
  if (operator === '/') return makeRational(a.numerator * b.denominator, a.denominator * b.numerator);
  const shifted = b.numerator * a.denominator;
  const sum = a.numerator * b.denominator + (operator === '+' ? shifted : -shifted);
  return makeRational(sum, a.denominator * b.denominator);
}

/** The nearest double; of fractions whose parts have more than 53 bits, one beside it at the worst. */
export function toNumber(value: Rational): number {
  if (typeof value === 'number') return value;
  const direct = Number(value.numerator) / Number(value.denominator);
  return Number.isFinite(direct) ? direct : Number(value.numerator / value.denominator);
}

export function isWhole(value: Rational): boolean {
  return typeof value === 'number' || value.denominator === 1n;
}

/** As an author would write it: `64`, `22.4`, `1/3`. */
export function showRational(value: Rational): string {
  if (typeof value === 'number') return String(value);
  const number = toNumber(value);
  if (value.denominator === 1n) return wholeText(value.numerator);
  const decimal = parseRational(String(Math.abs(number)));
  const exact = decimal !== undefined && calculate('-', decimal, number < 0 ? negate(value) : value) === 0;
  return exact ? String(number) : `${value.numerator.toString()}/${value.denominator.toString()}`;
}

/** All digits of a whole number, or, of a very long one, the first and how many follow: `1e309`. */
function wholeText(value: bigint): string {
  const text = value.toString();
  const digits = text.replace('-', '').length;
  return digits <= 24 ? text : `${text.slice(0, text.length - digits + 1)}e${digits - 1}`;
}

export function negate(value: Rational): Rational {
  if (typeof value === 'number') return value === 0 ? 0 : -value;
  return { numerator: -value.numerator, denominator: value.denominator };
}

function fraction(value: Rational): Fraction {
  return typeof value === 'number' ? { numerator: BigInt(value), denominator: 1n } : value;
}

function makeRational(numerator: bigint, denominator: bigint): Rational | undefined {
  if (denominator === 0n) return undefined;
  const sign = denominator < 0n ? -1n : 1n;
  const shared = gcd(numerator < 0n ? -numerator : numerator, denominator * sign);
  const top = (sign * numerator) / shared;
  const bottom = (sign * denominator) / shared;
  if (top > LIMIT || top < -LIMIT || bottom > LIMIT) return undefined;
  if (bottom === 1n && top >= BigInt(Number.MIN_SAFE_INTEGER) && top <= BigInt(Number.MAX_SAFE_INTEGER))
    return Number(top);
  return { numerator: top, denominator: bottom };
}

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? 1n : a;
}
