import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Network } from '../network/graph.js';
import { bindParameters } from '../parameters/bind.js';
import type { LayerParameters } from '../parameters/layer-parameters.js';
import type { LayerBounds } from '../parameters/bounds.js';
import { readNpz, type Npz } from '../parameters/npz.js';
import type { Fault } from '../parameters/npy.js';
import { randomParameters } from '../parameters/random.js';
import type { JobContext } from './job.js';

/** A network's trained integers, or its seeded random ones where it has no `params`. */
export type Trained =
  | {
      readonly parameters: readonly (LayerParameters | undefined)[];
      /** By layer index; undefined where they have not been asked for yet. */
      readonly bounds: readonly (LayerBounds | undefined)[] | undefined;
      readonly random: boolean;
    }
  | { readonly faults: readonly Diagnostic[] };

/** Checks a parameter file, given as its bytes or unpacked already; undefined stands for a network without one. */
export function trained(
  network: Network,
  file: Uint8Array | Npz | Fault | undefined,
  { unzip }: Pick<JobContext, 'unzip'> = {},
): Trained {
  if (!file) return { parameters: randomParameters(network), bounds: undefined, random: true };
  const npz = ArrayBuffer.isView(file) ? readNpz(file, { unzip }) : file;
  const { parameters, bounds, diagnostics } = bindParameters(network, npz);
  const faults = diagnostics.filter(({ severity }) => severity === 'error');
  return faults.length > 0 ? { faults } : { parameters, bounds, random: false };
}
