// Index of the greatest values. Its C++ twin is server/hls/argmax.hpp.
import { ARGMAX, BUILD_SOURCE } from '../cost-model.js';
import { draft, logicPart, streamOf, type EngineDraft } from '../draft.js';

export interface ArgmaxSpec {
  readonly positions: number;
  readonly classes: number;
  readonly top: number;
  readonly pe: number;
  readonly valueBits: number;
  /** Bits of an index. */
  readonly indexBits: number;
}

/** What a bit compared and a bit of an index cost. */
interface ArgmaxCost {
  readonly base: number;
  readonly comparedBit: number;
  readonly indexBit: number;
}

/**
 * Cycles: one input word each (FINN's LabelSelect). The indices of a position leave one a word as the next words come
 * in, so that more indices than input words set the time.
 */
export function argmax(spec: ArgmaxSpec): EngineDraft {
  const { positions, classes, top, pe, valueBits, indexBits } = spec;
  const words = (positions * classes) / pe;
  const wordsOut = positions * top;
  const merged = pe - 1 + top;
  const cost = ({ base, comparedBit, indexBit }: ArgmaxCost): number =>
    base + merged * (comparedBit * valueBits + indexBit * indexBits);
  return draft(
    'argmax',
    Math.max(words, wordsOut),
    { inputs: [streamOf(pe, valueBits, words)], outputs: [streamOf(1, indexBits, wordsOut)] },
    [
      logicPart('comparators', cost(ARGMAX.lut), cost(ARGMAX.ff), (resource) => {
        const { base, comparedBit, indexBit } = ARGMAX[resource === 'ff' ? 'ff' : 'lut'];
        return {
          formula: `${base} + (pe-1+top)*(${comparedBit}*bits + ${indexBit}*index bits)`,
          substituted: `${base} + ${merged}*(${comparedBit}*${valueBits} + ${indexBit}*${indexBits})`,
          source: BUILD_SOURCE,
        };
      }),
    ],
    () => ({
      formula: 'max(positions*classes/pe, positions*top)',
      substituted: `max(${positions}*${classes}/${pe}, ${positions}*${top})`,
      source: "FINN's LabelSelect: one word a cycle",
    }),
  );
}
