import { describe, expect, it } from 'vitest';
import { greedyFolder } from '../../../server/src/folding/greedy.js';
import { compile } from '../../../server/src/golden/model.js';
import { run } from '../../../server/src/golden/run.js';
import { contextOf } from '../../../server/src/hardware/lower.js';
import { frameWords } from '../../../server/src/hls/frames.js';
import type { CsimPlan } from '../../../server/src/jobs/csim-plan.js';
import { csimProject, CHECK_SEED } from '../../../server/src/jobs/csim-project.js';
import { csimCompare, csimResults } from '../../../server/src/jobs/csim-results.js';
import { isFault } from '../../../server/src/parameters/npy.js';
import { randomImages } from '../../../server/src/parameters/random-images.js';
import { randomParameters } from '../../../server/src/parameters/random.js';
import { bareNetwork } from '../../../server/src/parameters/state.js';
import { networkOf } from '../parameters/support.js';

const TEXT = `network N {
  input x type=bipolar shape=6
  dense d units=4 weights=bipolar activation=uint2
  dense e units=3 weights=int4 activation=none
  argmax label
}`;

function designOf(text: string) {
  const network = bareNetwork(networkOf(text));
  const { folding } = greedyFolder({ network, target: undefined, device: undefined, clockHz: 1e8 });
  return { network, folding, context: contextOf(undefined, undefined), parameters: undefined };
}

/** What a testbench would write if every engine gave what the reference gives; `spoil` changes one value of a layer. */
function written(design: ReturnType<typeof designOf>, plan: CsimPlan, spoil?: { layer: number; element: number }) {
  const model = compile(design.network, randomParameters(design.network));
  if (isFault(model)) throw new Error(model.fault);
  const values = new Map<string, number[]>();
  const images = randomImages(design.network, plan.frames, CHECK_SEED);
  run(model, images, plan.frames, {
    tap: (image, layer, given) => {
      const copy = Array.from(given);
      if (spoil?.layer === layer && image === 1) copy[spoil.element] = (copy[spoil.element] ?? 0) + 1;
      values.set(`${layer} ${image}`, copy);
    },
  });
  const words = ({ layer, tensor, layout }: CsimPlan['outputs'][number], frame: number): string =>
    frameWords(values.get(`${layer} ${frame}`) ?? [], 0, tensor, layout).join('\n');
  const frames = Array.from({ length: plan.frames }, (_, frame) => frame);
  return {
    plan,
    out: frames.flatMap((frame) => plan.outputs.map((output) => words(output, frame))).join('\n'),
    taps: plan.taps.map((tap) => [`@${tap.stream}`, ...frames.map((frame) => words(tap, frame))].join('\n')).join('\n'),
  };
}

function projectOf(design: ReturnType<typeof designOf>, everyLayer: boolean) {
  const project = csimProject({ ...design, images: 3, everyLayer });
  if (!('plan' in project)) throw new Error(JSON.stringify(project));
  return project;
}

describe('a C simulation', () => {
  it('compiles the sources of the project on its images, with the streams to write down named', () => {
    const project = projectOf(designOf(TEXT), false);
    expect(project.sources).toEqual(expect.arrayContaining(['top.cpp', 'tb/testbench.cpp']));
    expect(project.files.find(({ path }) => path === 'tb/vectors.txt')?.text).toMatch(/^frames 3\nexpected 0\n/);
    expect(project.plan.taps.map(({ layer }) => layer)).toEqual([2]);
    expect(project.random).toBe(true);
    expect(projectOf(designOf(TEXT), true).plan.taps.map(({ layer }) => layer)).toEqual([1, 2, 3]);
  });

  it.each([TEXT, TEXT.replace('argmax label', '')])('gives what the reference gives: %#', (text) => {
    const design = designOf(text);
    const { plan, random } = projectOf(design, false);
    const model = compile(design.network, randomParameters(design.network));
    if (isFault(model)) throw new Error(model.fault);
    const [expected] = run(model, randomImages(design.network, 3, CHECK_SEED), 3).outputs;
    const input = { network: design.network, labels: undefined, seconds: 0.5, random };
    const found = csimResults({ ...input, ...written(design, plan) });
    expect([...found.predictions]).toEqual([...(expected?.predictions ?? [])]);
    expect([...found.outputs]).toEqual([...(expected?.values ?? [])]);
    expect(found).toMatchObject({ images: 3, outputsPerImage: 3, imagesPerSecond: 6, right: undefined });
  });

  it('that agrees with the reference passes the self-check', () => {
    const design = designOf(TEXT);
    const { plan } = projectOf(design, true);
    expect(csimCompare({ ...design, images: 3, ...written(design, plan) })).toEqual({
      images: 3,
      difference: undefined,
      random: true,
    });
  });

  it('that differs is pointed at: image, layer, channel, both values', () => {
    const design = designOf(TEXT);
    const { plan } = projectOf(design, true);
    const output = csimCompare({ ...design, images: 3, ...written(design, plan, { layer: 2, element: 1 }) });
    const difference = 'difference' in output ? output.difference : undefined;
    expect(difference).toMatchObject({ image: 1, layer: 'e', element: 1, channel: 1 });
    expect((difference?.found ?? 0) - (difference?.expected ?? 0)).toBe(1);
  });

  it('whose output says less than was expected differs, too', () => {
    const design = designOf(TEXT);
    const { plan } = projectOf(design, true);
    const cut = { ...written(design, plan), taps: '' };
    expect(csimCompare({ ...design, images: 3, ...cut })).toMatchObject({ difference: { image: 0 } });
  });
});
