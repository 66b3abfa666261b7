import { addResources, type Family, type Resources } from '../../devices/primitives.js';
import { streamPort } from '../../hardware/engines/dma.js';
import { duplicateResources } from '../../hardware/engines/duplicate.js';
import { CHAIN_DEPTH, fifoResources } from '../../hardware/engines/fifo.js';
import { converterResources, needsConverter } from '../../hardware/engines/width-converter.js';
import type { StreamShape } from '../../hardware/pipeline.js';

/** What stands on a stream between two engines, and how many width converters are among it. */
export interface EdgeCost {
  readonly resources: Resources;
  readonly converters: number;
}

/** How deep the FIFO into a reader is, and whether the words come from a memory port. */
export interface EdgeRule {
  /** From the words of a frame on the stream that enters. */
  readonly depth: (words: number) => number;
  readonly port: boolean;
}

/** The FIFOs and the width converter between two neighbours, as the pipeline will have them. */
export function linkCost(from: StreamShape, to: StreamShape, { depth, port }: EdgeRule, family: Family): EdgeCost {
  const deep = depth(from.words);
  if (!needsConverter(from, to)) return { resources: fifoResources(deep, from.bits, family), converters: 0 };
  // The FIFO that waits for a branch stands before the converter, or behind that of a memory port.
  const before = fifoResources(port ? CHAIN_DEPTH : deep, from.bits, family);
  const behind = fifoResources(port ? deep : CHAIN_DEPTH, to.bits, family);
  return { resources: addResources(addResources(before, behind), converterResources(from, to)), converters: 1 };
}

/** From a layer to the memory port behind it. */
export function leaveCost(from: StreamShape, port: StreamShape, family: Family): EdgeCost {
  const row = fifoResources(CHAIN_DEPTH, from.bits, family);
  if (!needsConverter(from, port)) return { resources: row, converters: 0 };
  const behind = fifoResources(CHAIN_DEPTH, port.bits, family);
  return { resources: addResources(addResources(row, behind), converterResources(from, port)), converters: 1 };
}

/** A bare stream out of the design: the register slice and the FIFO before it. */
export function streamOutCost(from: StreamShape, family: Family): EdgeCost {
  const row = fifoResources(CHAIN_DEPTH, from.bits, family);
  return { resources: addResources(row, streamPort('output-dma', from).resources), converters: 0 };
}

/** A bare stream into the design; the FIFO behind it is its reader's. */
export function streamInCost(stream: StreamShape): EdgeCost {
  return { resources: streamPort('input-dma', stream).resources, converters: 0 };
}

/** The fork of a stream that several read, with the FIFO before it. */
export function forkCost(stream: StreamShape, copies: number, family: Family): EdgeCost {
  const row = fifoResources(CHAIN_DEPTH, stream.bits, family);
  return { resources: addResources(duplicateResources(stream, copies), row), converters: 0 };
}
