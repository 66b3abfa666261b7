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
 * cycle writes, where they widen each cycle reads, whatever the ratio: the greater count of words is exact, but where
 * several words of zeros follow the data (`align=`, port words).
 */
export function widthConverter(from: StreamShape, to: StreamShape): EngineDraft {
  const { whole, held, steps, perBit } = shifter(from, to);
  const { lut, ff } = converterResources(from, to);
  return draft(
    'width-converter',
    converterCycles(from, to),
    { inputs: [from], outputs: [to] },
    [
      logicPart('shift register', lut, ff, () => ({
        formula: whole ? 'base + a*bits held' : 'base + a*bits held + bits held*ceil(log2(shifts))',
        substituted: `${CONVERTER.lut} + ${perBit}*${held}${steps ? ` + ${held}*${steps}` : ''}`,
        source: 'FINN width converters after implementation (Finn_Thesis); variable shifts counted',
      })),
    ],
    () => ({
      formula: 'max(words in, words out, words in + words of zeros behind them)',
      substituted: `max(${from.words}, ${to.words}), ${converterCycles(from, to)} with zeros`,
      source: 'one flattened loop, one word a cycle on either side; docs/hls-library.md',
    }),
  );
}

/** `WidthConverterShape::cycles` of the C++ twin: zeros behind the data leave after the last word has come. */
function converterCycles(from: StreamShape, to: StreamShape): number {
  const most = Math.max(from.words, to.words);
  if (from.bits >= to.bits) return most;
  const written = Math.floor(((from.words - 1) * from.bits) / to.bits) + 1;
  const rest = Math.max(0, to.words - written);
  return Math.max(most, from.words + rest - (from.words > 1 && rest > 0 ? 1 : 0));
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
