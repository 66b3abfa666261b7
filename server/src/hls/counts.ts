import type { Design } from './design.js';
import { configOf } from './configs.js';

/** The library counts in `int` and adds at most two of these numbers (server/hls/sliding_window.hpp). */
const MOST_COUNT = 2 ** 30;
/** Of a number that stands in a config and is added to nothing. */
const MOST_CONSTANT = 2 ** 31 - 1;

/** Says which engine has to count further than the generated C++ does; undefined where all are within it. */
export function beyondCounters(design: Design): string | undefined {
  for (const [at, engine] of design.pipeline.engines.entries()) {
    const { name, cycles } = engine;
    const said = (count: number, what: string, most: number): string =>
      `${name} has ${count} ${what}, and the generated C++ counts to ${most}`;
    if (cycles > MOST_COUNT) return `${said(cycles, 'cycles a frame', MOST_COUNT)}; fold it by more pe and simd`;
    for (const { words } of [...engine.inputs, ...engine.outputs])
      if (words > MOST_COUNT) return `${said(words, 'words a frame', MOST_COUNT)}; give it more pe`;
    for (const [key, value] of Object.entries(configOf(design, at)?.constants ?? {}))
      if (Math.abs(value) > MOST_CONSTANT) return said(value, key.replaceAll('_', ' '), MOST_CONSTANT);
  }
  return undefined;
}
