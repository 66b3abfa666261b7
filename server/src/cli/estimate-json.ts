import { RESOURCE_NAMES, type Resources } from '../devices/primitives.js';
import type { Design } from '../workspace/analysis.js';
import type { PrintedDiagnostic } from './report-diagnostics.js';

/** What `bnn estimate --json` prints of one design: the contract of docs/command-line.md. */
export function estimateJson(design: Design, diagnostics: readonly PrintedDiagnostic[]): object {
  const { network, target, device, estimate, folded } = design;
  return {
    network: network.name,
    target: target?.name ?? null,
    device: device?.name ?? null,
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
          ...counts(found.resources),
          engines: found.engines.map(({ name, kind, cycles, resources }) => ({
            name,
            kind,
            cycles,
            ...counts(resources),
          })),
        },
      ];
    }),
    infrastructure: estimate.infrastructure.map(({ name, kind, cycles, resources }) => ({
      name,
      kind,
      cycles,
      ...counts(resources),
    })),
    totals: counts(estimate.totals),
    available: estimate.available ? counts(estimate.available) : null,
    budget: Object.fromEntries(RESOURCE_NAMES.map((name) => [name, estimate.budget[name] ?? null])),
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

function counts({ lut, ff, bram18, uram, dsp }: Resources): Resources {
  return { lut, ff, bram18, uram, dsp };
}
