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

/** Layers of whole designs (300 of ten networks), whose thresholds, DSPs and streamed weights are the least known. */
export const UNIT_RATIOS: Ratios = { p5: 0.785, p95: 1.244 };

/** 41 max pools. */
export const POOL_RATIOS: Ratios = { p5: 0.836, p95: 1.095 };

/** 21 memory ports, 704 to 1 689 LUTs, estimated at 995 to 1 119 by their median. */
export const PORT_RATIOS: Ratios = { p5: 0.67, p95: 1.446 };

/** Seven shells, least and greatest of estimate over measured. */
export const SHELL_RATIOS: Ratios = { p5: 0.938, p95: 1.174 };

/** Engines that whole FINN builds have in hand-written RTL: 61 windows, 54 padding units, 83 converters, 126 FIFOs of two words. */
export const WINDOW_RATIOS: Ratios = { p5: 0.843, p95: 1.11 };
export const PAD_RATIOS: Ratios = { p5: 0.477, p95: 1.36 };
export const CONVERTER_RATIOS: Ratios = { p5: 0.797, p95: 1.183 };
/** Ten units that find the greatest value. */
export const ARGMAX_RATIOS: Ratios = { p5: 0.857, p95: 1.398 };
export const FIFO_RATIOS: Ratios = { p5: 0.833, p95: 1.111 };

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
  argmax: ARGMAX_RATIOS,
};

/** What the band of a kind rests on, in a few words. */
export function bandSource(kind: EngineKind): string {
  switch (kind) {
    case 'mvtu':
    case 'dwmvtu':
    case 'threshold':
      return 'by 300 measured layers of whole designs';
    case 'pool':
      return 'by 41 measured pools';
    case 'input-dma':
    case 'output-dma':
      return 'by 21 measured ports';
    case 'shell':
      return 'least and greatest of seven measured shells';
    case 'sliding-window':
      return 'by 61 measured windows';
    case 'pad':
      return 'by 54 measured padding units';
    case 'width-converter':
      return 'by 83 measured converters';
    case 'argmax':
      return 'by ten measured units';
    case 'fifo':
      return 'by 126 measured FIFOs';
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
