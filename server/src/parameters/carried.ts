import type { Layer, Network } from '../network/graph.js';
import type { Range } from './layer-parameters.js';

/**
 * The bounds of `accumulatorBounds`, widened where the streams between layers ask for more than the sums alone: a border
 * of a convolution is filled with a value that the stream in front of it must hold, and all inputs of a concat share
 * one type. What is widened still lies within the range from the types.
 */
export function carriedBounds(network: Network, exact: ReadonlyMap<string, Range>): ReadonlyMap<string, Range> {
  const { layers } = network;
  const group = layers.map((_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (group[root] !== undefined && group[root] !== root) root = group[root] ?? root;
    return root;
  };
  const ranges = layers.map((layer): Range | undefined =>
    carries(layer) ? (exact.get(layer.name) ?? layer.output?.type) : layer.output?.type,
  );
  const widen = (index: number, by: Range): void => {
    const root = rootOf(index);
    const range = ranges[root];
    ranges[root] = range ? { lo: Math.min(range.lo, by.lo), hi: Math.max(range.hi, by.hi) } : by;
  };
  for (const layer of layers) {
    const border = borderOf(layer);
    if (border !== undefined) {
      for (const source of sourcesOf(layers, layer.inputs[0])) widen(source, { lo: border, hi: border });
    }
    if (layer.operation?.kind !== 'concat') continue;
    const [first, ...others] = layer.inputs.flatMap((input) => sourcesOf(layers, input));
    for (const other of first === undefined ? [] : others) {
      const [from, to] = [rootOf(other), rootOf(first ?? other)];
      const range = ranges[from];
      group[from] = to;
      if (range) widen(to, range);
    }
  }
  return new Map(
    layers.flatMap((layer): [string, Range][] => {
      const range = exact.get(layer.name);
      return range ? [[layer.name, (carries(layer) && ranges[rootOf(layer.index)]) || range]] : [];
    }),
  );
}

/** Whether its sums leave it as they are. */
function carries({ operation }: Layer): boolean {
  return operation !== undefined && 'activation' in operation && operation.activation === undefined;
}

/** The value in the border of a layer that pads its input; undefined where there is no border that counts. */
function borderOf({ operation }: Layer): number | undefined {
  if (!operation || !('pad' in operation) || operation.kind === 'maxpool') return undefined;
  const { top, bottom, left, right } = operation.pad;
  if (top + bottom + left + right === 0) return undefined;
  return operation.kind === 'avgpool' ? 0 : operation.padValue;
}

/** The layers that make the values of one layer's output, behind those that only pass values on. */
function sourcesOf(layers: readonly Layer[], from: number | undefined): readonly number[] {
  const found = new Set<number>();
  const seen = new Set<number>();
  const queue = from === undefined ? [] : [from];
  for (let index = queue.pop(); index !== undefined; index = queue.pop()) {
    if (seen.has(index)) continue;
    seen.add(index);
    const layer = layers[index];
    switch (layer?.operation?.kind) {
      case 'maxpool':
      case 'upsample':
      case 'concat':
      case 'output':
        queue.push(...layer.inputs);
        break;
      default:
        found.add(index);
    }
  }
  return [...found];
}
