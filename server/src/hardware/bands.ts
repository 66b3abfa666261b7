import type { EngineKind } from './pipeline.js';

/** Between which counts the LUTs of an engine are expected to be measured, nine times of ten. */
export interface LutBand {
  readonly low: number;
  readonly high: number;
}

/**
 * Estimate over measured at the 5th and the 95th percentile of a kind's points, each estimated from a fit that its own
 * source was left out of: what a design says that the fit has not seen.
 */
interface Ratios {
  readonly p5: number;
  readonly p95: number;
}

/** Layers of whole designs (43), whose thresholds, DSPs and streamed weights are the least known. */
export const UNIT_RATIOS: Ratios = { p5: 0.784, p95: 1.149 };

/** 35 max pools. */
export const POOL_RATIOS: Ratios = { p5: 0.784, p95: 1.076 };

/** 16 memory ports, 704 to 1 689 LUTs, estimated at 1 016 to 1 214 by their median. */
export const PORT_RATIOS: Ratios = { p5: 0.784, p95: 1.452 };

/** Five shells, least and greatest of estimate over measured. */
export const SHELL_RATIOS: Ratios = { p5: 0.926, p95: 1.087 };

/** Engines that whole FINN builds have in hand-written RTL: 29 windows, 28 padding units, 63 converters, 107 FIFOs of two words. */
export const WINDOW_RATIOS: Ratios = { p5: 0.826, p95: 1.111 };
export const PAD_RATIOS: Ratios = { p5: 0.572, p95: 1.218 };
export const CONVERTER_RATIOS: Ratios = { p5: 0.71, p95: 1.316 };
export const FIFO_RATIOS: Ratios = { p5: 0.817, p95: 1.09 };

/**
 * Engines that only twins were synthesised of. Where twins and vendor's units can be compared, a window is 1.8 times its
 * twin and an XNOR product 0.8 times.
 */
export const TWIN_RATIOS: Ratios = { p5: 0.556, p95: 1.245 };

/** The band of an engine's LUTs, by what its kind was calibrated on: docs/calibration.md. */
export function lutBand(kind: EngineKind, lut: number): LutBand {
  const { p5, p95 } = RATIOS[kind] ?? TWIN_RATIOS;
  return { low: Math.floor(lut / p95), high: Math.ceil(lut / p5) };
}

const RATIOS: Readonly<Partial<Record<EngineKind, Ratios>>> = {
  mvtu: UNIT_RATIOS,
  dwmvtu: UNIT_RATIOS,
  threshold: UNIT_RATIOS,
  pool: POOL_RATIOS,
  'input-dma': PORT_RATIOS,
  'output-dma': PORT_RATIOS,
  shell: SHELL_RATIOS,
  'sliding-window': WINDOW_RATIOS,
  pad: PAD_RATIOS,
  'width-converter': CONVERTER_RATIOS,
  fifo: FIFO_RATIOS,
};

/** What the band of a kind rests on, in a few words. */
export function bandSource(kind: EngineKind): string {
  switch (kind) {
    case 'mvtu':
    case 'dwmvtu':
    case 'threshold':
      return 'by 43 measured layers of whole designs';
    case 'pool':
      return 'by 35 measured pools';
    case 'input-dma':
    case 'output-dma':
      return 'by 16 measured ports';
    case 'shell':
      return 'least and greatest of five measured shells';
    case 'sliding-window':
      return 'by 29 measured windows';
    case 'pad':
      return 'by 28 measured padding units';
    case 'width-converter':
      return 'by 63 measured converters';
    case 'fifo':
      return 'by 107 measured FIFOs';
    default:
      return 'by what twins and measured units differ, where both are known';
  }
}

/** The band of several engines: what they come to if all err the same way, as the parts of one design tend to. */
export function sumBands(bands: Iterable<LutBand>): LutBand {
  let [low, high] = [0, 0];
  for (const band of bands) {
    low += band.low;
    high += band.high;
  }
  return { low, high };
}
