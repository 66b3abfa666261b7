import { beyondCounters, MOST_COUNT } from '../hardware/counters.js';
import { configOf } from './configs.js';
import type { Design } from './design.js';

/** Of a number that stands in a config and is added to nothing. */
const MOST_CONSTANT = 2 ** 31 - 1;

/** Says which engine has to count further than the generated C++ does; undefined where all are within it. */
export function uncountable(design: Design): string | undefined {
  for (const [at, engine] of design.pipeline.engines.entries()) {
    const beyond = beyondCounters(engine);
    if (beyond) {
      const remedy = beyond.what === 'cycles a frame' ? 'fold it by more pe and simd' : 'give it more pe';
      return `${engine.name} has ${beyond.count} ${beyond.what}, and the generated C++ counts to ${MOST_COUNT}; ${remedy}`;
    }
    const constants = configOf(design, at)?.constants ?? {};
    for (const [key, value] of Object.entries({ ...constants, ...frameBits(constants) }))
      if (Math.abs(value) > MOST_CONSTANT)
        return `${engine.name} has ${value} ${key.replaceAll('_', ' ')}, and the generated C++ counts to ${MOST_CONSTANT}`;
  }
  return undefined;
}

/** A width converter multiplies the words of a frame with their bits. */
function frameBits({
  out_words: words = 0,
  out_bits: bits = 0,
}: Readonly<Record<string, number>>): Record<string, number> {
  return { frame_bits: words * bits };
}
