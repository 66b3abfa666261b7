// The loop of sliding_window.hpp; what it costs is in ../engines/sliding-window.ts.
import type { SlidingWindowSpec } from '../engines/sliding-window.js';
import { framesOf, type RunBuilder, type Schedule } from './schedule.js';

export type WindowLoop = Pick<
  SlidingWindowSpec,
  'height' | 'width' | 'channels' | 'outputHeight' | 'outputWidth' | 'kernel' | 'stride' | 'dilation' | 'lanes' | 'taps'
> & {
  /** Groups of a pixel's words that come out together: 1 for a convolution, the words of a pixel for a depthwise one. */
  readonly groups: number;
};

/** When the loop of `sliding_window.hpp` reads and writes; `cycles` are its iterations a frame. */
export function windowSchedule(spec: WindowLoop, cycles: number): Schedule {
  const { kernel, taps } = spec;
  const frame = taps > 1 || kernel[0] * kernel[1] === 1 ? severalTaps : oneTap;
  return framesOf((builder) => {
    const used = frame(builder, spec);
    builder.step(cycles - used, false, false);
  }, false);
}

/** The numbers of `SlidingWindowShape`. */
function shapeOf({ height, width, channels, outputWidth, kernel, stride, dilation, lanes }: WindowLoop): {
  words: number;
  wordsIn: number;
  reach: number;
  toNext: number;
  toNextRow: number;
} {
  const words = channels / lanes;
  const toNext = stride[1] * words;
  return {
    words,
    wordsIn: height * width * words,
    reach: ((kernel[0] - 1) * dilation[0] * width + (kernel[1] - 1) * dilation[1]) * words,
    toNext,
    toNextRow: (stride[0] * width - (outputWidth - 1) * stride[1]) * words,
  };
}

/**
 * One tap a cycle, out of a circular buffer: reads while there is room, writes what was read in an earlier iteration.
 * Gives the iterations until everything is read and written.
 */
function oneTap(builder: RunBuilder, spec: WindowLoop): number {
  const { height, width, outputHeight, outputWidth, kernel, stride, dilation, groups } = spec;
  const { words, wordsIn, reach, toNext, toNextRow } = shapeOf(spec);
  const groupWords = words / groups;
  const spanRows = (kernel[0] - 1) * dilation[0] + 1;
  const jumps = outputHeight > 1 || height > spanRows;
  const meanwhile = width === 1 ? 0 : (kernel[0] - 1) * kernel[1] * groupWords;
  const aheadRow = jumps ? toNextRow - meanwhile : 0;
  const aheadPixel = outputWidth > 1 ? toNext - meanwhile : 0;
  const depth = reach + words + Math.max(0, aheadRow, aheadPixel);
  const used = reach + ((outputHeight - 1) * stride[0] * width + (outputWidth - 1) * stride[1] + 1) * words;
  let read = 0;
  let limit = depth;
  let iterations = 0;

  /** Iterations that write (or wait), as many as behave alike, `most` at the utmost; gives how many. */
  const advance = (most: number, writes: boolean, written: boolean): number => {
    const free = written || read >= used;
    const takes = read < wordsIn && (free || read < limit);
    let count = most;
    if (takes) count = Math.min(count, wordsIn - read, free ? Infinity : Math.min(limit, used) - read);
    builder.step(count, takes, writes);
    if (takes) read += count;
    iterations += count;
    return count;
  };
  /** Writes the words from `first` on, of which each must have been read before. */
  const write = (first: number, count: number): void => {
    for (let done = 0; done < count;) {
      const ready = read - (first + done);
      if (ready <= 0) {
        const waited = advance(1 - ready, false, false);
        if (waited <= 0) return;
        continue;
      }
      // While words are also read, those that may be written grow with them.
      const takes = read < wordsIn && (read >= used || read < limit);
      done += advance(takes ? count - done : Math.min(count - done, ready), true, false);
    }
  };

  for (let y = 0; y < outputHeight; y++) {
    for (let x = 0; x < outputWidth; x++) {
      const corner = (y * stride[0] * width + x * stride[1]) * words;
      const last = y === outputHeight - 1 && x === outputWidth - 1;
      const size = kernel[0] * kernel[1] * words;
      if (read > corner + reach + words - 1) {
        // The whole window has come: its order does not matter.
        for (let done = 0; done < size;) done += advance(size - done, true, false);
      } else {
        for (let group = 0; group < groups; group++) {
          for (let row = 0; row < kernel[0]; row++) {
            for (let column = 0; column < kernel[1]; column++) {
              const pixel = row * dilation[0] * width + column * dilation[1];
              write(corner + pixel * words + group * groupWords, groupWords);
            }
          }
        }
      }
      limit += last || x < outputWidth - 1 ? toNext : toNextRow;
    }
  }
  while (read < wordsIn) advance(wordsIn - read, false, true);
  return iterations;
}

/** Several taps a cycle, out of registers: a window is handed over when its last word has come. */
function severalTaps(builder: RunBuilder, spec: WindowLoop): number {
  const { outputHeight, outputWidth, kernel, taps } = spec;
  const { words, wordsIn, reach, toNext, toNextRow } = shapeOf(spec);
  const chunks = (kernel[0] * kernel[1]) / taps;
  let read = 0;
  let wanted = reach + 1;
  let left = 0;
  let [word, x, y] = [0, 0, 0];
  let taken = false;
  let iterations = 0;
  while (!taken || left > 0 || read < wordsIn) {
    const takes = read < wordsIn && (taken || read !== wanted);
    if (takes) read++;
    if (left === 0 && !taken && read === wanted) {
      left = chunks;
      if (word !== words - 1) {
        word++;
        wanted += 1;
      } else {
        word = 0;
        if (x !== outputWidth - 1) {
          x++;
          wanted += toNext - words + 1;
        } else {
          x = 0;
          wanted += toNextRow - words + 1;
          if (y !== outputHeight - 1) y++;
          else taken = true;
        }
      }
    }
    builder.step(1, takes, left > 0);
    if (left > 0) left--;
    iterations++;
    // A map too small for its windows would never end; the lowering makes none.
    if (!takes && left === 0 && read === wordsIn && !taken && read !== wanted) break;
  }
  return iterations;
}
