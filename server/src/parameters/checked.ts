import type { Network } from '../network/graph.js';
import { bindParameters } from './bind.js';
import { accumulatorBounds } from './bounds.js';
import { carriedBounds } from './carried.js';
import type { Fault } from './npy.js';
import type { Npz } from './npz.js';
import type { ParametersState } from './state.js';

/** Checks the arrays of a file against a bare network. */
export function parametersState(bare: Network, npz: Npz | Fault): ParametersState {
  const { parameters, diagnostics } = bindParameters(bare, npz);
  // A network that is still being written is told of its file alone: what its layers lack says nothing yet.
  if (!bare.complete) {
    return { bounds: new Map(), faults: diagnostics.filter(({ code }) => code === 'BNN702' || code === 'BNN703') };
  }
  return { bounds: carriedBounds(bare, accumulatorBounds(bare, parameters)), faults: diagnostics };
}
