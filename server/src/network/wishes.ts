import { report } from './faults.js';
import { asFifo, asFolding, asWord } from './forms.js';
import { locationOf, valueSpan, type Given, type GivenAttributes } from './given.js';
import type { FoldLine, HardwareWishes, MemoryStyle, MultiplierStyle, Network, Target, Wish } from './graph.js';
import { matches } from './patterns.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const WISHES = ['pe', 'simd', 'mem', 'impl', 'fifo'] as const satisfies readonly (keyof HardwareWishes)[];

/** The wishes of a statement, and which of them say `auto`. `inputs` is how many streams lead into the layer, where known. */
export function readWishes(
  given: GivenAttributes,
  inputs: number | undefined,
): { readonly wishes: HardwareWishes; readonly reset: readonly (keyof HardwareWishes)[] } {
  const wishes: Mutable<HardwareWishes> = {};
  const reset: (keyof HardwareWishes)[] = [];
  for (const name of WISHES) {
    const found = given.get(name);
    if (!found) continue;
    if (name === 'pe' || name === 'simd') {
      const value = asFolding(found);
      if (value === 'auto') reset.push(name);
      else if (value !== undefined) wishes[name] = wish(found, value);
    } else if (name === 'fifo') {
      const value = readFifo(found, inputs);
      if (value?.every((depth) => depth === undefined)) reset.push(name);
      else if (value) wishes.fifo = wish(found, value);
    } else {
      const value = asWord(found);
      if (value === 'auto') reset.push(name);
      else if (value !== undefined && name === 'mem') wishes.mem = wish(found, value as MemoryStyle);
      else if (value !== undefined) wishes.impl = wish(found, value as MultiplierStyle);
    }
  }
  return { wishes, reset };
}

/** One depth stands for every stream; a list has one for each. */
function readFifo(given: Given, inputs: number | undefined): (number | undefined)[] | undefined {
  const depths = asFifo(given);
  if (!depths) return undefined;
  const numbers = depths.map((depth) => (depth === 'auto' ? undefined : depth));
  if (inputs === undefined || numbers.length === inputs) return numbers;
  if (given.value.type !== 'list') return Array.from({ length: inputs }, () => numbers[0]);
  const facts = { attribute: 'fifo', found: numbers.length, wanted: inputs };
  report(given.env, 'BNN242', valueSpan(given), facts);
  return undefined;
}

function wish<T>(given: Given, value: T): Wish<T> {
  return { value, at: locationOf(given) };
}

/**
 * The wishes that count for each layer of a network, by index: the layer's own (which already include the `defaults`),
 * overruled by the target's `fold` lines, of which later ones win, attribute by attribute; `auto` takes a wish back.
 */
export function wishesOf(network: Network, target: Target | undefined): readonly HardwareWishes[] {
  const effective = network.layers.map((layer) => layer.wishes);
  if (!target || target.folds.length === 0) return effective;
  const byName = new Map(network.layers.map((layer) => [layer.name, layer.index]));
  for (const fold of target.folds) {
    for (const index of matchingLayers(network, byName, fold.pattern)) {
      effective[index] = overrule(effective[index] ?? {}, fold, network.layers[index]?.inputs.length ?? 1);
    }
  }
  return effective;
}

/** Indexes of the layers that a pattern matches. */
export function matchingLayers(
  network: Network,
  byName: ReadonlyMap<string, number>,
  pattern: string,
): readonly number[] {
  if (!pattern.includes('*')) {
    const index = byName.get(pattern);
    return index === undefined ? [] : [index];
  }
  return network.layers.filter((layer) => matches(pattern, layer.name)).map((layer) => layer.index);
}

function overrule(before: HardwareWishes, fold: FoldLine, inputs: number): HardwareWishes {
  const after: Mutable<HardwareWishes> = { ...before, ...fold.wishes };
  const { fifo } = fold.wishes;
  if (fifo?.value.length === 1 && inputs > 1) {
    after.fifo = { ...fifo, value: Array.from({ length: inputs }, () => fifo.value[0]) };
  }
  for (const name of fold.reset) after[name] = undefined;
  return after;
}
