/** The part of `process` that is needed; a test hands in another. */
export interface Signalled {
  listenerCount(signal: string): number;
  on(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  off(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  readonly pid: number;
  kill(pid: number, signal: NodeJS.Signals): unknown;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Does what must not be left half done to its end, though a signal asks the process to end meanwhile; that is heeded
 * afterwards. A signal that something else listens to does not end the process, and is left to that.
 */
export async function holdingSignals<T>(work: () => Promise<T>, signalled: Signalled = process): Promise<T> {
  let held: NodeJS.Signals | undefined;
  const hold = (signal: NodeJS.Signals): void => {
    held ??= signal;
  };
  const ours = SIGNALS.filter((signal) => signalled.listenerCount(signal) === 0);
  for (const signal of ours) signalled.on(signal, hold);
  try {
    return await work();
  } finally {
    for (const signal of ours) signalled.off(signal, hold);
    if (held) signalled.kill(signalled.pid, held);
  }
}
