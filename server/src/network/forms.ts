import type { Dimension } from '../language/units.js';
import { wordMeant } from '../language/synonyms.js';
import { typeNames } from '../language/table.js';
import { reportUnknownName } from './evaluate.js';
import { report } from './faults.js';
import { valueSpan, type Given } from './given.js';
import { typeByName, type QuantisedType } from './quantised-type.js';
import { calculate, isWhole, showRational, toNumber, type Rational } from './rational.js';
import { suggest } from './suggest.js';
import { describeValue, showValue, type Value } from './values.js';

/**
 * Readers of attribute values by form. Each gives the value, or undefined after the fault was reported (or the value is
 * unknown, which has been told before).
 */

/** The largest count that an attribute takes. */
export const MOST = 2 ** 31 - 1;

/** Widest shift of an average: beyond it nothing of a 32-bit sum is left. */
const MOST_SHIFT = 31;

export function asCount(given: Given): number | undefined {
  return whole(given, given.value, 1, MOST);
}

export function asShift(given: Given): number | undefined {
  return whole(given, given.value, 0, MOST_SHIFT);
}

export function asInteger(given: Given): number | undefined {
  return whole(given, given.value, -MOST - 1, MOST);
}

/** One number for every axis, or one per axis. */
export function asPair(given: Given): readonly number[] | undefined {
  return counts(given, 2);
}

/** The entries of a shape. */
export function asShape(given: Given): readonly number[] | undefined {
  const { value } = given;
  if (value.type !== 'list' || value.items.length === 0 || value.items.length <= 3) return counts(given, 3);
  const shape = showValue(value);
  report(given.env, 'BNN317', valueSpan(given), { shape, found: value.items.length });
  return undefined;
}

export function asPadding(given: Given): 'same' | readonly number[] | undefined {
  const { value } = given;
  if (value.type === 'word' && value.text === 'same') return 'same';
  if (value.type === 'word') {
    unknownWord(given, value.text, ['same']);
    return undefined;
  }
  if (value.type !== 'list') {
    const every = whole(given, value, 0, MOST);
    return every === undefined ? undefined : [every];
  }
  return all(value.items.map((item) => whole(given, item, 0, MOST)));
}

/** A type of weights or values: any of the language's. */
export function asType(given: Given): QuantisedType | undefined {
  const word = wordOf(given, 'a type such as bipolar or int4');
  if (word === undefined) return undefined;
  const type = typeByName(word);
  if (!type) unknownWord(given, word, typeNames);
  return type;
}

/** Bits of the widest type that an activation may have. */
export const MOST_ACTIVATION_BITS = 8;

/** A type of at most 8 bits, or `none`. */
export function asActivation(given: Given): QuantisedType | 'none' | undefined {
  const word = wordOf(given, 'a type such as bipolar or uint4, or none');
  if (word === undefined || word === 'none') return word;
  const type = typeByName(word);
  if (!type)
    unknownWord(given, word, [
      ...typeNames.filter((name) => (typeByName(name)?.bits ?? Infinity) <= MOST_ACTIVATION_BITS),
      'none',
    ]);
  else if (type.bits > MOST_ACTIVATION_BITS) {
    const { attribute, env } = given;
    const widest = type.signed ? 'int8' : 'uint8';
    report(env, 'BNN308', valueSpan(given), { attribute: attribute.name.text, type: word, bits: type.bits, widest });
    return undefined;
  }
  return type;
}

/** One of the words of its spec. */
export function asWord(given: Given): string | undefined {
  const words = given.spec.words ?? [];
  const word = wordOf(given, `one of ${words.join(', ')}`);
  if (word === undefined || words.includes(word)) return word;
  unknownWord(given, word, words);
  return undefined;
}

export function asFolding(given: Given): number | 'auto' | undefined {
  return countOrAuto(given, given.value);
}

/** Depths of FIFOs; one entry where no list is given. */
export function asFifo(given: Given): readonly (number | 'auto')[] | undefined {
  const { value } = given;
  return value.type === 'list'
    ? all(value.items.map((item) => countOrAuto(given, item)))
    : all([countOrAuto(given, value)]);
}

/** A device: a catalogue's word or a string, as written. */
export function asDevice(given: Given): string | undefined {
  const { value } = given;
  if (value.type === 'string' || value.type === 'word') return value.text;
  if (value.type !== 'unknown') wrongKind(given, 'a board such as pynq_z1, or a part in quotes', value);
  return undefined;
}

/** A clock in Hz, given as a frequency or a period. */
export function asClock(given: Given): number | undefined {
  const found = quantity(given, ['frequency', 'time'], 'a frequency or a period', '100MHz', SENSIBLE_CLOCK);
  // Turned over before it is rounded, so that 2ns is exactly 500 MHz.
  const hz = found?.dimension === 'time' ? calculate('/', 1, found.number) : found?.number;
  return hz === undefined ? undefined : toNumber(hz);
}

/** A goal in frames per second. */
export function asRate(given: Given): number | undefined {
  const found = quantity(given, ['rate'], 'a frame rate', '3kFPS');
  return found && toNumber(found.number);
}

/** A goal in seconds. */
export function asTime(given: Given): number | undefined {
  const found = quantity(given, ['time'], 'a time', '500us');
  return found && toNumber(found.number);
}

/** A share of the device, or a count. */
export function asAmount(given: Given): { readonly share: number } | { readonly count: number } | undefined {
  const { value } = given;
  if (value.type === 'number' && value.dimension === undefined && !isWhole(value.number)) {
    const share = Math.round(100 * toNumber(value.number));
    const example = share >= 1 && share <= 100 ? `${share}%` : '80%';
    const { attribute, env } = given;
    const expected = 'a share of the device or a count';
    report(env, 'BNN237', valueSpan(given), {
      attribute: attribute.name.text,
      expected,
      found: describeValue(value),
      example,
    });
    return undefined;
  }
  if (value.type !== 'number' || value.dimension === undefined) {
    const count = whole(given, value, 0, MOST);
    return count === undefined ? undefined : { count };
  }
  const found = quantity(given, ['share'], 'a share of the device or a count', '80%');
  if (found === undefined) return undefined;
  const share = toNumber(found.number);
  if (share <= 1) return { share };
  const attribute = given.attribute.name.text;
  report(given.env, 'BNN236', valueSpan(given), { attribute, value: `${share * 100} %`, least: 0, most: 100 });
  return undefined;
}

/** Reads a value by its form only to report what is wrong with it. */
export function checkForm(given: Given): void {
  READERS[given.spec.form]?.(given);
}

const READERS: Partial<Record<Given['spec']['form'], (given: Given) => unknown>> = {
  count: asCount,
  whole: asShift,
  integer: asInteger,
  pair: asPair,
  padding: asPadding,
  shape: asShape,
  'weight-type': asType,
  'value-type': asType,
  activation: asActivation,
  folding: asFolding,
  fifo: asFifo,
  word: asWord,
  device: asDevice,
  clock: asClock,
  rate: asRate,
  time: asTime,
  amount: asAmount,
};

function whole(given: Given, value: Value, least: number, most: number): number | undefined {
  if (value.type === 'unknown') return undefined;
  const { env, attribute } = given;
  const name = attribute.name.text;
  if (value.type === 'word') {
    reportUnknownName(env, value.text, valueSpan(given));
    return undefined;
  }
  if (value.type !== 'number') {
    wrongKind(given, 'a whole number', value);
    return undefined;
  }
  if (value.dimension !== undefined) {
    const example = '64';
    report(env, 'BNN237', valueSpan(given), {
      attribute: name,
      expected: 'a plain number',
      found: describeValue(value),
      example,
    });
    return undefined;
  }
  if (!isWhole(value.number)) {
    const near = toNumber(value.number);
    const usable = near > least && near < most;
    report(env, 'BNN235', valueSpan(given), {
      attribute: name,
      value: showRational(value.number),
      below: usable ? Math.floor(near) : undefined,
      above: usable ? Math.ceil(near) : undefined,
    });
    return undefined;
  }
  if (typeof value.number === 'number' && value.number >= least && value.number <= most) return value.number;
  report(env, 'BNN236', valueSpan(given), { attribute: name, value: showRational(value.number), least, most });
  return undefined;
}

function counts(given: Given, most: number): readonly number[] | undefined {
  const { value } = given;
  if (value.type !== 'list') {
    const every = whole(given, value, 1, MOST);
    return every === undefined ? undefined : [every];
  }
  if (value.items.length === 0 || value.items.length > most) {
    wrongKind(given, most === 2 ? 'one number, or one per axis' : 'one to three numbers', value);
    return undefined;
  }
  return all(value.items.map((item) => whole(given, item, 1, MOST)));
}

function countOrAuto(given: Given, value: Value): number | 'auto' | undefined {
  if (value.type !== 'word') return whole(given, value, 1, MOST);
  if (value.text === 'auto') return 'auto';
  unknownWord(given, value.text, ['auto']);
  return undefined;
}

function wordOf(given: Given, expected: string): string | undefined {
  const { value } = given;
  if (value.type === 'word') return value.text;
  if (value.type !== 'unknown') wrongKind(given, expected, value);
  return undefined;
}

function unknownWord(given: Given, word: string, words: readonly string[]): void {
  const { env, attribute } = given;
  if (env.file.open) return;
  const names = [...(env.parameters?.keys() ?? []), ...env.file.consts.keys()];
  const suggestion = wordMeant(word, words) ?? suggest(word, [...words, ...names]);
  // Of all types the message lists those that an author is most likely to want.
  const shown = words.length > 8 ? [...words.slice(0, 3), 'int2..int16', 'uint2..uint16'] : words;
  report(env, 'BNN238', valueSpan(given), { attribute: attribute.name.text, word, words: shown, suggestion });
}

function wrongKind(given: Given, expected: string, value: Value): void {
  const { env, attribute } = given;
  report(env, 'BNN234', valueSpan(given), { attribute: attribute.name.text, expected, found: describeValue(value) });
}

function quantity(
  given: Given,
  dimensions: readonly Dimension[],
  expected: string,
  example: string,
  ranges: Ranges = SENSIBLE,
): { readonly number: Rational; readonly dimension: Dimension } | undefined {
  const { value, env, attribute } = given;
  const name = attribute.name.text;
  if (value.type === 'unknown') return undefined;
  if (value.type === 'word') {
    reportUnknownName(env, value.text, valueSpan(given));
    return undefined;
  }
  if (value.type !== 'number') {
    wrongKind(given, `${expected} such as ${example}`, value);
    return undefined;
  }
  if (value.dimension === undefined || !dimensions.includes(value.dimension)) {
    report(env, 'BNN237', valueSpan(given), { attribute: name, expected, found: describeValue(value), example });
    return undefined;
  }
  const size = toNumber(value.number);
  const { least, most, words } = ranges[value.dimension];
  if (size >= least && size <= most) return { number: value.number, dimension: value.dimension };
  const span = valueSpan(given);
  const written = env.file.source.text.slice(span.start, Math.min(span.end, span.start + 40));
  report(env, 'BNN244', span, { attribute: name, written, range: words, example });
  return undefined;
}

type Ranges = Readonly<Record<Dimension, { readonly least: number; readonly most: number; readonly words: string }>>;

const CLOCK_WORDS = '1MHz to 10GHz, or a period of 0.1ns to 1us';

/** What a quantity may be: far wider than any design, and such that no number that is computed from it overflows. */
const SENSIBLE: Ranges = {
  // Only clocks are frequencies.
  frequency: { least: 1e6, most: 1e10, words: CLOCK_WORDS },
  rate: { least: 1e-3, most: 1e10, words: '0.001FPS to 10000MFPS' },
  time: { least: 1e-10, most: 1e4, words: '0.1ns to 10000s' },
  // A share of nothing is a budget, too; its upper bound has a message of its own.
  share: { least: 0, most: Number.MAX_VALUE, words: '0% to 100%' },
};

/** A period is as sensible as the frequency that it stands for, which a latency of the same length need not be. */
const SENSIBLE_CLOCK: Ranges = { ...SENSIBLE, time: { least: 1e-10, most: 1e-6, words: CLOCK_WORDS } };

function all<T>(items: readonly (T | undefined)[]): readonly T[] | undefined {
  const known = items.filter((item) => item !== undefined);
  return known.length === items.length ? known : undefined;
}
