import { duration } from '../diagnostics/format-numbers.js';
import type { Estimate } from '../estimate/estimate.js';
import { shownLatency } from '../estimate/shown-latency.js';

/** `5.99 us (simulated)`, or `at most 6.2 us` until it has been simulated beside the typing. */
export function latencyText(estimate: Estimate): string {
  const { seconds, simulated } = shownLatency(estimate);
  return simulated ? `${duration(seconds)} (simulated)` : `at most ${duration(seconds)}`;
}
