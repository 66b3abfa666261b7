import { expect, test } from 'vitest';
import { wordKernels } from '../../../server/src/golden/kernels.js';
import { known } from '../../../server/src/golden/known.js';
import { compile, type Model } from '../../../server/src/golden/model.js';
import { runPlain } from '../../../server/src/golden/plain.js';
import { run } from '../../../server/src/golden/run.js';
import type { Network } from '../../../server/src/network/graph.js';
import { networkBounds } from '../../../server/src/parameters/bounds.js';
import type { LayerParameters } from '../../../server/src/parameters/layer-parameters.js';
import { isFault } from '../../../server/src/parameters/npy.js';
import { cases } from '../../support/cases.js';
import { randomImages, randomNetworkText, randomTestParameters, seeded } from '../../support/random-network.js';
import { networkOf } from './support.js';

const NETWORKS = cases(150);
const IMAGES = 3;

test(`fast, on words and plain agree in every value of ${NETWORKS} random networks, within the bounds of their weights`, () => {
  const kinds = new Set<string>();
  const arithmetic = new Set<string>();
  let ran = 0;
  for (let seed = 1; ran < NETWORKS && seed < 3 * NETWORKS; seed++) {
    const random = seeded(seed);
    const text = randomNetworkText(random, 1 + Math.floor(random() * 8));
    const network = tryNetwork(text);
    if (!network) continue;
    ran += 1;
    const parameters = randomTestParameters(network, random);
    const model = compiled(network, parameters);
    for (const layer of network.layers) kinds.add(layer.kind);
    for (const each of model.arithmetic) if (each) arithmetic.add(each);
    const found = differences(network, parameters, [model, compile(network, parameters, wordKernels)], random);
    expect(found, `seed ${seed}\n${text}`).toEqual([]);
  }
  expect(ran).toBe(NETWORKS);
  expect([...arithmetic].sort()).toEqual(['dot', 'wide', 'xnor']);
  expect([...kinds].sort()).toEqual([
    'add',
    'argmax',
    'avgpool',
    'concat',
    'conv',
    'dense',
    'dwconv',
    'globalavgpool',
    'input',
    'maxpool',
    'threshold',
    'upsample',
  ]);
});

function tryNetwork(text: string): Network | undefined {
  try {
    return networkOf(text);
  } catch {
    return undefined;
  }
}

function compiled(network: Network, parameters: readonly (LayerParameters | undefined)[]): Model {
  const model = compile(network, parameters);
  if (isFault(model)) throw new Error(model.fault);
  return model;
}

function differences(
  network: Network,
  parameters: readonly (LayerParameters | undefined)[],
  models: readonly ReturnType<typeof compile>[],
  random: () => number,
): string[] {
  const complete = known(network, parameters);
  if (isFault(complete)) return [complete.fault];
  const images = randomImages(network, IMAGES, random);
  const frame = (image: number): typeof images =>
    images.map((each) => each.subarray((image * each.length) / IMAGES, ((image + 1) * each.length) / IMAGES));
  const plain = Array.from({ length: IMAGES }, (_, image) => runPlain(complete, frame(image)));
  const found: string[] = [];
  const bounds = networkBounds(network, parameters);
  plain.forEach((outputs) => {
    outputs.forEach((values, layer) => {
      const output = bounds[layer]?.output;
      const outside = output && values.find((value) => value < output.lo || value > output.hi);
      if (outside !== undefined) found.push(`layer ${layer}: ${outside} is outside its bounds`);
    });
  });
  for (const model of models) {
    if (isFault(model)) return [model.fault];
    run(model, images, IMAGES, {
      tap: (image, layer, values) => {
        const expected = plain[image]?.[layer] ?? new Float64Array();
        const at = expected.findIndex((value, index) => value !== values[index]);
        if (at >= 0)
          found.push(
            `image ${image}, ${network.layers[layer]?.name ?? ''}[${at}]: ${String(values[at])} is not ${String(expected[at])}`,
          );
        if (expected.length !== values.length)
          found.push(`layer ${layer} has ${values.length} values, not ${expected.length}`);
      },
    });
  }
  return found;
}
