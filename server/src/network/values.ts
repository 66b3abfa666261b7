import type { Dimension } from '../language/units.js';
import { showRational, type Rational } from './rational.js';
import type { LayerScope } from './layer-scope.js';

/** What an expression comes to. `unknown` where a fault has been told already, or where only an instance will know. */
export type Value =
  | { readonly type: 'number'; readonly number: Rational; readonly dimension: Dimension | undefined }
  | { readonly type: 'string'; readonly text: string }
  /** A word; `layers` is where it names a layer when a block's parameter carries it. */
  | { readonly type: 'word'; readonly text: string; readonly layers?: LayerScope }
  | { readonly type: 'list'; readonly items: readonly Value[] }
  | { readonly type: 'unknown' };

export const UNKNOWN: Value = { type: 'unknown' };

const DIMENSION_WORDS: Readonly<Record<Dimension, string>> = {
  frequency: 'a frequency',
  rate: 'a frame rate',
  time: 'a time',
  share: 'a percentage',
};

/** The value in words, for "not ...". */
export function describeValue(value: Value): string {
  switch (value.type) {
    case 'number':
      return value.dimension === undefined
        ? `the number ${showRational(value.number)}`
        : DIMENSION_WORDS[value.dimension];
    case 'string':
      return `the string "${value.text}"`;
    case 'word':
      return `\`${value.text}\``;
    case 'list':
      return `a list of ${value.items.length}`;
    case 'unknown':
      return 'something unknown';
  }
}

/** The value as the language writes it. */
export function showValue(value: Value): string {
  switch (value.type) {
    case 'number':
      return showRational(value.number);
    case 'list':
      return value.items.every((item) => item.type === 'number' && item.dimension === undefined)
        ? value.items.map(showValue).join('x')
        : `[${value.items.map(showValue).join(', ')}]`;
    case 'string':
      return `"${value.text}"`;
    case 'word':
      return value.text;
    case 'unknown':
      return '?';
  }
}
