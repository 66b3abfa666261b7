import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Network } from '../network/graph.js';
import { bindParameters } from '../parameters/bind.js';
import type { LayerParameters } from '../parameters/layer-parameters.js';
import { readNpz } from '../parameters/npz.js';
import { randomParameters } from '../parameters/random.js';

/** A network's trained integers, or its seeded random ones where it has no `params`. */
export type Trained =
  | { readonly parameters: readonly (LayerParameters | undefined)[]; readonly random: boolean }
  | { readonly faults: readonly Diagnostic[] };

/** Unpacks and checks the bytes of a parameter file; undefined stands for a network without one. */
export function trained(network: Network, bytes: Uint8Array | undefined): Trained {
  if (!bytes) return { parameters: randomParameters(network), random: true };
  const { parameters, diagnostics } = bindParameters(network, readNpz(bytes));
  const faults = diagnostics.filter(({ severity }) => severity === 'error');
  return faults.length > 0 ? { faults } : { parameters, random: false };
}
