import { NO_RESOURCES, type Family, type ResourceName, type Resources } from '../devices/primitives.js';
import type { MemoryStyle } from '../network/graph.js';
import { ceilDiv, powerOfTwoCeil } from './arithmetic.js';

/** A memory of an engine, `count` of them alike. */
export interface MemorySpec {
  readonly style: MemoryStyle;
  /** Words that it must hold. */
  readonly depth: number;
  /** Bits of a word. */
  readonly width: number;
  readonly count: number;
  /** Constants (weights, thresholds), the same written while nothing is read, or buffers that are written while they are read. */
  readonly use: 'rom' | 'loaded' | 'ram';
  readonly family: Family;
}

/** What a memory became. */
export interface Memory {
  /** `none` where there is one word only: it is wired in, or a register. */
  readonly style: Exclude<MemoryStyle, 'auto'> | 'none';
  /** Words as they are built: block RAM and UltraRAM in powers of two, LUTs in banks of 64 words, which `lut` counts. */
  readonly depth: number;
  readonly width: number;
  readonly resources: Resources;
  /** How many LUTs, halves of block RAM and so on one of these memories is, in numbers. Made on demand. */
  readonly formula: (resource: ResourceName) => MemoryFormula;
}

/** The count of one memory as a formula, and the same with numbers put in. */
export interface MemoryFormula {
  readonly formula: string;
  readonly substituted: string;
}

/** Words up to which a FIFO is made of shift registers. */
export const SHALLOW_DEPTH = 64;

/**
 * Whether `auto` keeps a memory in LUTs: up to 16 words or 1 024 bits, the rule of the HLS tools as measured. Units with
 * 32 x 32 and 16 x 64 bits a PE take no block RAM; with 64 x 32 and 32 x 256 they do (docs/calibration.md).
 */
export function staysInLuts(depth: number, width: number): boolean {
  return depth <= 16 || depth * width <= 1024;
}

/** The primitives that a memory takes. Several memories are never packed into one primitive, as in the HLS tools. */
export function memory(spec: MemorySpec): Memory {
  const style = styleOf(spec);
  const depth = style === 'lutram' ? spec.depth : builtDepth(spec.depth);
  const one = oneMemory(style, depth, spec);
  const formula = (resource: ResourceName): MemoryFormula => formulaOf(style, depth, spec, resource);
  return { style, depth, width: spec.width, resources: times(one, spec.count), formula };
}

/** Depth of block RAM as it is built: a power of two, and whole blocks of 32K beyond 32K words. */
function builtDepth(depth: number): number {
  return depth > RAMB36_DEPTH ? ceilDiv(depth, RAMB36_DEPTH) * RAMB36_DEPTH : powerOfTwoCeil(depth);
}

/** A RAMB36 as 32K x 1, the deepest shape there is. */
const RAMB36_DEPTH = 32_768;

function styleOf({ style, depth, width }: MemorySpec): Memory['style'] {
  if (style === 'external') return 'external';
  if (depth <= 1) return 'none';
  if (style !== 'auto') return style;
  return staysInLuts(depth, width) ? 'lutram' : 'bram';
}

function oneMemory(style: Memory['style'], depth: number, { width, use, family }: MemorySpec): Resources {
  switch (style) {
    case 'none':
      return { ...NO_RESOURCES, ff: use === 'rom' ? 0 : width };
    case 'external':
      // The words arrive as a stream: its skid register takes two words.
      return { ...NO_RESOURCES, lut: width, ff: 2 * width };
    case 'lutram':
      return { ...NO_RESOURCES, lut: lutramLuts(use, depth, width, family) };
    case 'bram':
      return { ...NO_RESOURCES, bram18: bram18Of(depth, width) };
    case 'uram':
      return { ...NO_RESOURCES, uram: ceilDiv(depth, URAM.depth) * ceilDiv(width, URAM.width) };
  }
}

/** What `oneMemory` counts, in words. */
function formulaOf(
  style: Memory['style'],
  depth: number,
  { width, use, family }: MemorySpec,
  resource: ResourceName,
): MemoryFormula {
  switch (style) {
    case 'none':
      return { formula: 'bits of the word', substituted: String(width) };
    case 'external':
      return resource === 'ff'
        ? { formula: '2*bits of the word that arrives', substituted: `2*${width}` }
        : { formula: 'bits of the word that arrives', substituted: String(width) };
    case 'lutram':
      return lutramFormula(use, depth, width, family);
    case 'bram': {
      if (depth > RAMB36_DEPTH) {
        return {
          formula: `2*ceil(depth/${RAMB36_DEPTH})*width`,
          substituted: `2*ceil(${depth}/${RAMB36_DEPTH})*${width}`,
        };
      }
      const [deep, wide] = bram18Shape(depth, width);
      return {
        formula: `ceil(depth/${deep})*ceil(width/${wide})`,
        substituted: `ceil(${depth}/${deep})*ceil(${width}/${wide})`,
      };
    }
    case 'uram':
      return {
        formula: `ceil(depth/${URAM.depth})*ceil(width/${URAM.width})`,
        substituted: `ceil(${depth}/${URAM.depth})*ceil(${width}/${URAM.width})`,
      };
  }
}

function lutramLuts(use: MemorySpec['use'], depth: number, width: number, family: Family): number {
  if (use === 'rom') return romLuts(depth, width);
  return use === 'loaded' ? singlePortLuts(depth, width) : ramLuts(depth, width, family);
}

function lutramFormula(use: MemorySpec['use'], depth: number, width: number, family: Family): MemoryFormula {
  if (use === 'ram') return ramFormula(depth, width, family);
  return use === 'rom' && depth <= 32
    ? { formula: 'ceil(width/2)', substituted: `ceil(${width}/2)` }
    : joinedFormula(depth, width);
}

/** UltraRAM: 4096 words of 72 bits (UG573). */
const URAM = { depth: 4096, width: 72 };

const NARROWEST: readonly [number, number] = [16_384, 1];

/** RAMB18 as [words, bits of a word]: true dual port to 18 bits, simple dual port or ROM at 36 (UG473, UG573). */
const BRAM18_SHAPES: readonly (readonly [number, number])[] = [
  [512, 36],
  [1024, 18],
  [2048, 9],
  [4096, 4],
  [8192, 2],
  NARROWEST,
];

/**
 * RAMB18 of one memory, all of one shape, the cheapest; a RAMB36 counts two. The depth counts as a power of two up to
 * 32K words and as whole blocks of 32K x 1 beyond: 147 456 words of 8 bits take 40 RAMB36 in a measured design, 5 x 8.
 */
export function bram18Of(depth: number, width: number): number {
  if (depth > RAMB36_DEPTH) return 2 * ceilDiv(depth, RAMB36_DEPTH) * width;
  const words = powerOfTwoCeil(depth);
  const [deep, wide] = bram18Shape(words, width);
  return ceilDiv(words, deep) * ceilDiv(width, wide);
}

/** The shape of which a memory of `words` words takes the fewest. */
function bram18Shape(words: number, width: number): readonly [number, number] {
  let best = NARROWEST;
  let least = Infinity;
  for (const shape of BRAM18_SHAPES) {
    const blocks = ceilDiv(words, shape[0]) * ceilDiv(width, shape[1]);
    if (blocks < least) [best, least] = [shape, blocks];
  }
  return best;
}

/**
 * LUTs of a constant memory: a LUT6 holds 64 x 1 or, with both outputs, 32 x 2; the slice's own multiplexers join four
 * of them (256 words), one LUT more joins four such groups (UG474).
 */
export function romLuts(depth: number, width: number): number {
  if (depth <= 32) return ceilDiv(width, 2);
  return width * (ceilDiv(depth, 64) + joinLuts(ceilDiv(depth, 256)));
}

/** A LUT a bit for every 64 words, and what joins them. */
function joinedFormula(depth: number, width: number): MemoryFormula {
  const join = `ceil((ceil(${depth}/256) - 1)/3)`;
  return {
    formula: 'width*(ceil(depth/64) + joining)',
    substituted: `${width}*(ceil(${depth}/64) + ${join})`,
  };
}

/** LUTs of a single port LUT memory: 64 x 1 a LUT, joined by the slice's own multiplexers to 256 words (UG474, table 2-3). */
function singlePortLuts(depth: number, width: number): number {
  return width * (ceilDiv(depth, 64) + joinLuts(ceilDiv(depth, 256)));
}

/** LUTs of a simple dual port LUT memory, by the widest primitives: RAM32M, RAM64M (UG474), RAM32M16, RAM64M8 (UG574). */
function ramLuts(depth: number, width: number, family: Family): number {
  const { luts, bits32, bits64 } = LUTRAM[family];
  if (depth <= 32) return ceilDiv(width, bits32) * luts;
  const banks = ceilDiv(depth, 64);
  return ceilDiv(width, bits64) * luts * banks + width * joinLuts(banks);
}

function ramFormula(depth: number, width: number, family: Family): MemoryFormula {
  const { luts, bits32, bits64 } = LUTRAM[family];
  if (depth <= 32) {
    return { formula: `ceil(width/${bits32})*${luts}`, substituted: `ceil(${width}/${bits32})*${luts}` };
  }
  return {
    formula: `ceil(width/${bits64})*${luts}*ceil(depth/64) + width*joining`,
    substituted: `ceil(${width}/${bits64})*${luts}*ceil(${depth}/64) + ${width}*ceil((ceil(${depth}/64) - 1)/3)`,
  };
}

const LUTRAM: Readonly<Record<Family, { readonly luts: number; readonly bits32: number; readonly bits64: number }>> = {
  xc7: { luts: 4, bits32: 6, bits64: 3 },
  xcup: { luts: 8, bits32: 14, bits64: 7 },
  versal: { luts: 8, bits32: 14, bits64: 7 },
};

/** LUTs a bit that select one of `n` by a tree of 4:1 multiplexers. */
function joinLuts(n: number): number {
  return ceilDiv(n - 1, 3);
}

export function times(resources: Resources, n: number): Resources {
  if (n === 1) return resources;
  const { lut, ff, bram18, uram, dsp } = resources;
  return { lut: lut * n, ff: ff * n, bram18: bram18 * n, uram: uram * n, dsp: dsp * n };
}
