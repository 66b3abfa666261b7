import type { Padding, Pair } from '../../network/graph.js';
import type { StreamShape } from '../pipeline.js';
import { framesOf, READS_ALL, READS_NONE, repeated, type Schedule } from './schedule.js';

/**
 * The loop of `mvtu.hpp` and `dwmvtu.hpp` over one vector: its words are read in the first row fold, and a word is
 * written at the end of each.
 */
export function rowFolds(columnFolds: number, rowFoldCount: number): Schedule {
  return repeated(
    { count: columnFolds - 1, gap: 1, reads: READS_ALL, writes: false },
    { count: 1, gap: 1, reads: READS_ALL, writes: true },
    { count: rowFoldCount - 1, gap: columnFolds, reads: READS_NONE, writes: true },
  );
}

/** The loop of `pad.hpp`: writes in every iteration, reads inside the map. */
export function padSchedule(
  height: number,
  width: number,
  { top, bottom, left, right }: Padding,
  words: number,
): Schedule {
  const row = (left + width + right) * words;
  return framesOf((builder) => {
    builder.step(top * row, false, true);
    for (let y = 0; y < height; y++) {
      builder.step(left * words, false, true);
      builder.step(width * words, true, true);
      builder.step(right * words, false, true);
    }
    builder.step(bottom * row, false, true);
  }, false);
}

/** The loop of `upsample.hpp` over one row of the map: what is not a repetition is read. */
export function upsampleSchedule(width: number, [rows, columns]: Pair, words: number): Schedule {
  return framesOf((builder) => {
    for (let x = 0; x < width; x++) {
      builder.step(words, true, true);
      builder.step(words * (columns - 1), false, true);
    }
    builder.step(width * columns * words * (rows - 1), false, true);
  }, false);
}

/** The loop of `argmax.hpp` over one position: its indices leave while the next position comes in. */
export function argmaxSchedule(words: number, top: number): Schedule {
  const period = Math.max(words, top);
  let left = 0;
  return framesOf((builder) => {
    for (let step = 0; step < period; step++) {
      builder.step(1, step < words, left > 0);
      if (left > 0) left--;
      if (step === words - 1) left = top;
    }
  }, true);
}

/**
 * The loop of `width_converter.hpp`. Where a frame fills its words on both sides, the pattern repeats with the least
 * common multiple of the widths.
 */
export function converterSchedule(from: StreamShape, to: StreamShape): Schedule {
  const exact = from.bits * from.words === to.bits * to.words;
  const common = exact ? gcd(from.words, to.words) : 1;
  const [wordsIn, wordsOut] = [from.words / common, to.words / common];
  const narrows = from.bits >= to.bits;
  const written = Math.floor(((wordsIn - 1) * from.bits) / to.bits) + 1;
  const rest = wordsOut - written;
  const flushed = wordsIn > 1 && rest > 0 ? 1 : 0;
  const words = Math.max(wordsIn, wordsOut);
  const cycles = narrows ? words : Math.max(words, wordsIn + Math.max(0, rest - flushed));
  let flush = false;
  let held = 0;
  return framesOf((builder) => {
    let reads = 0;
    let writes = 0;
    for (let step = 0; step < cycles; step++) {
      let write = flush;
      let read = false;
      if (flush) held = 0;
      flush = false;
      if (reads < wordsIn && held < to.bits) {
        read = true;
        held += from.bits;
        reads++;
      }
      if (!write && writes < wordsOut && (held >= to.bits || reads === wordsIn)) {
        write = true;
        held = Math.max(0, held - to.bits);
        writes++;
      }
      builder.step(1, read, write);
    }
    flush = writes < wordsOut;
    if (!flush) held = 0;
  }, !exact && !narrows);
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
