// Standalone activation: thresholds on a stream. Its C++ twin is server/hls/threshold.hpp.
import type { Family } from '../../devices/primitives.js';
import type { MemoryStyle } from '../../network/graph.js';
import { levels, type QuantisedType } from '../../network/quantised-type.js';
import { SMALL_CONTROL, SMALL_CONTROL_SOURCE } from '../cost-model.js';
import { draft, logicPart, streamOf, type EngineDraft } from '../draft.js';
import { loadingParts, writtenThresholds } from './loading.js';
import { thresholdParts } from './mvtu-cost.js';

export interface ThresholdSpec {
  readonly positions: number;
  readonly channels: number;
  readonly pe: number;
  readonly input: QuantisedType;
  readonly activation: QuantisedType;
  readonly mem: MemoryStyle;
  readonly family: Family;
  readonly loadable: boolean;
}

/** Cycles: a word of `pe` channels each (FINN's Thresholding). */
export function threshold(spec: ThresholdSpec): EngineDraft {
  const { positions, channels, pe, input, activation } = spec;
  const words = (positions * channels) / pe;
  const bits = pe * (input.bits + activation.bits);
  return draft(
    'threshold',
    words,
    { inputs: [streamOf(pe, input.bits, words)], outputs: [streamOf(pe, activation.bits, words)] },
    [
      logicPart('control and registers', SMALL_CONTROL.lut, SMALL_CONTROL.ff + bits, (resource) => ({
        formula: resource === 'ff' ? 'control + pe*(input bits + output bits)' : 'control',
        substituted:
          resource === 'ff'
            ? `${SMALL_CONTROL.ff} + ${pe}*(${input.bits} + ${activation.bits})`
            : String(SMALL_CONTROL.lut),
        source: SMALL_CONTROL_SOURCE,
      })),
      ...thresholdParts(activation, input, input.bits, spec),
      ...(spec.loadable
        ? loadingParts([writtenThresholds(pe, channels / pe, levels(activation) - 1, input.bits)], spec.family)
        : []),
    ],
    () => ({
      formula: 'positions*channels/pe',
      substituted: `${positions}*${channels}/${pe}`,
      source: "FINN's Thresholding: one word a cycle",
    }),
  );
}
