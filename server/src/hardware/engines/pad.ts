// Padding unit. Its C++ twin is server/hls/pad.hpp.
import type { Padding } from '../../network/graph.js';
import { log2Ceil } from '../arithmetic.js';
import { PAD, SMALL_CONTROL, TWIN_SOURCE } from '../cost-model.js';
import { draft, logicPart, streamOf, type EngineDraft } from '../draft.js';

export interface PadSpec {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly pad: Padding;
  readonly lanes: number;
  readonly valueBits: number;
}

export function isPadded({ top, bottom, left, right }: Padding): boolean {
  return top + bottom + left + right > 0;
}

/** Cycles: one flattened loop, one word of the padded map a cycle (FINN's FMPadding costs the same). */
export function pad(spec: PadSpec): EngineDraft {
  const { height, width, channels, lanes, valueBits } = spec;
  const paddedHeight = height + spec.pad.top + spec.pad.bottom;
  const paddedWidth = width + spec.pad.left + spec.pad.right;
  const fold = channels / lanes;
  const words = paddedHeight * paddedWidth * fold;
  const bits = lanes * valueBits;
  const counters = log2Ceil(paddedHeight) + log2Ceil(paddedWidth) + log2Ceil(fold);
  return draft(
    'pad',
    words,
    { inputs: [streamOf(lanes, valueBits, height * width * fold)], outputs: [streamOf(lanes, valueBits, words)] },
    [
      logicPart(
        'control and multiplexer',
        SMALL_CONTROL.lut + PAD.lutPerCounterBit * counters + PAD.lutPerBit * bits,
        SMALL_CONTROL.ff + counters + bits,
        (resource) =>
          resource === 'ff'
            ? {
                formula: 'control + counter bits + bits',
                substituted: `${SMALL_CONTROL.ff} + ${counters} + ${bits}`,
                source: 'counted',
              }
            : {
                formula: `control + ${PAD.lutPerCounterBit}*counter bits + ${PAD.lutPerBit}*bits`,
                substituted: `${SMALL_CONTROL.lut} + ${PAD.lutPerCounterBit}*${counters} + ${PAD.lutPerBit}*${bits}`,
                source: TWIN_SOURCE,
              },
      ),
    ],
    () => ({
      formula: 'Hpad*Wpad*channels/lanes',
      substituted: `${paddedHeight}*${paddedWidth}*${channels}/${lanes}`,
      source: 'one loop, one word a cycle',
    }),
  );
}
