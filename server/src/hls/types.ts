import { type QuantisedType } from '../network/quantised-type.js';

/** The library's type (server/hls/types.hpp) that carries the values of a quantised type. */
export function cppType(type: QuantisedType): string {
  if (type.bipolar) return 'bnn::Bipolar';
  if (type.name === 'ternary') return 'bnn::Ternary';
  return `bnn::${type.signed ? 'Signed' : 'Unsigned'}<${type.bits}>`;
}

/** Bits of an `ap_int` that holds every number from lo to hi. */
export function signedBits(lo: number, hi: number): number {
  let bits = 1;
  for (let size = 1; size <= hi || -size > lo; size *= 2) bits += 1;
  return bits;
}

/** The bits of a value as they lie in a stream word: a number from 0 to 2^bits - 1. */
export function codeOf(type: QuantisedType, value: number): number {
  if (type.bipolar) return value > 0 ? 1 : 0;
  return value < 0 ? value + 2 ** type.bits : value;
}

/** What `codeOf` made a number of. */
export function valueOf(type: QuantisedType, code: number): number {
  if (type.bipolar) return code === 1 ? 1 : -1;
  return type.signed && code >= 2 ** (type.bits - 1) ? code - 2 ** type.bits : code;
}
