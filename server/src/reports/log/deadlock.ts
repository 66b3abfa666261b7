/** What the test bench of co-simulation prints about a deadlock. */
export type DeadlockLine =
  | { readonly kind: 'found'; readonly text: string }
  /** A FIFO of the circle. A full one is what is too shallow; an empty one waits for what a full one holds back. */
  | { readonly kind: 'fifo'; readonly name: string; readonly state: 'full' | 'empty' };

/** Reads a line of it: `Blocked by full output FIFO 'x'` since 2021, `Channel: x, FULL` before. */
export function readDeadlock(line: string): DeadlockLine | undefined {
  if (!line.startsWith('//')) return undefined;
  const found = /ERROR!!! (DEADLOCK DETECTED at [\d.]+ ?\w+)/.exec(line)?.[1];
  if (found !== undefined) return { kind: 'found', text: found };
  const blocked = /Blocked by (full|empty) (?:input|output) \w+ '([^']+)'/.exec(line);
  const channel = /Channel: (\S+), (FULL|EMPTY)/.exec(line);
  const name = blocked?.[2] ?? channel?.[1];
  const state = (blocked?.[1] ?? channel?.[2])?.toLowerCase();
  return name === undefined || (state !== 'full' && state !== 'empty') ? undefined : { kind: 'fifo', name, state };
}

/** The message of a deadlock with the FIFO that it stands at. `explainMessage` knows it by these words. */
export function atFifo(text: string, { name, state }: Extract<DeadlockLine, { kind: 'fifo' }>): string {
  return `${text}: ${state} FIFO '${name}'`;
}

/** What `atFifo` worded; undefined where the text speaks of no deadlock. */
export function deadlockIn(
  text: string,
): { readonly fifo: string | undefined; readonly state: 'full' | 'empty' | undefined } | undefined {
  const found = /^DEADLOCK DETECTED(?:.*: (full|empty) FIFO '([^']+)')?/.exec(text);
  if (found === null) return undefined;
  const [, state, path] = found;
  // Instances of FIFOs are called like the stream, with `_U` behind it.
  const fifo = path?.replace(/^.*\./, '').replace(/_U$/, '');
  return { fifo, state: state === 'full' || state === 'empty' ? state : undefined };
}
