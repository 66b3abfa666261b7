import { nowMs } from './clock.js';
import { idleWork, type IdleWork } from './idle-work.js';

/** Somebody who has opened a text reads first. */
const REST_MS = 300;
/** A message waits no longer for the warm-up than for a keystroke. */
const PIECE_MS = 4;
/** By then nearly all is compiled that a keystroke runs. */
const BUDGET_MS = 1000;

/**
 * Warms up the code that a keystroke runs, so that the first ones are as quick as the later ones: the engine that runs us
 * compiles well what has run a thousand times. It is told by `busy` of all that matters more.
 */
export function warmUp(onFault: (text: string) => void): IdleWork {
  return idleWork(() => import('../ide/warm-up.js').then(({ madeUpKeystrokes }) => madeUpKeystrokes()), {
    restMs: REST_MS,
    pieceMs: PIECE_MS,
    budgetMs: BUDGET_MS,
    nowMs,
    cpuMs: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    },
    onFault: (error) =>
      onFault(`warming up: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  });
}
