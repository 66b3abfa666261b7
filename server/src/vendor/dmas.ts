import type { FlowPort, FlowProject } from './flow-project.js';

/** A DMA of the block design; the driver finds it by its name. */
export interface Dma {
  readonly name: string;
  /** From memory to the design: the port, and the bits of the DMA's stream. */
  readonly input:
    { readonly port: string; readonly bits: number | undefined; readonly converted: number | undefined } | undefined;
  /** From the design to memory. */
  readonly output: { readonly port: string; readonly bits: number } | undefined;
}

/** Masters that one SmartConnect takes. */
export const MOST_MASTERS = 16;

/** The DMAs of a project: input and output number n share one, each port of weights has its own. */
export function dmasOf({ ports, weightPorts }: FlowProject): readonly Dma[] {
  const inputs = ports.filter(({ direction }) => direction === 'input');
  const outputs = ports.filter(({ direction }) => direction === 'output');
  const streams = Array.from({ length: Math.max(inputs.length, outputs.length) }, (_, at): Dma => {
    const [input, output] = [inputs[at], outputs[at]];
    return {
      name: `dma_${at}`,
      input: input && { ...end(input), converted: undefined },
      output: output && end(output),
    };
  });
  const weights = weightPorts.map(({ name, bits }, at): Dma => {
    return {
      name: `dma_weights_${at}`,
      input: { port: name, ...weightStream(Math.ceil(bits / 8)) },
      output: undefined,
    };
  });
  return [...streams, ...weights];
}

function end({ name, portBits }: FlowPort): { readonly port: string; readonly bits: number } {
  return { port: name, bits: portBits };
}

/** Bytes that the stream width converter takes on one side, and that its inner word may have. */
const CONVERTER_BYTES = 512;

/**
 * The DMA's stream for words of `bytes` bytes: the word itself where it is a power of two, else 8 bytes, or as many as
 * divide the word where the converter's inner word (the least common multiple) would be too wide. `bits` is undefined
 * where no converter does it.
 */
function weightStream(bytes: number): { readonly bits: number | undefined; readonly converted: number | undefined } {
  if (bytes <= 128 && Number.isInteger(Math.log2(bytes))) return { bits: bytes * 8, converted: undefined };
  if (bytes > CONVERTER_BYTES) return { bits: undefined, converted: bytes };
  let divisor = 8;
  while (bytes % divisor !== 0) divisor /= 2;
  const common = (bytes * 8) / divisor;
  return { bits: 8 * (common <= CONVERTER_BYTES ? 8 : divisor), converted: bytes };
}
