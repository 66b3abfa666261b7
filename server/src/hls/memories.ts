import type { QuantisedType } from '../network/quantised-type.js';
import type { Thresholds, WeightArray } from '../parameters/layer-parameters.js';
import { hexWords, putWords } from './bits.js';
import { signedBits } from './types.js';

/** A constant memory as C++: its type and the initialiser behind `=`. */
export interface CppMemory {
  readonly type: string;
  readonly initialiser: string;
}

/** How the rows and columns of a weight matrix lie in the memories of an engine. */
export interface WeightLayout {
  /** Rows: units, filters or channels. */
  readonly rows: number;
  /** Weights of a row, without padding lanes. */
  readonly terms: number;
  /** Columns of a row, padding lanes included. */
  readonly columns: number;
  readonly pe: number;
  readonly simd: number;
  readonly weights: QuantisedType;
  readonly input: QuantisedType;
}

/** Words up to this many bits are integer constants; wider ones need strings. */
const CONSTANT_BITS = 64;
/** Characters of a line, without its indent. */
const LINE = 118;
const ASCII = new TextEncoder();
const DECODER = new TextDecoder();

/**
 * `words[p][row_fold * synapse_folds + synapse_fold]` holds the `simd` weights of row `row_fold * pe + p` from column
 * `synapse_fold * simd` on (docs/hls-library.md). A padding lane holds what adds nothing to an input code of 0.
 */
export function weightMemory(values: WeightArray, layout: WeightLayout): CppMemory {
  const { rows, columns, pe, simd, weights } = layout;
  const bits = simd * weights.bits;
  const depth = (rows / pe) * (columns / simd);
  const memories = Array.from({ length: pe }, (_, p) => bracedWords(packedRows(values, layout, p), bits, depth));
  return { type: `bnn::Weights<${pe}, ${depth}, ${bits}>`, initialiser: `{{\n${memories.join(',\n')}\n}}` };
}

/** By PE: the same words as hexadecimal digits. */
export function weightWords(values: WeightArray, layout: WeightLayout): readonly (readonly string[])[] {
  const { rows, columns, pe, simd, weights } = layout;
  const depth = (rows / pe) * (columns / simd);
  return Array.from({ length: pe }, (_, p) => hexWords(packedRows(values, layout, p), 0, simd * weights.bits, depth));
}

/** The codes of PE `p`, row by row, each in the bits of its type, least significant first. */
function packedRows(values: WeightArray, layout: WeightLayout, p: number): Uint8Array {
  const { rows, terms, columns, pe, weights, input } = layout;
  const { bits, bipolar } = weights;
  const packed = new Uint8Array(Math.ceil(((rows / pe) * columns * bits) / 8));
  const idle = new Int8Array(columns - terms).fill(bipolar && input.bipolar ? 1 : 0);
  const codesOf = bipolar ? signBits : lowBits;
  let bit = 0;
  for (let row = p; row < rows; row += pe) {
    codesOf(values.subarray(row * terms, (row + 1) * terms), bits, packed, bit);
    if (idle.length > 0) lowBits(idle, bits, packed, bit + terms * bits);
    bit += columns * bits;
  }
  return packed;
}

/** Puts the low `bits` bits of each value behind each other, from bit `from` of `packed` on, where zeros stand. */
function lowBits(values: WeightArray, bits: number, packed: Uint8Array, from: number): void {
  const mask = 2 ** bits - 1;
  // A network has millions of weights: bits wait in a number until they fill a byte (at most 7 and those of a code).
  let at = from >> 3;
  let held = from & 7;
  let waiting = packed[at] ?? 0;
  for (let index = 0; index < values.length; index++) {
    waiting |= ((values[index] ?? 0) & mask) << held;
    held += bits;
    for (; held >= 8; held -= 8, waiting >>>= 8) packed[at++] = waiting & 255;
  }
  if (held > 0) packed[at] = waiting;
}

/** The same of +1 and -1, which are 1 and 0: without a branch that nobody can predict. */
function signBits(values: WeightArray, _bits: number, packed: Uint8Array, from: number): void {
  for (let index = 0; index < values.length; index++) {
    const bit = from + index;
    packed[bit >> 3] = (packed[bit >> 3] ?? 0) | ((((values[index] ?? 0) + 1) >> 1) << (bit & 7));
  }
}

/** The words of a stream that gives all PEs one word each an iteration, PE 0 in the least significant bits. */
export function streamedWords(memories: readonly (readonly string[])[], wordBits: number): readonly string[] {
  const digits = Math.ceil((memories.length * wordBits) / 4);
  return (memories[0] ?? []).map((_, at) => {
    const word = memories.reduceRight((all, words) => (all << BigInt(wordBits)) | BigInt(`0x${words[at] ?? '0'}`), 0n);
    return word.toString(16).padStart(digits, '0');
  });
}

/**
 * `values[p][row_fold][n]`, and `falling[p][row_fold]` where a channel falls; one of each where all share. All values from
 * `least` to `most` fit.
 */
export function thresholdMemory(
  { values, rows, steps, falling }: Thresholds,
  channels: number,
  pe: number,
  { least, most }: { readonly least: number; readonly most: number } = { least: 0, most: 0 },
): CppMemory & { readonly falling: boolean } {
  const shared = rows === 1 && channels > 1;
  let lo = least;
  let hi = most;
  for (const value of values) {
    lo = Math.min(lo, value);
    hi = Math.max(hi, value);
  }
  const bits = signedBits(lo, hi);
  const lanes = shared ? 1 : pe;
  const folds = shared ? 1 : channels / pe;
  const sets = perChannel(lanes, folds, (channel) => {
    const own = Array.from({ length: steps }, (_, n) => integer(values[channel * steps + n] ?? 0));
    return `{${own.join(', ')}}`;
  });
  if (!falling) {
    return {
      type: `bnn::Thresholds<${lanes}, ${folds}, ${steps}, ${bits}>`,
      initialiser: `{{\n${sets}\n}}`,
      falling: false,
    };
  }
  const marks = perChannel(pe, channels / pe, (channel) => String(falling[channel] ?? 0));
  return {
    type: `bnn::FallingThresholds<${lanes}, ${folds}, ${steps}, ${bits}, ${pe}, ${channels / pe}>`,
    initialiser: `{{\n${sets}\n}, {\n${marks}\n}}`,
    falling: true,
  };
}

/** The same thresholds, a row and a mark for each channel: any others fit in their place. */
export function unshared({ values, rows, steps, falling }: Thresholds, channels: number): Thresholds {
  const all = new Float64Array(channels * steps);
  for (let at = 0; at < all.length; at++) all[at] = values[rows === 1 ? at % steps : at] ?? 0;
  return { values: all, steps, rows: channels, falling: falling ?? new Uint8Array(channels) };
}

/** `values[p][row_fold]`. */
export function biasMemory(bias: Int32Array, pe: number): CppMemory & { readonly bits: number } {
  const bits = signedBits(
    bias.reduce((a, b) => Math.min(a, b), 0),
    bias.reduce((a, b) => Math.max(a, b), 0),
  );
  const folds = bias.length / pe;
  const values = perChannel(pe, folds, (channel) => integer(bias[channel] ?? 0));
  return { type: `bnn::Bias<${pe}, ${folds}, ${bits}>`, bits, initialiser: `{{\n${values}\n}}` };
}

/** The words of each PE in braces: channel `fold * pe + p` belongs to PE p. */
function perChannel(pe: number, folds: number, text: (channel: number) => string): string {
  return Array.from({ length: pe }, (_, p) =>
    braced(Array.from({ length: folds }, (_unused, fold) => text(fold * pe + p))),
  ).join(',\n');
}

/** Items in braces, broken into lines of about 120 characters. */
function braced(items: readonly string[]): string {
  const lines: string[] = [];
  let line = '';
  for (const item of items) {
    if (line !== '' && line.length + item.length > LINE - 2) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? `${item},` : ` ${item},`;
  }
  lines.push(line.slice(0, -1));
  return lines.length === 1 ? `  {${lines.join('')}}` : `  {\n${lines.map((each) => `    ${each}\n`).join('')}  }`;
}

/**
 * Words of `bits` as constants in braces: as `braced` has them, all of one length, so that they stand in columns. Written
 * as bytes and made a text at once, for a network has megabytes of them.
 */
function bracedWords(packed: Uint8Array, bits: number, words: number): string {
  const before = bits > CONSTANT_BITS ? '"0x' : bits > 3 ? '0x' : '';
  const behind = bits > CONSTANT_BITS ? '"' : bits > 32 ? 'ull' : '';
  const digits = Math.ceil(bits / 4);
  const zero = `${before}${'0'.repeat(digits)}${behind}`;
  const perLine = 1 + Math.max(0, Math.floor((LINE - 1 - zero.length) / (zero.length + 2)));
  const broken = words > perLine;
  // All lines are alike but for their digits, which are put into zeros.
  const line = `${broken ? '\n    ' : ' '}${Array<string>(perLine).fill(`${zero},`).join(' ')}`;
  const lines = Math.ceil(words / perLine);
  const text = repeated(ASCII.encode(line), lines);
  const [first, item] = [line.indexOf(zero) + before.length, zero.length + 2];
  for (let at = 0; at < lines; at++) {
    const from = at * perLine;
    putWords(packed, from, Math.min(perLine, words - from), bits, text, at * line.length + first, item);
  }
  const last = words - 1 - (lines - 1) * perLine;
  const end = (lines - 1) * line.length + first - before.length + last * item + zero.length;
  const all = DECODER.decode(text.subarray(1, end));
  return broken ? `  {\n${all}\n  }` : `  {${all}}`;
}

/** The same bytes `count` times. */
function repeated(bytes: Uint8Array, count: number): Uint8Array {
  const all = new Uint8Array(bytes.length * count);
  all.set(bytes);
  for (let filled = bytes.length; filled < all.length; filled *= 2) all.copyWithin(filled, 0, filled);
  return all;
}

/** A whole number as a literal; `int` where it fits there. */
function integer(value: number): string {
  return value >= -(2 ** 31) + 1 && value < 2 ** 31 ? String(value) : `${value}ll`;
}
