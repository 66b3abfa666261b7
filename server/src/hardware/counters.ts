import type { Engine } from './pipeline.js';

/** The generated C++ counts in `int` and adds at most two of these numbers (server/hls/sliding_window.hpp). */
export const MOST_COUNT = 2 ** 30;

/** What an engine counts further than the generated C++ does. */
export interface BeyondCounters {
  readonly engine: string;
  readonly count: number;
  readonly what: 'cycles a frame' | 'words a frame';
}

/** The first number of an engine that is beyond the counters of the generated C++; undefined where all are within them. */
export function beyondCounters({ name, cycles, inputs, outputs }: Engine): BeyondCounters | undefined {
  if (cycles > MOST_COUNT) return { engine: name, count: cycles, what: 'cycles a frame' };
  const stream = [...inputs, ...outputs].find(({ words }) => words > MOST_COUNT);
  return stream && { engine: name, count: stream.words, what: 'words a frame' };
}
