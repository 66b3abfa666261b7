// Input and output of a network: DMA over a memory port, or bare streams. Their C++ twin is server/hls/stream_io.hpp.
import { NO_RESOURCES, type Family, type Resources } from '../../devices/primitives.js';
import type { Tensor } from '../../network/graph.js';
import { ceilDiv } from '../arithmetic.js';
import { DMA, DMA_SOURCE } from '../cost-model.js';
import { draft, logicPart, streamOf, type EngineDraft } from '../draft.js';
import type { StreamShape } from '../pipeline.js';

/** Port of a network without a device, in bits: the one of a Zynq-7000. */
export const DEFAULT_PORT_BITS = 64;

/** The words of a frame on a memory port: its elements in the bits of their type, padded to whole words. */
export function portStream({ shape, type }: Tensor, portBits: number): StreamShape {
  return streamOf(portBits, 1, ceilDiv(shape.height * shape.width * shape.channels * type.bits, portBits));
}

/** Cycles: one port word each. */
export function inputDma(tensor: Tensor, portBits: number, family: Family): EngineDraft {
  const port = portStream(tensor, portBits);
  return dma('input-dma', tensor, port, family, { inputs: [], outputs: [port] });
}

/** Cycles: one port word each. */
export function outputDma(tensor: Tensor, portBits: number, family: Family): EngineDraft {
  const port = portStream(tensor, portBits);
  return dma('output-dma', tensor, port, family, { inputs: [port], outputs: [] });
}

/** A stream that enters or leaves the design as it is, its words padded to whole bytes: one word a cycle. */
export function streamPort(kind: 'input-dma' | 'output-dma', stream: StreamShape): EngineDraft {
  const bits = ceilDiv(stream.bits, 8) * 8;
  const streams = kind === 'input-dma' ? { inputs: [], outputs: [stream] } : { inputs: [stream], outputs: [] };
  return draft(
    kind,
    stream.words,
    streams,
    [
      logicPart('register slice', bits, 2 * bits, (resource) => ({
        formula: resource === 'ff' ? '2*bits in whole bytes' : 'bits in whole bytes',
        substituted: resource === 'ff' ? `2*${bits}` : String(bits),
        source: 'counted: a skid buffer of two words',
      })),
    ],
    () => ({ formula: 'words', substituted: String(stream.words), source: 'one stream word a cycle' }),
  );
}

function dma(
  kind: 'input-dma' | 'output-dma',
  { shape, type }: Tensor,
  port: StreamShape,
  family: Family,
  streams: Pick<EngineDraft, 'inputs' | 'outputs'>,
): EngineDraft {
  const row = DMA[family === 'xc7' ? 'xc7' : 'xcup'];
  const measured = kind === 'input-dma' ? row.input : row.output;
  const resources: Resources = { ...NO_RESOURCES, ...measured };
  return draft(
    kind,
    port.words,
    streams,
    [
      {
        what: 'memory port',
        resources,
        formula: (resource) => ({
          formula: `as measured at a port of ${row.portBits} bits (${port.bits} here)`,
          substituted: String(resources[resource]),
          source: DMA_SOURCE,
        }),
      },
    ],
    () => ({
      formula: 'ceil(elements*bits/port bits)',
      substituted: `ceil(${shape.height * shape.width * shape.channels}*${type.bits}/${port.bits})`,
      source: 'one port word a cycle; FINN counts no cycles for it',
    }),
  );
}
