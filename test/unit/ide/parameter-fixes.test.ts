import { expect, it } from 'vitest';
import { greedyFolder } from '../../../server/src/folding/greedy.js';
import { applyChanges } from '../../../server/src/language/text-change.js';
import { fixesFor } from '../../../server/src/ide/fixes/index.js';
import type { NpyArray } from '../../../server/src/parameters/npy.js';
import { parametersState } from '../../../server/src/parameters/checked.js';
import { bareNetwork } from '../../../server/src/parameters/state.js';
import { createAnalyser } from '../../../server/src/workspace/analyse.js';
import type { Analysis } from '../../../server/src/workspace/analysis.js';
import { MAIN, snapshotOf } from '../../support/analysis.js';
import { int32, int8, npzOf } from '../parameters/support.js';

type Arrays = Readonly<Record<string, NpyArray>>;

function analyse(text: string, arrays: Arrays | 'missing'): Analysis {
  const npz = arrays === 'missing' ? arrays : npzOf(arrays);
  return createAnalyser(greedyFolder).analyse(
    {
      ...snapshotOf(text),
      parameters: ({ network }) => (npz === 'missing' ? npz : parametersState(bareNetwork(network), npz)),
    },
    MAIN,
  );
}

const net = (layer: string, shape = '4'): string =>
  `network N {\n  params "n.npz"\n  input x type=uint2 shape=${shape}\n  ${layer}\n}\n`;
const zeros = (...shape: number[]): NpyArray =>
  int8(shape, new Array<number>(shape.reduce((a, b) => a * b, 1)).fill(1));

const CASES: readonly (readonly [what: string, text: string, arrays: Arrays | 'missing', title: string])[] = [
  ['no file', net('threshold t activation=uint2'), 'missing', 'Remove params: random weights until there is a file'],
  [
    'other units',
    net('dense d units=3 weights=int4 activation=none'),
    { 'd.weights': zeros(5, 4) },
    'Set units=5, as in the file',
  ],
  [
    'other filters and kernel',
    net('conv d filters=3 kernel=3 weights=int4 activation=none', '8x8x2'),
    { 'd.weights': zeros(5, 2, 2, 2) },
    'Set filters=5 kernel=2, as in the file',
  ],
  [
    'more thresholds',
    net('dense d units=2 weights=int4 activation=bipolar'),
    { 'd.weights': zeros(2, 4), 'd.thresholds': int32([2, 3], [0, 1, 2, 0, 1, 2]) },
    'Set activation=uint2, which takes 3 a channel',
  ],
  [
    'no thresholds',
    net('dense d units=2 weights=int4 activation=bipolar'),
    { 'd.weights': zeros(2, 4) },
    'Set activation=none, as the file has no thresholds',
  ],
  [
    'zeros and ones',
    net('dense d units=1 weights=bipolar activation=none'),
    { 'd.weights': int8([1, 4], [0, 1, 1, 0]) },
    'Set weights=binary, which holds all values of the file',
  ],
  [
    'wider weights',
    net('dense d units=1 weights=ternary activation=none'),
    { 'd.weights': int8([1, 4], [0, -9, 1, 3]) },
    'Set weights=int5, which holds all values of the file',
  ],
];

it.each(CASES)('%s: the network is made to fit its file', (_, text, arrays, title) => {
  const analysis = analyse(text, arrays);
  const found = analysis.diagnostics.filter(({ code }) => code.startsWith('BNN7'));
  expect(found).toHaveLength(1);
  const [fix] = found.flatMap((one) => fixesFor(analysis, one));
  expect(fix?.title).toBe(title);
  const after = analyse(applyChanges(text, fix?.edits ?? []), arrays);
  expect(after.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
});

it('says nothing where the inputs differ: they come from the layer before', () => {
  const analysis = analyse(net('dense d units=3 weights=int4 activation=none'), { 'd.weights': zeros(3, 7) });
  const found = analysis.diagnostics.filter(({ code }) => code.startsWith('BNN7'));
  expect(found.flatMap((one) => fixesFor(analysis, one))).toEqual([]);
});
