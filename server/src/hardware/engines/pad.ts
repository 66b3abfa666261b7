// Padding unit. Its C++ twin is server/hls/pad.hpp.
import type { Padding } from '../../network/graph.js';
import { BUILD_SOURCE, PAD } from '../cost-model.js';
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
  return draft(
    'pad',
    words,
    { inputs: [streamOf(lanes, valueBits, height * width * fold)], outputs: [streamOf(lanes, valueBits, words)] },
    [
      logicPart('control and multiplexer', PAD.lut + PAD.lutPerBit * bits, PAD.ff + PAD.ffPerBit * bits, (resource) => {
        const [base, perBit] = resource === 'ff' ? [PAD.ff, PAD.ffPerBit] : [PAD.lut, PAD.lutPerBit];
        return {
          formula: `${base} + ${perBit}*lanes*bits`,
          substituted: `${base} + ${perBit}*${bits}`,
          source: BUILD_SOURCE,
        };
      }),
    ],
    () => ({
      formula: 'Hpad*Wpad*channels/lanes',
      substituted: `${paddedHeight}*${paddedWidth}*${channels}/${lanes}`,
      source: 'one loop, one word a cycle',
    }),
  );
}
