import type { MeasuredUnit } from './measured-points.mjs';

/** Units of one source and make that tested the model before they were fitted. */
export declare function heldOutUnits(): readonly {
  readonly id: string;
  readonly source: string;
  readonly points: readonly MeasuredUnit[];
}[];
