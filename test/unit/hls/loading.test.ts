import { describe, expect, it } from 'vitest';
import { lower, UNFOLDED, type LowerContext } from '../../../server/src/hardware/lower.js';
import type { LayerFolding } from '../../../server/src/hardware/pipeline.js';
import { emitProject, type Project } from '../../../server/src/hls/project.js';
import { PARAMETERS } from '../../../server/src/hls/testbench.js';
import type { Network } from '../../../server/src/network/graph.js';
import { resolve } from '../../../server/src/network/resolve.js';
import { parse } from '../../../server/src/language/parser.js';
import { isFault } from '../../../server/src/parameters/npy.js';
import { parametersState } from '../../../server/src/parameters/checked.js';
import { bareNetwork } from '../../../server/src/parameters/state.js';
import { bindParameters } from '../../../server/src/parameters/bind.js';
import { int32, npzOf } from '../parameters/support.js';

const DMA: LowerContext = { family: 'xc7', interface: 'dma', portBits: 64 };
const STREAM: LowerContext = { family: 'xc7', interface: 'stream', portBits: 64 };

const uri = 'file:///load.bnn';
const networkOf = (text: string, npz?: ReturnType<typeof npzOf>): Network => {
  const { file } = parse(text, uri);
  const bare = resolve(uri, () => file).networks[0];
  if (!bare) throw new Error('no network');
  if (!npz) return bare;
  const { bounds } = parametersState(bareNetwork(bare), npz);
  return resolve(uri, () => file, { bounds: (_, layer) => bounds.get(layer) }).networks[0] ?? bare;
};

/** Two layers, of which the second is fixed; `first` and `second` are their weights, `threshold` and `bias` the rest. */
const TEXT = (loadable: string): string => `network N {
  params "n.npz"
  input x type=int4 shape=2
  dense a units=2 weights=int4 activation=bipolar ${loadable}
  dense b units=2 weights=int4 activation=none
}
`;
const npz = (first: readonly number[], second: readonly number[], threshold = 3) =>
  npzOf({
    'a.weights': int32([2, 2], first),
    'a.thresholds': int32([2, 1], [threshold, -2]),
    'b.weights': int32([2, 2], second),
  });

function emitted(
  network: Network,
  file: ReturnType<typeof npzOf>,
  context = DMA,
  folded: Partial<LayerFolding> = {},
): Project {
  const bare = bareNetwork(network);
  const folding = bare.layers.map(({ operation }) =>
    operation && 'weights' in operation ? { ...UNFOLDED, ...folded } : UNFOLDED,
  );
  const { parameters, bounds } = bindParameters(bare, file);
  const origins = bare.layers.map(() => undefined);
  const project = emitProject({
    pipeline: lower(bare, folding, context),
    parameters,
    bounds,
    context,
    origins,
    title: 't',
  });
  if (isFault(project)) throw new Error(project.fault);
  return project;
}

const textOf = ({ files }: Project, path: string): string => files.find((each) => each.path === path)?.text ?? '';
const wordsOf = (project: Project): string[] => textOf(project, PARAMETERS).trimEnd().split('\n').slice(2);

describe('loadable parameters', () => {
  const first = [1, -2, 3, 7];
  const trained = npz(first, [1, 1, 1, 1]);
  const loadable = networkOf(TEXT('parameters=loadable'), trained);

  it('come PE by PE: the weights in words of simd, then the thresholds with a mark for a channel that falls', () => {
    const words = (folded: Partial<LayerFolding>): string[] => wordsOf(emitted(loadable, trained, DMA, folded));
    const [three, minusTwo, no] = ['00000003', 'fffffffe', '00000000'];
    expect(words({ pe: 1, simd: 1 })).toEqual(
      ['00000001', '0000000e', '00000003', '00000007'].concat([three, no, minusTwo, no]),
    );
    expect(words({ pe: 2, simd: 2 })).toEqual(['000000e1', '00000073', three, no, minusTwo, no]);
  });

  it('wider words come in parts of 32 bits, the least significant first', () => {
    const text =
      'network N {\n  params "n.npz"\n  input x type=int4 shape=10\n  dense a units=1 weights=int4 activation=none parameters=loadable\n}\n';
    const file = npzOf({ 'a.weights': int32([1, 10], [0, 1, 2, 3, 4, 5, 6, 7, -8, -1]), 'a.bias': int32([1], [-5]) });
    const project = emitted(networkOf(text, file), file, DMA, { pe: 1, simd: 10 });
    expect(wordsOf(project)).toEqual(['76543210', '000000f8', 'fffffffb']);
    expect(project.parameterPort?.memories).toEqual([
      { layer: 'a', what: 'weights', pe: 1, depth: 1, bits: 40, parts: 2 },
      { layer: 'a', what: 'bias', pe: 1, depth: 1, bits: 4, parts: 1 },
    ]);
  });

  it('leave the sums as wide as the types, where built-in weights narrow them', () => {
    const widths = (network: Network): (number | undefined)[] =>
      network.layers.map(({ accumulator }) => accumulator?.bits);
    const small = npz([1, 0, 0, 1], [1, 0, 0, 1], 0);
    expect(widths(networkOf(TEXT(''), small))).toEqual([undefined, 4, 2]);
    expect(widths(networkOf(TEXT('parameters=loadable'), small))).toEqual([undefined, 9, 2]);
  });

  it('of one training go into the design of another, unless a fixed layer differs', () => {
    const design = (file: ReturnType<typeof npzOf>): string | undefined =>
      emitted(networkOf(TEXT('parameters=loadable'), file), file).parameterPort?.design;
    expect(design(npz([-8, 7, 7, 7], [1, 1, 1, 1], -9))).toBe(design(trained));
    expect(design(npz(first, [1, 1, 1, 2]))).not.toBe(design(trained));
  });

  it('go with the streamed weights of their own training, which are no part of the design', () => {
    const text = TEXT('parameters=loadable');
    const head = (file: ReturnType<typeof npzOf>): readonly string[] => {
      const project = emitted(networkOf(text, file), file, DMA, { mem: 'external' });
      expect(project.weightPorts).toHaveLength(2);
      const [line = ''] = textOf(project, PARAMETERS).split('\n');
      expect(line).toMatch(/^design [0-9a-f]{64} weights [0-9a-f]{64}$/);
      return [project.parameterPort?.design ?? '', ...line.split(' ').slice(3)];
    };
    const [design, weights] = head(npz([1, 0, 0, 1], [1, 0, 0, 1]));
    const [other, otherWeights] = head(npz([0, 1, 1, 0], [0, 1, 1, 0]));
    expect(other).toBe(design);
    expect(otherWeights).not.toBe(weights);
    // Only what is loaded differs: the same weights are streamed.
    expect(head(npz([1, 0, 0, 1], [1, 0, 0, 1], 2))).toEqual([design, weights]);
  });

  it('are memories with first contents, filled when a call asks for it', () => {
    const project = emitted(loadable, trained);
    expect(textOf(project, 'params/a.hpp')).toContain('\nstatic bnn::Weights<1, 4, 4> a_weights = {{');
    expect(textOf(project, 'params/b.hpp')).toContain('\nstatic const bnn::Weights<');
    expect(textOf(project, 'layers/a.hpp')).toContain('if (load != 0) {\n    bnn::load(loading, a_weights);');
    expect(project.parameterPort).toMatchObject({ name: 's_axis_parameters', words: 8, needed: false });
  });

  it('come once behind each reset where there is no control port', () => {
    const project = emitted(loadable, trained, STREAM);
    expect(textOf(project, 'layers/a.hpp')).toContain(
      'static bool loaded = false;\n#pragma HLS RESET variable=loaded\n  if (!loaded) {',
    );
    expect(textOf(project, 'top.cpp')).not.toContain('unsigned load');
    expect(project.parameterPort).toMatchObject({ needed: true });
  });

  it('are none where no layer asks for them', () => {
    const project = emitted(networkOf(TEXT(''), trained), trained);
    expect(project.parameterPort).toBeUndefined();
    expect(project.files.map(({ path }) => path)).not.toContain(PARAMETERS);
  });
});

describe('a layer that has nothing to load', () => {
  const codes = (text: string): string[] => {
    const { file } = parse(text, uri);
    return resolve(uri, () => file).diagnostics.map(({ code }) => code);
  };
  const sum = (defaults: string, own: string): string =>
    `network N {\n  defaults weights=int2 activation=int4${defaults}\n  input x type=int4 shape=2x2x2\n  conv a filters=2 kernel=1\n  add s from=[a, a]${own}\n}\n`;

  it('is told where it says so itself', () => {
    expect(codes(sum('', ' parameters=loadable'))).toEqual(['BNN246']);
    expect(codes(sum('', ' activation=int3 parameters=loadable'))).toEqual([]);
  });

  it('is passed over in silence by defaults', () => {
    expect(codes(sum(' parameters=loadable', ''))).toEqual([]);
  });
});
