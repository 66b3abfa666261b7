/** A row of bits, least significant first, from which words are cut. */
export interface Bits {
  /** Appends the low `count` bits of a code from 0 to 2^53 - 1. */
  push(code: number, count: number): void;
  /** Hexadecimal digits of the `count` bits from `from` on; bits behind the end are 0. */
  hex(from: number, count: number): string;
  readonly length: number;
}

const DIGITS = new TextEncoder().encode('0123456789abcdef');
const ZERO = 48;

/** An empty row of bits. */
export function createBits(): Bits {
  let bytes = new Uint8Array(64);
  let length = 0;
  const reserve = (bits: number): void => {
    if (bits >> 3 < bytes.length) return;
    const larger = new Uint8Array(Math.max(bytes.length * 2, (bits >> 3) + 1));
    larger.set(bytes);
    bytes = larger;
  };
  return {
    get length() {
      return length;
    },
    push(code, count) {
      reserve(length + count);
      const shift = length & 7;
      let at = length >> 3;
      length += count;
      if (shift + count <= 31) {
        // Most of what is pushed fits the whole numbers of the machine.
        for (let rest = (code & (2 ** count - 1)) << shift; rest > 0; rest >>= 8, at++)
          bytes[at] = (bytes[at] ?? 0) | (rest & 255);
        return;
      }
      let here = 8 - shift;
      let rest = code;
      for (let left = count; left > 0; left -= here, here = 8) {
        const taken = Math.min(here, left);
        bytes[at] = (bytes[at] ?? 0) | ((rest % 2 ** taken) << (8 - here));
        rest = Math.floor(rest / 2 ** taken);
        at++;
      }
    },
    hex: (from, count) => hexWords(bytes, from, count, 1)[0] ?? '',
  };
}

/** Words that lie behind each other in a row of bits from `from` on, as digits. They are made a text at once: there are millions. */
export function hexWords(bytes: Uint8Array, from: number, wordBits: number, words: number): readonly string[] {
  const digits = Math.ceil(wordBits / 4);
  const ascii = new Uint8Array(digits * words);
  for (let word = 0; word < words; word++) putDigits(bytes, from + word * wordBits, wordBits, ascii, word * digits);
  const text = new TextDecoder().decode(ascii);
  return Array.from({ length: words }, (_, word) => text.slice(word * digits, (word + 1) * digits));
}

/** Writes the digits of `count` words from word `first` of a row of bits on into `ascii`, from `at` on, `step` bytes apart. */
export function putWords(
  bytes: Uint8Array,
  first: number,
  count: number,
  wordBits: number,
  ascii: Uint8Array,
  at: number,
  step: number,
): void {
  if (wordBits === 1) {
    for (let word = 0; word < count; word++) {
      const bit = first + word;
      ascii[at + word * step] = ZERO + (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1);
    }
    return;
  }
  for (let word = 0; word < count; word++)
    putDigits(bytes, (first + word) * wordBits, wordBits, ascii, at + word * step);
}

/** Writes the digits of `count` bits from `from` on into `ascii` from `at` on, the most significant first. */
function putDigits(bytes: Uint8Array, from: number, count: number, ascii: Uint8Array, at: number): void {
  const digits = Math.ceil(count / 4);
  let bit = from + 4 * (digits - 1);
  let mask = (1 << (count - 4 * (digits - 1))) - 1;
  for (const end = at + digits; at < end; at++, bit -= 4, mask = 15) {
    const pair = (bytes[bit >> 3] ?? 0) | ((bytes[(bit >> 3) + 1] ?? 0) << 8);
    ascii[at] = DIGITS[(pair >> (bit & 7)) & mask] ?? 0;
  }
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
