import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.js';
import type { Location } from '../diagnostics/span.js';
import type { LayerStatement } from '../language/ast.js';
import type { Network } from '../network/graph.js';
import type { Range } from './layer-parameters.js';
import type { Fault } from './npy.js';
import { placeOf } from './place.js';

/**
 * What is known of a network's parameter file: plain data that says nothing of places in texts, so that it stays right
 * while the text around it is edited.
 */
export interface ParametersState {
  /** Ranges of sums by layer name, as `resolve` takes them. */
  readonly bounds: ReadonlyMap<string, Range>;
  /** Placed in the bare network. */
  readonly faults: readonly Diagnostic[];
}

/** A state that narrows nothing. */
export const NOTHING_KNOWN: ParametersState = { bounds: new Map(), faults: [] };

/** The state of a file that cannot be read: of all networks the same is said. */
export function unreadable({ uri, params }: Network, { fault }: Fault): ParametersState {
  const at = { uri, span: { start: 0, end: 0 } };
  return { bounds: new Map(), faults: [diagnose('BNN702', at, { path: params?.path ?? '', detail: fault })] };
}

/**
 * A text that is equal for networks that ask the same of their parameters: path, names, kinds, shapes, types, wiring and
 * what is loadable, not folding, nor where anything stands.
 */
export function questionKey(network: Network): string {
  const layers = network.complete ? network.layers : [];
  return JSON.stringify([
    network.params?.path,
    network.complete,
    layers.map(({ name, operation, inputs, output, loadable }) => [
      name,
      operation,
      loadable,
      inputs,
      output?.shape,
      operation?.kind === 'input' ? output?.type.name : undefined,
    ]),
  ]);
}

const BARE = 'bnn:bare';

/** The network without places, wishes and texts: what is asked of its parameters, small enough to hand to a worker. */
export function bareNetwork(network: Network): Network {
  const { name, layers, inputs, outputs, params, complete } = network;
  const nowhere = { start: 0, end: 0 };
  return {
    name,
    uri: BARE,
    statement: { type: 'network', span: nowhere, body: { statements: [] } },
    layers: (complete ? layers : []).map((layer) => ({
      ...layer,
      wishes: {},
      statement: bareStatement(layer.index),
      uri: BARE,
      instances: [],
    })),
    inputs,
    outputs,
    params: params && { path: params.path, span: nowhere },
    complete,
    guessed: false,
  };
}

/** Diagnostics of a bare network at the places of the real one. */
export function placed(diagnostics: readonly Diagnostic[], network: Network): readonly Diagnostic[] {
  const line = paramsLine(network);
  return diagnostics.map((diagnostic) => {
    const layer = network.layers[diagnostic.span.start - 1];
    return { ...diagnostic, ...(layer ? placeOf(network, layer, line) : line) };
  });
}

/** Where to speak of a network's parameter file. */
export function paramsLine({ uri, params, statement }: Network): Location {
  return { uri, span: params?.span ?? statement.span };
}

/** Its span tells the layer: index + 1. */
function bareStatement(index: number): LayerStatement {
  const span = { start: index + 1, end: index + 1 };
  return { type: 'layer', span, kind: { text: '', span }, attributes: [] };
}
