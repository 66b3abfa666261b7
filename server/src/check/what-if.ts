import type { LegalValue } from '../diagnostics/catalogue/folding.js';
import { modelsOf, type LayerModel } from '../hardware/layer-model.js';
import { contextOf } from '../hardware/lower.js';
import type { LayerFolding } from '../hardware/pipeline.js';
import type { CheckedDesign } from './designs.js';

/** A layer of a design as hardware, and what other foldings of it would do to the whole. */
export interface LayerWhatIf {
  readonly model: LayerModel;
  readonly folding: LayerFolding;
  /** Frame rate of the network and LUTs of the layer when it is folded so; the value is the one that changed. */
  legalValue(attribute: 'pe' | 'simd', value: number | undefined): LegalValue | undefined;
}

/** Undefined where the layer is not known well enough to become hardware. */
export function whatIf(design: CheckedDesign, index: number): LayerWhatIf | undefined {
  const folding = design.folded.folding[index];
  const model = modelsOf(design.network, contextOf(design.target, design.device))[index];
  if (!folding || !model) return undefined;
  return {
    model,
    folding,
    legalValue(attribute, value) {
      if (value === undefined) return undefined;
      const changed = attribute === 'pe' ? withPe(model, folding, value) : { ...folding, simd: value };
      const plan = model.plan(changed);
      return {
        value,
        fps: design.clockHz / Math.max(otherEngines(design, index), plan.cycles),
        lut: plan.resources.lut,
      };
    },
  };
}

/** A depthwise layer loses its simd with pe = channels; others keep theirs. */
function withPe(model: LayerModel, folding: LayerFolding, pe: number): LayerFolding {
  const simds = model.legal.simd(pe);
  const simd = folding.simd === undefined || simds.includes(folding.simd) ? folding.simd : simds[0];
  return { ...folding, pe, simd };
}

/** The greatest cycles of all engines but this layer's. */
function otherEngines({ estimate }: CheckedDesign, index: number): number {
  if (estimate.bottleneck?.layer !== index) return estimate.intervalCycles;
  let most = 0;
  for (const engine of estimate.pipeline.engines) {
    if (engine.layer !== index) most = Math.max(most, engine.cycles);
  }
  return most;
}
