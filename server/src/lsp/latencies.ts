import { createHash } from 'node:crypto';
import { rememberLatency, shownLatency } from '../estimate/shown-latency.js';
import { latencyGoal } from '../estimate/simulated.js';
import { contextOf } from '../hardware/lower.js';
import type { Host } from '../host/host.js';
import type { RunningJob } from '../jobs/job.js';
import type { LatencyInput } from '../jobs/latency.js';
import { bareNetwork } from '../parameters/state.js';
import type { Design } from '../workspace/analysis.js';
import type { Session } from './session.js';

/** Nothing is simulated while somebody types: only once a text has rested so long. */
const REST_MS = 600;
/** Designs whose latency is kept. */
const KEPT = 256;

/**
 * Simulates the latencies of the designs that an open text shows, beside this thread. A result is kept by the value of
 * what was simulated, so that an edit which changes no hardware, or takes one back, finds it again. `told` hears of a text whose
 * latency became known.
 */
export function latencySimulator(host: Host, session: Session, told: (uri: string) => void): (uri: string) => void {
  const known = new Map<string, number | undefined>();
  const timers = new Map<string, NodeJS.Timeout>();
  const running = new Map<string, { readonly key: string; readonly job: RunningJob<unknown> }>();

  const simulateShown = async (uri: string): Promise<void> => {
    for (const design of session.analysis(uri).shown.values()) {
      // What a search is still to fold gets its latency afterwards.
      if (!design.network.complete || design.folded.provisional || shownLatency(design.estimate).simulated) continue;
      const input: LatencyInput = {
        network: bareNetwork(design.network),
        folding: design.folded.folding,
        context: contextOf(design.target, design.device),
        goalCycles: latencyGoal(design),
      };
      const key = createHash('sha1').update(JSON.stringify(input)).digest('base64');
      if (!known.has(key)) {
        const job = host.startJob('latency', input);
        running.set(uri, { key, job });
        const outcome = await job.outcome;
        if (running.get(uri)?.job === job) running.delete(uri);
        if (outcome.status === 'failed') session.log.info(`latency of ${design.network.name}: ${outcome.message}`);
        if (outcome.status === 'cancelled') return;
        known.set(key, outcome.status === 'done' ? outcome.output.cycles : undefined);
        for (const old of known.keys()) if (known.size > KEPT) known.delete(old);
      }
      const cycles = known.get(key);
      if (cycles === undefined || !isShown(uri, design)) continue;
      rememberLatency(design.estimate, cycles);
      told(uri);
    }
  };
  const isShown = (uri: string, { network, estimate }: Design): boolean =>
    session.texts.isOpen(session.key(uri)) && session.analysis(uri).shown.get(network.name)?.estimate === estimate;

  return (uri) => {
    clearTimeout(timers.get(uri));
    running.get(uri)?.job.cancel();
    const timer = setTimeout(() => {
      timers.delete(uri);
      if (!session.texts.isOpen(session.key(uri))) return;
      simulateShown(uri).catch((error: unknown) => session.log.error(`latency of ${uri}: ${String(error)}`));
    }, REST_MS);
    timer.unref();
    timers.set(uri, timer);
  };
}
