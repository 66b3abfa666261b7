import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.js';
import type { Location } from '../diagnostics/span.js';
import type { Layer, Network, Shape } from '../network/graph.js';
import type { NpyArray, NumberArray } from './npy.js';
import type { Npz } from './npz.js';
import { sameShape } from './report.js';
import { allowedText, holds } from './takes.js';

/** What a network is run on. */
export interface Images {
  readonly count: number;
  /** By place in `Network.inputs`: `count` frames in H, W, C order, values of the input's type. */
  readonly inputs: readonly NumberArray[];
  /** The right class of each image, where the file says it. */
  readonly labels: NumberArray | undefined;
}

/** Images, or what is wrong with them (BNN72x, at the input's statement). */
export type ReadImages = { readonly images: Images } | { readonly diagnostics: readonly Diagnostic[] };

/** Takes the images out of a `.npz`: `images` or the input's name for one input, each input's name for several; `labels` `[N]`. */
export function readImages(network: Network, npz: Npz): ReadImages {
  const diagnostics: Diagnostic[] = [];
  const arrays: NpyArray[] = [];
  let count: number | undefined;
  for (const index of network.inputs) {
    const layer = network.layers[index];
    if (!layer?.output) continue;
    const at: Location = { uri: layer.uri, span: layer.statement.name?.span ?? layer.statement.span };
    const names = network.inputs.length === 1 ? ['images', layer.name] : [layer.name];
    const name = names.find((candidate) => npz.arrays.has(candidate));
    const array = name === undefined ? undefined : npz.arrays.get(name);
    if (name === undefined || !array) {
      diagnostics.push(diagnose('BNN720', at, { input: layer.name, found: [...npz.arrays.keys()] }));
      continue;
    }
    const wanted = [count ?? 'N', ...extents(layer.output.shape)];
    const fits = sameShape(array.shape, [count ?? array.shape[0] ?? 0, ...extents(layer.output.shape)]);
    if (!fits || !isWhole(array)) {
      const facts = { array: name, expected: wanted, found: array.shape, dtype: array.dtype };
      diagnostics.push(diagnose('BNN721', at, facts));
      continue;
    }
    count = array.shape[0] ?? 0;
    const wrong = firstOutside(layer, array);
    if (wrong !== undefined) {
      const { type } = layer.output;
      const image = Math.floor(wrong / Math.max(1, array.data.length / count));
      const facts = {
        array: name,
        type: type.name,
        allowed: allowedText(type),
        value: array.data[wrong] ?? NaN,
        image,
      };
      diagnostics.push(diagnose('BNN722', at, facts));
      continue;
    }
    arrays.push(array);
  }
  const labels = npz.arrays.get('labels');
  if (labels && diagnostics.length === 0 && !(sameShape(labels.shape, [count ?? 0]) && isWhole(labels))) {
    const facts = { array: 'labels', expected: [count ?? 0], found: labels.shape, dtype: labels.dtype };
    diagnostics.push(diagnose('BNN721', { uri: network.uri, span: network.statement.span }, facts));
  }
  if (diagnostics.length > 0) return { diagnostics };
  return { images: { count: count ?? 0, inputs: arrays.map(({ data }) => data), labels: labels?.data } };
}

function isWhole({ dtype }: NpyArray): boolean {
  return !dtype.startsWith('float');
}

/** A shape as its array has it: H, W, C; W, C for 1-D maps; N for vectors. */
function extents({ height, width, channels, rank }: Shape): number[] {
  if (rank === 0) return [channels];
  return rank === 1 ? [width, channels] : [height, width, channels];
}

function firstOutside(layer: Layer, array: NpyArray): number | undefined {
  const type = layer.output?.type;
  if (!type) return undefined;
  const index = array.data.findIndex((value) => !holds(type, value));
  return index < 0 ? undefined : index;
}
