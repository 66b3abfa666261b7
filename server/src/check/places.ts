import type { Related } from '../diagnostics/diagnostic.js';
import type { Location } from '../diagnostics/span.js';
import type { Layer, Target } from '../network/graph.js';

/** Where to point at for a layer: its name, or its kind where it has none. */
export function layerPlace(layer: Layer): Location {
  return { uri: layer.uri, span: (layer.statement.name ?? layer.statement.kind).span };
}

/** A layer as a related location. */
export function relatedLayer(layer: Layer, message: string): Related {
  return { ...layerPlace(layer), message };
}

/** The instances that a layer comes from, outermost first, as related locations. */
export function relatedInstances(layer: Layer): readonly Related[] {
  return layer.instances.map(({ statement, uri }) => ({
    uri,
    span: (statement.name ?? statement.kind).span,
    message: `in the instance ${statement.name?.text ?? statement.kind.text}`,
  }));
}

/** Where to point at for a target as a whole: its name. */
export function targetPlace(target: Target): Location {
  return { uri: target.uri, span: target.statement.name?.span ?? target.statement.span };
}
