import path from 'node:path';
import { expect, test } from 'vitest';
import { known } from '../../server/src/golden/known.js';
import { compile, type Model } from '../../server/src/golden/model.js';
import { runPlain } from '../../server/src/golden/plain.js';
import { run } from '../../server/src/golden/run.js';
import type { Network } from '../../server/src/network/graph.js';
import { bindParameters, type BoundParameters } from '../../server/src/parameters/bind.js';
import { readImages, type Images } from '../../server/src/parameters/images.js';
import { isFault } from '../../server/src/parameters/npy.js';
import { CNV, mlp, networkOf, readNpzFile, referenceNetworks } from '../unit/golden/support.js';

// `npm test` runs this file only where the networks are.
const folder = referenceNetworks() ?? '';

function load(text: string, npz: string): { network: Network; bound: BoundParameters; model: Model } {
  const network = networkOf(text);
  const bound = bindParameters(network, readNpzFile(npz));
  expect(bound.diagnostics).toEqual([]);
  const model = compile(network, bound.parameters);
  if (isFault(model)) throw new Error(model.fault);
  return { network, bound, model };
}

function imagesOf(network: Network, file: string): Images {
  const read = readImages(network, readNpzFile(file));
  if ('diagnostics' in read) throw new Error(read.diagnostics.map(({ message }) => message).join('\n'));
  return read.images;
}

function rightOnes(predictions: Int32Array, labels: ArrayLike<number> | undefined): number {
  return predictions.reduce((right, prediction, image) => right + (labels?.[image] === prediction ? 1 : 0), 0);
}

test.each([
  ['lfc', 1024, 9834],
  ['sfc', 256, 9681],
  ['tfc', 64, 9412],
])('%s is right on as many of the 10 000 MNIST test images as was measured', (name, units, right) => {
  const { network, model } = load(mlp(name, units), path.join(folder, `${name}-mnist.npz`));
  const { inputs, count, labels } = imagesOf(network, path.join(folder, 'mnist-test.npz'));
  const result = run(model, inputs, count);
  expect(result.count).toBe(10_000);
  expect(rightOnes(result.outputs[0]?.predictions ?? new Int32Array(), labels)).toBe(right);
});

test('lfc gives the integers of the plain model in every layer', () => {
  const { network, bound, model } = load(mlp('lfc', 1024), path.join(folder, 'lfc-mnist.npz'));
  const { inputs } = imagesOf(network, path.join(folder, 'mnist-test.npz'));
  expectSame(network, bound, model, inputs, 5);
});

test('cnv gives the integers of the plain model in every layer', () => {
  const { network, bound, model } = load(CNV, path.join(folder, 'cnv-cifar.npz'));
  expect(model.arithmetic.filter((each) => each !== undefined)).toEqual(['dot', ...Array<string>(8).fill('xnor')]);
  const images = Int8Array.from(
    { length: 3 * 32 * 32 * 3 },
    (_, index) => (Math.imul(index + 1, 0x9e3779b1) >>> 24) - 128,
  );
  expectSame(network, bound, model, [images], 3);
});

function expectSame(
  network: Network,
  bound: BoundParameters,
  model: Model,
  inputs: Images['inputs'],
  count: number,
): void {
  const complete = known(network, bound.parameters);
  if (isFault(complete)) throw new Error(complete.fault);
  const lengths = network.inputs.map((index) => model.buffers[index]?.values().length ?? 0);
  const differences: string[] = [];
  let plain: Float64Array[] = [];
  run(model, inputs, count, {
    tap: (image, layer, values) => {
      if (layer === 0) plain = runPlain(complete, inputs.map((each, place) => each.subarray(image * (lengths[place] ?? 0), (image + 1) * (lengths[place] ?? 0)))); // prettier-ignore
      const wrong = plain[layer]?.findIndex((value, index) => value !== values[index]) ?? -1;
      if (wrong >= 0 || plain[layer]?.length !== values.length)
        differences.push(`image ${image}, layer ${layer}, value ${wrong}`);
    },
  });
  expect(differences).toEqual([]);
}
