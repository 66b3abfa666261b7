import type { Network } from '../network/graph.js';
import { suggest } from '../network/suggest.js';
import type { NpyArray } from './npy.js';
import type { Npz } from './npz.js';

const FIELDS = [
  'weights',
  'thresholds',
  'falling',
  'bias',
  'bn_gamma',
  'bn_beta',
  'bn_mean',
  'bn_var',
  'bn_eps',
  'scale',
  'act_scale',
] as const;
export type Field = (typeof FIELDS)[number];

/** The arrays of one layer by field; undefined where the entry is there but could not be read. */
export type LayerArrays = ReadonlyMap<Field, NpyArray | undefined>;

/** Arrays that no layer reads, those of one unknown layer together. */
export interface Stray {
  readonly arrays: readonly string[];
  readonly suggestion: string | undefined;
}

export interface SortedArrays {
  /** By layer index; layers without any are absent. */
  readonly byLayer: ReadonlyMap<number, LayerArrays>;
  readonly strays: readonly Stray[];
}

/** Sorts `<layer>.<field>` arrays by layer. */
export function sortArrays(network: Network, npz: Npz): SortedArrays {
  const indexOf = new Map(network.layers.map((layer) => [layer.name, layer.index]));
  const byLayer = new Map<number, Map<Field, NpyArray | undefined>>();
  const strays = new Map<string, { arrays: string[]; suggestion: string | undefined }>();
  const names = [...npz.arrays.keys(), ...npz.unreadable.map(({ name }) => name)];
  for (const name of names) {
    const dot = name.lastIndexOf('.');
    const layerName = name.slice(0, Math.max(dot, 0));
    const field = name.slice(dot + 1);
    const index = indexOf.get(layerName);
    if (index !== undefined && isField(field)) {
      const fields = byLayer.get(index) ?? new Map<Field, NpyArray | undefined>();
      byLayer.set(index, fields.set(field, npz.arrays.get(name)));
      continue;
    }
    // That it cannot be read is told, which is enough.
    if (!npz.arrays.has(name)) continue;
    const near = index === undefined ? suggest(layerName, indexOf.keys()) : layerName;
    const nearField = isField(field) ? field : suggest(field, FIELDS);
    const key = index === undefined && dot > 0 ? layerName : name;
    const stray = strays.get(key) ?? {
      arrays: [],
      suggestion: near !== undefined && nearField !== undefined ? `${near}.${nearField}` : undefined,
    };
    stray.arrays.push(name);
    strays.set(key, stray);
  }
  return { byLayer, strays: [...strays.values()] };
}

function isField(word: string): word is Field {
  return (FIELDS as readonly string[]).includes(word);
}
