import { subtractResources, type Resources } from '../devices/primitives.js';
import { foldingChoices } from '../hardware/foldings.js';
import { contextOf } from '../hardware/lower.js';
import { modelOf, type LayerModel } from '../hardware/layer-model.js';
import type { LayerFolding } from '../hardware/pipeline.js';
import { isReady } from '../hardware/ready.js';
import type { Layer } from '../network/graph.js';
import type { Design } from '../workspace/analysis.js';
import { foldingOf } from './layer-lines.js';

/** What a folding of some layers would bring, all else left as it is. */
export interface Consequence {
  /** Of the whole network. */
  readonly fps: number;
  /** Of these layers alone. */
  readonly lut: number;
  readonly cycles: number;
  /** Whether these layers would set the frame rate. */
  readonly limits: boolean;
}

/** The values of pe (or simd) that are legal for all of these layers, ascending. */
export function legalValues(design: Design, layers: readonly Layer[], key: 'pe' | 'simd'): readonly number[] {
  let common: readonly number[] | undefined;
  for (const layer of layers) {
    const legal = modelFor(design, layer)?.legal;
    if (!legal) return [];
    const pe = foldingOf(design, layer)?.pe ?? legal.pe[0] ?? 1;
    const values = key === 'pe' ? legal.pe : legal.simd(pe);
    common = common ? common.filter((value) => values.includes(value)) : values;
  }
  return common ?? [];
}

/** What one value of pe or simd would bring for these layers; the other one is kept, or the nearest legal below it. */
export function consequence(
  design: Design,
  layers: readonly Layer[],
  key: 'pe' | 'simd',
  value: number,
): Consequence | undefined {
  let cycles = 0;
  let lut = 0;
  for (const layer of layers) {
    const model = modelFor(design, layer);
    const folding = foldingOf(design, layer);
    if (!model || !folding) return undefined;
    const plan = model.plan(withValue(model, folding, key, value));
    cycles = Math.max(cycles, plan.cycles);
    lut += plan.resources.lut;
  }
  const others = intervalWithout(design, layers);
  const interval = Math.max(cycles, others);
  return { fps: interval > 0 ? design.clockHz / interval : Number.NaN, lut, cycles, limits: cycles >= others };
}

/** A folding of one layer, and what it adds to the resources of now. */
export interface Refolding {
  readonly pe: number | undefined;
  readonly simd: number | undefined;
  readonly added: Resources;
}

/** The folding of a layer that takes at most so many cycles for the fewest LUTs; undefined where none does. */
export function leanestWithin(design: Design, layer: Layer, cycles: number): Refolding | undefined {
  const model = modelFor(design, layer);
  const now = foldingOf(design, layer);
  if (!model || !now || !isReady(layer)) return undefined;
  const before = model.plan(now).resources;
  let best: (Refolding & { readonly lut: number }) | undefined;
  for (const { pe, simd } of foldingChoices(layer)) {
    const plan = model.plan({ ...now, pe, simd });
    const { lut } = plan.resources;
    if (plan.cycles > cycles || (best && best.lut <= lut)) continue;
    best = { pe, simd, lut, added: subtractResources(plan.resources, before) };
  }
  return best;
}

function withValue(model: LayerModel, folding: LayerFolding, key: 'pe' | 'simd', value: number): LayerFolding {
  if (key === 'simd') return { ...folding, simd: value };
  const simds = model.legal.simd(value);
  const kept =
    folding.simd === undefined ? undefined : (simds.findLast((simd) => simd <= (folding.simd ?? 1)) ?? simds[0]);
  return { ...folding, pe: value, simd: kept };
}

function modelFor(design: Design, layer: Layer): LayerModel | undefined {
  return isReady(layer) ? modelOf(layer, contextOf(design.target, design.device)) : undefined;
}

/** The frame interval that everything else allows. */
function intervalWithout(design: Design, layers: readonly Layer[]): number {
  const changed = new Set(layers.map(({ index }) => index));
  let most = 0;
  design.estimate.layers.forEach((layer, index) => {
    if (layer && !changed.has(index)) most = Math.max(most, layer.cycles);
  });
  for (const { cycles } of design.estimate.infrastructure) most = Math.max(most, cycles);
  return most;
}
