import { RESOURCE_NAMES, type Resources } from '../devices/primitives.js';
import { ceilingsOf } from '../estimate/ceilings.js';
import { isCorrected, layerBand, totalBand } from '../estimate/estimate.js';
import { lutBand, type LutBand } from '../hardware/bands.js';
import { engineBand } from '../hardware/corrections.js';
import type { Engine } from '../hardware/pipeline.js';
import type { Design } from '../workspace/analysis.js';
import type { PrintedDiagnostic } from './report-diagnostics.js';

/** What `bnn estimate --json` prints of one design: the contract of docs/command-line.md. */
export function estimateJson(design: Design, diagnostics: readonly PrintedDiagnostic[]): object {
  const { network, target, device, estimate, folded } = design;
  return {
    network: network.name,
    target: target?.name ?? null,
    device: device?.name ?? null,
    deviceFigures: device?.verification ?? null,
    clockHz: estimate.clockHz,
    intervalCycles: estimate.intervalCycles,
    fps: estimate.fps,
    criticalPathCycles: estimate.criticalPathCycles,
    latencyS: estimate.latencyS,
    latencyKind: estimate.latencyKind,
    layers: network.layers.flatMap((layer) => {
      const found = estimate.layers[layer.index];
      if (!found) return [];
      const folding = folded.folding[layer.index];
      const chosen = folded.chosen[layer.index];
      return [
        {
          name: layer.name,
          kind: layer.kind,
          pe: folding?.pe ?? null,
          simd: folding?.simd ?? null,
          chosen: chosen !== undefined && (chosen.pe || chosen.simd),
          cycles: found.cycles,
          ...banded(found.resources, layerBand(found)),
          engines: found.engines.map((engine) => ({
            name: engine.name,
            kind: engine.kind,
            cycles: engine.cycles,
            ...banded(engine.resources, engineBand(engine)),
            ...correctedJson(engine),
          })),
        },
      ];
    }),
    infrastructure: estimate.infrastructure.map(({ name, kind, cycles, resources }) => ({
      name,
      kind,
      cycles,
      ...banded(resources, lutBand(kind, resources.lut)),
    })),
    totals: banded(estimate.totals, totalBand(estimate)),
    available: estimate.available ? counts(estimate.available) : null,
    budget: Object.fromEntries(RESOURCE_NAMES.map((name) => [name, estimate.budget[name] ?? null])),
    corrected: isCorrected(estimate),
    ceilings: ceilingsOf(estimate) ?? null,
    bottleneck: estimate.bottleneck
      ? {
          layer:
            estimate.bottleneck.layer === undefined ? null : (network.layers[estimate.bottleneck.layer]?.name ?? null),
          engine: estimate.bottleneck.engine.name,
        }
      : null,
    diagnostics,
  };
}

/** What reports of one's own corrected, by resource; no key where they corrected nothing. */
function correctedJson({ corrected }: Engine): object {
  if (!corrected) return {};
  const factors = corrected.map(({ resource, factor, points, source }) => [resource, { factor, points, source }]);
  return { corrected: Object.fromEntries(factors) as object };
}

function counts({ lut, ff, bram18, uram, dsp }: Resources): Resources {
  return { lut, ff, bram18, uram, dsp };
}

/** Counts with the band of the LUTs beside them. */
function banded({ lut, ff, bram18, uram, dsp }: Resources, { low, high }: LutBand): object {
  return { lut, lutLow: low, lutHigh: high, ff, bram18, uram, dsp };
}
