import { describe, expect, it } from 'vitest';
import { labelStore, type LabelStore, type PartOrder } from '../../../server/src/folding/exact/label-store.js';

const LINE = new Float64Array(4);

/**
 * Two labels that differ in the first layer alone, below so many others. Where residual blocks are nested, layers of one
 * part stand between those of another, so that parts have no order.
 */
function deepPair(store: LabelStore, layers: number, order: PartOrder): readonly [number, number] {
  store.begin(undefined);
  let pair = [store.addLeaf(LINE, 0, 0), store.addLeaf(LINE, 0, 1)] as const;
  for (let node = 1; node < layers; node++) {
    store.begin(undefined);
    const leaf = store.addLeaf(LINE, node, 0);
    store.begin(order);
    const parts = Int32Array.from(pair.flatMap((label) => [label, leaf]));
    pair = [store.addSum(LINE, 0, parts, 0, 2), store.addSum(LINE, 0, parts, 2, 2)];
  }
  return pair;
}

describe('labels that tie down to their choices', () => {
  it.each([
    { name: 'a chain', order: [0, 1] },
    { name: 'nested residual blocks', order: undefined },
  ])('are compared however deep $name is', ({ order }) => {
    const store = labelStore(LINE.length);
    const [first, second] = deepPair(store, 20_000, order).map((label) => Int32Array.of(label));
    if (!first || !second) throw new Error('two labels');
    for (const outer of [order && [0], undefined]) {
      expect(store.compareParts(first, 0, second, 0, 1, outer)).toBeLessThan(0);
      expect(store.compareParts(second, 0, first, 0, 1, outer)).toBeGreaterThan(0);
      expect(store.compareParts(first, 0, first, 0, 1, outer)).toBe(0);
    }
  });

  it('may be made of more parts than a byte counts', () => {
    const store = labelStore(LINE.length);
    store.begin(undefined);
    const leaves = Int32Array.from({ length: 300 }, (_, node) => store.addLeaf(LINE, node, node % 7));
    const chosen = new Int32Array(300);
    store.choicesOf(store.addSum(LINE, 0, leaves, 0, leaves.length), chosen);
    expect([...chosen]).toEqual(Array.from({ length: 300 }, (_, node) => node % 7));
  });
});
