// What stands before a unit that reads windows: padding and the sliding window.
import type { Family } from '../devices/primitives.js';
import type { OperationOf, Padding, Tensor, WindowGeometry } from '../network/graph.js';
import type { EngineDraft } from './draft.js';
import { isPadded, pad } from './engines/pad.js';
import { needsWindow, slidingWindow, type SlidingWindowSpec } from './engines/sliding-window.js';
import type { LayerFolding } from './pipeline.js';

/** What a word of windows holds. */
export type WindowWords = Pick<SlidingWindowSpec, 'lanes' | 'taps' | 'grouped' | 'groups'>;

interface EnginesBefore {
  readonly operation: WindowGeometry;
  readonly input: Tensor;
  readonly engines: readonly EngineDraft[];
  readonly padded: Tensor;
}

/** Padding and sliding window: the same for every pe and style of a layer, and so kept by its words. */
export function enginesBefore(
  operation: WindowGeometry,
  input: Tensor,
  output: Tensor,
  words: WindowWords,
  family: Family,
): EnginesBefore {
  const byWords = windowEngines.get(output) ?? new Map<string, EnginesBefore>();
  windowEngines.set(output, byWords);
  const key = `${words.lanes} ${words.taps} ${family}`;
  const known = byWords.get(key);
  if (known?.operation === operation && known.input === input) return known;
  const { shape, type } = input;
  const valueBits = type.bits;
  const padded = { shape: paddedShape(shape, operation.pad), type };
  const engines: EngineDraft[] = [];
  if (isPadded(operation.pad)) engines.push(pad({ ...shape, pad: operation.pad, lanes: words.lanes, valueBits }));
  if (needsWindow(operation)) {
    const map = { ...operation, ...sizes(padded, output), valueBits, mem: 'auto' as const, family };
    engines.push(slidingWindow({ ...map, ...words }));
  }
  const made = { operation, input, engines, padded };
  byWords.set(key, made);
  return made;
}

const windowEngines = new WeakMap<Tensor, Map<string, EnginesBefore>>();

/** The words of a convolution's window for a simd: channels of a tap, then whole taps. */
export function wordsOf(
  { groups }: OperationOf<'conv'>,
  input: Tensor,
  { simd = 1 }: Pick<LayerFolding, 'simd'>,
): WindowWords {
  const lanes = Math.min(simd, input.shape.channels / groups);
  return { lanes, taps: simd / lanes, grouped: groups > 1, groups };
}

/** The maps before and behind a window, as the engines that read windows ask for them. */
export function sizes(
  input: Tensor,
  output: Tensor,
): {
  height: number;
  width: number;
  channels: number;
  outputHeight: number;
  outputWidth: number;
} {
  const { height, width, channels } = input.shape;
  return { height, width, channels, outputHeight: output.shape.height, outputWidth: output.shape.width };
}

function paddedShape(shape: Tensor['shape'], pad: Padding): Tensor['shape'] {
  return { ...shape, height: shape.height + pad.top + pad.bottom, width: shape.width + pad.left + pad.right };
}

/** Rows from the first of a window to the last that the next window needs, as a share of the map. */
export function windowLag({ kernel, stride, dilation }: WindowGeometry, { shape }: Tensor): number {
  if (shape.height > 1) return Math.min(1, ((kernel[0] - 1) * dilation[0] + 1 + stride[0]) / shape.height);
  return Math.min(1, ((kernel[1] - 1) * dilation[1] + 1 + stride[1]) / shape.width);
}
