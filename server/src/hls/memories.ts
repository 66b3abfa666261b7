import type { QuantisedType } from '../network/quantised-type.js';
import type { Thresholds, WeightArray } from '../parameters/layer-parameters.js';
import { hexWords, putDigits } from './bits.js';
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
const INDENT = ASCII.encode('\n    ');
const BLANK = 32;
const COMMA = 44;

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
  const idle = bipolar && input.bipolar ? 1 : 0;
  const mask = 2 ** bits - 1;
  const packed = new Uint8Array(Math.ceil(((rows / pe) * columns * bits) / 8));
  // A network has millions of weights: bits wait in a number until they fill a byte (at most 7 and those of a code).
  let waiting = 0;
  let held = 0;
  let at = 0;
  for (let row = p; row < rows; row += pe) {
    for (let column = 0; column < columns; column++) {
      const value = values[row * terms + column] ?? 0;
      // The sign of a bipolar weight, without a branch that nobody can predict.
      const code = column >= terms ? idle : bipolar ? (value + 1) >> 1 : value & mask;
      waiting |= code << held;
      held += bits;
      for (; held >= 8; held -= 8, waiting >>>= 8) packed[at++] = waiting & 255;
    }
  }
  if (held > 0) packed[at] = waiting;
  return packed;
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
  const before = ASCII.encode(bits > CONSTANT_BITS ? '"0x' : bits > 3 ? '0x' : '');
  const behind = ASCII.encode(bits > CONSTANT_BITS ? '"' : bits > 32 ? 'ull' : '');
  const digits = Math.ceil(bits / 4);
  const item = before.length + digits + behind.length;
  const perLine = 1 + Math.max(0, Math.floor((LINE - 1 - item) / (item + 2)));
  const lines = Math.ceil(words / perLine);
  // Each word takes a comma and what parts it from the next: a blank, or a line break and an indent.
  const text = new Uint8Array(words * (item + 2) + lines * INDENT.length);
  let at = 0;
  const put = (bytes: Uint8Array): void => {
    text.set(bytes, at);
    at += bytes.length;
  };
  for (let word = 0; word < words; word++) {
    if (lines > 1 && word % perLine === 0) put(word === 0 ? INDENT.subarray(1) : INDENT);
    else if (word > 0) text[at++] = BLANK;
    put(before);
    putDigits(packed, word * bits, bits, text, at);
    at += digits;
    put(behind);
    if (word !== words - 1) text[at++] = COMMA;
  }
  const all = new TextDecoder().decode(text.subarray(0, at));
  return lines > 1 ? `  {\n${all}\n  }` : `  {${all}}`;
}

/** A whole number as a literal; `int` where it fits there. */
function integer(value: number): string {
  return value >= -(2 ** 31) + 1 && value < 2 ** 31 ? String(value) : `${value}ll`;
}
