import type { Costs } from '../hardware/corrections.js';
import { nearestLegal } from '../hardware/foldings.js';
import { modelsOf, type LayerModel } from '../hardware/layer-model.js';
import { contextOf } from '../hardware/lower.js';
import type { Folding, LayerFolding } from '../hardware/pipeline.js';
import type { Network, Target } from '../network/graph.js';
import { wishesOf } from '../network/wishes.js';
import type { FoldingRequest, FoldingResult, ReplacedWish } from './folder.js';

/** What the author pinned, made legal, with everything open at its least: where a search begins. */
export interface Start {
  readonly folding: Folding;
  /** By layer index; undefined where a layer cannot be built. */
  readonly models: readonly (LayerModel | undefined)[];
  readonly chosen: FoldingResult['chosen'];
  readonly replaced: readonly ReplacedWish[];
}

/** The start of a request's search, kept while its network, target and device are the same objects. */
export function startFor({ network, target, device }: FoldingRequest): Start {
  const before = kept.get(network) ?? [];
  const known = before.find((each) => each.target === target && each.device === device);
  if (known) return known.start;
  const start = startOf(network, target, contextOf(target, device));
  kept.set(network, [...before.slice(1 - STARTS_KEPT), { target, device, start }]);
  return start;
}

/** Starts of one network that are kept: its targets. */
const STARTS_KEPT = 8;
const kept = new WeakMap<Network, readonly (Pick<FoldingRequest, 'target' | 'device'> & { readonly start: Start })[]>();

export function startOf(network: Network, target: Target | undefined, costs: Costs): Start {
  const wishes = wishesOf(network, target);
  const folding: LayerFolding[] = [];
  const models = modelsOf(network, costs);
  const chosen: FoldingResult['chosen'][number][] = [];
  const replaced: ReplacedWish[] = [];
  for (const layer of network.layers) {
    const wish = wishes[layer.index] ?? {};
    const model = models[layer.index];
    const pe = wish.pe?.value;
    const simd = wish.simd?.value;
    const used = model ? nearestLegal(model.legal, pe, simd) : { pe, simd };
    if (pe !== undefined && used.pe !== undefined && pe !== used.pe)
      replaced.push({ layer: layer.index, attribute: 'pe', wished: pe, used: used.pe });
    if (simd !== undefined && used.simd !== undefined && simd !== used.simd)
      replaced.push({ layer: layer.index, attribute: 'simd', wished: simd, used: used.simd });
    const mem = wish.mem?.value ?? 'auto';
    const impl = wish.impl?.value ?? 'auto';
    folding.push({ pe: used.pe, simd: used.simd, mem, impl, fifo: wish.fifo?.value ?? CHOSEN_DEPTHS });
    const openPe = pe === undefined && used.pe !== undefined;
    const openSimd = simd === undefined && used.simd !== undefined;
    chosen.push(openPe ? (openSimd ? BOTH : PE) : openSimd ? SIMD : NEITHER);
  }
  return { folding, models, chosen, replaced };
}

const CHOSEN_DEPTHS: LayerFolding['fifo'] = [];
const BOTH = { pe: true, simd: true };
const PE = { pe: true, simd: false };
const SIMD = { pe: false, simd: true };
const NEITHER = { pe: false, simd: false };

/** Whether two starts begin the same search: equal layers in equal places, pinned alike. */
export function isSameStart(a: Start, b: Start): boolean {
  return (
    a.folding.length === b.folding.length &&
    a.models.every((model, index) => model === b.models[index]) &&
    a.folding.every((folding, index) => isSameFolding(folding, b.folding[index])) &&
    a.chosen.every(({ pe, simd }, index) => pe === b.chosen[index]?.pe && simd === b.chosen[index].simd)
  );
}

function isSameFolding(a: LayerFolding, b: LayerFolding | undefined): boolean {
  return (
    b !== undefined &&
    a.pe === b.pe &&
    a.simd === b.simd &&
    a.mem === b.mem &&
    a.impl === b.impl &&
    a.fifo.length === b.fifo.length &&
    a.fifo.every((depth, slot) => depth === b.fifo[slot])
  );
}
