import type { BuildEvent } from '../../../server/src/lsp/protocol.js';
import type { PrintedProblem } from './lost-problems.js';

/** A success that took less was seen in the terminal. */
const LONG_SECONDS = 20;

/** How a build ended, for somebody who has looked away meanwhile. */
export type BuildOutcome =
  | { readonly state: 'succeeded'; readonly seconds: number }
  | {
      readonly state: 'failed';
      readonly step: string;
      /** The first error that was found in the log. */
      readonly problem: PrintedProblem | undefined;
      /** Folder of the run's record, relative to the project's; undefined where the tool did not start. */
      readonly run: string | undefined;
    };

/**
 * What is worth telling of a build that has ended, from all that it wrote. Undefined for one that was cancelled, that
 * started no step (its terminal says why), or that succeeded at once.
 */
export function outcomeOf(events: readonly BuildEvent[]): BuildOutcome | undefined {
  const [first, last] = [events[0], events.at(-1)];
  if (!first || last?.event !== 'ended') return undefined;
  if (last.outcome === 'succeeded') {
    const seconds = (Date.parse(last.time) - Date.parse(first.time)) / 1000;
    return seconds < LONG_SECONDS ? undefined : { state: 'succeeded', seconds };
  }
  const step = events.findLast((event) => event.event === 'step');
  if (last.outcome === 'cancelled' || step?.state !== 'failed') return undefined;
  const problem = events.find((event) => event.event === 'problem' && event.severity === 'error');
  return {
    state: 'failed',
    step: step.step,
    problem: problem?.event === 'problem' ? problem : undefined,
    run: step.run,
  };
}
