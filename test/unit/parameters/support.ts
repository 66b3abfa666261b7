import { parse } from '../../../server/src/language/parser.js';
import type { Network } from '../../../server/src/network/graph.js';
import { resolve } from '../../../server/src/network/resolve.js';
import type { NpyArray } from '../../../server/src/parameters/npy.js';
import type { Npz } from '../../../server/src/parameters/npz.js';

/** The first network of a text, whatever is said of it. */
export function networkOf(text: string): Network {
  const uri = 'file:///test.bnn';
  const [network] = resolve(uri, () => parse(text, uri).file).networks;
  if (!network) throw new Error('no network');
  return network;
}

export function int8(shape: readonly number[], data: readonly number[]): NpyArray {
  return { dtype: 'int8', shape, data: Int8Array.from(data) };
}

export function int32(shape: readonly number[], data: readonly number[]): NpyArray {
  return { dtype: 'int32', shape, data: Int32Array.from(data) };
}

export function float(shape: readonly number[], data: readonly number[]): NpyArray {
  return { dtype: 'float64', shape, data: Float64Array.from(data) };
}

export function bool(data: readonly number[]): NpyArray {
  return { dtype: 'bool', shape: [data.length], data: Uint8Array.from(data) };
}

export function npzOf(arrays: Readonly<Record<string, NpyArray>>, unreadable: Npz['unreadable'] = []): Npz {
  return { arrays: new Map(Object.entries(arrays)), unreadable };
}
