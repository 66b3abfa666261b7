// Concatenation of channels. Its C++ twin is server/hls/concat.hpp.
import { log2Ceil } from '../arithmetic.js';
import { SMALL_CONTROL } from '../cost-model.js';
import { draft, logicPart, streamOf, type EngineDraft } from '../draft.js';

export interface ConcatSpec {
  readonly positions: number;
  /** Channels of each input. */
  readonly channels: readonly number[];
  readonly pe: number;
  readonly valueBits: number;
}

/** Cycles: one output word a cycle, from one input after the other; FINN takes all channels of a position at once. */
export function concat(spec: ConcatSpec): EngineDraft {
  const { positions, channels, pe, valueBits } = spec;
  const total = channels.reduce((sum, each) => sum + each, 0);
  const words = (positions * total) / pe;
  const bits = pe * valueBits;
  const counter = log2Ceil(total / pe);
  const select = (bits * log2Ceil(channels.length)) / 2;
  return draft(
    'concat',
    words,
    {
      inputs: channels.map((each) => streamOf(pe, valueBits, (positions * each) / pe)),
      outputs: [streamOf(pe, valueBits, words)],
    },
    [
      logicPart(
        'multiplexer and control',
        SMALL_CONTROL.lut + 2 * counter + select,
        SMALL_CONTROL.ff + counter + bits,
        (resource) =>
          resource === 'ff'
            ? {
                formula: 'control + counter bits + bits',
                substituted: `${SMALL_CONTROL.ff} + ${counter} + ${bits}`,
                source: 'counted',
              }
            : {
                formula: 'control + 2*counter bits + bits*ceil(log2 inputs)/2',
                substituted: `${SMALL_CONTROL.lut} + 2*${counter} + ${bits}*ceil(log2 ${channels.length})/2`,
                source: 'counted: two multiplexed bits a LUT',
              },
      ),
    ],
    () => ({
      formula: 'positions*(sum of channels)/pe',
      substituted: `${positions}*${total}/${pe}`,
      source: 'one output word a cycle',
    }),
  );
}
