import { report } from '../faults.js';
import { asShift } from '../forms.js';
import { tapsRange } from '../window.js';
import { axesOf, readWindow, resolveWindow } from './geometry.js';
import {
  attributeSpan,
  guessValue,
  onlyInput,
  optional,
  readActivation,
  readsGuess,
  type Reading,
  type Resolved,
} from './reading.js';

export function resolveMaxpool(reading: Reading): Resolved | undefined {
  const window = readWindow(reading, 'size');
  const input = onlyInput(reading);
  if (!input) return undefined;
  const found = resolveWindow(reading, window, input, input.shape.channels);
  if (!found) return undefined;
  const { rows, columns } = axesOf(found.geometry, input.shape);
  if (tapsRange(rows).least === 0 || tapsRange(columns).least === 0) {
    // Of a window that is not sure, that is not sure either.
    if (reading.guesses.shape || readsGuess(reading)) return undefined;
    const { kernel, pad } = found.geometry;
    const oneRow = input.shape.rank === 1;
    report(reading.env, 'BNN311', attributeSpan(reading, 'pad'), {
      window: oneRow ? String(kernel[1]) : `${kernel[0]}x${kernel[1]}`,
      pad: oneRow ? `[${pad.left}, ${pad.right}]` : `[${pad.top}, ${pad.bottom}, ${pad.left}, ${pad.right}]`,
    });
    return undefined;
  }
  return { operation: { kind: 'maxpool', ...found.geometry }, shape: found.shape };
}

export function resolveAvgpool(reading: Reading): Resolved | undefined {
  const window = readWindow(reading, 'size');
  const shift = readShift(reading);
  const activation = readActivation(reading);
  const input = onlyInput(reading);
  if (!input) return undefined;
  const found = resolveWindow(reading, window, input, input.shape.channels);
  if (!found) return undefined;
  return { operation: { kind: 'avgpool', shift, ...activation, ...found.geometry }, shape: found.shape };
}

export function resolveGlobalavgpool(reading: Reading): Resolved | undefined {
  const shift = readShift(reading);
  const activation = readActivation(reading);
  const input = onlyInput(reading);
  if (!input) return undefined;
  return {
    operation: { kind: 'globalavgpool', shift, ...activation },
    shape: { ...input.shape, height: 1, width: 1 },
  };
}

function readShift(reading: Reading): number {
  return optional(reading, 'shift', asShift, 0) ?? guessValue(reading, 0);
}
