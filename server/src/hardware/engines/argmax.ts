// Index of the greatest values. Its C++ twin is server/hls/argmax.hpp.
import { log2Ceil } from '../arithmetic.js';
import { ARGMAX, SMALL_CONTROL, TWIN_SOURCE } from '../cost-model.js';
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
  const merged = pe - 1 + top;
  const compare = merged * (ARGMAX.lutPerComparedBit * valueBits + ARGMAX.lutPerIndexBit * indexBits);
  const kept = top * (valueBits + indexBits);
  return draft(
    'argmax',
    Math.max(words, wordsOut),
    { inputs: [streamOf(pe, valueBits, words)], outputs: [streamOf(1, indexBits, wordsOut)] },
    [
      logicPart(
        'comparators',
        SMALL_CONTROL.lut + 2 * log2Ceil(words) + compare,
        SMALL_CONTROL.ff + kept,
        (resource) =>
          resource === 'ff'
            ? {
                formula: 'control + top*(bits + index bits)',
                substituted: `${SMALL_CONTROL.ff} + ${top}*(${valueBits}+${indexBits})`,
                source: 'counted',
              }
            : {
                formula: `control + 2*counter bits + (pe-1+top)*(${ARGMAX.lutPerComparedBit}*bits + ${ARGMAX.lutPerIndexBit}*index bits)`,
                substituted: `${SMALL_CONTROL.lut} + 2*${log2Ceil(words)} + ${merged}*(${ARGMAX.lutPerComparedBit}*${valueBits} + ${ARGMAX.lutPerIndexBit}*${indexBits})`,
                source: TWIN_SOURCE,
              },
      ),
    ],
    () => ({
      formula: 'max(positions*classes/pe, positions*top)',
      substituted: `max(${positions}*${classes}/${pe}, ${positions}*${top})`,
      source: "FINN's LabelSelect: one word a cycle",
    }),
  );
}
