import { expect, it } from 'vitest';
import { UNFOLDED } from '../../../server/src/hardware/lower.js';
import { csimProject } from '../../../server/src/jobs/csim-project.js';
import { bareNetwork } from '../../../server/src/parameters/state.js';
import { networkOf } from '../golden/support.js';

/** What generating C++ of a network without folding is refused with; the images are none. */
function refusal(text: string): string | undefined {
  const network = networkOf(text);
  const context = { family: 'xc7', interface: 'stream', portBits: 64 } as const;
  const folding = network.layers.map(() => UNFOLDED);
  const made = csimProject({
    network: bareNetwork(network),
    folding,
    context,
    parameters: undefined,
    images: 0,
    everyLayer: false,
  });
  return 'refused' in made ? made.refused : undefined;
}

const conv = (filters: number): string => `network N {
  input image type=int8 shape=1080x1920x16
  conv c0 filters=${filters} kernel=3 weights=int4 activation=none
}`;

it('what the counters of the C++ do not hold is refused with the number and the limit', () => {
  expect(refusal(conv(3))).toBeUndefined();
  expect(refusal(conv(4))).toBe(
    'no C++ can be generated: c0.mvtu has 1190939904 cycles a frame, and the generated C++ counts to 1073741824; fold it by more pe and simd',
  );
});

it('a stride beyond the map ends at its end, so that no buffer is as deep as the stride', () => {
  const [, layer] = networkOf(`network N {
  input image type=int4 shape=5x6x2
  conv c filters=2 kernel=3 stride=100000000 pad=[1, 0, 0, 0] weights=int4 activation=none
}`).layers;
  expect(layer?.operation).toMatchObject({ stride: [6, 6] });
  expect(layer?.output?.shape).toMatchObject({ height: 1, width: 1 });
});
