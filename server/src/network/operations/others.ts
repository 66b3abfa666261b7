import { report } from '../faults.js';
import { asActivation, asCount, asPair, asShape, asType } from '../forms.js';
import type { Shape, Tensor } from '../graph.js';
import { BIPOLAR } from '../quantised-type.js';
import { showShape, vector } from '../shapes.js';
import { resolvePair } from './geometry.js';
import {
  attributeSpan,
  guessCount,
  guessPair,
  guessType,
  onlyInput,
  optional,
  readsGuess,
  required,
  type Reading,
  type Resolved,
} from './reading.js';

/** The tensor of an `input`: HxWxC, WxC or N. */
export function resolveInput(reading: Reading): Tensor | undefined {
  const type = required(reading, 'type', asType) ?? guessType(reading, 'type', BIPOLAR);
  const dims = required(reading, 'shape', asShape);
  return dims && { type, shape: shapeOfDims(dims) };
}

export function resolveThreshold(reading: Reading): Resolved | undefined {
  const given = required(reading, 'activation', asActivation);
  if (given === 'none') {
    const facts = { attribute: 'activation', expected: 'a type such as uint4', found: '`none`' };
    report(reading.env, 'BNN234', attributeSpan(reading, 'activation'), facts);
  }
  const activation = given && given !== 'none' ? given : guessType(reading, 'activation', BIPOLAR);
  const input = onlyInput(reading);
  return input && { operation: { kind: 'threshold', activation }, shape: input.shape };
}

/** Nearest neighbour. */
export function resolveUpsample(reading: Reading): Resolved | undefined {
  const numbers = required(reading, 'scale', asPair) ?? guessPair(reading, 'scale');
  const input = onlyInput(reading);
  if (!input) return undefined;
  const { shape } = input;
  if (shape.rank === 0) {
    const { name, kind } = reading;
    report(reading.env, 'BNN313', reading.nameSpan, { name, kind, shape: showShape(shape) });
    return undefined;
  }
  const scale = resolvePair(reading, 'scale', numbers, shape);
  if (!scale) return undefined;
  const height = shape.height * scale[0];
  const width = shape.width * scale[1];
  return { operation: { kind: 'upsample', scale }, shape: { ...shape, height, width } };
}

export function resolveArgmax(reading: Reading): Resolved | undefined {
  const top = optional(reading, 'top', asCount, 1) ?? guessCount(reading, 'top', 1);
  const shape = onlyInput(reading)?.shape;
  if (!shape) return undefined;
  const { name } = reading;
  const sure = !reading.guesses.shape && !readsGuess(reading);
  if (shape.height * shape.width > 1) {
    if (!sure) return undefined;
    report(reading.env, 'BNN314', reading.nameSpan, { name, shape: showShape(shape) });
    return undefined;
  }
  if (top > shape.channels) {
    if (!sure) return undefined;
    report(reading.env, 'BNN310', attributeSpan(reading, 'top'), { top, classes: shape.channels });
    return undefined;
  }
  return { operation: { kind: 'argmax', top }, shape: vector(top) };
}

export function resolveOutput(reading: Reading): Resolved | undefined {
  const input = onlyInput(reading);
  return input && { operation: { kind: 'output' }, shape: input.shape };
}

function shapeOfDims(dims: readonly number[]): Shape {
  const [first = 1, second = 1, third = 1] = dims;
  if (dims.length === 1) return vector(first);
  return dims.length === 2
    ? { height: 1, width: first, channels: second, rank: 1 }
    : { height: first, width: second, channels: third, rank: 2 };
}
