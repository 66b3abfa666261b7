import {
  addResources,
  NO_RESOURCES,
  RESOURCE_NAMES,
  RESOURCE_TITLES,
  type ResourceName,
  type Resources,
} from '../devices/primitives.js';
import type { Memory } from './memory.js';
import type { Engine, EngineKind, FormulaLine, StreamShape } from './pipeline.js';

/** An engine before it has a place in a pipeline: all but its name and its layer. The same for equal layers. */
export type EngineDraft = Omit<Engine, 'name' | 'layer'>;

/** A formula, the same with numbers put in, and where it comes from. */
type Explanation = Pick<FormulaLine, 'formula' | 'substituted' | 'source'>;

/** The explanation of one resource of a part. Made on demand: most are never read. */
export type Formula = (resource: ResourceName) => Explanation;

/** A part of an engine's cost: a formula over LUT, FF or DSP, or a memory. */
export interface CostPart {
  readonly what: string;
  readonly resources: Resources;
  readonly formula: Formula;
}

/** An engine from its streams, its cycles and the parts of its cost; parts are explained as they are summed. */
export function draft(
  kind: EngineKind,
  cycles: number,
  streams: { readonly inputs: readonly StreamShape[]; readonly outputs: readonly StreamShape[] },
  parts: readonly CostPart[],
  cyclesFormula: () => Explanation,
): EngineDraft {
  const resources = roundUp(parts.reduce((sum, part) => addResources(sum, part.resources), NO_RESOURCES));
  const explain = (): readonly FormulaLine[] => [
    { what: 'cycles a frame', unit: 'cycles', value: cycles, ...cyclesFormula() },
    ...parts.flatMap(linesOf),
  ];
  return { kind, cycles, resources, inputs: streams.inputs, outputs: streams.outputs, explain };
}

export function streamOf(lanes: number, valueBits: number, words: number): StreamShape {
  return { lanes, valueBits, bits: lanes * valueBits, words };
}

/** A part of the cost in LUTs and FFs. */
export function logicPart(what: string, lut: number, ff: number, formula: Formula): CostPart {
  return { what, resources: { ...NO_RESOURCES, lut, ff }, formula };
}

/** The cost of a memory, explained by what it became. */
export function memoryPart(what: string, built: Memory, count: number): CostPart {
  return {
    what,
    resources: built.resources,
    formula: (resource) => {
      const { formula, substituted } = built.formula(resource);
      const each = built.style === 'none' ? 'a register' : `${built.depth} x ${built.width} bits in ${built.style}`;
      return {
        formula: count === 1 ? formula : `memories*(${formula})`,
        substituted: count === 1 ? substituted : `${count}*(${substituted})`,
        source: `${each}${count === 1 ? '' : ', each'}; primitive shapes, UG473/UG474/UG573/UG574`,
      };
    },
  };
}

function linesOf({ what, resources, formula }: CostPart): readonly FormulaLine[] {
  return RESOURCE_NAMES.filter((name) => resources[name] > 0).map((name) => ({
    what: `${what}, ${RESOURCE_TITLES[name]}`,
    value: resources[name],
    unit: RESOURCE_TITLES[name],
    ...formula(name),
  }));
}

/** Sums of decimal costs miss whole numbers by less than this, which is no LUT. */
const NOISE = 1e-9;

function roundUp({ lut, ff, bram18, uram, dsp }: Resources): Resources {
  const up = (value: number): number => Math.max(0, Math.ceil(value - NOISE));
  return { lut: up(lut), ff: up(ff), bram18: up(bram18), uram: up(uram), dsp: up(dsp) };
}
