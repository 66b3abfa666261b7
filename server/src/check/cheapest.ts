import { foldingChoices } from '../hardware/foldings.js';
import type { LayerModel, LayerPlan } from '../hardware/layer-model.js';
import type { FoldingChoice, LayerFolding } from '../hardware/pipeline.js';
import type { ReadyLayer } from '../hardware/ready.js';

/** A folding of a layer, and the LUTs that it takes. */
export interface CheapFolding {
  readonly choice: FoldingChoice;
  readonly lut: number;
}

/**
 * The legal folding of a layer that takes at most so many cycles a frame, for the fewest LUTs; undefined where none is
 * fast enough. Equal layers share one table, so that only the first keystroke pays for it.
 */
export function cheapestWithin(
  layer: ReadyLayer,
  model: LayerModel,
  { mem, impl }: Pick<LayerFolding, 'mem' | 'impl'>,
  cycles: number,
): CheapFolding | undefined {
  const table = tableOf(layer, model, mem, impl);
  let low = 0;
  let high = table.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((table[middle]?.cycles ?? Infinity) <= cycles) low = middle + 1;
    else high = middle;
  }
  return table[low - 1]?.best;
}

/** By cycles ascending: the fewest LUTs of all that are at least as fast. */
type Table = readonly { readonly cycles: number; readonly best: CheapFolding }[];

const tables = new WeakMap<LayerModel, Map<string, Table>>();

function tableOf(layer: ReadyLayer, model: LayerModel, mem: LayerFolding['mem'], impl: LayerFolding['impl']): Table {
  const byStyle = tables.get(model) ?? new Map<string, Table>();
  tables.set(model, byStyle);
  const key = `${mem} ${impl}`;
  let table = byStyle.get(key);
  if (!table) byStyle.set(key, (table = makeTable(layer, (choice) => model.plan({ ...choice, mem, impl }))));
  return table;
}

function makeTable(layer: ReadyLayer, plan: (choice: FoldingChoice) => LayerPlan): Table {
  const all = foldingChoices(layer)
    .map((choice) => {
      const { cycles, resources } = plan(choice);
      return { cycles, best: { choice, lut: resources.lut } };
    })
    .sort((a, b) => a.cycles - b.cycles || a.best.lut - b.best.lut);
  const table: { cycles: number; best: CheapFolding }[] = [];
  let best: CheapFolding | undefined;
  for (const { cycles, best: here } of all) {
    if (!best || here.lut < best.lut) best = here;
    const last = table.at(-1);
    if (last?.cycles === cycles) last.best = best;
    else table.push({ cycles, best });
  }
  return table;
}
