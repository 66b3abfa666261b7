// The loop of pool.hpp; what it costs is in ../engines/pool.ts.
import type { Padding } from '../../network/graph.js';
import type { PoolSpec } from '../engines/pool.js';
import { framesOf, type Schedule } from './schedule.js';

export type PoolLoop = Pick<PoolSpec, 'height' | 'width' | 'outputHeight' | 'outputWidth' | 'kernel' | 'stride'> & {
  readonly pad: Padding;
};

/** When the loop of `pool.hpp` reads and writes; `words` are those of a pixel. */
export function poolSchedule(spec: PoolLoop, words: number): Schedule {
  const { height, width, outputHeight, outputWidth, kernel, stride, pad } = spec;
  const inside =
    pad.top === 0 &&
    pad.left === 0 &&
    (outputHeight - 1) * stride[0] + kernel[0] <= height &&
    (outputWidth - 1) * stride[1] + kernel[1] <= width;
  const apart = inside && kernel[0] <= stride[0] && kernel[1] <= stride[1];
  return apart ? windowsApart(spec, words) : windowsThatOverlap(spec, words);
}

/** Reads in every iteration, and writes when a window's last pixel comes. */
function windowsApart({ height, width, kernel, stride }: PoolLoop, words: number): Schedule {
  return framesOf((builder) => {
    for (let y = 0; y < height; y++) {
      if (y % stride[0] !== kernel[0] - 1) {
        builder.step(width * words, true, false);
        continue;
      }
      for (let x = 0; x < width; x++) builder.step(words, true, x % stride[1] === kernel[1] - 1);
    }
  }, false);
}

/** Rows follow each other at a pitch; a window is written when the pixel behind its last has been pushed. */
function windowsThatOverlap(spec: PoolLoop, words: number): Schedule {
  const { height, width, outputHeight, outputWidth, kernel, stride, pad } = spec;
  const windows = (outputWidth - 1) * stride[1] + 1;
  const pitch = Math.max(width, kernel[1], Math.ceil(windows / stride[0]));
  const frame = Math.max((height - 1) * pitch + width, (outputHeight - 1) * stride[0] * pitch + windows);
  let outAt = -((kernel[0] - 1 - pad.top) * pitch + kernel[1] - 1 - pad.left);
  let next = 0;
  let [outX, outY] = [0, 0];
  let complete = false;
  return framesOf((builder) => {
    for (let at = 0; at < frame; at++) {
      const reads = at % pitch < width && at < height * pitch;
      const writes = outAt === next && !complete;
      builder.step(words, reads, writes);
      if (writes) {
        if (outX !== outputWidth - 1) {
          outX++;
          next += stride[1];
        } else {
          outX = 0;
          next += stride[0] * pitch - (outputWidth - 1) * stride[1];
          if (outY !== outputHeight - 1) outY++;
          else {
            outY = 0;
            complete = true;
          }
        }
      }
      if (outAt !== frame - 1) outAt++;
      else {
        outAt = 0;
        next = 0;
        complete = false;
      }
    }
  }, true);
}
