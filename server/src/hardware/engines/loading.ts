// Loading of parameters: what an engine needs to write its memories, and the port that their words come through. Its C++
// twin is server/hls/loading.hpp.
import { addResources, NO_RESOURCES, RESOURCE_TITLES, type Family, type Resources } from '../../devices/primitives.js';
import type { Network, OperationKind } from '../../network/graph.js';
import { ceilDiv, log2Ceil } from '../arithmetic.js';
import { DMA, DMA_SOURCE, SMALL_CONTROL, SMALL_CONTROL_SOURCE } from '../cost-model.js';
import { logicPart, type CostPart } from '../draft.js';
import type { FormulaLine, LayerFolding } from '../pipeline.js';
import { CHAIN_DEPTH, fifoResources } from './fifo.js';

/** Bits of a word that parameters come in. */
const WORD_BITS = 32;

/** Memories of one kind that are written, one or several a PE. */
export interface WrittenMemory {
  readonly pe: number;
  /** Places of each. */
  readonly depth: number;
  /** Words of the port for a place. */
  readonly words: number;
  /** Bits that are gathered before they are written. */
  readonly gathered: number;
}

/** The weights of an engine as they are written: a word in parts, in a register until its last part has come. */
export function writtenWeights(pe: number, depth: number, width: number): WrittenMemory {
  const words = ceilDiv(width, WORD_BITS);
  return { pe, depth, words, gathered: words * WORD_BITS };
}

/** Thresholds: all of a channel together, and one word more that says whether it falls. */
export function writtenThresholds(pe: number, depth: number, steps: number, bits: number): WrittenMemory {
  return { pe, depth, words: steps + 1, gathered: steps * bits };
}

/**
 * What writing costs beside the memories themselves: the stream from the port, counters of PE, place and part, a write
 * enable for each PE, a multiplexer for the address, and the register in which a word is gathered.
 */
export function loadingParts(memories: readonly WrittenMemory[], family: Family): readonly CostPart[] {
  if (memories.length === 0) return [];
  const fifo = fifoResources(CHAIN_DEPTH, WORD_BITS, family);
  const sum = (of: (memory: WrittenMemory) => number): number => memories.reduce((all, each) => all + of(each), 0);
  const counters = sum(({ pe, depth, words }) => log2Ceil(pe) + log2Ceil(depth) + log2Ceil(words));
  const addresses = sum(({ depth }) => log2Ceil(depth));
  const enables = sum(({ pe }) => (pe > 1 ? pe : 0));
  const gathered = sum((memory) => memory.gathered);
  const lut = SMALL_CONTROL.lut + fifo.lut + counters + addresses + enables;
  const ff = SMALL_CONTROL.ff + fifo.ff + counters + gathered;
  return [
    logicPart('loading of parameters', lut, ff, (resource) => ({
      formula:
        resource === 'ff'
          ? 'control + stream + counter bits + gathered bits'
          : 'control + stream + counter bits + address bits + write enables',
      substituted:
        resource === 'ff'
          ? `${SMALL_CONTROL.ff} + ${fifo.ff} + ${counters} + ${gathered}`
          : `${SMALL_CONTROL.lut} + ${fifo.lut} + ${counters} + ${addresses} + ${enables}`,
      source: `${SMALL_CONTROL_SOURCE}; a LUT for each bit and enable, counted`,
    })),
  ];
}

/** The row of the port that brings a layer's external weights. */
export function weightPortName(layer: string): string {
  return `${layer}.weight-port`;
}

/**
 * The port of a layer whose weights are external, with the DMA behind it: an input port of the same kind. Bare streams have
 * the register slice, which the layer counts.
 */
export function weightPort(
  { mem }: Pick<LayerFolding, 'mem'>,
  kind: OperationKind | undefined,
  face: 'dma' | 'stream',
  family: Family,
): Resources | undefined {
  const weighted = kind === 'dense' || kind === 'conv' || kind === 'dwconv';
  return mem === 'external' && weighted && face === 'dma' ? { ...NO_RESOURCES, ...inputPort(family) } : undefined;
}

/** The same, explained. */
export function weightPortLines(family: Family): readonly FormulaLine[] {
  const measured = { ...NO_RESOURCES, ...inputPort(family) };
  return (['lut', 'ff', 'bram18'] as const).map((name) => ({
    what: `memory port of the weights, ${RESOURCE_TITLES[name]}`,
    formula: `as measured at a port of ${DMA[family === 'xc7' ? 'xc7' : 'xcup'].portBits} bits`,
    substituted: String(measured[name]),
    value: measured[name],
    unit: RESOURCE_TITLES[name],
    source: DMA_SOURCE,
  }));
}

function inputPort(family: Family): Pick<Resources, 'lut' | 'ff' | 'bram18'> {
  return DMA[family === 'xc7' ? 'xc7' : 'xcup'].input;
}

/** The row of the port in the infrastructure; no layer can be named so. */
export const PARAMETER_PORT = 'parameter-port';

/** The port of loaded parameters and the process behind it; undefined where no layer asks to be loadable. */
export function parameterPort(network: Network, kind: 'dma' | 'stream', family: Family): Resources | undefined {
  if (!network.layers.some(({ loadable }) => loadable)) return undefined;
  return portParts(kind, family).reduce((sum, { resources }) => addResources(sum, resources), NO_RESOURCES);
}

/** The same, explained. */
export function parameterPortLines(kind: 'dma' | 'stream', family: Family): readonly FormulaLine[] {
  return portParts(kind, family).flatMap(({ what, resources, source }) =>
    (['lut', 'ff', 'bram18'] as const).flatMap((name) => {
      const value = resources[name];
      if (value === 0) return [];
      const unit = RESOURCE_TITLES[name];
      return [{ what: `${what}, ${unit}`, substituted: String(value), value, unit, ...source }];
    }),
  );
}

interface PortPart {
  readonly what: string;
  readonly resources: Resources;
  readonly source: Pick<FormulaLine, 'formula' | 'source'>;
}

function portParts(kind: 'dma' | 'stream', family: Family): readonly PortPart[] {
  const { portBits, input } = DMA[family === 'xc7' ? 'xc7' : 'xcup'];
  const port: PortPart =
    kind === 'dma'
      ? {
          what: 'memory port',
          resources: { ...NO_RESOURCES, ...input },
          source: { formula: `as measured at a port of ${portBits} bits (${WORD_BITS} here)`, source: DMA_SOURCE },
        }
      : {
          what: 'register slice',
          resources: { ...NO_RESOURCES, lut: WORD_BITS, ff: 2 * WORD_BITS },
          source: { formula: 'bits, and twice the bits', source: 'counted: a skid buffer of two words' },
        };
  const process = { ...NO_RESOURCES, ...SMALL_CONTROL };
  return [
    port,
    { what: 'hands on the words', resources: process, source: { formula: 'control', source: SMALL_CONTROL_SOURCE } },
  ];
}
