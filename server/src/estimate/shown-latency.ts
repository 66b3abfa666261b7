import type { Estimate } from './estimate.js';

/** A latency as it is shown. */
export interface ShownLatency {
  readonly seconds: number;
  /** Whether it was simulated; else it is an upper bound. */
  readonly simulated: boolean;
}

/** What is known of an estimate's latency: what a simulation beside it gave, else its own. */
export function shownLatency(estimate: Estimate): ShownLatency {
  const seconds = simulatedBeside.get(estimate);
  if (seconds !== undefined) return { seconds, simulated: true };
  return { seconds: estimate.latencyS, simulated: estimate.latencyKind === 'simulated' };
}

/** Keeps what a simulation gave, as long as the estimate is kept. */
export function rememberLatency(estimate: Estimate, cycles: number): void {
  simulatedBeside.set(estimate, cycles / estimate.clockHz);
}

const simulatedBeside = new WeakMap<Estimate, number>();
