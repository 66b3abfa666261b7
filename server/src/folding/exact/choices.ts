import type { Resources } from '../../devices/primitives.js';
import type { Costs } from '../../hardware/corrections.js';
import { differentMultipliers, enginesOfLayer, outlineOf, type LayerOutline } from '../../hardware/layer-engines.js';
import { costOf, modelOf, type LayerCost, type LayerModel } from '../../hardware/layer-model.js';
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
  /** Words of a frame that its engines read and it gives, over all streams. */
  readonly words: number;
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

/** Which choices are looked for. */
export interface WantedChoices {
  /** LUT memory in place of block RAM, too. */
  readonly sparing: boolean;
  /**
   * Where nothing but LUTs counts: how many more than with any wider words it may take at most to hand on these to what
   * reads them. Undefined where nothing is known of that.
   */
  readonly mostSaved?: ((output: StreamShape) => number) | undefined;
}

/**
 * Every choice of a layer in `maxCycles`, in the order in which equals are preferred: smaller simd, then smaller pe, then
 * `auto` before a named memory style and multiplier. Styles that change nothing are left out, and so are words beyond
 * what every supported tool takes, unless the least folding has them too. Kept for equal layers with equal pins.
 *
 * LUT memory where `auto` takes block RAM comes last, and only where it is asked for: it takes more LUTs and nothing less
 * but block RAM, so that a search for the fewest LUTs whose result has blocks enough need not look at it. Nor need it look
 * at more PEs than the time asks for where they take more LUTs than what reads them could save.
 */
export function choicesOf(
  layer: ReadyLayer,
  costs: Costs,
  pins: Pins,
  maxCycles: number,
  wanted: WantedChoices,
): readonly Choice[] {
  const model = modelOf(layer, costs);
  const bySource = kept.get(model) ?? new Map<string, Source>();
  kept.set(model, bySource);
  const key = keyOf(pins);
  let source = bySource.get(key);
  if (!source) bySource.set(key, (source = sourceOf(layer, model, costs, pins)));
  return source.within(maxCycles, wanted);
}

interface Source {
  within(maxCycles: number, wanted: WantedChoices): readonly Choice[];
}

/** The choices of one pe and simd. */
interface Cell {
  readonly choices: readonly Choice[];
  /** The fewest LUTs that the last engine takes in any style. */
  readonly lastLuts: number;
}

const kept = new WeakMap<LayerModel, Map<string, Source>>();

function keyOf({ folding, pe, simd, mem, impl, uram }: Pins): string {
  const value = (open: boolean, pinned: unknown): string => (open ? '*' : String(pinned));
  return `${value(pe, folding.pe)} ${value(simd, folding.simd)} ${value(mem, folding.mem)} ${value(impl, folding.impl)} ${uram}`;
}

function sourceOf(layer: ReadyLayer, model: LayerModel, costs: Costs, pins: Pins): Source {
  const { folding } = pins;
  const costAt = (
    pe: number | undefined,
    simd: number | undefined,
    mem: MemoryStyle,
    impl: MultiplierStyle,
  ): LayerCost => costOf(enginesOfLayer(layer, { pe, simd, mem, impl }, costs.family), costs);
  let widest: number | undefined;
  /** Whether words are too wide for some tool, and wider than they must be. */
  const isTooWide = (bits: number): boolean => {
    if (bits <= TOOL_LIMITS.apIntBits) return false;
    widest ??= costAt(folding.pe, folding.simd, folding.mem, folding.impl).widestBits;
    return bits > widest;
  };
  const lines = linesOf(model, pins);
  const styles = stylesFor(pins, differentMultipliers(layer), isTooWide, costAt);
  const cells = new Map<number, Cell>();
  const cell = (simd: number | undefined, pe: number | undefined): Cell => {
    const at = (simd ?? 0) * 2 ** 24 + (pe ?? 0);
    let found = cells.get(at);
    if (!found) cells.set(at, (found = styles.common(pe, simd)));
    return found;
  };
  const sparingCells = new Map<Cell, readonly Choice[]>();
  const withSparing = (found: Cell): readonly Choice[] => {
    let all = sparingCells.get(found);
    if (!all) sparingCells.set(found, (all = [...found.choices, ...styles.sparing(found.choices)]));
    return all;
  };
  const outlines = new Map<number, LayerOutline | undefined>();
  const outline = (simd: number | undefined, pe: number | undefined): LayerOutline | undefined => {
    const at = (simd ?? 0) * 2 ** 24 + (pe ?? 0);
    const known = outlines.get(at);
    if (known) return known;
    const found = outlineOf(layer, { pe, simd }, costs.family);
    outlines.set(at, found);
    return found;
  };
  /** The least pe of a line that is fast enough: with more PEs a layer is never slower. */
  const firstInTime = ({ simd, pes }: Line, maxCycles: number): number => {
    let at = pes.length;
    while (at > 0) {
      const pe = pes[at - 1];
      const cycles = outline(simd, pe)?.cycles ?? cell(simd, pe).choices[0]?.cycles ?? 0;
      if (cycles > maxCycles) break;
      at--;
    }
    return at;
  };
  /** The cells of a line that are fast enough and, where savings are known, not beaten by one of fewer PEs. */
  const cellsOf = (line: Line, maxCycles: number, { mostSaved }: WantedChoices): readonly Cell[] => {
    let limit = Infinity;
    return line.pes.slice(firstInTime(line, maxCycles)).flatMap((pe) => {
      const known = mostSaved && outline(line.simd, pe);
      if (known && known.lutsAtLeast() > limit) return [];
      const found = cell(line.simd, pe);
      const [first] = found.choices;
      if (known && first) limit = Math.min(limit, found.lastLuts + mostSaved(first.output) + ROUNDING);
      return [found];
    });
  };
  const answers = new Map<number, readonly Choice[]>();
  return {
    within(maxCycles, wanted) {
      const { sparing, mostSaved } = wanted;
      const key = sparing ? maxCycles : -maxCycles;
      const known = mostSaved ? undefined : answers.get(key);
      if (known) return known;
      const found = lines.flatMap((line) =>
        cellsOf(line, maxCycles, wanted).flatMap((each) => (sparing ? withSparing(each) : each.choices)),
      );
      if (mostSaved) return found;
      if (answers.size > 64) answers.clear();
      answers.set(key, found);
      return found;
    },
  };
}

/** Room for the rounding of sums of doubles. */
const ROUNDING = 1e-6;

/** Foldings of one simd, pe ascending. */
interface Line {
  readonly simd: number | undefined;
  readonly pes: readonly (number | undefined)[];
}

/** The legal pe for each legal simd, both ascending, as far as the pins leave them open. */
function linesOf({ legal }: LayerModel, { folding, pe, simd }: Pins): readonly Line[] {
  if (folding.pe === undefined) return [{ simd: folding.simd, pes: [undefined] }];
  const pes = pe ? legal.pe : [folding.pe];
  if (folding.simd === undefined) return [{ simd: undefined, pes }];
  const simds = simd ? [...new Set(pes.flatMap((each) => legal.simd(each)))].sort((a, b) => a - b) : [folding.simd];
  return simds.map((each) => ({ simd: each, pes: pes.filter((value) => legal.simd(value).includes(each)) }));
}

const MEMORIES: readonly MemoryStyle[] = ['bram', 'uram'];

interface Styles {
  /** The choices of one pe and simd: `auto`, and each open style that takes other resources, LUT memory excepted. */
  readonly common: (pe: number | undefined, simd: number | undefined) => Cell;
  /** The same choices in LUT memory, where that takes other resources: what spares block RAM. */
  readonly sparing: (choices: readonly Choice[]) => readonly Choice[];
}

function stylesFor(
  pins: Pins,
  different: readonly MultiplierStyle[],
  isTooWide: (bits: number) => boolean,
  costAt: (pe: number | undefined, simd: number | undefined, mem: MemoryStyle, impl: MultiplierStyle) => LayerCost,
): Styles {
  const { folding } = pins;
  const multipliers = [folding.impl, ...(pins.impl ? different : [])];
  const memories = pins.mem ? MEMORIES.filter((mem) => mem !== 'uram' || pins.uram) : [];

  /** Takes a choice where it takes other resources than those before; gives the LUTs of its last engine. */
  function consider(
    into: Choice[],
    { pe, simd, mem, impl }: Pick<Choice, 'pe' | 'simd' | 'mem' | 'impl'>,
    known: readonly Choice[],
  ): number {
    const { cycles, resources, inputs, output, words, widestBits, lastLuts } = costAt(pe, simd, mem, impl);
    if (isTooWide(widestBits)) return Infinity;
    const same = (other: Choice): boolean => sameResources(other.resources, resources);
    if (!known.some(same) && !into.some(same))
      into.push({ pe, simd, mem, impl, cycles, resources, inputs, output, words });
    return lastLuts;
  }
  return {
    common(pe, simd) {
      const choices: Choice[] = [];
      let lastLuts = consider(choices, { pe, simd, mem: folding.mem, impl: folding.impl }, []);
      if (choices.length === 0) return { choices, lastLuts };
      const also = (mem: MemoryStyle, impl: MultiplierStyle): void => {
        lastLuts = Math.min(lastLuts, consider(choices, { pe, simd, mem, impl }, []));
      };
      for (const impl of multipliers) {
        if (impl !== folding.impl) also(folding.mem, impl);
        for (const mem of memories) also(mem, impl);
      }
      return { choices, lastLuts };
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
