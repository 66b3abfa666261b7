import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createBits } from '../../../server/src/hls/bits.js';

it('a row of bits gives the words that its codes make, least significant first', () => {
  const code = fc
    .integer({ min: 0, max: 53 })
    .chain((count) => fc.record({ count: fc.constant(count), code: fc.maxSafeInteger().map(Math.abs) }));
  fc.assert(
    fc.property(fc.array(code, { maxLength: 60 }), fc.integer({ min: 1, max: 200 }), (codes, wordBits) => {
      const bits = createBits();
      let whole = 0n;
      let length = 0;
      for (const { code: value, count } of codes) {
        bits.push(value, count);
        whole |= BigInt.asUintN(count, BigInt(value)) << BigInt(length);
        length += count;
      }
      const words = Array.from({ length: Math.ceil(length / wordBits) }, (_, at) =>
        BigInt.asUintN(wordBits, whole >> BigInt(at * wordBits))
          .toString(16)
          .padStart(Math.ceil(wordBits / 4), '0'),
      );
      expect(bits.length).toBe(length);
      expect(words.map((_, at) => bits.hex(at * wordBits, wordBits))).toEqual(words);
    }),
    { numRuns: 300, seed: 7 },
  );
});
