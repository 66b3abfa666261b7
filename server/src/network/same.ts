import type { Tensor } from './graph.js';
import type { QuantisedType } from './quantised-type.js';

/** Whether two tensors are equal by value: every resolve makes them anew. */
export function isSameTensor(a: Tensor | undefined, b: Tensor | undefined): boolean {
  if (a === b) return true;
  return a !== undefined && b !== undefined && isSameShape(a.shape, b.shape) && isSameType(a.type, b.type);
}

/** Whether two types are equal by value: signs and bits follow from name and range. */
export function isSameType(a: QuantisedType | undefined, b: QuantisedType | undefined): boolean {
  if (a === b) return true;
  return a?.name === b?.name && a?.lo === b?.lo && a?.hi === b?.hi && a?.bipolar === b?.bipolar;
}

function isSameShape(a: Tensor['shape'], b: Tensor['shape']): boolean {
  return a.channels === b.channels && a.height === b.height && a.width === b.width && a.rank === b.rank;
}
