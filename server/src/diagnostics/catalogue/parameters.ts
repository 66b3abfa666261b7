import { entry } from '../entry.js';
import { numpyRemedy } from './array-layout.js';

const list = (shape: readonly (number | string)[]): string => `[${shape.join(', ')}]`;
const lists = (shapes: readonly (readonly (number | string)[])[]): string => shapes.map(list).join(' or ');
const mended = (found: readonly number[], expected: readonly (readonly (number | string)[])[]): string => {
  const remedy = numpyRemedy(found, expected);
  return remedy === undefined ? '' : `; ${remedy} makes it so`;
};
const some = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** BNN7xx: the trained parameters of a network, and the images that it is run on. */
export const parameters = {
  BNN701: entry<{ readonly path: string }>({
    severity: 'error',
    title: 'parameter file not found',
    message: ({ path }) =>
      `There is no file "${path}" beside this one. Right is the path of a .npz file, relative to this file; without a params line the network gets random weights.`,
    docs: 'The file that the `params` line names does not exist. The path is relative to the `.bnn` file that it stands in and uses `/`. A network without `params` still checks, estimates, folds and generates, with seeded random weights.',
    example:
      'network N {\n  params "missing.npz"\n  input x type=bipolar shape=16\n  dense d units=4 weights=bipolar activation=none\n}\n',
  }),
  BNN702: entry<{ readonly path: string; readonly detail: string }>({
    severity: 'error',
    title: 'parameter file unreadable',
    message: ({ path, detail }) =>
      `Cannot read "${path}": ${detail}. Right is a .npz archive as numpy.savez writes it.`,
    docs: 'The file that the `params` line names is no `.npz` archive, is damaged, or is larger than the tool unpacks. Write it with `numpy.savez` or `numpy.savez_compressed`.',
  }),
  BNN703: entry<{ readonly array: string; readonly detail: string }>({
    severity: 'error',
    title: 'array unreadable',
    message: ({ array, detail }) =>
      `Cannot read the array ${array}: ${detail}. Right is a numpy array of booleans, integers or floats.`,
    docs: 'One entry of the parameter file is no numpy array of booleans, integers or floats, or it is damaged. Save it again with `numpy.savez`; arrays of objects, strings and records are not read.',
  }),
  BNN704: entry<{ readonly layer: string; readonly path: string; readonly wanted: readonly string[] }>({
    severity: 'error',
    title: 'layer without parameters',
    message: ({ layer, path, wanted }) => `"${path}" holds nothing for ${layer}; expected ${wanted.join(' and ')}.`,
    docs: 'Every layer that multiplies needs its weights, and every layer with an activation its thresholds (or a float batch norm). The arrays are named after the layer, with blocks and repeats expanded: `r1.conv_a.weights`, `x_0.thresholds`.',
  }),
  BNN705: entry<{
    readonly array: string;
    readonly shapes: readonly (readonly (number | string)[])[];
    readonly instead?: string;
  }>({
    severity: 'error',
    title: 'array missing',
    message: ({ array, shapes, instead }) =>
      `${array} is missing; expected an array of shape ${lists(shapes)}${instead === undefined ? '' : `, or ${instead}`}.`,
    docs: 'The parameter file holds other arrays of this layer, but not this one. An activation takes `thresholds`, or the float arrays `bn_gamma`, `bn_beta`, `bn_mean` and `bn_var` together.',
  }),
  BNN706: entry<{ readonly arrays: readonly string[]; readonly path: string; readonly suggestion?: string }>({
    severity: 'warning',
    title: 'unknown array',
    message: ({ arrays, path, suggestion }) =>
      `"${path}" holds ${arrays[0] || 'an array without a name'}${arrays.length > 1 ? ` and ${arrays.length - 1} more beside it` : ''}, which no layer reads${suggestion === undefined ? '; right is <layer>.<array>.' : `; did you mean ${suggestion}?`}`,
    docs: 'An array of the parameter file belongs to no layer of the network, so it has no effect. Arrays are named `<layer>.<array>`.',
  }),
  BNN707: entry<{ readonly array: string; readonly reason: string }>({
    severity: 'error',
    title: 'array that the layer does not take',
    message: ({ array, reason }) => `${array} cannot be used: ${reason}.`,
    docs: 'The array has a name of the parameter layout, but this layer does not take it: a layer with an activation takes thresholds or a batch norm, never both, and no `bias`; a layer without activation takes at most a `bias`; pools, add and concat have no weights.',
  }),
  BNN708: entry<{
    readonly array: string;
    readonly expected: readonly (readonly number[])[];
    readonly found: readonly number[];
  }>({
    severity: 'error',
    title: 'wrong shape',
    message: ({ array, expected, found }) =>
      `${array} has shape ${list(found)}; expected ${lists(expected)}${mended(found, expected)}.`,
    docs: 'The shape of the array does not fit the layer. Weights are `[out, in]` for dense (the map flattened H, W, C), `[out, kh, kw, in/groups]` for conv, `[C, kh, kw]` for dwconv; PyTorch keeps `[out, in, kh, kw]`, so transpose it with `numpy.moveaxis(w, 1, -1)`.',
  }),
  BNN709: entry<{
    readonly array: string;
    readonly type: string;
    readonly levels: number;
    readonly expected: number;
    readonly found: number;
  }>({
    severity: 'error',
    title: 'wrong number of thresholds',
    message: ({ array, type, levels, expected, found }) =>
      `${array} has ${some(found, 'threshold')} a channel; activation=${type} has ${levels} levels, so it takes ${expected}.`,
    docs: 'An activation of a type with n levels is n-1 thresholds a channel: 1 for bipolar and binary, 2 for ternary, 3 for uint2, 255 for uint8.',
  }),
  BNN710: entry<{ readonly array: string; readonly expected: string; readonly found: string }>({
    severity: 'error',
    title: 'wrong element type',
    message: ({ array, expected, found }) => `${array} is ${found}; expected ${expected}.`,
    docs: 'Weights, thresholds and bias are integers, `falling` is bool (or 0 and 1), the batch norm is float. Float weights are not rounded here: quantise them in training, then save the integers.',
  }),
  BNN711: entry<{
    readonly array: string;
    readonly type: string;
    readonly allowed: string;
    readonly count: number;
    readonly value: number;
    readonly index: readonly number[];
    /** The narrowest type of weights that holds all values of the array; undefined where there is none. */
    readonly fits?: string | undefined;
  }>({
    severity: 'error',
    title: 'value outside the type',
    message: ({ array, type, allowed, count, value, index }) =>
      `${array} has ${some(count, 'value')} outside ${type}, the first is ${value} at ${list(index)}; ${type} holds ${allowed}.`,
    docs: 'The array holds integers that the type written in the network cannot. Either the type in the `.bnn` file is too narrow, or the export went wrong (a bipolar weight is -1 or +1, not 0 or 1).',
  }),
  BNN712: entry<{
    readonly array: string;
    readonly row: number;
    readonly step: number;
    readonly before: number;
    readonly after: number;
  }>({
    severity: 'error',
    title: 'thresholds not ascending',
    message: ({ array, row, step, before, after }) =>
      `${array} is not ascending: in row ${row}, ${after} at step ${step} follows ${before}. Right is each at least the one before.`,
    docs: 'The thresholds of a channel stand in ascending order, equal ones allowed. A channel whose output falls as the sum grows is marked in `falling`, its thresholds still ascend.',
  }),
  BNN713: entry<{
    readonly array: string;
    readonly channel: number;
    readonly value: number;
    readonly expected: string;
  }>({
    severity: 'error',
    title: 'unusable batch norm',
    message: ({ array, channel, value, expected }) =>
      `${array} is ${value} in channel ${channel}; right is ${expected}.`,
    docs: 'A batch norm folds into thresholds only where y = gamma*(scale*acc - mean)/sqrt(var + eps) + beta is a number for every sum: all values finite, var + eps above 0, act_scale above 0.',
  }),
  BNN714: entry<{ readonly layer: string; readonly lo: number; readonly hi: number; readonly bits: number }>({
    severity: 'error',
    title: 'sum beyond 32 bits',
    message: ({ layer, lo, hi, bits }) =>
      `With these parameters the sums of ${layer} run from ${lo} to ${hi}, ${bits} bits; at most 32 are right. Give the layer before an activation, or a smaller bias.`,
    docs: 'The range of a sum follows from the weights, the bias and the range of the input. The hardware carries at most 32 bits.',
  }),
  BNN720: entry<{ readonly input: string; readonly found: readonly string[] }>({
    severity: 'error',
    title: 'no images',
    message: ({ input, found }) =>
      `There are no images for ${input}: expected an array named ${input === 'images' ? 'images' : `images or ${input}`}, found ${found.length === 0 ? 'none' : found.join(', ')}.`,
    docs: 'Images are an array `images` of shape `[N, ...input shape]`, channels last; a network with several inputs takes one array for each, by name.',
  }),
  BNN721: entry<{
    readonly array: string;
    readonly expected: readonly (number | string)[];
    readonly found: readonly number[];
    readonly dtype: string;
  }>({
    severity: 'error',
    title: 'images of a wrong shape',
    message: ({ array, expected, found, dtype }) =>
      `${array} is ${dtype} ${list(found)}; expected integers ${list(expected)}${mended(found, [expected])}.`,
    docs: 'Images are integers of shape `[N, H, W, C]`, `[N, W, C]` or `[N, features]`, as the input of the network is written: channels last, where PyTorch has them first (`numpy.moveaxis(images, 1, -1)`).',
  }),
  BNN722: entry<{
    readonly array: string;
    readonly type: string;
    readonly allowed: string;
    readonly value: number;
    readonly image: number;
  }>({
    severity: 'error',
    title: 'images outside the input type',
    message: ({ array, type, allowed, value, image }) =>
      `${array} holds ${value} in image ${image}; the input is ${type}, which holds ${allowed}.`,
    docs: 'Images hold values of the input type, already quantised: bipolar images are -1 and +1.',
  }),
};
