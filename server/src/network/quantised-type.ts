/**
 * A quantised type: the set of integers that a stream or a weight holds, and the bits that carry it.
 * `bipolar` is {-1, +1} in one bit (1 = +1); every other type is a whole range [lo, hi] in two's complement, or
 * unsigned where lo >= 0.
 */
export interface QuantisedType {
  /** As the language writes it (`bipolar`, `ternary`, `uint4`), also for carried ranges (`int14`). */
  readonly name: string;
  readonly lo: number;
  readonly hi: number;
  readonly bits: number;
  readonly signed: boolean;
  readonly bipolar: boolean;
}

/** A quantised type of the language by its word, or undefined: bipolar, binary, ternary, int2..int16, uint2..uint16. */
export function typeByName(word: string): QuantisedType | undefined {
  return TYPES.get(word);
}

/** The type of the values [lo, hi] in the fewest bits, unsigned when lo >= 0. */
export function typeOfRange(lo: number, hi: number): QuantisedType {
  const signed = lo < 0;
  // The least n with -n <= lo and hi < n, or, unsigned, hi < n, over the powers of two.
  let bits = 1;
  let size = signed ? 1 : 2;
  for (; (-size > lo || size <= hi) && bits < 64; size *= 2) bits++;
  return { name: `${signed ? '' : 'u'}int${bits}`, lo, hi, bits, signed, bipolar: false };
}

/** How many values the type has: the thresholds of an activation are one less. */
export function levels(type: QuantisedType): number {
  return type.bipolar ? 2 : type.hi - type.lo + 1;
}

export const BIPOLAR: QuantisedType = { name: 'bipolar', lo: -1, hi: 1, bits: 1, signed: true, bipolar: true };

const BITS = Array.from({ length: 15 }, (_, index) => index + 2);

const TYPES: ReadonlyMap<string, QuantisedType> = new Map(
  (
    [
      BIPOLAR,
      { name: 'binary', lo: 0, hi: 1, bits: 1, signed: false, bipolar: false },
      { name: 'ternary', lo: -1, hi: 1, bits: 2, signed: true, bipolar: false },
      ...BITS.map((bits) => ({
        name: `int${bits}`,
        lo: -(2 ** (bits - 1)),
        hi: 2 ** (bits - 1) - 1,
        bits,
        signed: true,
        bipolar: false,
      })),
      ...BITS.map((bits) => ({ name: `uint${bits}`, lo: 0, hi: 2 ** bits - 1, bits, signed: false, bipolar: false })),
    ] satisfies readonly QuantisedType[]
  ).map((type) => [type.name, type]),
);
