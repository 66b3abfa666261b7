import { entry } from '../entry.js';
import { didYouMean } from './did-you-mean.js';

const quoted = (words: readonly string[], between: string): string => words.map((word) => `\`${word}\``).join(between);

const NET = 'network N {\n  input x type=int8 shape=8\n';
const TYPES = 'weights=bipolar activation=bipolar';

type Operator = '+' | '-' | '*' | '/';

const RIGHT_OPERANDS: Readonly<Record<Operator, string>> = {
  '+': 'both sides are numbers of the same unit, or without one',
  '-': 'both sides are numbers of the same unit, or without one',
  '*': 'both sides are numbers, of which at most one has a unit',
  '/': 'both sides are numbers, the right one without a unit or with that of the left',
};

/** BNN23x and BNN24x: attributes and their values. */
export const attributes = {
  BNN230: entry<{ readonly on: string; readonly attributes: readonly string[]; readonly example: string }>({
    severity: 'error',
    title: 'Missing attribute',
    message: (f) => `${f.on} needs ${quoted(f.attributes, ' and ')}, such as \`${f.example}\`.`,
    docs: 'This layer means nothing without the attribute.',
    example: `${NET}  dense d ${TYPES}\n}\n`,
  }),
  BNN231: entry<{ readonly on: string; readonly attributes: readonly string[]; readonly example: string }>({
    severity: 'error',
    title: 'Missing type',
    message: (f) =>
      `${f.on} has no ${quoted(f.attributes, ' and no ')}; write \`${f.example}\` here or once in \`defaults\`.`,
    docs: 'Weights and activations have no type of their own accord: say `weights` and `activation` on the layer, or once for all layers in `defaults`.',
    example: `${NET}  dense d units=4 weights=bipolar\n}\n`,
  }),
  BNN232: entry<{
    readonly on: string;
    readonly attribute: string;
    readonly suggestion?: string;
    readonly known: readonly string[];
  }>({
    severity: 'error',
    title: 'Unknown attribute',
    message: (f) =>
      `${f.on} has no attribute \`${f.attribute}\`.${didYouMean(f.suggestion, f.known.length > 0 ? ` It takes ${quoted(f.known, ', ')}.` : '')}`,
    docs: 'Every kind of layer, block, target, budget and fold line has its own attributes.',
    example: `${NET}  dense d units=4 filters=3 ${TYPES}\n}\n`,
  }),
  BNN233: entry<{ readonly attribute: string }>({
    severity: 'error',
    title: 'Duplicate attribute',
    message: (f) => `\`${f.attribute}\` is given twice; the first counts. Remove one.`,
    docs: 'An attribute is given once in a statement.',
    example: `${NET}  dense d units=4 units=5 ${TYPES}\n}\n`,
  }),
  BNN234: entry<{ readonly attribute: string; readonly expected: string; readonly found: string }>({
    severity: 'error',
    title: 'Wrong kind of value',
    message: (f) => `\`${f.attribute}\` wants ${f.expected}, not ${f.found}.`,
    docs: 'The attribute takes another kind of value: a number, a list, a word, a type, a string or a quantity.',
    example: `${NET}  dense d units="four" ${TYPES}\n}\n`,
  }),
  BNN235: entry<{
    readonly attribute: string;
    readonly value: string;
    readonly below: number | undefined;
    readonly above: number | undefined;
  }>({
    severity: 'error',
    title: 'Not a whole number',
    message: (f) =>
      `\`${f.attribute}\` wants a whole number, not ${f.value}${f.below === undefined || f.above === undefined ? '' : `; the nearest are ${f.below} and ${f.above}`}.`,
    docs: 'The attribute counts something, so it is a whole number. Expressions are exact: `45/2` is 22.5 and is not rounded.',
    example: `${NET}  dense d units=22.4 ${TYPES}\n}\n`,
  }),
  BNN236: entry<{ readonly attribute: string; readonly value: string; readonly least: number; readonly most: number }>({
    severity: 'error',
    title: 'Out of range',
    message: (f) => `\`${f.attribute}\` is ${f.value}; it is at least ${f.least} and at most ${f.most}.`,
    docs: 'The value is smaller or larger than the attribute allows.',
    example: `${NET}  dense d units=0 ${TYPES}\n}\n`,
  }),
  BNN237: entry<{
    readonly attribute: string;
    readonly expected: string;
    readonly found: string;
    readonly example: string;
  }>({
    severity: 'error',
    title: 'Wrong unit',
    message: (f) =>
      `\`${f.attribute}\` wants ${f.expected}, not ${f.found}; write for example \`${f.attribute}=${f.example}\`.`,
    docs: 'A quantity carries its unit directly behind its number: `100MHz`, `3kFPS`, `500us`, `80%`. Counts have none. A clock may be a frequency or a period.',
    example: `${NET}}\ntarget t for N { clock=100FPS }\n`,
  }),
  BNN238: entry<{
    readonly attribute: string;
    readonly word: string;
    readonly words: readonly string[];
    readonly suggestion?: string;
  }>({
    severity: 'error',
    title: 'Unknown word',
    message: (f) =>
      `\`${f.attribute}\` does not know \`${f.word}\`.${didYouMean(f.suggestion, ` It takes ${quoted(f.words, ', ')}.`)}`,
    docs: 'The attribute takes one of a few words, or a type.',
    example: `${NET}}\ntarget t for N { minimize=luts }\n`,
  }),
  BNN239: entry<Record<string, never>>({
    severity: 'error',
    title: 'Division by zero',
    message: () => 'This divides by zero; give the divisor another value.',
    docs: 'The divisor of the expression is 0.',
    example: 'const A = 1/0\n',
  }),
  BNN240: entry<Record<string, never>>({
    severity: 'error',
    title: 'Number too large',
    message: () => 'This number is beyond all use (more than 400 digits); write a smaller one.',
    docs: 'Numbers are exact, and bounded so that no expression takes forever.',
    example: 'const A = 1e999\n',
  }),
  BNN241: entry<{ readonly operator: Operator; readonly left: string; readonly right: string }>({
    severity: 'error',
    title: 'Operator without meaning here',
    message: (f) => `\`${f.operator}\` cannot combine ${f.left} and ${f.right}; ${RIGHT_OPERANDS[f.operator]}.`,
    docs: 'Sums want numbers of the same unit. A quantity is multiplied by plain numbers only; divided by another of its kind it gives a plain number.',
    example: 'const A = 100MHz + 3\n',
  }),
  BNN242: entry<{ readonly attribute: string; readonly found: number; readonly wanted: number }>({
    severity: 'error',
    title: 'List of the wrong length',
    message: (f) =>
      `\`${f.attribute}\` has ${f.found} ${f.found === 1 ? 'entry' : 'entries'}, but there ${f.wanted === 1 ? 'is 1 input' : `are ${f.wanted} inputs`}; give one for each.`,
    docs: 'A list of FIFO depths has one entry for each input, in the order of `from`.',
    example: `${NET}  maxpool p size=1 fifo=[1, 2]\n}\n`,
  }),
  BNN243: entry<{ readonly attribute: string; readonly pattern: string; readonly kinds: readonly string[] }>({
    severity: 'error',
    title: 'Fold without effect',
    message: (f) =>
      `No layer that \`${f.pattern}\` matches (${f.kinds.join(', ')}) takes \`${f.attribute}\`; remove it.`,
    docs: 'Pools, threshold, add, concat, upsample and argmax have no `simd`; only layers with weights have `mem` and `impl`.',
    example: `${NET}  maxpool p size=1\n}\ntarget t for N { fold p simd=2 }\n`,
  }),
  BNN244: entry<{
    readonly attribute: string;
    readonly written: string;
    readonly range: string;
    readonly example: string;
  }>({
    severity: 'error',
    title: 'Quantity out of range',
    message: (f) => `\`${f.attribute}\` is ${f.range}, such as ${f.example}, not ${f.written}.`,
    docs: 'A clock is 1 MHz to 10 GHz, or the period of such a one (0.1 ns to 1 us), a frame rate 0.001 to 10^10 frames a second, a latency 0.1 ns to 10 000 s. What lies beyond is a slip.',
    example: `${NET}}\ntarget t for N { clock=0MHz }\n`,
  }),
  BNN245: entry<{ readonly pattern: string }>({
    severity: 'hint',
    title: 'Fold line without attributes',
    message: (f) =>
      `This line says nothing about \`${f.pattern}\`: write \`pe\`, \`simd\` or another attribute, or remove it.`,
    docs: 'A `fold` line sets what is written behind its pattern; with nothing behind it the tool chooses as if the line were not there.',
    example: `${NET}  maxpool p size=1\n}\ntarget t for N { fold p }\n`,
    tags: ['unnecessary'],
  }),
  BNN246: entry<{ readonly name: string }>({
    severity: 'warning',
    title: 'Nothing to load',
    message: (f) =>
      `\`${f.name}\` has neither weights nor thresholds, so \`parameters=loadable\` has nothing to load; remove it.`,
    docs: 'Pools and `add` have thresholds where they have an `activation`; without one nothing of them is trained. In `defaults`, `parameters=loadable` is taken by the layers that have something to load.',
    example: `${NET}  add s from=[x, x] parameters=loadable\n}\n`,
    tags: ['unnecessary'],
  }),
};
