import type { Network } from '../network/graph.js';
import { isFault, type Fault } from '../parameters/npy.js';
import { readNpz, type Npz } from '../parameters/npz.js';
import { parametersState } from '../parameters/checked.js';
import type { ParametersState } from '../parameters/state.js';
import type { JobContext } from './job.js';

export interface BindInput {
  /** Of the file's bytes; equal only for equal bytes. */
  readonly digest: string;
  /** Left out where an earlier job of the same worker may have unpacked them. */
  readonly bytes: Uint8Array | undefined;
  /** From `bareNetwork`. */
  readonly network: Network;
}

/** The state, or that the bytes are needed after all. */
export type BindOutput = { readonly state: ParametersState } | { readonly wants: 'bytes' };

/** Archives that a worker keeps unpacked, newest last. */
const unpacked = new Map<string, Npz | Fault>();
const MOST_KEPT = 2;

/** Checks a parameter file against a network. */
export function bind({ digest, bytes, network }: BindInput, { unzip }: Pick<JobContext, 'unzip'> = {}): BindOutput {
  const npz = unpacked.get(digest) ?? (bytes && readNpz(bytes, { unzip }));
  if (!npz) return { wants: 'bytes' };
  unpacked.delete(digest);
  if (!isFault(npz)) unpacked.set(digest, npz);
  for (const oldest of unpacked.keys()) {
    if (unpacked.size <= MOST_KEPT) break;
    unpacked.delete(oldest);
  }
  return { state: parametersState(network, npz) };
}
