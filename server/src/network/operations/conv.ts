import { report } from '../faults.js';
import { asCount, asInteger } from '../forms.js';
import type { Padding, Tensor } from '../graph.js';
import { readWindow, resolveWindow } from './geometry.js';
import {
  attributeSpan,
  guessCount,
  guessForShape,
  guessValue,
  onlyInput,
  optional,
  readsGuess,
  readTypes,
  required,
  type Reading,
  type Resolved,
} from './reading.js';

export function resolveConv(reading: Reading): Resolved | undefined {
  const written = required(reading, 'filters', asCount);
  const groups = optional(reading, 'groups', asCount, 1) ?? guessForShape(reading, 1);
  const window = readWindow(reading, 'kernel');
  const padValue = readPadValue(reading);
  const types = readTypes(reading);
  const input = onlyInput(reading);
  if (!input) return undefined;
  const filters = written ?? guessCount(reading, 'filters', input.shape.channels);
  const divides = checkGroups(reading, groups, input.shape.channels, filters);
  const found = resolveWindow(reading, window, input, filters);
  const padded = found && checkPadValue(reading, found.geometry.pad, padValue, input);
  if (!divides || !padded) return undefined;
  return { operation: { kind: 'conv', filters, groups, padValue, ...types, ...found.geometry }, shape: found.shape };
}

/** Depthwise: every channel has its own window. */
export function resolveDwconv(reading: Reading): Resolved | undefined {
  const window = readWindow(reading, 'kernel');
  const padValue = readPadValue(reading);
  const types = readTypes(reading);
  const input = onlyInput(reading);
  if (!input) return undefined;
  const found = resolveWindow(reading, window, input, input.shape.channels);
  const padded = found && checkPadValue(reading, found.geometry.pad, padValue, input);
  if (!padded) return undefined;
  return { operation: { kind: 'dwconv', padValue, ...types, ...found.geometry }, shape: found.shape };
}

function readPadValue(reading: Reading): number {
  return optional(reading, 'pad_value', asInteger, 0) ?? guessValue(reading, 0);
}

function checkGroups(reading: Reading, groups: number, channels: number, filters: number): boolean {
  const wrong =
    channels % groups !== 0
      ? ({ of: 'channels', count: channels } as const)
      : filters % groups !== 0
        ? ({ of: 'filters', count: filters } as const)
        : undefined;
  if (!wrong) return true;
  // Of channels or filters that are not sure, that is not sure either.
  if (reading.guesses.shape || readsGuess(reading)) return false;
  const legal = nearestCommonDivisors(groups, channels, filters);
  report(reading.env, 'BNN302', attributeSpan(reading, 'groups'), { groups, ...wrong, legal });
  return false;
}

/** The next smaller and the next larger number that divide both. */
function nearestCommonDivisors(near: number, a: number, b: number): number[] {
  const legal: number[] = [];
  const shared = gcd(a, b);
  let below = Math.min(near, shared);
  while (below > 1 && shared % below !== 0) below--;
  legal.push(below);
  for (let above = near + 1; above <= Math.min(shared, near + 100_000); above++) {
    if (shared % above !== 0) continue;
    legal.push(above);
    break;
  }
  return legal;
}

function gcd(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

/** Whether the border holds a value of the input's type; there is no fault where there is no border. */
function checkPadValue(reading: Reading, pad: Padding, value: number, input: Tensor): boolean {
  const border = pad.top + pad.bottom + pad.left + pad.right > 0;
  const { type } = input;
  const belongs = type.bipolar ? Math.abs(value) === 1 : value >= type.lo && value <= type.hi;
  if (!border || belongs || reading.guesses.types || input.guessed) return true;
  if (type.bipolar && !reading.given.has('pad_value')) {
    report(reading.env, 'BNN303', attributeSpan(reading, 'pad'), {});
  } else {
    const { name, lo, hi, bipolar } = type;
    report(reading.env, 'BNN304', attributeSpan(reading, 'pad_value'), { value, type: name, lo, hi, bipolar });
  }
  return false;
}
