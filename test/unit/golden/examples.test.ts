import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { compile } from '../../../server/src/golden/model.js';
import { run } from '../../../server/src/golden/run.js';
import { bindParameters } from '../../../server/src/parameters/bind.js';
import { readImages } from '../../../server/src/parameters/images.js';
import { isFault } from '../../../server/src/parameters/npy.js';
import { networkOf, readNpzFile } from './support.js';

const FOLDER = path.resolve(import.meta.dirname, '../../../examples/mnist');

test.each([
  ['sfc', 971],
  ['tfc', 943],
])('examples/mnist/%s is right on as many of its 1 000 images as its first lines say', (name, right) => {
  const text = readFileSync(path.join(FOLDER, `${name}.bnn`), 'utf8');
  expect(text).toContain(`${right / 10} % of the 1 000 in images.npz`);
  const network = networkOf(text);
  const bound = bindParameters(network, readNpzFile(path.join(FOLDER, network.params?.path ?? '')));
  expect(bound.diagnostics).toEqual([]);
  const model = compile(network, bound.parameters);
  const read = readImages(network, readNpzFile(path.join(FOLDER, 'images.npz')));
  if (isFault(model) || 'diagnostics' in read) throw new Error('not runnable');
  const { inputs, count, labels } = read.images;
  const predictions = run(model, inputs, count).outputs[0]?.predictions ?? new Int32Array();
  expect(predictions.filter((prediction, image) => prediction === labels?.[image])).toHaveLength(right);
});
