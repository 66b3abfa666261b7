// Pooling unit: max, sum and global sum. Its C++ twin is server/hls/pool.hpp.
import type { Family } from '../../devices/primitives.js';
import type { MemoryStyle, Padding, Pair } from '../../network/graph.js';
import type { QuantisedType } from '../../network/quantised-type.js';
import { ceilDiv } from '../arithmetic.js';
import { POOL_FF, POOL_LUT, POOL_SOURCE } from '../cost-model.js';
import { draft, logicPart, memoryPart, streamOf, type EngineDraft } from '../draft.js';
import { memory } from '../memory.js';

export interface PoolSpec {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly outputHeight: number;
  readonly outputWidth: number;
  readonly kernel: Pair;
  readonly stride: Pair;
  /** Undefined where there is none. */
  readonly pad?: Padding;
  readonly pe: number;
  readonly input: QuantisedType;
  /** What is kept while a window is open: the type of the input for a maximum, of the sum for an average. */
  readonly partial: QuantisedType;
  readonly output: QuantisedType;
  readonly mem: MemoryStyle;
  readonly family: Family;
}

/**
 * Cycles: one flattened loop that takes one word and gives one word a cycle. FINN models its 2-D pool as
 * `W*W*(1 + 1/k^2)` at all channels, which Vitis HLS 2022.2 exceeds 3.4 times; ours is the loop that is generated.
 */
export function pool(spec: PoolSpec): EngineDraft {
  const { height, width, channels, outputHeight, outputWidth, pe } = spec;
  const wordsIn = (height * width * channels) / pe;
  const wordsOut = (outputHeight * outputWidth * channels) / pe;
  const bits = pe * spec.partial.bits;
  const each = spec.partial.bits === 1 ? POOL_LUT.orBit : POOL_LUT.comparedBit;
  const map = height > 1 && width > 1;
  const lut = POOL_LUT.base + (map ? POOL_LUT.rows : 0) + each * bits;
  const ff = POOL_FF.base + (map ? POOL_FF.rows : 0) + POOL_FF.perBit * bits;
  const logic = logicPart('control and lanes', lut, ff, (resource) => {
    const [{ base, rows }, perBit] = resource === 'ff' ? [POOL_FF, POOL_FF.perBit] : [POOL_LUT, each];
    return {
      formula: `${base}${map ? ' + rows of a map' : ''} + ${perBit}*pe*bits`,
      substituted: `${base}${map ? ` + ${rows}` : ''} + ${perBit}*${bits}`,
      source: POOL_SOURCE,
    };
  });
  const { depth, count } = openWindows(spec);
  const built = memory({ style: spec.mem, depth, width: bits, count, use: 'ram', family: spec.family });
  return draft(
    'pool',
    poolPixels(spec) * (channels / pe),
    {
      inputs: [streamOf(pe, spec.input.bits, wordsIn)],
      outputs: [streamOf(pe, spec.output.bits, wordsOut)],
    },
    [logic, memoryPart('open windows', built, count)],
    () => ({
      formula: 'max(words in, words out, pixels of the padded schedule*channels/pe)',
      substituted: `max(${wordsIn}, ${wordsOut}, ${poolPixels(spec)}*${channels}/${pe})`,
      source: 'one flattened loop, one stream word a cycle; docs/hls-library.md',
    }),
  );
}

/**
 * Pixels of a frame's interval, `PoolShape::cycles` of the C++ twin: the greater of the pixels in and out, and more only
 * where even windows leave the map by half their size at a stride above one, where the map is narrower than they are, or
 * where strides differ by axis.
 */
function poolPixels({ height, width, outputHeight, outputWidth, kernel, stride, pad }: PoolSpec): number {
  const inside =
    (pad?.top ?? 0) === 0 &&
    (pad?.left ?? 0) === 0 &&
    (outputHeight - 1) * stride[0] + kernel[0] <= height &&
    (outputWidth - 1) * stride[1] + kernel[1] <= width;
  if (inside && kernel[0] <= stride[0] && kernel[1] <= stride[1]) return height * width;
  const windows = (outputWidth - 1) * stride[1] + 1;
  const pitch = Math.max(width, kernel[1], Math.ceil(windows / stride[0]));
  return Math.max((height - 1) * pitch + width, (outputHeight - 1) * stride[0] * pitch + windows);
}

/** Partial results that are open at once: one output row, as often as windows overlap; one position for a row of windows. */
function openWindows({ kernel, stride, outputHeight, outputWidth, channels, pe }: PoolSpec): {
  depth: number;
  count: number;
} {
  const down = outputHeight > 1 ? ceilDiv(kernel[0], stride[0]) : 1;
  const along = outputWidth > 1 ? ceilDiv(kernel[1], stride[1]) : 1;
  const positions = kernel[0] > 1 ? outputWidth : along;
  return { depth: positions * (channels / pe), count: kernel[0] > 1 ? down : 1 };
}
