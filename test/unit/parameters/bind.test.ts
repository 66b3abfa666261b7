import { describe, expect, test } from 'vitest';
import { parameters as catalogue } from '../../../server/src/diagnostics/catalogue/parameters.js';
import { bindParameters } from '../../../server/src/parameters/bind.js';
import type { LayerParameters } from '../../../server/src/parameters/layer-parameters.js';
import type { Fault, NpyArray } from '../../../server/src/parameters/npy.js';
import type { Npz } from '../../../server/src/parameters/npz.js';
import { bool, float, int32, int8, networkOf, npzOf } from './support.js';

const DENSE = `network N {
  params "n.npz"
  input x type=bipolar shape=3
  dense d units=2 weights=bipolar activation=uint2
}
`;

const CARRIED = DENSE.replace('uint2', 'none');
const WEIGHTS = int8([2, 3], [1, -1, 1, -1, 1, -1]);
const THRESHOLDS = int32([2, 3], [-1, 0, 1, 2, 2, 3]);

const raised = new Set<string>();

/** Every diagnostic as `severity code at "text": message`. */
function checkBind(
  text: string,
  given: Readonly<Record<string, NpyArray>> | Npz | Fault,
  expected: readonly string[],
): void {
  const npz = 'fault' in given || 'unreadable' in given ? (given as Npz | Fault) : npzOf(given);
  const { diagnostics } = bindParameters(networkOf(text), npz);
  for (const { code } of diagnostics) raised.add(code);
  const said = diagnostics.map(
    ({ severity, code, span, message }) => `${severity} ${code} at ${text.slice(span.start, span.end)}: ${message}`,
  );
  expect(said).toEqual(expected);
}

function bind(text: string, arrays: Readonly<Record<string, NpyArray>>, layer: string): LayerParameters | undefined {
  const network = networkOf(text);
  const { parameters, diagnostics } = bindParameters(network, npzOf(arrays));
  expect(diagnostics).toEqual([]);
  return parameters[network.layers.find(({ name }) => name === layer)?.index ?? -1];
}

describe('what is right is taken', () => {
  test('weights and thresholds', () => {
    expect(bind(DENSE, { 'd.weights': WEIGHTS, 'd.thresholds': THRESHOLDS }, 'd')).toEqual({
      weights: Int8Array.of(1, -1, 1, -1, 1, -1),
      thresholds: { values: Float64Array.of(-1, 0, 1, 2, 2, 3), steps: 3, rows: 2, falling: undefined },
      bias: undefined,
      random: false,
    });
  });

  test('int64 arrays, one row of thresholds for all channels, falling channels', () => {
    const arrays = {
      'd.weights': { dtype: 'int64', shape: [2, 3], data: Float64Array.of(1, -1, 1, -1, 1, -1) } as const,
      'd.thresholds': int32([1, 3], [-1, 0, 1]),
      'd.falling': bool([0, 1]),
    };
    expect(bind(DENSE, arrays, 'd')?.thresholds).toEqual({
      values: Float64Array.of(-1, 0, 1),
      steps: 3,
      rows: 1,
      falling: Uint8Array.of(0, 1),
    });
  });

  test('thresholds that no sum tells apart are set to the edge of the sums', () => {
    const thresholds = int32([2, 3], [-900, 0, 900, -900, 0, 900]);
    const bound = bind(DENSE, { 'd.weights': WEIGHTS, 'd.thresholds': thresholds, 'd.falling': bool([0, 1]) }, 'd');
    expect(bound?.thresholds?.values).toEqual(Float64Array.of(-3, 0, 4, -4, 0, 3));
  });

  test('a bias where there is no activation', () => {
    expect(bind(CARRIED, { 'd.weights': WEIGHTS, 'd.bias': int32([2], [7, -7]) }, 'd')?.bias).toEqual(
      Int32Array.of(7, -7),
    );
  });

  test('a kernel of one row with and without its row', () => {
    const text =
      'network N {\n params "n.npz"\n input x type=int4 shape=8x2\n conv c filters=1 kernel=2 weights=int4 activation=none\n dwconv w kernel=3 weights=ternary activation=none }';
    const dw = { 'w.weights': int8([1, 3], [1, 0, -1]) };
    const flat = bind(text, { 'c.weights': int8([1, 2, 2], [1, 2, 3, 4]), ...dw }, 'c');
    expect(bind(text, { 'c.weights': int8([1, 1, 2, 2], [1, 2, 3, 4]), ...dw }, 'c')).toEqual(flat);
  });

  test('layers of blocks and repeats by their expanded names', () => {
    const text =
      'block B(n) { dense a units=n weights=bipolar activation=none }\nnetwork N {\n params "n.npz"\n input x type=bipolar shape=1\n B r1 n=1 }';
    expect(bind(text, { 'r1.a.weights': int8([1, 1], [-1]) }, 'r1.a')?.weights).toEqual(Int8Array.of(-1));
  });
});

describe('what is wrong is said', () => {
  test('BNN702: a file that is no archive', () => {
    checkBind(DENSE, { fault: 'it is too short to be a zip archive' }, [
      'error BNN702 at "n.npz": Cannot read "n.npz": it is too short to be a zip archive. Right is a .npz archive as numpy.savez writes it.',
    ]);
  });

  test('BNN703: an entry that is no array is not said to be missing too', () => {
    const npz = npzOf({ 'd.weights': WEIGHTS }, [{ name: 'd.thresholds', fault: 'its header is cut off' }]);
    checkBind(DENSE, npz, [
      'error BNN703 at "n.npz": Cannot read the array d.thresholds: its header is cut off. Right is a numpy array of booleans, integers or floats.',
    ]);
  });

  test('BNN704 and BNN706: a layer of which there is nothing, and arrays of an unknown one', () => {
    checkBind(DENSE, { 'dd.weights': WEIGHTS, 'dd.thresholds': THRESHOLDS }, [
      'warning BNN706 at "n.npz": "n.npz" holds dd.weights and 1 more beside it, which no layer reads; right is <layer>.<array>.',
      'error BNN704 at d: "n.npz" holds nothing for d; expected d.weights and d.thresholds.',
    ]);
  });

  test('BNN706: an array with a slip in its name', () => {
    checkBind(CARRIED, { 'd.weights': WEIGHTS, 'd.bais': int32([2], [1, 2]) }, [
      'warning BNN706 at "n.npz": "n.npz" holds d.bais, which no layer reads; did you mean d.bias?',
    ]);
  });

  test('BNN705: one array missing', () => {
    checkBind(DENSE, { 'd.weights': WEIGHTS }, [
      'error BNN705 at d: d.thresholds is missing; expected an array of shape [2, 3], or d.bn_gamma, .bn_beta, .bn_mean and .bn_var.',
    ]);
    checkBind(DENSE, { 'd.thresholds': THRESHOLDS }, [
      'error BNN705 at d: d.weights is missing; expected an array of shape [2, 3].',
    ]);
    checkBind(
      DENSE,
      {
        'd.weights': WEIGHTS,
        'd.bn_gamma': float([2], [1, 1]),
        'd.bn_var': float([2], [1, 1]),
        'd.bn_mean': float([2], [1, 1]),
      },
      ['error BNN705 at d: d.bn_beta is missing; expected an array of shape [2].'],
    );
  });

  test('BNN707: arrays that the layer does not take', () => {
    checkBind(
      DENSE,
      {
        'd.weights': WEIGHTS,
        'd.thresholds': THRESHOLDS,
        'd.bias': int32([2], [1, 2]),
        'd.bn_gamma': float([2], [1, 1]),
      },
      [
        'error BNN707 at d: d.bias cannot be used: the layer has activation=uint2; subtract the bias from its thresholds instead.',
        'error BNN707 at d: d.bn_gamma cannot be used: the layer has thresholds already; keep one of them.',
      ],
    );
    checkBind(CARRIED, { 'd.weights': WEIGHTS, 'd.thresholds': THRESHOLDS }, [
      'error BNN707 at d: d.thresholds cannot be used: the layer has activation=none.',
    ]);
    checkBind(
      CARRIED.replace('dense d units=2 weights=bipolar activation=none', 'argmax a'),
      { 'a.weights': WEIGHTS },
      ['error BNN707 at a: a.weights cannot be used: argmax without activation takes no parameters.'],
    );
  });

  test('BNN708: a wrong shape', () => {
    checkBind(CARRIED, { 'd.weights': int8([3, 2], [1, 1, 1, 1, 1, 1]) }, [
      'error BNN708 at d: d.weights has shape [3, 2]; expected [2, 3]; array.T makes it so.',
    ]);
    checkBind(DENSE, { 'd.weights': WEIGHTS, 'd.thresholds': int32([3], [1, 2, 3]) }, [
      'error BNN708 at d: d.thresholds has shape [3]; expected [2, 3] or [1, 3].',
    ]);
  });

  test('BNN709: a wrong number of thresholds', () => {
    checkBind(DENSE, { 'd.weights': WEIGHTS, 'd.thresholds': int32([2, 1], [1, 2]) }, [
      'error BNN709 at d: d.thresholds has 1 threshold a channel; activation=uint2 has 4 levels, so it takes 3.',
    ]);
  });

  test('BNN710: a wrong element type', () => {
    checkBind(CARRIED, { 'd.weights': float([2, 3], [1, 1, 1, 1, 1, 1]) }, [
      'error BNN710 at d: d.weights is float64; expected an integer array.',
    ]);
    checkBind(DENSE, { 'd.weights': WEIGHTS, 'd.thresholds': THRESHOLDS, 'd.falling': int8([2], [0, 2]) }, [
      'error BNN710 at d: d.falling is int8 with other values than 0 and 1; expected a bool array.',
    ]);
  });

  test('BNN711: values outside the type', () => {
    checkBind(CARRIED, { 'd.weights': int8([2, 3], [1, -1, 1, 1, 0, 0]) }, [
      'error BNN711 at d: d.weights has 2 values outside bipolar, the first is 0 at [1, 1]; bipolar holds -1 and +1.',
    ]);
  });

  test('BNN712: thresholds that do not ascend', () => {
    checkBind(DENSE, { 'd.weights': WEIGHTS, 'd.thresholds': int32([2, 3], [0, 1, 2, 0, 2, 1]) }, [
      'error BNN712 at d: d.thresholds is not ascending: in row 1, 1 at step 2 follows 2. Right is each at least the one before.',
    ]);
  });

  test('BNN713: a batch norm that is no number', () => {
    const norm = { 'd.bn_gamma': float([2], [1, 1]), 'd.bn_beta': float([2], [0, NaN]), 'd.bn_mean': float([2], [0, 0]), 'd.bn_var': float([2], [1, 1]) }; // prettier-ignore
    checkBind(DENSE, { 'd.weights': WEIGHTS, ...norm }, [
      'error BNN713 at d: d.bn_beta is NaN in channel 1; right is a finite number.',
    ]);
    checkBind(
      DENSE,
      { 'd.weights': WEIGHTS, ...norm, 'd.bn_beta': float([2], [0, 0]), 'd.bn_var': float([2], [-1, 1]) },
      [
        'error BNN713 at d: d.bn_var is -1 in channel 0; right is a variance that is above 0 when bn_eps=0.00001 is added.',
      ],
    );
    checkBind(DENSE, { 'd.weights': WEIGHTS, ...norm, 'd.bn_beta': float([2], [0, 0]), 'd.bn_eps': float([], [-2]) }, [
      'error BNN713 at d: d.bn_eps is -2 in channel 0; right is a number that is above 0 when bn_var=1 is added.',
    ]);
  });

  test('BNN706: an array without a name', () => {
    checkBind(CARRIED, { 'd.weights': WEIGHTS, '': WEIGHTS }, [
      'warning BNN706 at "n.npz": "n.npz" holds an array without a name, which no layer reads; right is <layer>.<array>.',
    ]);
  });

  test('BNN714: a bias that takes the sums beyond 32 bits', () => {
    checkBind(CARRIED, { 'd.weights': WEIGHTS, 'd.bias': int32([2], [2 ** 31 - 1, 0]) }, [
      'error BNN714 at d: With these parameters the sums of d run from -3 to 2147483650, 33 bits; at most 32 are right. Give the layer before an activation, or a smaller bias.',
    ]);
  });

  test('in a layer of an imported block, at the line that brings it in', () => {
    const text =
      'network N {\n params "n.npz"\n input x type=bipolar shape=1\n B r1 n=1 }\nblock B(n) { dense a units=n weights=bipolar activation=none }';
    checkBind(text, {}, ['error BNN704 at r1: "n.npz" holds nothing for r1.a; expected r1.a.weights.']);
  });

  test('every code of the parameter file is raised here', () => {
    const elsewhere = ['BNN701', 'BNN720', 'BNN721', 'BNN722'];
    expect([...raised, ...elsewhere].sort()).toEqual(Object.keys(catalogue).sort());
  });
});
