import type { Pipeline } from '../../hardware/pipeline.js';
import type { BuiltFolding, FoundReport } from '../build-folder.js';
import { matchLayers } from '../match-layers.js';
import type { MeasuredModule } from '../measured-report.js';

/**
 * PE and SIMD of each layer as FINN built it, by the folding file of its output: `final_hw_config.json`, else
 * `auto_folding_config.json`. Empty where there is none, or where its nodes are not told apart.
 */
export function finnFolding(found: readonly FoundReport[], pipeline: Pipeline): ReadonlyMap<string, BuiltFolding> {
  const files = found.filter(({ report }) => report.kind === 'finn-folding');
  const file = files.find(({ path }) => /final_hw_config\.json$/.test(path)) ?? files[0];
  const built = new Map<string, BuiltFolding>();
  if (!file) return built;
  const { folding } = file.report;
  const modules = [...folding.keys()].map((name): MeasuredModule => ({
    name,
    path: [name],
    module: undefined,
    resources: {},
  }));
  for (const { module, engine, layer } of matchLayers(modules, pipeline).matched) {
    const name = pipeline.network.layers[layer ?? -1]?.name;
    // The window unit's SIMD counts channels; the unit that multiplies says how the layer is folded.
    const main = /^(?:mvtu|dwmvtu|pool|threshold|add)$/.test(pipeline.engines[engine ?? -1]?.kind ?? '');
    const { PE: pe, SIMD: simd } = folding.get(module.name) ?? {};
    if (name === undefined || !main) continue;
    built.set(name, {
      pe: typeof pe === 'number' ? pe : undefined,
      simd: typeof simd === 'number' ? simd : undefined,
      mem: 'auto',
      impl: 'auto',
    });
  }
  return built;
}
