import type { Tensor } from '../../network/graph.js';
import { divisors } from '../arithmetic.js';

/** Channels in a stream word of a pool, threshold, add, concat, upsample or argmax: divisors of every input's channels. */
export function lanesFor(inputs: readonly Tensor[]): readonly number[] {
  const common = inputs.reduce((sum, { shape }) => gcd(sum, shape.channels), 0);
  return divisors(common);
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/** Positions of a map. */
export function positionsOf({ shape }: Tensor): number {
  return shape.height * shape.width;
}
