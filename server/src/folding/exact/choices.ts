import type { Family, Resources } from '../../devices/primitives.js';
import { enginesOfLayer } from '../../hardware/layer-engines.js';
import { modelOf, planOf, type LayerModel, type LayerPlan } from '../../hardware/layer-model.js';
import { TOOL_LIMITS } from '../../hardware/limits.js';
import type { LayerFolding, StreamShape } from '../../hardware/pipeline.js';
import type { ReadyLayer } from '../../hardware/ready.js';
import type { MemoryStyle, MultiplierStyle } from '../../network/graph.js';

/** One way to build a layer: what is chosen, what it takes, and the words on either side. */
export interface Choice {
  readonly pe: number | undefined;
  readonly simd: number | undefined;
  readonly mem: MemoryStyle;
  readonly impl: MultiplierStyle;
  /** Of its slowest engine. */
  readonly cycles: number;
  readonly resources: Resources;
  readonly inputs: readonly StreamShape[];
  readonly output: StreamShape;
}

/** What of a layer is open, and what the rest is pinned to. */
export interface Pins {
  readonly folding: LayerFolding;
  readonly pe: boolean;
  readonly simd: boolean;
  readonly mem: boolean;
  readonly impl: boolean;
  /** Whether the device has URAM. */
  readonly uram: boolean;
}

/**
 * Every choice of a layer in `maxCycles`, in the order in which equals are preferred: smaller simd, then smaller pe, then
 * `auto` before a named memory style and multiplier. Styles that change nothing are left out, and so are words beyond
 * what every supported tool takes, unless the least folding has them too. Kept for equal layers with equal pins.
 */
export function choicesOf(layer: ReadyLayer, family: Family, pins: Pins, maxCycles: number): readonly Choice[] {
  const model = modelOf(layer, family);
  const bySource = kept.get(model) ?? new Map<string, Source>();
  kept.set(model, bySource);
  const key = keyOf(pins);
  let source = bySource.get(key);
  if (!source) bySource.set(key, (source = sourceOf(layer, model, family, pins)));
  return source.within(maxCycles);
}

interface Source {
  within(maxCycles: number): readonly Choice[];
}

const kept = new WeakMap<LayerModel, Map<string, Source>>();

function keyOf({ folding, pe, simd, mem, impl, uram }: Pins): string {
  const value = (open: boolean, pinned: unknown): string => (open ? '*' : String(pinned));
  return `${value(pe, folding.pe)} ${value(simd, folding.simd)} ${value(mem, folding.mem)} ${value(impl, folding.impl)} ${uram}`;
}

function sourceOf(layer: ReadyLayer, model: LayerModel, family: Family, pins: Pins): Source {
  const { folding } = pins;
  const planFor = (
    pe: number | undefined,
    simd: number | undefined,
    mem: MemoryStyle,
    impl: MultiplierStyle,
  ): LayerPlan => planOf(enginesOfLayer(layer, { pe, simd, mem, impl }, family), family);
  const widest = Math.max(
    TOOL_LIMITS.apIntBits,
    widestWord(planFor(folding.pe, folding.simd, folding.mem, folding.impl)),
  );
  const lines = linesOf(model, pins);
  const styles = stylesFor(pins, planFor);
  const cells = new Map<number, readonly Choice[]>();
  const cell = (simd: number | undefined, pe: number | undefined): readonly Choice[] => {
    const at = (simd ?? 0) * 2 ** 24 + (pe ?? 0);
    let choices = cells.get(at);
    if (!choices) cells.set(at, (choices = styles(pe, simd, widest)));
    return choices;
  };
  const answers = new Map<number, readonly Choice[]>();
  return {
    within(maxCycles) {
      const known = answers.get(maxCycles);
      if (known) return known;
      const found = lines.flatMap(({ simd, pes }) => {
        const line: (readonly Choice[])[] = [];
        // With more PEs a layer is never slower: the first that is too slow ends the line.
        for (let at = pes.length - 1; at >= 0; at--) {
          const choices = cell(simd, pes[at]);
          if (choices.length > 0 && !choices.some(({ cycles }) => cycles <= maxCycles)) break;
          line.push(choices);
        }
        return line.reverse().flat();
      });
      if (answers.size > 64) answers.clear();
      answers.set(maxCycles, found);
      return found;
    },
  };
}

/** The legal pe for each legal simd, both ascending, as far as the pins leave them open. */
function linesOf(
  { legal }: LayerModel,
  { folding, pe, simd }: Pins,
): readonly { readonly simd: number | undefined; readonly pes: readonly (number | undefined)[] }[] {
  if (folding.pe === undefined) return [{ simd: folding.simd, pes: [undefined] }];
  const pes = pe ? legal.pe : [folding.pe];
  if (folding.simd === undefined) return [{ simd: undefined, pes }];
  const simds = simd ? [...new Set(pes.flatMap((each) => legal.simd(each)))].sort((a, b) => a - b) : [folding.simd];
  return simds.map((each) => ({ simd: each, pes: pes.filter((value) => legal.simd(value).includes(each)) }));
}

const MEMORIES: readonly MemoryStyle[] = ['lutram', 'bram', 'uram'];
const MULTIPLIERS: readonly MultiplierStyle[] = ['lut', 'dsp'];

/** The choices of one pe and simd: `auto`, and each open style that takes other resources. */
function stylesFor(
  pins: Pins,
  planFor: (pe: number | undefined, simd: number | undefined, mem: MemoryStyle, impl: MultiplierStyle) => LayerPlan,
): (pe: number | undefined, simd: number | undefined, widest: number) => readonly Choice[] {
  const { folding } = pins;
  const multipliers = pins.impl ? MULTIPLIERS.filter((impl) => matters(impl)) : [];
  const memories = pins.mem ? MEMORIES.filter((mem) => mem !== 'uram' || pins.uram) : [];

  /** Whether a multiplier style changes this layer at all: it does so at every folding or at none. */
  function matters(impl: MultiplierStyle): boolean {
    const auto = planFor(folding.pe, folding.simd, folding.mem, 'auto');
    return !sameResources(planFor(folding.pe, folding.simd, folding.mem, impl).resources, auto.resources);
  }

  return (pe, simd, widest) => {
    const found: Choice[] = [];
    const consider = (mem: MemoryStyle, impl: MultiplierStyle): void => {
      const plan = planFor(pe, simd, mem, impl);
      if (found.length === 0 && widestWord(plan) > widest) return;
      if (found.some(({ resources }) => sameResources(resources, plan.resources))) return;
      const { cycles, resources, inputs, output } = plan;
      found.push({ pe, simd, mem, impl, cycles, resources, inputs, output });
    };
    consider(folding.mem, folding.impl);
    const [auto] = found;
    if (!auto) return found;
    const blocks = auto.resources.bram18 > 0;
    for (const impl of [folding.impl, ...multipliers]) {
      if (impl !== folding.impl) consider(folding.mem, impl);
      for (const mem of memories) {
        // Where nothing is in block RAM, LUT memory is what `auto` takes.
        if (mem !== 'lutram' || blocks) consider(mem, impl);
      }
    }
    return found;
  };
}

function sameResources(a: Resources, b: Resources): boolean {
  return a.lut === b.lut && a.ff === b.ff && a.bram18 === b.bram18 && a.uram === b.uram && a.dsp === b.dsp;
}

function widestWord({ engines }: LayerPlan): number {
  let widest = 0;
  for (const { inputs, outputs } of engines) {
    for (const { bits } of inputs) widest = Math.max(widest, bits);
    for (const { bits } of outputs) widest = Math.max(widest, bits);
  }
  return widest;
}
