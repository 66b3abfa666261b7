import { asCount } from '../forms.js';
import { elements, vector } from '../shapes.js';
import {
  guessCount,
  guessValue,
  onlyInput,
  optional,
  readTypes,
  required,
  type Reading,
  type Resolved,
} from './reading.js';

/** Reads a map flattened in H, W, C order. */
export function resolveDense(reading: Reading): Resolved | undefined {
  const written = required(reading, 'units', asCount);
  const align = optional(reading, 'align', asCount, 1) ?? guessValue(reading, 1);
  const types = readTypes(reading);
  const input = onlyInput(reading);
  if (!input) return undefined;
  const inputs = elements(input.shape);
  const units = written ?? guessCount(reading, 'units', inputs);
  const alignedInputs = Math.ceil(inputs / align) * align;
  return { operation: { kind: 'dense', units, inputs, alignedInputs, ...types }, shape: vector(units) };
}
