// Fork of a stream to several readers. Its C++ twin is server/hls/duplicate.hpp.
import { NO_RESOURCES, type Resources } from '../../devices/primitives.js';
import { DUPLICATE } from '../cost-model.js';
import { draft, logicPart, type EngineDraft } from '../draft.js';
import type { StreamShape } from '../pipeline.js';

/** Cycles: a word each (FINN's DuplicateStreams). `copies` is at least two. */
export function duplicate(stream: StreamShape, copies: number): EngineDraft {
  const { lut, ff } = duplicateResources(stream, copies);
  return draft(
    'duplicate',
    stream.words,
    { inputs: [stream], outputs: Array.from({ length: copies }, () => stream) },
    [
      logicPart('fork', lut, ff, (resource) =>
        resource === 'ff'
          ? {
              formula: `${DUPLICATE.ff} + ${DUPLICATE.ffPerBit}*bits*copies`,
              substituted: `${DUPLICATE.ff} + ${DUPLICATE.ffPerBit}*${stream.bits}*${copies}`,
              source: FORK_SOURCE,
            }
          : {
              formula: `${DUPLICATE.lut} + ${DUPLICATE.lutPerBit}*bits*(copies-1)`,
              substituted: `${DUPLICATE.lut} + ${DUPLICATE.lutPerBit}*${stream.bits}*${copies - 1}`,
              source: FORK_SOURCE,
            },
      ),
    ],
    () => ({
      formula: 'words',
      substituted: String(stream.words),
      source: "FINN's DuplicateStreams: one word a cycle",
    }),
  );
}

const FORK_SOURCE = 'FINN-T ReplicateStream after implementation: 43 to 86 LUT; a register a bit of each copy, counted';

export function duplicateResources({ bits }: StreamShape, copies: number): Resources {
  const lut = Math.ceil(DUPLICATE.lut + DUPLICATE.lutPerBit * bits * (copies - 1));
  return { ...NO_RESOURCES, lut, ff: DUPLICATE.ff + DUPLICATE.ffPerBit * bits * copies };
}
