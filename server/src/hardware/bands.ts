import { SHELL_RANGE } from './cost-model.js';
import type { EngineKind } from './pipeline.js';

/** Between which counts the LUTs of an engine are expected to be measured, eight times of ten. */
export interface LutBand {
  readonly low: number;
  readonly high: number;
}

/** Estimate over measured at the 10th and the 90th percentile of a source's points. */
interface Ratios {
  readonly p10: number;
  readonly p90: number;
}

/** Layers of whole designs (23), whose thresholds, DSPs and streamed weights are the least known. */
export const UNIT_RATIOS: Ratios = { p10: 0.777, p90: 1.212 };

/** Nine max pools. */
export const POOL_RATIOS: Ratios = { p10: 0.886, p90: 1.123 };

/** Four memory ports, 938 to 1 214 LUTs, estimated at 1 044 to 1 214. */
export const PORT_RATIOS: Ratios = { p10: 0.909, p90: 1.294 };

/**
 * Engines that only twins were synthesised of. Where twins and vendor's units can be compared, a window is 1.8 times its
 * twin and an XNOR product 0.8 times.
 */
export const TWIN_RATIOS: Ratios = { p10: 0.556, p90: 1.245 };

/** The band of an engine's LUTs, by what its kind was calibrated on: docs/calibration.md. */
export function lutBand(kind: EngineKind, lut: number): LutBand {
  if (kind === 'shell') return lut === 0 ? NONE : SHELL_RANGE;
  const { p10, p90 } = RATIOS[kind] ?? TWIN_RATIOS;
  return { low: Math.floor(lut / p90), high: Math.ceil(lut / p10) };
}

const RATIOS: Readonly<Partial<Record<EngineKind, Ratios>>> = {
  mvtu: UNIT_RATIOS,
  dwmvtu: UNIT_RATIOS,
  threshold: UNIT_RATIOS,
  pool: POOL_RATIOS,
  'input-dma': PORT_RATIOS,
  'output-dma': PORT_RATIOS,
};

/** What the band of a kind rests on, in a few words. */
export function bandSource(kind: EngineKind): string {
  switch (kind) {
    case 'mvtu':
    case 'dwmvtu':
    case 'threshold':
      return 'by 23 measured layers of whole designs';
    case 'pool':
      return 'by nine measured pools';
    case 'input-dma':
    case 'output-dma':
      return 'by four measured ports';
    case 'shell':
      return 'least and greatest of the measured shells';
    default:
      return 'by what twins and measured units differ, where both are known';
  }
}

const NONE: LutBand = { low: 0, high: 0 };

/** The band of several engines: what they come to if all err the same way, as the parts of one design tend to. */
export function sumBands(bands: Iterable<LutBand>): LutBand {
  let [low, high] = [0, 0];
  for (const band of bands) {
    low += band.low;
    high += band.high;
  }
  return { low, high };
}
