/** Whether a server that ended by itself is to be started again. */
export interface RestartPolicy {
  /** Call at each end; `now` in milliseconds. False where it ended too often: five times within three minutes. */
  mayRestart(now: number): boolean;
}

const WINDOW_MS = 3 * 60 * 1000;
const RESTARTS = 4;

/** A policy with no ends so far. After it has given up it starts afresh, as the user's own restart does. */
export function restartPolicy(): RestartPolicy {
  let ends: number[] = [];
  return {
    mayRestart(now) {
      ends = [...ends.filter((end) => now - end < WINDOW_MS), now];
      if (ends.length <= RESTARTS) return true;
      ends = [];
      return false;
    },
  };
}
