import type { Resources } from '../../devices/primitives.js';
import type { Costs } from '../../hardware/corrections.js';
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
 *
 * LUT memory where `auto` takes block RAM comes last, and only where it is asked for: it takes more LUTs and nothing less
 * but block RAM, so that a search for the fewest LUTs whose result has blocks enough need not look at it.
 */
export function choicesOf(
  layer: ReadyLayer,
  costs: Costs,
  pins: Pins,
  maxCycles: number,
  sparing: boolean,
): readonly Choice[] {
  const model = modelOf(layer, costs);
  const bySource = kept.get(model) ?? new Map<string, Source>();
  kept.set(model, bySource);
  const key = keyOf(pins);
  let source = bySource.get(key);
  if (!source) bySource.set(key, (source = sourceOf(layer, model, costs, pins)));
  return source.within(maxCycles, sparing);
}

interface Source {
  within(maxCycles: number, sparing: boolean): readonly Choice[];
}

const kept = new WeakMap<LayerModel, Map<string, Source>>();

function keyOf({ folding, pe, simd, mem, impl, uram }: Pins): string {
  const value = (open: boolean, pinned: unknown): string => (open ? '*' : String(pinned));
  return `${value(pe, folding.pe)} ${value(simd, folding.simd)} ${value(mem, folding.mem)} ${value(impl, folding.impl)} ${uram}`;
}

function sourceOf(layer: ReadyLayer, model: LayerModel, costs: Costs, pins: Pins): Source {
  const { folding } = pins;
  const planFor = (
    pe: number | undefined,
    simd: number | undefined,
    mem: MemoryStyle,
    impl: MultiplierStyle,
  ): LayerPlan => planOf(enginesOfLayer(layer, { pe, simd, mem, impl }, costs.family), costs);
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
    if (!choices) cells.set(at, (choices = styles.common(pe, simd, widest)));
    return choices;
  };
  const sparingCells = new Map<readonly Choice[], readonly Choice[]>();
  const withSparing = (choices: readonly Choice[]): readonly Choice[] => {
    let all = sparingCells.get(choices);
    if (!all) sparingCells.set(choices, (all = [...choices, ...styles.sparing(choices)]));
    return all;
  };
  const answers = new Map<number, readonly Choice[]>();
  return {
    within(maxCycles, sparing) {
      const key = sparing ? maxCycles : -maxCycles;
      const known = answers.get(key);
      if (known) return known;
      const found = lines.flatMap(({ simd, pes }) => {
        const line: (readonly Choice[])[] = [];
        // With more PEs a layer is never slower: the first that is too slow ends the line.
        for (let at = pes.length - 1; at >= 0; at--) {
          const choices = cell(simd, pes[at]);
          if (choices.length > 0 && !choices.some(({ cycles }) => cycles <= maxCycles)) break;
          line.push(sparing ? withSparing(choices) : choices);
        }
        return line.reverse().flat();
      });
      if (answers.size > 64) answers.clear();
      answers.set(key, found);
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

const MEMORIES: readonly MemoryStyle[] = ['bram', 'uram'];
const MULTIPLIERS: readonly MultiplierStyle[] = ['lut', 'dsp'];

interface Styles {
  /** The choices of one pe and simd: `auto`, and each open style that takes other resources, LUT memory excepted. */
  readonly common: (pe: number | undefined, simd: number | undefined, widest: number) => readonly Choice[];
  /** The same choices in LUT memory, where that takes other resources: what spares block RAM. */
  readonly sparing: (choices: readonly Choice[]) => readonly Choice[];
}

function stylesFor(
  pins: Pins,
  planFor: (pe: number | undefined, simd: number | undefined, mem: MemoryStyle, impl: MultiplierStyle) => LayerPlan,
): Styles {
  const { folding } = pins;
  const multipliers = [folding.impl, ...(pins.impl ? MULTIPLIERS.filter((impl) => matters(impl)) : [])];
  const memories = pins.mem ? MEMORIES.filter((mem) => mem !== 'uram' || pins.uram) : [];

  /** Whether a multiplier style changes this layer at all: it does so at every folding or at none. */
  function matters(impl: MultiplierStyle): boolean {
    const auto = planFor(folding.pe, folding.simd, folding.mem, 'auto');
    return !sameResources(planFor(folding.pe, folding.simd, folding.mem, impl).resources, auto.resources);
  }
  function consider(
    into: Choice[],
    { pe, simd, mem, impl }: Pick<Choice, 'pe' | 'simd' | 'mem' | 'impl'>,
    known: readonly Choice[],
    widest = Infinity,
  ): void {
    const plan = planFor(pe, simd, mem, impl);
    if (widestWord(plan) > widest) return;
    const { cycles, resources, inputs, output } = plan;
    const same = (other: Choice): boolean => sameResources(other.resources, resources);
    if (!known.some(same) && !into.some(same)) into.push({ pe, simd, mem, impl, cycles, resources, inputs, output });
  }
  return {
    common(pe, simd, widest) {
      const found: Choice[] = [];
      consider(found, { pe, simd, mem: folding.mem, impl: folding.impl }, [], widest);
      if (found.length === 0) return found;
      for (const impl of multipliers) {
        if (impl !== folding.impl) consider(found, { pe, simd, mem: folding.mem, impl }, []);
        for (const mem of memories) consider(found, { pe, simd, mem, impl }, []);
      }
      return found;
    },
    sparing(choices) {
      const [auto] = choices;
      const found: Choice[] = [];
      // Where nothing is in block RAM, LUT memory is what `auto` takes.
      if (!auto || !pins.mem || auto.resources.bram18 === 0) return found;
      for (const impl of multipliers) consider(found, { ...auto, mem: 'lutram', impl }, choices);
      return found;
    },
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
