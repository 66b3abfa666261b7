import type { Location } from '../diagnostics/span.js';
import type { Layer, Network } from '../network/graph.js';

/** What is wrong stands at the layer, or at the statement of this file that brings it in, or at the `params` line. */
export function placeOf(network: Network, layer: Layer, paramsLine: Location): Location {
  const statements = [...layer.instances, { statement: layer.statement, uri: layer.uri }];
  const here = statements.find(({ uri }) => uri === network.uri);
  return here ? { uri: here.uri, span: here.statement.name?.span ?? here.statement.span } : paramsLine;
}
