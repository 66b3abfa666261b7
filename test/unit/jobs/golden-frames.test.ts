import { expect, it } from 'vitest';
import { goldenFrames } from '../../../server/src/jobs/golden-frames.js';
import { mlp, networkOf } from '../golden/support.js';

const convolution = (extent: number): string => `network N {
  input image type=int8 shape=${extent}x${extent}x3
  conv c filters=64 kernel=3 pad=1 weights=bipolar activation=bipolar
  globalavgpool g activation=none
}`;

it('a usual network has four golden frames', () => {
  expect(goldenFrames(networkOf(mlp('lfc', 1024)))).toMatchObject({ frames: 4, usual: 4 });
  expect(goldenFrames(networkOf(convolution(224))).frames).toBe(4);
});

it('a slow one has fewer, and one that would take minutes has none', () => {
  expect(goldenFrames(networkOf(convolution(1200))).frames).toBe(2);
  expect(goldenFrames(networkOf(convolution(4096))).frames).toBe(0);
});
