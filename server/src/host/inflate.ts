import { inflateRawSync } from 'node:zlib';
import type { Inflate } from '../parameters/npz.js';

/** Node's own: a quarter of the time that one in JavaScript takes for a file that is read once. */
export const inflate: Inflate = (deflated, size) => {
  // A plain array: slices of a Buffer would share what lies around them.
  return new Uint8Array(inflateRawSync(deflated, { maxOutputLength: Math.max(size, 1) }));
};
