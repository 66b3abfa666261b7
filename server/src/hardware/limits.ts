/**
 * Widths and depths that the vendor's tools take. Sources: FINN issues 1060 and 1306 and finn-plus pull request 209
 * (ap_int widths), Vivado message Synth 8-4556 (memories), the FIFO Generator's range of depths (FINN pull request 232).
 */
export const TOOL_LIMITS = {
  /** Bits of an `ap_int` without AP_INT_MAX_W, and so of one stream word that needs no option. */
  apIntDefaultBits: 1024,
  /** Bits of an `ap_int` that every supported tool version takes with AP_INT_MAX_W. Wider words fail in some. */
  apIntBits: 4096,
  /** Bits that no version goes beyond (message HLS 207-814). */
  apIntHardBits: 32_768,
  /** Bits of one memory written as registers and inferred (message Synth 8-4556). */
  inferredMemoryBits: 1_000_000,
  /** Iterations of one loop that the HLS tools unroll (message XFORM 203-504). */
  unrollFactor: 4096,
  /** Depths of a FIFO made by the vendor's generator, powers of two only. */
  fifoDepthMin: 16,
  fifoDepthMax: 32_768,
} as const;
