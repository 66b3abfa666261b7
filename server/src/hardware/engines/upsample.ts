// Nearest-neighbour upsampling. Its C++ twin is server/hls/upsample.hpp.
import type { Family } from '../../devices/primitives.js';
import type { MemoryStyle, Pair } from '../../network/graph.js';
import { log2Ceil } from '../arithmetic.js';
import { SMALL_CONTROL, SMALL_CONTROL_SOURCE } from '../cost-model.js';
import { draft, logicPart, memoryPart, streamOf, type EngineDraft } from '../draft.js';
import { memory } from '../memory.js';

export interface UpsampleSpec {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly scale: Pair;
  readonly pe: number;
  readonly valueBits: number;
  readonly mem: MemoryStyle;
  readonly family: Family;
}

/** Cycles: one output word each; FINN's unit takes all channels in one word. */
export function upsample(spec: UpsampleSpec): EngineDraft {
  const { height, width, channels, scale, pe, valueBits, mem, family } = spec;
  const fold = channels / pe;
  const words = height * width * fold;
  const wordsOut = words * scale[0] * scale[1];
  const bits = pe * valueBits;
  const counters = log2Ceil(height * scale[0]) + log2Ceil(width * scale[1]) + log2Ceil(fold);
  const depth = scale[0] > 1 ? width * fold : fold;
  const built = memory({ style: mem, depth, width: bits, count: 1, use: 'ram', family });
  return draft(
    'upsample',
    wordsOut,
    { inputs: [streamOf(pe, valueBits, words)], outputs: [streamOf(pe, valueBits, wordsOut)] },
    [
      logicPart('control', SMALL_CONTROL.lut + 2 * counters, SMALL_CONTROL.ff + counters + bits, (resource) =>
        resource === 'ff'
          ? {
              formula: 'control + counter bits + bits',
              substituted: `${SMALL_CONTROL.ff} + ${counters} + ${bits}`,
              source: 'counted',
            }
          : {
              formula: 'control + 2*counter bits',
              substituted: `${SMALL_CONTROL.lut} + 2*${counters}`,
              source: `counted; control: ${SMALL_CONTROL_SOURCE}`,
            },
      ),
      memoryPart('row that is repeated', built, 1),
    ],
    () => ({
      formula: 'H*sh*W*sw*channels/pe',
      substituted: `${height}*${scale[0]}*${width}*${scale[1]}*${channels}/${pe}`,
      source: 'one output word a cycle',
    }),
  );
}
