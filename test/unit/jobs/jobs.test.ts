import { describe, expect, it } from 'vitest';
import { bind } from '../../../server/src/jobs/bind.js';
import type { JobContext } from '../../../server/src/jobs/job.js';
import { serveJob, type JobReply } from '../../../server/src/jobs/serve.js';
import { simulate } from '../../../server/src/jobs/simulate.js';
import { writeNpz } from '../../../server/src/parameters/npz.js';
import { bareNetwork } from '../../../server/src/parameters/state.js';
import { int32, int8, networkOf } from '../parameters/support.js';

const quiet: JobContext = { progress: () => undefined, part: () => undefined, cancelled: () => false, now: () => 0 };

const TEXT = `network N {
  params "n.npz"
  input x type=bipolar shape=4
  dense d units=3 weights=bipolar activation=none
  argmax label
}`;
const network = bareNetwork(networkOf(TEXT));
const untrained = bareNetwork(networkOf(TEXT.replace('params "n.npz"', '')));

// Class 0 likes all +1, class 1 all -1, class 2 the first half.
const parameters = writeNpz(new Map([['d.weights', int8([3, 4], [1, 1, 1, 1, -1, -1, -1, -1, 1, 1, -1, -1])]]));
const images = writeNpz(
  new Map([
    ['images', int8([3, 4], [1, 1, 1, 1, -1, -1, -1, -1, 1, 1, -1, -1])],
    ['labels', int32([3], [0, 1, 0])],
  ]),
);

describe('simulate', () => {
  it('gives classes, the integers before the argmax, and how many are right', () => {
    const ticks = [1000, 1500];
    const now = (): number => ticks.shift() ?? 1500;
    expect(simulate({ network, parameters, images }, { ...quiet, now })).toEqual({
      images: 3,
      predictions: Int32Array.of(0, 1, 2),
      outputs: Float64Array.of(4, -4, 0, -4, 4, 0, 0, 0, 4),
      outputsPerImage: 3,
      right: 2,
      imagesPerSecond: 6,
      random: false,
    });
  });

  it('marks random weights, and counts nothing right without labels', () => {
    const unlabelled = writeNpz(new Map([['images', int8([1, 4], [1, 1, 1, 1])]]));
    const output = simulate({ network: untrained, parameters: undefined, images: unlabelled }, quiet);
    expect(output).toMatchObject({ random: true, right: undefined, images: 1 });
  });

  it('gives the faults of parameters and of images, at the bare network', () => {
    const short = writeNpz(new Map([['d.weights', int8([3, 3], new Array<number>(9).fill(1))]]));
    const codes = (output: ReturnType<typeof simulate>): unknown =>
      'faults' in output ? output.faults.map(({ code, span }) => [code, span.start]) : output;
    expect(codes(simulate({ network, parameters: short, images }, quiet))).toEqual([['BNN708', 2]]);
    const wide = writeNpz(new Map([['images', int8([1, 4], [1, 1, 1, 0])]]));
    expect(codes(simulate({ network, parameters, images: wide }, quiet))).toEqual([['BNN722', 1]]);
    expect(codes(simulate({ network, parameters, images: parameters }, quiet))).toEqual([['BNN720', 1]]);
  });

  it('refuses images that are no archive', () => {
    expect(simulate({ network, parameters, images: new Uint8Array(9) }, quiet)).toEqual({
      refused: 'the images cannot be read: it is too short to be a zip archive',
    });
  });

  it('stops between images when it is cancelled', () => {
    const many = writeNpz(new Map([['images', int8([64, 4], new Array<number>(256).fill(1))]]));
    let looks = 0;
    const output = simulate({ network, parameters, images: many }, { ...quiet, cancelled: () => ++looks > 2 });
    expect(output).toMatchObject({ images: 32 });
  });
});

describe('bind', () => {
  it('wants the bytes once for each content', () => {
    expect(bind({ digest: 'one', bytes: undefined, network })).toEqual({ wants: 'bytes' });
    const first = bind({ digest: 'one', bytes: parameters, network });
    expect(first).toMatchObject({ state: { faults: [] } });
    expect(bind({ digest: 'one', bytes: undefined, network })).toEqual(first);
  });
});

describe('a worker', () => {
  it('tells progress at most every 50 ms, and the end of it', async () => {
    const replies: JobReply[] = [];
    let clock = 0;
    const many = writeNpz(new Map([['images', int8([300, 4], new Array<number>(1200).fill(1))]]));
    const input = { network, parameters, images: many };
    const request = { name: 'simulate', input, cancelFlag: new SharedArrayBuffer(4) } as const;
    await serveJob(request, (reply) => replies.push(reply), { now: () => (clock += 2) });
    const progress = replies.flatMap((reply) => (reply.kind === 'progress' ? [reply.done] : []));
    // Every 16 images are a piece of work.
    expect(progress.length).toBeLessThan(10);
    expect(progress.at(-1)).toBe(300);
    expect(replies.at(-1)?.kind).toBe('done');
  });

  it('answers what a job throws as a failure', async () => {
    const replies: JobReply[] = [];
    const request = { name: 'simulate', input: {}, cancelFlag: new SharedArrayBuffer(4) } as const;
    await serveJob(request, (reply) => replies.push(reply), { now: () => 0 });
    expect(replies.map(({ kind }) => kind)).toEqual(['failed']);
  });
});
