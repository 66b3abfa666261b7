import { estimate } from '../estimate/compute.js';
import { nearestLegal } from '../hardware/foldings.js';
import { contextOf, lower } from '../hardware/lower.js';
import type { LayerFolding } from '../hardware/pipeline.js';
import type { Folder } from './folder.js';
import { startOf } from './start.js';

/** How a layer was built, as far as that is known. */
export type BuiltLayer = Partial<Pick<LayerFolding, 'pe' | 'simd' | 'mem' | 'impl'>>;

/** Folds each layer as it was built before, by its name, so that what was measured is set beside the same design. */
export function asBuilt(built: ReadonlyMap<string, BuiltLayer>): Folder {
  return ({ network, target, device, clockHz }) => {
    const context = contextOf(target, device);
    const { folding: written, models, chosen, replaced } = startOf(network, target, context);
    const folding = written.map((layer, index): LayerFolding => {
      const known = built.get(network.layers[index]?.name ?? '');
      const model = models[index];
      if (!known || !model) return layer;
      const legal = nearestLegal(model.legal, known.pe ?? layer.pe, known.simd ?? layer.simd);
      return { ...layer, ...legal, mem: known.mem ?? layer.mem, impl: known.impl ?? layer.impl };
    });
    const pipeline = lower(network, folding, context);
    return { folding, estimate: estimate(pipeline, { clockHz, device, target }), chosen, replaced };
  };
}
