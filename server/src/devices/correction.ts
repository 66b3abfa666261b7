import type { Family, ResourceName } from './primitives.js';

/**
 * What reports of one's own say of a kind of engine on a family: its estimates times `factor`. Data of a workspace
 * (`bnn-calibration.json`), carried by the devices that it is true of.
 */
export interface Correction {
  readonly family: Family;
  /** A kind of engine (`EngineKind`). */
  readonly engine: string;
  readonly resource: ResourceName;
  /** Corrected over plain estimate. */
  readonly factor: number;
  /** How many engines were measured. */
  readonly points: number;
  /** Measured over corrected estimate at the 5th and the 95th percentile; undefined with too few points to tell. */
  readonly low: number | undefined;
  readonly high: number | undefined;
  /** What it was learnt from, in a few words: `6 engines of 2 reports`. */
  readonly source: string;
}
