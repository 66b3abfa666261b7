/** A row of bits, least significant first, from which words are cut. */
export interface Bits {
  /** Appends the low `count` bits of a code from 0 to 2^53 - 1. */
  push(code: number, count: number): void;
  /** Hexadecimal digits of the `count` bits from `from` on; bits behind the end are 0. */
  hex(from: number, count: number): string;
  readonly length: number;
}

const DIGITS = '0123456789abcdef';

/** Two digits at once. */
const PAIRS = Array.from({ length: 256 }, (_, code) => code.toString(16).padStart(2, '0'));

/** An empty row of bits. */
export function createBits(): Bits {
  let bytes = new Uint8Array(64);
  let length = 0;
  const pairAt = (bit: number): number => (bytes[bit >> 3] ?? 0) | ((bytes[(bit >> 3) + 1] ?? 0) << 8);
  return {
    get length() {
      return length;
    },
    push(code, count) {
      const at = length >> 3;
      if ((length & 7) + count <= 8 && at < bytes.length) {
        // Within a byte: most weights have a bit or two.
        bytes[at] = (bytes[at] ?? 0) | ((code & ((1 << count) - 1)) << (length & 7));
        length += count;
        return;
      }
      let rest = code;
      for (let left = count; left > 0;) {
        const shift = length & 7;
        const here = Math.min(8 - shift, left);
        if (length >> 3 >= bytes.length) {
          const larger = new Uint8Array(bytes.length * 2);
          larger.set(bytes);
          bytes = larger;
        }
        bytes[length >> 3] = (bytes[length >> 3] ?? 0) | ((rest % 2 ** here) << shift);
        rest = Math.floor(rest / 2 ** here);
        length += here;
        left -= here;
      }
    },
    hex(from, count) {
      let text = '';
      for (let at = 8 * Math.floor((count - 1) / 8); at >= 0; at -= 8) {
        const width = Math.min(8, count - at);
        const code = (pairAt(from + at) >> ((from + at) & 7)) & ((1 << width) - 1);
        text += (width > 4 ? PAIRS[code] : DIGITS[code]) ?? '0';
      }
      return text;
    },
  };
}

/** The number in `count` (at most 32) bits from `from` on of hexadecimal words that lie `wordBits` apart, first word first. */
export function bitsOfWords(words: readonly string[], wordBits: number, from: number, count: number): number {
  let code = 0;
  let scale = 1;
  for (let bit = from; bit < from + count;) {
    const word = words[Math.floor(bit / wordBits)] ?? '';
    const inside = bit % wordBits;
    const here = Math.min(4 - (inside & 3), from + count - bit, wordBits - inside);
    const digit = parseInt(word[word.length - 1 - (inside >> 2)] ?? '0', 16);
    code += ((digit >> (inside & 3)) & ((1 << here) - 1)) * scale;
    scale *= 2 ** here;
    bit += here;
  }
  return code;
}
