// FIFO of a stream: hls::stream with a depth, no source of its own.
import { addResources, NO_RESOURCES, type Family, type Resources } from '../../devices/primitives.js';
import { ceilDiv, log2Ceil } from '../arithmetic.js';
import { FIFO } from '../cost-model.js';
import type { EngineDraft } from '../draft.js';
import { boundedMemo, type Memo } from '../memo.js';
import { memory, SHALLOW_DEPTH, type Memory } from '../memory.js';
import type { FormulaLine, StreamShape } from '../pipeline.js';

/** Depth of a FIFO between two neighbours of a chain: one word in flight on either side, as FINN and hls::stream have. */
export const CHAIN_DEPTH = 2;

/**
 * What a FIFO takes. Two words are registers. Up to 16 words a LUT holds two bits (two SRL16), up to 32 one (SRL32), and so on to 64 words;
 * deeper ones go to block RAM, rounded up to a power of two.
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
  const address = log2Ceil(depth);
  const control = FIFO.lutPerAddressBit * address;
  const srl = depth <= 16 ? ceilDiv(bits, 2) : bits * ceilDiv(depth, 32);
  const shallow = depth <= CHAIN_DEPTH ? FIFO.lutPerRegisterBit * bits : srl;
  const deep = depth > SHALLOW_DEPTH;
  const built = deep ? deepMemory(depth, bits, family).resources : NO_RESOURCES;
  const registers = (depth <= CHAIN_DEPTH ? FIFO.ffPerRegisterBit : 1) * bits;
  const lut = Math.ceil(control + (deep ? 0 : shallow));
  return { ...built, lut, ff: Math.ceil(FIFO.ffPerAddressBit * address + registers) };
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
  const address = log2Ceil(depth);
  const few = depth <= CHAIN_DEPTH;
  const perBit = few ? FIFO.ffPerRegisterBit : 1;
  const store =
    depth > SHALLOW_DEPTH
      ? undefined
      : few
        ? { formula: `${FIFO.lutPerRegisterBit}*bits`, substituted: `${FIFO.lutPerRegisterBit}*${bits}` }
        : depth <= 16
          ? { formula: 'ceil(bits/2)', substituted: `ceil(${bits}/2)` }
          : { formula: 'bits*ceil(depth/32)', substituted: `${bits}*ceil(${depth}/32)` };
  const source = few
    ? 'FIFOs of two words in Finn_Thesis after implementation: 67 and 132 LUTs for 64 and 128 bits'
    : 'address bits of a Yosys twin; shift registers SRL16 and SRL32 (UG474), block RAM by its shapes (UG473)';
  const lines: FormulaLine[] = [
    {
      what: `${what}, LUT`,
      formula: `${FIFO.lutPerAddressBit}*address bits${store ? ` + ${store.formula}` : ''}`,
      substituted: `${FIFO.lutPerAddressBit}*${address}${store ? ` + ${store.substituted}` : ''}`,
      value: lut,
      unit: 'LUT',
      source,
    },
    {
      what: `${what}, FF`,
      formula: `${FIFO.ffPerAddressBit}*address bits + ${perBit}*bits`,
      substituted: `${FIFO.ffPerAddressBit}*${address} + ${perBit}*${bits}`,
      value: ff,
      unit: 'FF',
      source,
    },
  ];
  if (bram18 > 0) {
    const { formula, substituted } = deepMemory(depth, bits, family).formula('bram18');
    lines.push({ what: `${what}, BRAM18`, formula, substituted, value: bram18, unit: 'BRAM18', source });
  }
  return lines;
}

function deepMemory(depth: number, bits: number, family: Family): Memory {
  return memory({ style: 'bram', depth, width: bits, count: 1, use: 'ram', family });
}
