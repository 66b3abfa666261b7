import { wordKernels, type Kernels } from '../../server/src/golden/kernels.js';
import { known } from '../../server/src/golden/known.js';
import { compile } from '../../server/src/golden/model.js';
import { runPlain } from '../../server/src/golden/plain.js';
import { run } from '../../server/src/golden/run.js';
import { parse } from '../../server/src/language/parser.js';
import type { Network } from '../../server/src/network/graph.js';
import { resolve } from '../../server/src/network/resolve.js';
import { isFault } from '../../server/src/parameters/npy.js';
import { randomParameters } from '../../server/src/parameters/random.js';
import { randomImages, seeded } from '../support/random-network.js';

/** Milliseconds an image of the reference model, beside its plain forms. */
export interface ModelTimes {
  /** As it is used: WebAssembly SIMD where there is any. */
  readonly fast: number;
  /** Packed words in plain JavaScript. */
  readonly words: number;
  /** The plain loops over doubles. */
  readonly plain: number;
}

/** Times the first network of a `.bnn` text with random parameters and images; a network's speed depends on neither. */
export function timeModel(text: string, images: number, plainImages: number): ModelTimes {
  const network = firstNetwork(text);
  const parameters = randomParameters(network);
  const inputs = randomImages(network, images, seeded(1));
  const complete = known(network, parameters);
  if (isFault(complete)) throw new Error(complete.fault);
  const timed = (kernels?: (bytes: number) => Kernels): number => {
    const model = compile(network, parameters, kernels);
    if (isFault(model)) throw new Error(model.fault);
    run(model, inputs, Math.min(images, 20));
    return best(() => run(model, inputs, images)) / images;
  };
  const frames = inputs.map((each) => each.subarray(0, each.length / images));
  const plain = best(() => {
    for (let image = 0; image < plainImages; image++) runPlain(complete, frames);
  });
  return { fast: timed(), words: timed(wordKernels), plain: plain / plainImages };
}

function firstNetwork(text: string): Network {
  const uri = 'file:///bench.bnn';
  const [network] = resolve(uri, () => parse(text, uri).file).networks;
  if (!network) throw new Error('no network');
  return network;
}

/** The least time of three, in milliseconds: the others hold what else the machine did. */
function best(work: () => unknown): number {
  const times = [0, 1, 2].map(() => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  return Math.min(...times);
}
