// Width converter between neighbours whose words differ. Its C++ twin is server/hls/width_converter.hpp.
import { NO_RESOURCES, type Resources } from '../../devices/primitives.js';
import { log2Ceil } from '../arithmetic.js';
import { CONVERTER } from '../cost-model.js';
import { draft, logicPart, type EngineDraft } from '../draft.js';
import type { StreamShape } from '../pipeline.js';

/** Whether two streams need a converter between them: other words, or zero lanes to be added at a frame's end. */
export function needsConverter(from: StreamShape, to: StreamShape): boolean {
  return from.bits !== to.bits || from.words !== to.words;
}

/**
 * Cycles: one flattened loop that reads at most one word and writes at most one a cycle. Where the words narrow each
 * cycle writes, where they widen each cycle reads, whatever the ratio: the greater count of words is exact.
 */
export function widthConverter(from: StreamShape, to: StreamShape): EngineDraft {
  const { whole, held, steps, perBit } = shifter(from, to);
  const { lut, ff } = converterResources(from, to);
  return draft(
    'width-converter',
    Math.max(from.words, to.words),
    { inputs: [from], outputs: [to] },
    [
      logicPart('shift register', lut, ff, () => ({
        formula: whole ? 'base + a*bits held' : 'base + a*bits held + bits held*ceil(log2(shifts))',
        substituted: `${CONVERTER.lut} + ${perBit}*${held}${steps ? ` + ${held}*${steps}` : ''}`,
        source: 'FINN width converters after implementation (Finn_Thesis); variable shifts counted',
      })),
    ],
    () => ({
      formula: 'max(words in, words out)',
      substituted: `max(${from.words}, ${to.words})`,
      source: 'one flattened loop, one word a cycle on either side',
    }),
  );
}

/** What a converter takes: the shift register, and where neither width divides the other a shifter by any amount. */
export function converterResources(from: StreamShape, to: StreamShape): Resources {
  const { held, steps, perBit } = shifter(from, to);
  return { ...NO_RESOURCES, lut: Math.ceil(CONVERTER.lut + perBit * held + held * steps), ff: CONVERTER.ff + held };
}

function shifter(from: StreamShape, to: StreamShape): { whole: boolean; held: number; steps: number; perBit: number } {
  const wide = Math.max(from.bits, to.bits);
  const narrow = Math.min(from.bits, to.bits);
  const whole = wide % narrow === 0;
  const held = whole ? wide : wide + narrow;
  const steps = whole ? 0 : log2Ceil(held / gcd(wide, narrow));
  return { whole, held, steps, perBit: from.bits > to.bits ? CONVERTER.lutPerBitSplit : CONVERTER.lutPerBitJoined };
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
