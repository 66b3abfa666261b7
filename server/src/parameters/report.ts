import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.js';
import type { Location } from '../diagnostics/span.js';
import type { NpyArray } from './npy.js';

/** Where to say something of a layer, and the list to say it in. */
export interface Report {
  readonly layer: string;
  readonly at: Location;
  readonly diagnostics: Diagnostic[];
}

/** Whether the array has one of the shapes; says so where not. */
export function hasShape(
  name: string,
  array: NpyArray,
  shapes: readonly (readonly number[])[],
  { at, diagnostics }: Report,
): boolean {
  if (shapes.some((shape) => sameShape(shape, array.shape))) return true;
  diagnostics.push(diagnose('BNN708', at, { array: name, expected: shapes, found: array.shape }));
  return false;
}

/** Whether the array's elements are integers; says so where not. */
export function isInteger(name: string, { dtype }: NpyArray, { at, diagnostics }: Report): boolean {
  if (/^u?int/.test(dtype)) return true;
  diagnostics.push(diagnose('BNN710', at, { array: name, expected: 'an integer array', found: dtype }));
  return false;
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((extent, axis) => extent === b[axis]);
}

/** The index along each axis of an element in C order. */
export function indexIn(shape: readonly number[], flat: number): number[] {
  const index: number[] = [];
  let rest = flat;
  for (const extent of [...shape].reverse()) {
    index.unshift(rest % extent);
    rest = Math.floor(rest / extent);
  }
  return index;
}
