import { expect, test } from 'vitest';
import { lower, UNFOLDED } from '../../../server/src/hardware/lower.js';
import { leadOut } from '../../../server/src/hardware/ready.js';
import { parse } from '../../../server/src/language/parser.js';
import type { Network } from '../../../server/src/network/graph.js';
import { resolve } from '../../../server/src/network/resolve.js';

function networkOf(body: string): Network {
  const { file } = parse(`network N {\n${body}\n}\n`, 'file:///n.bnn');
  const [network] = resolve('file:///n.bnn', () => file).networks;
  if (!network) throw new Error('no network');
  return network;
}

const UNREAD = `
  input x type=bipolar shape=4x4x8
  input y type=int4 shape=8
  conv a filters=16 kernel=3 weights=bipolar activation=bipolar from=x
  conv b filters=8 kernel=1 weights=bipolar activation=int4 from=a
  maxpool c size=2 from=b
  dense d units=4 from=a weights=bipolar activation=none
  output o from=d`;

test('layers and inputs that lead to no output become no hardware, and their source is not forked for them', () => {
  const network = networkOf(UNREAD);
  expect(network.layers.filter(({ index }) => !leadOut(network)[index]).map(({ name }) => name)).toEqual([
    'y',
    'b',
    'c',
  ]);
  const folding = network.layers.map(() => UNFOLDED);
  const { engines, edges } = lower(network, folding, { family: 'xc7', interface: 'dma', portBits: 64 });
  expect(engines.map(({ name }) => name).filter((name) => /^[ybc]\.|duplicate/.test(name))).toEqual([]);
  const read = new Set(edges.map(({ from }) => from));
  expect(engines.filter(({ kind }, at) => kind !== 'output-dma' && !read.has(at))).toEqual([]);
});

test('while something of a network is unknown, all of it is built that can be', () => {
  const network = networkOf(UNREAD.replace('units=4', 'units=nothing'));
  expect(leadOut(network)).not.toContain(false);
});
