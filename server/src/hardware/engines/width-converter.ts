// Width converter between neighbours whose words differ. Its C++ twin is server/hls/width_converter.hpp.
import { NO_RESOURCES, type Resources } from '../../devices/primitives.js';
import { ceilDiv, log2Ceil } from '../arithmetic.js';
import { BUILD_SOURCE, CONVERTER } from '../cost-model.js';
import { draft, logicPart, type EngineDraft } from '../draft.js';
import { boundedMemo } from '../memo.js';
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
  const { held, steps, split, joined, count } = shifter(from, to);
  const { lut, ff } = converterResources(from, to);
  return draft(
    'width-converter',
    converterCycles(from, to),
    { inputs: [from], outputs: [to] },
    [
      logicPart('shift register', lut, ff, (resource) =>
        resource === 'ff'
          ? {
              formula: `${CONVERTER.ff} + bits of either word`,
              substituted: `${CONVERTER.ff} + ${from.bits + to.bits}`,
              source: BUILD_SOURCE,
            }
          : {
              formula: `${CONVERTER.lut} + ${splitCost(split)}*bits split + ${CONVERTER.lutPerBitJoined}*bits joined + ${CONVERTER.lutPerCountBit}*counter bits${steps ? ' + bits held*shift steps' : ''}`,
              substituted: `${CONVERTER.lut} + ${splitCost(split)}*${split} + ${CONVERTER.lutPerBitJoined}*${joined} + ${CONVERTER.lutPerCountBit}*${count}${steps ? ` + ${held}*${steps}` : ''}`,
              source: `${BUILD_SOURCE}; variable shifts counted`,
            },
      ),
    ],
    () => ({
      formula: 'max(words in, words out, words in + words of zeros behind them)',
      substituted: `max(${from.words}, ${to.words}, ${converterCycles(from, to)})`,
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
  // Small whole numbers are keys that take no memory of their own; wider words are rare.
  if (from.bits >= WIDEST_KNOWN || to.bits >= WIDEST_KNOWN) return resourcesOf(from, to);
  const key = from.bits * WIDEST_KNOWN + to.bits;
  return KNOWN.find(key) ?? KNOWN.keep(key, resourcesOf(from, to));
}

const WIDEST_KNOWN = 2 ** 15;
/** By the bits of the words on either side, which are all that counts. */
const KNOWN = boundedMemo<number, Resources>(8192);

function resourcesOf(from: StreamShape, to: StreamShape): Resources {
  const { held, steps, split, joined, count } = shifter(from, to);
  const moved = splitCost(split) * split + CONVERTER.lutPerBitJoined * joined + held * steps;
  const lut = CONVERTER.lut + moved + CONVERTER.lutPerCountBit * count;
  return { ...NO_RESOURCES, lut: Math.ceil(lut), ff: Math.ceil(CONVERTER.ff + from.bits + to.bits) };
}

/** LUTs of a bit of a word that is taken apart. */
function splitCost(split: number): number {
  return split < CONVERTER.wide ? CONVERTER.lutPerBitSplit : CONVERTER.lutPerWideBitSplit;
}

interface Shifter {
  /** Bits of the shift register. */
  readonly held: number;
  /** LUTs a bit of a shift by any amount, a 4:1 multiplexer each; none where one width divides the other. */
  readonly steps: number;
  /** Bits of a word that is taken apart. */
  readonly split: number;
  /** Bits of the words that are put together. */
  readonly joined: number;
  /** Bits of the counter of parts. */
  readonly count: number;
}

function shifter(from: StreamShape, to: StreamShape): Shifter {
  const wide = Math.max(from.bits, to.bits);
  const narrow = Math.min(from.bits, to.bits);
  const whole = wide % narrow === 0;
  const held = whole ? wide : wide + narrow;
  const steps = whole ? 0 : ceilDiv(log2Ceil(held / gcd(wide, narrow)), 2);
  return {
    held,
    steps,
    split: from.bits > to.bits ? held : 0,
    joined: from.bits < to.bits ? from.bits : 0,
    count: log2Ceil(wide / narrow + 1),
  };
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
