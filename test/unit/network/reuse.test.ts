import { describe, expect, it } from 'vitest';
import { parse } from '../../../server/src/language/parser.js';
import { reparse } from '../../../server/src/language/reparse.js';
import type { Layer, Program } from '../../../server/src/network/graph.js';
import type { ValueRange } from '../../../server/src/network/ranges.js';
import { resolve } from '../../../server/src/network/resolve.js';

const URI = 'file:///folder/main.bnn';

const TEXT = `const WIDTH = 64
block Pair(width) {
  defaults activation=int4
  dense p units=width
  dense q units=2*width pe=2
}
network N {
  defaults weights=bipolar activation=bipolar
  input x type=bipolar shape=64
  dense a units=64 pe=4
  Pair r width=WIDTH
  repeat 2 {
    dense b units=WIDTH
    dense c units=128 activation=bipolar fifo=4
  }
  dense d units=64 from=c_1
  dense e units=32
  dense f units=10 activation=none
  argmax label
}
`;

type Bounds = (network: string, layer: string) => ValueRange | undefined;

/** A text, and what an edit makes of it, resolved with and without the program before. */
function edit(from: string, to: string, bounds: readonly [Bounds?, Bounds?] = []): { before: Program; after: Program } {
  const changed = TEXT.replace(from, to);
  expect(changed === TEXT).toBe(from === to);
  const parsed = parse(TEXT, URI);
  const first = (): Program => resolve(URI, () => parsed.file, { bounds: bounds[0] });
  const reparsed = from === to ? parsed : reparse(parsed, changed, URI);
  const before = first();
  const after = resolve(URI, () => reparsed.file, { bounds: bounds[1], before });
  const fresh = resolve(URI, () => parse(changed, URI).file, { bounds: bounds[1] });
  expect(after).toEqual(fresh);
  // What is taken from it does not change it.
  expect(before).toEqual(first());
  return { before, after };
}

function namesOfSame({ before, after }: { before: Program; after: Program }): readonly string[] {
  const known = new Set<Layer>(before.networks[0]?.layers);
  return after.networks[0]?.layers.filter((layer) => known.has(layer)).map(({ name }) => name) ?? [];
}

const ALL = ['x', 'a', 'r.p', 'r.q', 'b_0', 'c_0', 'b_1', 'c_1', 'e', 'f', 'label'];

describe('layers that an edit leaves as they were', () => {
  it('are the same objects, but for one that names what it reads', () => {
    expect(namesOfSame(edit('pe=4', 'pe=4'))).toEqual(ALL);
    expect(namesOfSame(edit('fifo=4', 'fifo=8'))).toEqual(ALL.filter((name) => !name.startsWith('c_')));
  });

  it('are not those behind a change of shape, until the shape is again what it was', () => {
    // The last layer reads sums of as many products.
    const behind = ['e', 'f', 'label'];
    expect(namesOfSame(edit('e units=32', 'e units=48'))).toEqual(ALL.filter((name) => !behind.includes(name)));
  });

  it.each([
    ['a const', 'WIDTH = 64', 'WIDTH = 32'],
    ['a block', 'units=2*width', 'units=3*width'],
    ['the defaults of a block', 'activation=int4', 'activation=int2'],
    ['the defaults of a network', 'activation=bipolar\n', 'activation=uint2\n'],
    ['an instance', 'r width=WIDTH', 'r width=32000'],
    ['the rounds of a repeat', 'repeat 2', 'repeat 3'],
    ['a kind that hands on indices', 'dense e units=32', 'argmax e top=32'],
    ['a layer that becomes a block', 'dense a units=64 pe=4', 'Pair a width=64     '],
    ['an unknown name', 'const WIDTH', 'const WIDTJ'],
    ['a name that is taken', 'dense e', 'dense d'],
    ['a reader more', 'from=c_1', 'from=b_1'],
    ['a line more', '  dense e', '  dense more units=32\n  dense e'],
    ['another name of the network', 'network N', 'network M'],
  ])('say what a new resolution says after an edit of %s', (_what, from, to) => {
    edit(from, to);
  });

  it('are resolved with the bounds that hold now', () => {
    const wide = (): ValueRange => ({ lo: -40, hi: 40 });
    const narrow = (_network: string, layer: string): ValueRange => (layer === 'e' ? { lo: -3, hi: 3 } : wide());
    const same = namesOfSame(edit('pe=4', 'pe=4', [wide, narrow]));
    expect(same).toEqual(ALL.filter((name) => name !== 'e'));
    expect(namesOfSame(edit('pe=4', 'pe=4', [undefined, wide]))).toEqual([]);
  });
});
