import type { Resources } from '../../devices/primitives.js';
import type { EngineKind } from '../../hardware/pipeline.js';

/** By how much an HLS report exceeds what synthesis makes of the same unit. */
export interface HlsBias {
  /** Median of HLS estimate over synthesised, by resource; a resource that is left out is not known well enough. */
  readonly ratios: Partial<Resources>;
  /** How many units it is known from. */
  readonly units: number;
}

/**
 * Vitis HLS 2022.2 against Vivado on FINN's units (`test/data/measured-layers.json`). The tool's LUT counts come before
 * logic synthesis, which packs and shares; its counts of block RAM and DSPs of those units are of another memory and
 * of products that synthesis maps anew, so they are not used.
 */
export const HLS_BIAS: Readonly<Partial<Record<EngineKind, HlsBias>>> = {
  mvtu: { ratios: { lut: 2.19, ff: 1.252 }, units: 11 },
  pool: { ratios: { lut: 5.287, ff: 0.495 }, units: 7 },
};
