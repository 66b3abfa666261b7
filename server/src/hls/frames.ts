import type { Tensor } from '../network/graph.js';
import { bitsOfWords, createBits } from './bits.js';
import { codeOf, valueOf } from './types.js';

/** How frames lie in words: of a port, or of a stream inside. */
export interface WordLayout {
  /** Bits of a word that carry values. */
  readonly bits: number;
  readonly words: number;
}

/**
 * One frame as the hexadecimal words of a port: its values in H, W, C order, each in the bits of its type, least
 * significant first, zeros behind them.
 */
export function frameWords(
  values: ArrayLike<number>,
  from: number,
  { type, shape }: Tensor,
  layout: WordLayout,
): string[] {
  const count = shape.height * shape.width * shape.channels;
  const row = createBits();
  for (let at = 0; at < count; at++) row.push(codeOf(type, values[from + at] ?? 0), type.bits);
  return Array.from({ length: layout.words }, (_, word) => row.hex(word * layout.bits, layout.bits));
}

/** The values of one frame from its words; the inverse of `frameWords`. */
export function frameValues(words: readonly string[], { type, shape }: Tensor, { bits }: WordLayout): Float64Array {
  const count = shape.height * shape.width * shape.channels;
  return Float64Array.from({ length: count }, (_, at) => {
    return valueOf(type, bitsOfWords(words, bits, at * type.bits, type.bits));
  });
}
