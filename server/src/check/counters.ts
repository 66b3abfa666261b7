import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.js';
import { beyondCounters, MOST_COUNT } from '../hardware/counters.js';
import type { CheckedDesign } from './designs.js';
import { layerPlace, relatedInstances } from './places.js';

/**
 * BNN413: layers of which no C++ can be generated, as a frame takes them more cycles or words than it counts. Without a
 * target nothing is meant to be built.
 */
export function checkCounters({ network, target, estimate }: CheckedDesign): readonly Diagnostic[] {
  if (!target) return [];
  return network.layers.flatMap((layer) => {
    const engines = estimate.layers[layer.index]?.engines ?? [];
    const beyond = engines.map(beyondCounters).find((found) => found !== undefined);
    if (!beyond) return [];
    const facts = { layer: layer.name, ...beyond, limit: MOST_COUNT };
    return [diagnose('BNN413', layerPlace(layer), facts, relatedInstances(layer))];
  });
}
