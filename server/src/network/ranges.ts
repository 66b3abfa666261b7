import type { Operation, Tensor } from './graph.js';
import { axesOf } from './operations/geometry.js';
import type { QuantisedType } from './quantised-type.js';
import { typeOfRange } from './quantised-type.js';
import { elements } from './shapes.js';
import { tapsRange } from './window.js';

/** Whole numbers from `lo` to `hi`, both included. */
export interface ValueRange {
  readonly lo: number;
  readonly hi: number;
}

/**
 * The exact range, from the types alone, of what a layer's activation compares with its thresholds, or carries: sums of
 * dense, conv, dwconv and add; of averages the sum after its shift. Undefined for the kinds that sum nothing.
 *
 * A sum's extremes are those of one product times the number of inputs; taps in a convolution's border hold
 * `padValue`, and an average's border adds 0.
 */
export function accumulatorRange(
  operation: Operation,
  inputs: readonly (Tensor | undefined)[],
): ValueRange | undefined {
  const sum = sumRange(operation, inputs);
  if (!sum) return undefined;
  if (operation.kind !== 'avgpool' && operation.kind !== 'globalavgpool') return sum;
  const divisor = 2 ** operation.shift;
  return { lo: Math.floor(sum.lo / divisor), hi: Math.floor(sum.hi / divisor) };
}

/** The type of what the activation compares, given that of the sum: an average's is shifted first. */
export function accumulatorType(operation: Operation, sum: QuantisedType | undefined): QuantisedType | undefined {
  const averages = operation.kind === 'avgpool' || operation.kind === 'globalavgpool';
  if (!sum || !averages || operation.shift === 0) return sum;
  const divisor = 2 ** operation.shift;
  return typeOfRange(Math.floor(sum.lo / divisor), Math.floor(sum.hi / divisor));
}

/** As `accumulatorRange`, before an average's shift: what the adder must hold. */
export function sumRange(operation: Operation, inputs: readonly (Tensor | undefined)[]): ValueRange | undefined {
  const [input] = inputs;
  if (!input) return undefined;
  switch (operation.kind) {
    case 'dense':
      return times(products(operation.weights, input.type), operation.inputs);
    case 'conv':
      return windowProducts(operation, input, input.shape.channels / operation.groups);
    case 'dwconv':
      return windowProducts(operation, input, 1);
    case 'avgpool': {
      const { rows, columns } = axesOf(operation, input.shape);
      const [high, wide] = [tapsRange(rows), tapsRange(columns)];
      return hull(times(input.type, high.least * wide.least), times(input.type, high.most * wide.most));
    }
    case 'globalavgpool':
      return times(input.type, elements(input.shape) / input.shape.channels);
    case 'add': {
      const known = inputs.filter((each) => each !== undefined);
      if (known.length < inputs.length) return undefined;
      return known
        .map((each) => each.type)
        .reduce<ValueRange>((a, b) => ({ lo: a.lo + b.lo, hi: a.hi + b.hi }), {
          lo: 0,
          hi: 0,
        });
    }
    default:
      return undefined;
  }
}

/** The type of what a layer gives: its activation, its carried sums, or what it passes on. */
export function outputType(
  operation: Operation,
  inputs: readonly (Tensor | undefined)[],
  accumulator: QuantisedType | undefined,
): QuantisedType | undefined {
  const [input] = inputs;
  switch (operation.kind) {
    case 'dense':
    case 'conv':
    case 'dwconv':
    case 'avgpool':
    case 'globalavgpool':
    case 'add':
      return operation.activation ?? accumulator;
    case 'threshold':
      return operation.activation;
    case 'argmax':
      return input && typeOfRange(0, Math.max(1, input.shape.channels - 1));
    case 'concat': {
      if (!input) return undefined;
      const types = inputs.flatMap((each) => (each ? [each.type] : []));
      // Carried ranges of the same width may differ.
      const { lo, hi } = types.reduce(hull, input.type);
      return lo === input.type.lo && hi === input.type.hi ? input.type : { ...input.type, lo, hi };
    }
    case 'input':
    case 'output':
    case 'maxpool':
    case 'upsample':
      return input?.type;
  }
}

/** All products of a weight and a value: their extremes are products of extremes. */
function products(weights: QuantisedType, values: ValueRange): ValueRange {
  const a = weights.lo * values.lo;
  const b = weights.lo * values.hi;
  const c = weights.hi * values.lo;
  const d = weights.hi * values.hi;
  // Adding 0 turns -0 into 0.
  return { lo: Math.min(a, b, c, d) + 0, hi: Math.max(a, b, c, d) + 0 };
}

function windowProducts(
  operation: Extract<Operation, { kind: 'conv' | 'dwconv' }>,
  input: Tensor,
  channels: number,
): ValueRange {
  const { weights, padValue } = operation;
  const { rows, columns } = axesOf(operation, input.shape);
  const taps = operation.kernel[0] * operation.kernel[1];
  const inside = products(weights, input.type);
  const border = products(weights, { lo: padValue, hi: padValue });
  const [high, wide] = [tapsRange(rows), tapsRange(columns)];
  // A tap of the border lies within the range of a tap inside, so the windows with most taps inside have the extremes.
  const most = high.most * wide.most;
  return plus(times(inside, most * channels), times(border, (taps - most) * channels));
}

function times(range: ValueRange, count: number): ValueRange {
  return count === 0 ? { lo: 0, hi: 0 } : { lo: range.lo * count, hi: range.hi * count };
}

function plus(a: ValueRange, b: ValueRange): ValueRange {
  return { lo: a.lo + b.lo, hi: a.hi + b.hi };
}

function hull(a: ValueRange, b: ValueRange): ValueRange {
  return { lo: Math.min(a.lo, b.lo), hi: Math.max(a.hi, b.hi) };
}
