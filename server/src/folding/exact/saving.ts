import { portStream } from '../../hardware/engines/dma.js';
import { CHAIN_DEPTH, fifoResources } from '../../hardware/engines/fifo.js';
import { converterResources } from '../../hardware/engines/width-converter.js';
import { inputBitsOf } from '../../hardware/layer-engines.js';
import type { LowerContext } from '../../hardware/lower.js';
import type { StreamShape } from '../../hardware/pipeline.js';
import { isReady } from '../../hardware/ready.js';
import type { Network } from '../../network/graph.js';
import type { Start } from '../start.js';

/**
 * How many LUTs words of a layer may take at most over any wider ones, in what stands between it and what reads it: its
 * FIFO and the dearest converter into a word that the reader can have. Wider words have a FIFO that is no smaller. Known
 * where a layer has one reader, with no other input and no written depth; undefined elsewhere.
 */
export function savingBehind(
  network: Network,
  layer: number,
  built: readonly boolean[],
  { family, portBits, interface: face }: LowerContext,
  { models, folding }: Pick<Start, 'models' | 'folding'>,
): ((output: StreamShape) => number) | undefined {
  const { consumers = [], output } = network.layers[layer] ?? {};
  const [reader] = consumers.flatMap((each) => network.layers[each] ?? []);
  const leaves = network.outputs.includes(layer);
  let bits: ReadonlySet<number>;
  if (consumers.length === 0 && leaves && output) {
    bits = new Set(face === 'dma' ? [portStream(output, portBits).bits] : []);
  } else {
    const legal = reader && models[reader.index]?.legal;
    const plain = consumers.length === 1 && !leaves && reader && built[reader.index] === true && isReady(reader);
    if (!plain || !legal || reader.operation.kind === 'output') return undefined;
    if (reader.inputs.length !== 1 || folding[reader.index]?.fifo[0] !== undefined) return undefined;
    const all = new Set<number>();
    for (const pe of legal.pe) {
      all.add(inputBitsOf(reader, { pe, simd: undefined }));
      for (const simd of legal.simd(pe)) all.add(inputBitsOf(reader, { pe, simd }));
    }
    bits = all;
  }
  return (stream) => {
    let converter = 0;
    for (const each of bits) converter = Math.max(converter, converterResources(stream, { ...stream, bits: each }).lut);
    return fifoResources(CHAIN_DEPTH, stream.bits, family).lut + converter;
  };
}
