import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chainOf } from '../../support/finn-chain.js';
import { compare, setFolding, slowest, type Vector } from '../../support/set-folding.js';

const { vectors } = JSON.parse(readFileSync(new URL('../../data/set-folding.json', import.meta.url), 'utf8')) as {
  readonly vectors: readonly Vector[];
};

describe("FINN's SetFolding, the peer", () => {
  it.each(vectors.map((vector) => [vector.id, vector] as const))('%s is what FINN computed', (_, vector) => {
    const nodes = chainOf(vector.id);
    const settings = setFolding(nodes, vector);
    const found = nodes.map(({ name, kind, cycles }, at) => {
      const { pe, simd } = settings[at] ?? { pe: 0, simd: 0 };
      const hasPe = kind === 'mvau' || kind === 'vvau' || kind === 'pool';
      return [name, hasPe ? pe : null, kind === 'pool' ? null : simd, cycles(pe, simd)];
    });
    expect(found).toEqual(vector.folding.map(([name, pe, simd, cycles]) => [name, pe, simd, cycles]));
    expect(slowest(nodes, settings)).toBe(vector.maxCycles);
  });
});

describe('the exact folding beside SetFolding', () => {
  it.each(vectors.map((vector) => [vector.id, vector] as const))(
    '%s: the same interval for no more LUTs',
    (_, vector) => {
      const { reachedCycles, ourCycles, ourLut, theirLut, atTarget } = compare(vector);
      expect(ourCycles).toBeLessThanOrEqual(reachedCycles);
      expect(ourLut).toBeLessThanOrEqual(theirLut);
      // The target itself: met, or some node is too slow however it is folded.
      if ('lut' in atTarget) expect(atTarget.cycles).toBeLessThanOrEqual(vector.targetCycles);
      else expect(atTarget.tooSlow.length).toBeGreaterThan(0);
    },
  );
});
