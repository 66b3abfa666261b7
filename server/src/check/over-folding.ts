import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.js';
import { modelsOf } from '../hardware/layer-model.js';
import { contextOf } from '../hardware/lower.js';
import { isReady } from '../hardware/ready.js';
import { wishesOf } from '../network/wishes.js';
import type { CheckedDesign } from './designs.js';
import { cheapestWithin } from './cheapest.js';
import { layerPlace } from './places.js';

/** A layer that needs less than this share of the interval may be folded further. */
const SHARE_OF_INTERVAL = 0.25;
/** LUTs that are worth a word, and the share of the layer that they must be. */
const LEAST_SAVING = 200;
const LEAST_SHARE = 0.25;
/** Layers looked at: the search through foldings is for people's files, not for generated ones. */
const MOST_LAYERS = 400;

/** BNN407: layers that the author folded far beyond the bottleneck. */
export function checkOverFolding(design: CheckedDesign): readonly Diagnostic[] {
  const { network, target, device, folded, estimate } = design;
  const { bottleneck, intervalCycles } = estimate;
  if (!bottleneck || network.layers.length > MOST_LAYERS) return [];
  const wishes = wishesOf(network, target);
  const models = modelsOf(network, contextOf(target, device));
  const found: Diagnostic[] = [];
  for (const layer of network.layers) {
    const own = estimate.layers[layer.index];
    const wish = wishes[layer.index];
    const at = wish?.pe?.at ?? wish?.simd?.at;
    if (
      !own ||
      !at ||
      folded.replaced.some((each) => each.layer === layer.index) ||
      own.cycles >= SHARE_OF_INTERVAL * intervalCycles
    )
      continue;
    if (own.resources.lut < LEAST_SAVING) continue;
    const model = models[layer.index];
    const folding = folded.folding[layer.index];
    if (!model || !folding || !isReady(layer)) continue;
    const now = model.plan(folding).resources.lut;
    const best = cheapestWithin(layer, model, folding, intervalCycles);
    const lutSaved = best ? now - best.lut : 0;
    if (!best || lutSaved < LEAST_SAVING || lutSaved < LEAST_SHARE * now) continue;
    const { pe, simd } = best.choice;
    const limits =
      bottleneck.layer === undefined ? bottleneck.engine.name : (network.layers[bottleneck.layer]?.name ?? '');
    const facts = {
      layer: layer.name,
      cycles: own.cycles,
      interval: intervalCycles,
      bottleneck: limits,
      lutSaved,
      pe,
      simd,
    };
    const limiting = network.layers[bottleneck.layer ?? -1];
    const related = limiting ? [{ ...layerPlace(limiting), message: 'sets the frame interval' }] : [];
    found.push(diagnose('BNN407', at, facts, related));
  }
  return found;
}
