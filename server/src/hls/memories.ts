import type { QuantisedType } from '../network/quantised-type.js';
import type { Thresholds, WeightArray } from '../parameters/layer-parameters.js';
import { createBits } from './bits.js';
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

/**
 * `words[p][row_fold * synapse_folds + synapse_fold]` holds the `simd` weights of row `row_fold * pe + p` from column
 * `synapse_fold * simd` on (docs/hls-library.md). A padding lane holds what adds nothing to an input code of 0.
 */
export function weightMemory(values: WeightArray, layout: WeightLayout): CppMemory {
  const { rows, columns, pe, simd, weights } = layout;
  const wordBits = simd * weights.bits;
  const memories = weightWords(values, layout).map((words) => braced(words.map((word) => constant(word, wordBits))));
  const depth = (rows / pe) * (columns / simd);
  return { type: `bnn::Weights<${pe}, ${depth}, ${wordBits}>`, initialiser: `{{\n${memories.join(',\n')}\n}}` };
}

/** By PE: the same words as hexadecimal digits. */
export function weightWords(values: WeightArray, layout: WeightLayout): readonly (readonly string[])[] {
  const { rows, terms, columns, pe, simd, weights, input } = layout;
  const idle = weights.bipolar && input.bipolar ? 1 : 0;
  const wordBits = simd * weights.bits;
  const { bipolar } = weights;
  const mask = 2 ** weights.bits - 1;
  return Array.from({ length: pe }, (_, p) => {
    const bits = createBits();
    for (let row = p; row < rows; row += pe) {
      // Narrow weights are appended several at once: a network has millions of them.
      let code = 0;
      let held = 0;
      for (let column = 0; column < terms; column++) {
        const value = values[row * terms + column] ?? 0;
        code |= (bipolar ? (value > 0 ? 1 : 0) : value & mask) << held;
        held += weights.bits;
        if (held + weights.bits <= 24 && column !== terms - 1) continue;
        bits.push(code, held);
        code = held = 0;
      }
      for (let column = terms; column < columns; column++) bits.push(idle, weights.bits);
    }
    return bits.words(wordBits);
  });
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
    if (line.length + item.length > 116) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? `${item},` : ` ${item},`;
  }
  lines.push(line.slice(0, -1));
  return lines.length === 1 ? `  {${lines.join('')}}` : `  {\n${lines.map((each) => `    ${each}\n`).join('')}  }`;
}

/** A word of a memory from its hexadecimal digits, all of one length, so that they stand in columns. */
function constant(hex: string, bits: number): string {
  if (bits > CONSTANT_BITS) return `"0x${hex}"`;
  if (bits <= 3) return hex;
  return bits <= 32 ? `0x${hex}` : `0x${hex}ull`;
}

/** A whole number as a literal; `int` where it fits there. */
function integer(value: number): string {
  return value >= -(2 ** 31) + 1 && value < 2 ** 31 ? String(value) : `${value}ll`;
}
