/** Where a command writes: tests hand in their own. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Whether colours may be used on stdout. */
  readonly colour: boolean;
  /** Whether somebody watches stderr, so that progress is shown there. */
  readonly watched?: boolean;
  /**
   * Calls back when the run is to end: Ctrl-C, a request of the system, the terminal or the reader of its output gone.
   * The function that it gives stops listening.
   */
  onInterrupt?(handler: (reason: Interruption) => void): () => void;
}

/** Why a run is to end; `closed` where nobody reads its output any more. */
export type Interruption = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'closed';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const listeners = new Set<(reason: Interruption) => void>();

export const processTerminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  colour: process.stdout.isTTY && process.env.NO_COLOR === undefined && process.env.TERM !== 'dumb',
  watched: process.stderr.isTTY,
  onInterrupt(handler) {
    const hears = SIGNALS.map((signal) => ({ signal, hear: () => handler(signal) }));
    for (const { signal, hear } of hears) process.on(signal, hear);
    listeners.add(handler);
    return () => {
      for (const { signal, hear } of hears) process.off(signal, hear);
      listeners.delete(handler);
    };
  },
};

/** What to do when the output cannot be written: a reader such as `head` that has seen enough is no fault. */
export function outputFailed(error: NodeJS.ErrnoException): void {
  // Whoever runs a tool ends it first.
  if (listeners.size > 0) for (const listener of listeners) listener('closed');
  else process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.failed);
}

/** Exit codes of the command line. */
export const EXIT = { ok: 0, failed: 1, usage: 2, missingTool: 3, interrupted: 130 } as const;

/** The exit code of an interrupted run: 128 and the number of the signal, as shells give it. */
export function interruptedExit(reason: Interruption): number {
  if (reason === 'SIGHUP') return 129;
  return reason === 'SIGTERM' ? 143 : EXIT.interrupted;
}

/** A wrong command line: one line on stderr and exit 2. */
export class UsageError extends Error {}

/** Prints the one document that stdout holds with `--json`. */
export function printJson(terminal: Terminal, document: unknown): void {
  terminal.out(`${JSON.stringify(document, null, 2)}\n`);
}

/** Shows how far long work has come, in place of what was shown before. */
export function showProgress(terminal: Terminal, text: string): void {
  if (terminal.watched) terminal.err(`\r${text}`);
}

/** Takes away what `showProgress` showed. */
export function endProgress(terminal: Terminal): void {
  if (terminal.watched) terminal.err('\r\x1b[K');
}

const CODES = { red: 31, yellow: 33, blue: 34, grey: 90, bold: 1 } as const;

/** Wraps text in an ANSI colour where the terminal takes it. */
export function paint(terminal: Terminal, colour: keyof typeof CODES, text: string): string {
  return terminal.colour ? `\x1b[${CODES[colour]}m${text}\x1b[0m` : text;
}
