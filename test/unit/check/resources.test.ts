import { expect, test } from 'vitest';
import { analyseText } from '../../support/analysis.js';

test('every resource that a device lacks is told, though all stand at one place', () => {
  const { diagnostics } = analyseText(`network N {
  input x type=uint8 shape=64x64x32
  conv  a filters=256 kernel=3 weights=int8 activation=uint8 pe=256 simd=32
  conv  b filters=256 kernel=3 weights=int8 activation=uint8 pe=256 simd=32 mem=bram
}
target t for N { device=pynq_z1 clock=100MHz }
`);
  const told = diagnostics.flatMap((one) => (one.code === 'BNN602' ? [one.facts.resource] : []));
  expect(told).toEqual(['LUT', 'FF', 'BRAM18', 'DSP']);
});
