export interface MeasuredUnit {
  readonly id: string;
  readonly source: string;
  readonly unit: {
    readonly family: 'xc7' | 'xcup';
    readonly pe: number;
    readonly simd: number;
    readonly weightBits: number;
    readonly valueBits: number;
    readonly columns: number;
    readonly rows: number;
    readonly levels?: number;
    readonly embedded?: boolean;
    /** Whether a memory beside the unit, which streams the weights, is in the counts. */
    readonly streamed?: boolean;
    /** Bits of a threshold as it was built, where they are known. */
    readonly thresholdBits?: number;
    readonly dsp?: number;
    /** Multiply-adds that HLS meant for DSPs and Vivado made of LUTs. */
    readonly fabricDsp?: number;
    readonly buffered?: boolean;
    /** Whether the memory beside the unit is that of FINN's builds of 2026, with registers of its own. */
    readonly laterStreamer?: boolean;
    /** Whether all channels have the same thresholds, which then are no memory. */
    readonly thresholdsAlike?: boolean;
  };
  readonly lut: number;
  readonly ff: number;
  readonly bram18?: number;
  readonly style?: 'auto' | 'bram' | 'lutram';
}
export declare function measuredMvtus(): readonly MeasuredUnit[];
export declare function earlierMvtus(): readonly MeasuredUnit[];
