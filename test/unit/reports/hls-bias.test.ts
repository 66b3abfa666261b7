import { expect, test } from 'vitest';
import { HLS_BIAS } from '../../../server/src/reports/calibration/hls-bias.js';
import data from '../../data/measured-layers.json' with { type: 'json' };

interface Point {
  readonly kind: string;
  readonly hls_LUT?: number;
  readonly hls_FF?: number;
  readonly syn_LUT?: number;
  readonly syn_FF?: number;
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(half)] ?? 0) + (sorted[Math.ceil(half)] ?? 0)) / 2;
};

test.each([
  ['mvtu', 'MVAU_hls'],
  ['pool', 'StreamingMaxPool_hls'],
] as const)('the bias of HLS for %s is the median of the measured units', (engine, kind) => {
  const points = (data.points as readonly Point[]).filter(
    (point) => point.kind === kind && point.hls_LUT && point.syn_LUT,
  );
  const ratio = (hls: 'hls_LUT' | 'hls_FF', synthesised: 'syn_LUT' | 'syn_FF'): number =>
    median(points.map((point) => (point[hls] ?? 0) / (point[synthesised] ?? 1)));
  expect(HLS_BIAS[engine]?.units).toBe(points.length);
  expect(HLS_BIAS[engine]?.ratios.lut).toBeCloseTo(ratio('hls_LUT', 'syn_LUT'), 2);
  expect(HLS_BIAS[engine]?.ratios.ff).toBeCloseTo(ratio('hls_FF', 'syn_FF'), 2);
});
