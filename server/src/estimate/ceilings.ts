import { memoryBytesPerS } from '../devices/limits.js';
import { duration, frameRate, fullCount, percent } from '../diagnostics/format-numbers.js';
import type { Estimate } from './estimate.js';

/** What bounds the frame rate beside the engines. Rates in frames per second. */
export interface Ceilings {
  /** What the slower of the two memory ports lets through, one word a cycle. */
  readonly portFps: number;
  /** Cycles of an interval in which the busier port moves a word. */
  readonly portCycles: number;
  readonly portBits: number;
  readonly bytesPerFrame: number;
  /** What the memory of the board lets through; undefined where it is not known. */
  readonly memoryFps: number | undefined;
  /** What is left on a board in calls of `HOST.frames` frames. */
  readonly hostFps: number;
}

/**
 * What a call from the host costs beside its frames: an assumption from one measurement. FINN's cybersecurity MLP gives
 * 943 176 frames a second on a PYNQ-Z1 in calls of 1 000, and 72 cycles of 10 ns a frame in simulation.
 */
export const HOST = { frames: 1000, overheadS: 0.00034 };

/** The ceilings of a design that reads and writes memory; undefined for bare streams. */
export function ceilingsOf(estimate: Estimate): Ceilings | undefined {
  const { clockHz, device, intervalCycles, pipeline, infrastructure } = estimate;
  if (intervalCycles === 0 || !infrastructure.some(({ kind }) => kind === 'shell')) return undefined;
  let [portCycles, portBits, bytesPerFrame] = [0, 0, 0];
  for (const { kind, inputs, outputs } of pipeline.engines) {
    const stream = kind === 'input-dma' ? outputs[0] : kind === 'output-dma' ? inputs[0] : undefined;
    if (!stream) continue;
    portCycles = Math.max(portCycles, stream.words);
    portBits = Math.max(portBits, stream.bits);
    bytesPerFrame += (stream.words * stream.bits) / 8;
  }
  if (portCycles === 0) return undefined;
  const memory = device && memoryBytesPerS(device);
  return {
    portFps: clockHz / portCycles,
    portCycles,
    portBits,
    bytesPerFrame,
    memoryFps: memory === undefined ? undefined : memory / bytesPerFrame,
    hostFps: HOST.frames / (HOST.frames * (intervalCycles / clockHz) + HOST.overheadS),
  };
}

/** The ceilings in sentences, one a line: port, memory, host. */
export function ceilingLines(estimate: Estimate): readonly string[] {
  const ceilings = ceilingsOf(estimate);
  if (!ceilings) return [];
  const { portFps, portCycles, portBits, bytesPerFrame, memoryFps, hostFps } = ceilings;
  const share = portCycles / estimate.intervalCycles;
  return [
    `Port: ${fullCount(portCycles)} of ${fullCount(estimate.intervalCycles)} cycles move a word of ${portBits} bits (${percent(share)}); it lets through ${frameRate(portFps)}.`,
    ...(memoryFps === undefined
      ? []
      : [
          `Memory: ${fullCount(bytesPerFrame)} bytes a frame; the board's lets through ${frameRate(memoryFps)} (unverified).`,
        ]),
    `Host: ${frameRate(hostFps)} in calls of ${fullCount(HOST.frames)} frames, at ${duration(HOST.overheadS)} a call (assumed, from one measured design).`,
  ];
}
