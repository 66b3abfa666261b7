import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = new URL('../../../', import.meta.url);
const fitted = JSON.parse(readFileSync(new URL('test/data/calibration/fit.json', root), 'utf8')) as {
  mvtu: { lut: { n: number; medianError: number; leftOut: { medianError: number } } };
  memories: { measured: { id: string; measured: number; counted: number }[] };
};

test('the fit and its tables are what the data gives', () => {
  const script = fileURLToPath(new URL('scripts/calibration/fit.mjs', root));
  expect(() => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' })).not.toThrow();
});

test('LUTs of measured units: median error under 12 %, also when their source is left out of the fit', () => {
  const { n, medianError, leftOut } = fitted.mvtu.lut;
  expect(n).toBeGreaterThan(140);
  expect(medianError).toBeLessThan(0.12);
  expect(leftOut.medianError).toBeLessThan(0.12);
});

test('block RAM differs from the measured count where docs/calibration.md says why, and nowhere else', () => {
  const unequal = fitted.memories.measured.filter(({ measured, counted }) => measured !== counted).map(({ id }) => id);
  expect(unequal).toEqual([
    // The device has 432 and is full.
    'mvu_blog_cfg8_hls',
    // A RAMB36 where half of one would do.
    'finn_thesis MVAU_hls_0',
    'finn_thesis MVAU_hls_7',
    // FINN packs the weights of all PEs into one memory.
    'akhilvasan/finn_cybsec MVAU_hls_0',
    // FINN streams words of 2 bits as 8.
    'vgg10_w2a2 MVAU_hls_7',
    'vgg10_w2a2 MVAU_hls_8',
  ]);
});
