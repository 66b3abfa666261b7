// Element-wise addition of streams. Its C++ twin is server/hls/add.hpp.
import type { QuantisedType } from '../../network/quantised-type.js';
import { ADD, SMALL_CONTROL, TWIN_SOURCE } from '../cost-model.js';
import { draft, logicPart, streamOf, type EngineDraft } from '../draft.js';

export interface AddSpec {
  readonly positions: number;
  readonly channels: number;
  readonly pe: number;
  readonly inputs: readonly QuantisedType[];
  readonly sum: QuantisedType;
}

/** Cycles: one word of every input and one of the sum a cycle (FINN's AddStreams). */
export function add(spec: AddSpec): EngineDraft {
  const { positions, channels, pe, inputs, sum } = spec;
  const words = (positions * channels) / pe;
  const adders = (inputs.length - 1) * pe * sum.bits;
  return draft(
    'add',
    words,
    {
      inputs: inputs.map((type) => streamOf(pe, type.bits, words)),
      outputs: [streamOf(pe, sum.bits, words)],
    },
    [
      logicPart(
        'adders and control',
        SMALL_CONTROL.lut + ADD.lutPerSumBit * adders,
        SMALL_CONTROL.ff + pe * sum.bits,
        (resource) =>
          resource === 'ff'
            ? {
                formula: 'control + pe*sum bits',
                substituted: `${SMALL_CONTROL.ff} + ${pe}*${sum.bits}`,
                source: 'counted',
              }
            : {
                formula: `control + ${ADD.lutPerSumBit}*(inputs-1)*pe*sum bits`,
                substituted: `${SMALL_CONTROL.lut} + ${ADD.lutPerSumBit}*${inputs.length - 1}*${pe}*${sum.bits}`,
                source: TWIN_SOURCE,
              },
      ),
    ],
    () => ({
      formula: 'positions*channels/pe',
      substituted: `${positions}*${channels}/${pe}`,
      source: "FINN's AddStreams: one word a cycle",
    }),
  );
}
