import { describe, expect, it } from 'vitest';
import { modelOf } from '../../server/src/hardware/layer-model.js';
import { UNFOLDED } from '../../server/src/hardware/lower.js';
import type { Folding } from '../../server/src/hardware/pipeline.js';
import { isReady } from '../../server/src/hardware/ready.js';
import { selfCheckCsim } from '../../server/src/host/csim.js';
import { parse } from '../../server/src/language/parser.js';
import type { Network } from '../../server/src/network/graph.js';
import { resolve, type ResolveOptions } from '../../server/src/network/resolve.js';
import { parametersState } from '../../server/src/parameters/checked.js';
import type { NpyArray } from '../../server/src/parameters/npy.js';
import { readNpz, writeNpz } from '../../server/src/parameters/npz.js';
import { bareNetwork } from '../../server/src/parameters/state.js';
import { compiler, VENDOR } from '../hls/run.mjs';
import { inlineHost } from '../support/inline-jobs.js';

/*
 * Numbers at their ends, which random ones miss: sums of exactly -2^31, thresholds just inside and outside of the sums,
 * operands of -2^n, words of 64 bits and a little more, maps of one pixel, strides beyond the window, borders as wide as
 * the window. The generated C++ gives the integers of the reference in every layer.
 */

const LEAST = -(2 ** 15);
const MOST = 2 ** 15 - 1;
const FACTOR = 2 ** 14 - 1;

/** p + q goes down to -2^31: 16383 times either end of int16, and a bias that makes up for the rest. */
const ENDS = `network Ends {
  params "ends.npz"
  input x type=int16 shape=3x4x2
  conv p filters=2 kernel=1 groups=2 weights=int15 activation=none
  conv q from=x filters=2 kernel=1 groups=2 weights=int15 activation=none
  add s from=[p, q] activation=none
  maxpool s_max size=2 stride=3 pad=1
  maxpool s_all from=s size=3x4
  argmax s_best top=2
  add s_levels from=[p, q] activation=uint2
  output o_s from=s
  output o_max from=s_max
  output o_best from=s_best
  output o_levels from=s_levels
  dwconv s_pad from=s kernel=1 pad=[1, 0, 0, 1] pad_value=-1073709056 weights=binary activation=none
  output o_pad from=s_pad
  conv c from=x filters=2 kernel=3 pad=3 pad_value=-32768 weights=int8 activation=int2
  output o_c from=c
  dwconv w from=x kernel=3 dilation=2 stride=2 pad=2 weights=int8 activation=int8
  output o_w from=w
  maxpool m from=x size=1x2 stride=2x3
  output o_m from=m
  avgpool a from=x size=3 stride=1 pad=2 shift=31 activation=none
  output o_a from=a
  avgpool b from=x size=2 stride=1 activation=ternary
  output o_b from=b
  globalavgpool g from=x shift=1
  output o_g from=g
  upsample u from=x scale=3x2
  output o_u from=u
  add t from=[x, x, x] activation=bipolar
  output o_t from=t
  threshold v from=x activation=int8
  threshold z from=x activation=int8
  concat y from=[v, z, v]
  output o_y from=y
}`;

function integers(shape: readonly number[], value: (at: number) => number): NpyArray {
  const length = shape.reduce((product, extent) => product * extent, 1);
  return { dtype: 'int32', shape, data: Int32Array.from({ length }, (_, at) => value(at)) };
}

/** `steps` thresholds of each channel from the ends of int32 and of the sums, ascending. */
function thresholds(steps: number, lo: number, hi: number): NpyArray {
  const ends = [-(2 ** 31), lo - 1, lo, lo + 1, -1, 0, 1, hi - 1, hi, hi + 1, 2 ** 31 - 1];
  const kept = ends.map((end) => Math.min(Math.max(end, -(2 ** 31)), 2 ** 31 - 1));
  const row = (channel: number): number[] =>
    Array.from({ length: steps }, (_, at) => kept[(at * 3 + channel * 5) % kept.length] ?? 0).sort((a, b) => a - b);
  const rows = [...row(0), ...row(1)];
  return integers([2, steps], (at) => rows[at] ?? 0);
}

const falling: NpyArray = { dtype: 'bool', shape: [2], data: Uint8Array.of(0, 1) };

const PARAMETERS = new Map([
  ['p.weights', integers([2, 1, 1, 1], () => FACTOR)],
  ['q.weights', integers([2, 1, 1, 1], () => FACTOR)],
  ['q.bias', integers([2], () => -(2 ** 31) - 2 * FACTOR * LEAST)],
  ['s_levels.thresholds', thresholds(3, -(2 ** 31), 2 ** 31 - 1)],
  ['s_levels.falling', falling],
  ['s_pad.weights', integers([2, 1, 1], () => 1)],
  ['c.weights', integers([2, 3, 3, 2], (at) => (at < 18 ? -128 : 127))],
  ['c.thresholds', thresholds(3, 18 * 127 * LEAST, 18 * 128 * -LEAST)],
  ['c.falling', falling],
  ['w.weights', integers([2, 3, 3], () => -128)],
  ['w.thresholds', thresholds(255, 9 * -128 * MOST, 9 * -128 * LEAST)],
  ['b.thresholds', thresholds(2, 4 * LEAST, 4 * MOST)],
  ['b.falling', falling],
  ['t.thresholds', thresholds(1, 3 * LEAST, 3 * MOST)],
  ['v.thresholds', thresholds(255, LEAST, MOST)],
  ['z.thresholds', thresholds(255, LEAST, MOST)],
  ['z.falling', falling],
]);

/** All at one end, all at the other, both in turn, and what lies in the middle. */
const IMAGES = new Map([
  [
    'images',
    integers([5, 3, 4, 2], (at) => {
      const image = Math.floor(at / 24);
      return [LEAST, MOST, at % 2 === 0 ? LEAST : MOST, at % 3 === 0 ? MOST : LEAST, (at % 3) - 1][image] ?? 0;
    }),
  ],
]);

/** One pixel and one channel; words of 63 to 65 bits behind it; windows that hold all of a row at once. */
const SMALL = `network Small {
  input x type=int4 shape=1x1x1
  conv c filters=21 kernel=3 pad=1 weights=int4 activation=uint3
  conv k filters=13 kernel=1 weights=int5 activation=int5
  dwconv w kernel=2x1 pad=[1, 0, 0, 0] weights=ternary activation=uint4
  upsample u scale=2x3
  conv d filters=16 kernel=1x3 weights=bipolar activation=int4
  avgpool a size=2x1 stride=1x1 shift=1 activation=uint4
  globalavgpool g
  dense e units=16 weights=uint4 activation=int4 align=32
  argmax best top=16
}`;

function resolved(text: string, bounds?: ResolveOptions['bounds']): Network {
  const { file } = parse(text, 'file:///ends.bnn');
  const { networks, diagnostics } = resolve('file:///ends.bnn', () => file, { bounds });
  expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([]);
  const [network] = networks;
  if (!network) throw new Error('no network');
  return network;
}

/** As narrow as its parameters, as it is generated. */
function narrowed(text: string, parameters: Uint8Array): Network {
  const { bounds, faults } = parametersState(bareNetwork(resolved(text)), readNpz(parameters));
  expect(faults.map(({ message }) => message)).toEqual([]);
  return resolved(text, (_, layer) => bounds.get(layer));
}

/** The least or the most lanes that each layer has. */
function foldedBy(network: Network, end: 'least' | 'most'): Folding {
  return network.layers.map((layer) => {
    if (end === 'least' || !isReady(layer)) return UNFOLDED;
    const { legal } = modelOf(layer, { family: 'xc7' });
    const pe = legal.pe.at(-1);
    return { ...UNFOLDED, pe, simd: pe === undefined ? undefined : legal.simd(pe).at(-1) };
  });
}

describe.skipIf(compiler() === undefined)('numbers at their ends: reference = C simulation', () => {
  const ends = writeNpz(PARAMETERS);
  it.each([
    ['one lane each', ENDS, 'least', undefined],
    ['all lanes', ENDS, 'most', undefined],
    ["all lanes, on the vendor's types", ENDS, 'most', VENDOR],
    ['one pixel, one lane each', SMALL, 'least', undefined],
    ["one pixel, all lanes, on the vendor's types", SMALL, 'most', VENDOR],
  ] as const)('%s', async (_, text, end, hlsInclude) => {
    const parameters = text === ENDS ? ends : undefined;
    const network = parameters ? narrowed(text, parameters) : resolved(text);
    const context = { family: 'xc7', interface: 'dma', portBits: 64 } as const;
    const design = { network: bareNetwork(network), folding: foldedBy(network, end), context, parameters };
    const images = text === ENDS ? writeNpz(IMAGES) : 12;
    const { outcome } = selfCheckCsim(inlineHost, design, images, { hlsInclude, progress: () => undefined });
    expect(await outcome).toMatchObject({ status: 'done', output: { difference: undefined } });
  });
});

it('the sums of the first network go to the very end of 32 bits', () => {
  const network = narrowed(ENDS, writeNpz(PARAMETERS));
  const sum = network.layers.find(({ name }) => name === 's')?.output?.type;
  expect(sum).toMatchObject({ lo: -(2 ** 31), bits: 32, signed: true });
});
