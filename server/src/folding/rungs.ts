import type { Resources } from '../devices/primitives.js';
import type { LayerModel, LayerPlan } from '../hardware/layer-model.js';
import { TOOL_LIMITS } from '../hardware/limits.js';
import type { LayerFolding, StreamShape } from '../hardware/pipeline.js';

/** One folding of a layer, and those that the greedy rule may go to from it. The same object for equal layers. */
export interface Rung {
  readonly pe: number | undefined;
  readonly simd: number | undefined;
  readonly plan: LayerPlan;
  /** The next simd and the next pe that shorten it, as far as they are open and their words are not too wide. */
  readonly next: () => readonly Rung[];
  /**
   * What each step to `next` changes in all, between a layer that gives `from` and one that takes `to`; made by `make` at
   * the first time. Only where nothing else than the two streams matters.
   */
  readonly changes: (from: StreamShape, to: StreamShape, make: () => readonly Resources[]) => readonly Resources[];
}

/** What of a layer the search may choose. */
export interface Open {
  readonly pe: boolean;
  readonly simd: boolean;
}

/** The rung of a layer that is folded so. Kept with the model, so that a search climbs where an earlier one has been. */
export function rungOf(model: LayerModel, open: Open, folding: LayerFolding): Rung {
  const { mem, impl } = folding;
  const choice = open.pe ? (open.simd ? 'both' : 'pe') : open.simd ? 'simd' : 'none';
  const style = mem === 'auto' && impl === 'auto' ? choice : `${choice} ${mem} ${impl}`;
  const byStyle = ladders.get(model) ?? new Map<string, Ladder>();
  if (byStyle.size === 0) ladders.set(model, byStyle);
  let ladder = byStyle.get(style);
  if (!ladder) byStyle.set(style, (ladder = ladderOf(model, open, mem, impl)));
  return ladder(folding.pe, folding.simd);
}

type Ladder = (pe: number | undefined, simd: number | undefined) => Rung;

const ladders = new WeakMap<LayerModel, Map<string, Ladder>>();

function ladderOf(model: LayerModel, open: Open, mem: LayerFolding['mem'], impl: LayerFolding['impl']): Ladder {
  const rungs = new Map<number, Rung>();
  const at: Ladder = (pe, simd) => {
    const key = (pe ?? 0) * 2 ** 22 + (simd ?? 0);
    let rung = rungs.get(key);
    if (!rung) rungs.set(key, (rung = make(pe, simd)));
    return rung;
  };
  const make: Ladder = (pe, simd) => {
    const plan = model.plan({ pe, simd, mem, impl });
    let known: readonly Rung[] | undefined;
    const next = (): readonly Rung[] => (known ??= above(pe, simd, plan));
    return { pe, simd, plan, next, changes: changesMemo() };
  };
  const above = (pe: number | undefined, simd: number | undefined, plan: LayerPlan): readonly Rung[] => {
    if (pe === undefined) return [];
    const found: Rung[] = [];
    const takeShorter = (values: readonly number[], rungOfValue: (value: number) => Rung): void => {
      for (const value of values) {
        const rung = rungOfValue(value);
        if (rung.plan.cycles >= plan.cycles) continue;
        if (widestWord(rung.plan) <= Math.max(TOOL_LIMITS.apIntBits, widestWord(plan))) found.push(rung);
        return;
      }
    };
    if (open.simd && simd !== undefined) {
      const wider = model.legal.simd(pe).filter((value) => value > simd);
      takeShorter(wider, (value) => at(pe, value));
    }
    if (open.pe) {
      const more = model.legal.pe.filter(
        (value) => value > pe && (simd === undefined || model.legal.simd(value).includes(simd)),
      );
      takeShorter(more, (value) => at(value, simd));
    }
    return found;
  };
  return at;
}

/** Streams belong to plans, which are kept: the same neighbours come with the same streams at the next keystroke. */
function changesMemo(): Rung['changes'] {
  let known: Map<StreamShape, Map<StreamShape, readonly Resources[]>> | undefined;
  return (from, to, make) => {
    const found = known?.get(from)?.get(to);
    if (found) return found;
    if (!known || known.size >= NEIGHBOURS_KEPT) known = new Map();
    const made = make();
    const byReader = known.get(from);
    if (!byReader || byReader.size >= NEIGHBOURS_KEPT) known.set(from, new Map([[to, made]]));
    else byReader.set(to, made);
    return made;
  };
}

const NEIGHBOURS_KEPT = 16;

function widestWord(plan: LayerPlan): number {
  let widest = 0;
  for (const { inputs, outputs } of plan.engines) {
    for (const { bits } of inputs) widest = Math.max(widest, bits);
    for (const { bits } of outputs) widest = Math.max(widest, bits);
  }
  return widest;
}
