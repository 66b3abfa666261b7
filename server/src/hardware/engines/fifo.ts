// FIFO of a stream: hls::stream with a depth, no source of its own.
import { addResources, NO_RESOURCES, type Family, type Resources } from '../../devices/primitives.js';
import { ceilDiv, log2Ceil } from '../arithmetic.js';
import { BUILD_SOURCE, FIFO } from '../cost-model.js';
import type { EngineDraft } from '../draft.js';
import { boundedMemo, type Memo } from '../memo.js';
import { memory, SHALLOW_DEPTH, type Memory } from '../memory.js';
import type { FormulaLine, StreamShape } from '../pipeline.js';

/** Depth of a FIFO between two neighbours of a chain: one word in flight on either side, as FINN and hls::stream have. */
export const CHAIN_DEPTH = 2;

/**
 * What a FIFO takes. Two words are registers. Up to 64 words a LUT is a shift register of 32 words of a bit (SRL32), behind
 * an output register; deeper ones go to block RAM, rounded up to a power of two.
 */
export function fifoResources(depth: number, bits: number, family: Family): Resources {
  // Small whole numbers are keys that take no memory of their own; wider words are rare.
  if (bits >= WIDEST_KNOWN) return resourcesOf(depth, bits, family);
  const key = depth * WIDEST_KNOWN + bits;
  return KNOWN[family].find(key) ?? KNOWN[family].keep(key, resourcesOf(depth, bits, family));
}

const WIDEST_KNOWN = 2 ** 16;

const KNOWN: Readonly<Record<Family, Memo<number, Resources>>> = {
  xc7: boundedMemo(8192),
  xcup: boundedMemo(8192),
  versal: boundedMemo(8192),
};

function resourcesOf(depth: number, bits: number, family: Family): Resources {
  const make = makeOf(depth);
  const each = FIFO[make];
  const address = log2Ceil(depth);
  const built = make === 'deep' ? deepMemory(depth, bits, family).resources : NO_RESOURCES;
  const shifted = make === 'shifted' ? bits * ceilDiv(depth, SRL_WORDS) : 0;
  return {
    ...built,
    lut: Math.ceil(each.lut.addressBit * address + each.lut.bit * bits + shifted),
    ff: Math.ceil(each.ff.addressBit * address + each.ff.bit * bits),
  };
}

/** Words of a bit that a LUT holds as a shift register (UG474). */
const SRL_WORDS = 32;

function makeOf(depth: number): keyof typeof FIFO {
  if (depth <= CHAIN_DEPTH) return 'two';
  return depth <= SHALLOW_DEPTH ? 'shifted' : 'deep';
}

/** An engine with the short FIFO of a stream inside its layer, which has no row of its own. */
export function withFifo(engine: EngineDraft, stream: StreamShape, family: Family): EngineDraft {
  const fifo = fifoResources(CHAIN_DEPTH, stream.bits, family);
  return {
    ...engine,
    resources: addResources(engine.resources, fifo),
    explain: () => [...engine.explain(), ...fifoLines('FIFO inside the layer', CHAIN_DEPTH, stream.bits, family)],
  };
}

/** The formulas of `fifoResources`. `what` names the FIFO. */
export function fifoLines(what: string, depth: number, bits: number, family: Family): readonly FormulaLine[] {
  const { lut, ff, bram18 } = fifoResources(depth, bits, family);
  const make = makeOf(depth);
  const each = FIFO[make];
  const address = log2Ceil(depth);
  const line = (unit: 'LUT' | 'FF', { addressBit, bit }: typeof each.lut, value: number): FormulaLine => {
    const shifted = unit === 'LUT' && make === 'shifted';
    return {
      what: `${what}, ${unit}`,
      formula: `${addressBit}*address bits${bit > 0 ? ` + ${bit}*bits` : ''}${shifted ? ` + bits*ceil(depth/${SRL_WORDS})` : ''}`,
      substituted: `${addressBit}*${address}${bit > 0 ? ` + ${bit}*${bits}` : ''}${shifted ? ` + ${bits}*ceil(${depth}/${SRL_WORDS})` : ''}`,
      value,
      unit,
      source: BUILD_SOURCE,
    };
  };
  const lines = [line('LUT', each.lut, lut), line('FF', each.ff, ff)];
  if (bram18 > 0) {
    const { formula, substituted } = deepMemory(depth, bits, family).formula('bram18');
    lines.push({
      what: `${what}, BRAM18`,
      formula,
      substituted,
      value: bram18,
      unit: 'BRAM18',
      source: 'shapes of a RAMB18 (UG473)',
    });
  }
  return lines;
}

function deepMemory(depth: number, bits: number, family: Family): Memory {
  return memory({ style: 'bram', depth, width: bits, count: 1, use: 'ram', family });
}
