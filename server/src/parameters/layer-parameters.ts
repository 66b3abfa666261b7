export type WeightArray = Int8Array | Int16Array | Int32Array;

/**
 * The trained integers of one layer, checked against the graph, in the order in which the language lays them out.
 * What a layer does not have is undefined.
 */
export interface LayerParameters {
  /** `[out, in]` for dense, `[out, kh, kw, in/groups]` for conv, `[C, kh, kw]` for dwconv; a 1-D kernel has kh = 1. */
  readonly weights: WeightArray | undefined;
  readonly thresholds: Thresholds | undefined;
  /** One a channel; added to the sum of a layer without activation. */
  readonly bias: Int32Array | undefined;
  /** Whether these are the seeded random stand-ins of a network without `params`. */
  readonly random: boolean;
}

/**
 * The activation of a layer as whole numbers: output = lowest level + how many of the channel's thresholds the sum
 * reaches (`sum >= t`), or, where the channel is falling, does not exceed (`sum <= t`).
 */
export interface Thresholds {
  /** `[rows, steps]`, ascending in each row. Doubles, because the least value that is never reached may be 2^31 or 2^32. */
  readonly values: Float64Array;
  /** Levels of the activation's type less one. */
  readonly steps: number;
  /** One row a channel, or one row that all channels share. */
  readonly rows: number;
  /** One a channel, 1 where falling; undefined where none is. */
  readonly falling: Uint8Array | undefined;
}

/** Whole numbers from lo to hi, both included. */
export interface Range {
  readonly lo: number;
  readonly hi: number;
}
