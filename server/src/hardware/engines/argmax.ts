// Index of the greatest values. Its C++ twin is server/hls/argmax.hpp.
import { log2Ceil } from '../arithmetic.js';
import { SMALL_CONTROL } from '../cost-model.js';
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

/**
 * Cycles: one input word each (FINN's LabelSelect). The indices of a position leave one a word as the next words come
 * in, so that more indices than input words set the time.
 */
export function argmax(spec: ArgmaxSpec): EngineDraft {
  const { positions, classes, top, pe, valueBits, indexBits } = spec;
  const words = (positions * classes) / pe;
  const wordsOut = positions * top;
  const compare = (pe - 1 + top) * (Math.ceil(valueBits / 2) + (valueBits + indexBits) / 2);
  const kept = top * (valueBits + indexBits);
  return draft(
    'argmax',
    Math.max(words, wordsOut),
    { inputs: [streamOf(pe, valueBits, words)], outputs: [streamOf(1, indexBits, wordsOut)] },
    [
      logicPart('comparators', SMALL_CONTROL.lut + 2 * log2Ceil(words) + compare, SMALL_CONTROL.ff + kept, () => ({
        formula: '(pe-1+top)*(ceil(bits/2) + (bits + index bits)/2) + control LUT; top*(bits + index bits) FF',
        substituted: `(${pe - 1}+${top})*(ceil(${valueBits}/2) + (${valueBits}+${indexBits})/2)`,
        source: 'counted: compare and select, two bits a LUT',
      })),
    ],
    () => ({
      formula: 'max(positions*classes/pe, positions*top)',
      substituted: `max(${positions}*${classes}/${pe}, ${positions}*${top})`,
      source: "FINN's LabelSelect: one word a cycle",
    }),
  );
}
