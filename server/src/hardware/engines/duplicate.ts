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
      logicPart('fork', lut, ff, () => ({
        formula: 'base + a*bits*(copies-1) LUT; base + bits*copies FF',
        substituted: `${DUPLICATE.lut} + ${DUPLICATE.lutPerBit}*${stream.bits}*${copies - 1}`,
        source: 'FINN-T ReplicateStream after implementation: 43 to 86 LUT',
      })),
    ],
    () => ({
      formula: 'words',
      substituted: String(stream.words),
      source: "FINN's DuplicateStreams: one word a cycle",
    }),
  );
}

export function duplicateResources({ bits }: StreamShape, copies: number): Resources {
  const lut = Math.ceil(DUPLICATE.lut + DUPLICATE.lutPerBit * bits * (copies - 1));
  return { ...NO_RESOURCES, lut, ff: DUPLICATE.ff + DUPLICATE.ffPerBit * bits * copies };
}
