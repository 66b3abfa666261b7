/** Where a command writes: tests hand in their own. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Whether colours may be used on stdout. */
  readonly colour: boolean;
  /** Whether somebody watches stderr, so that progress is shown there. */
  readonly watched?: boolean;
  /** Calls back when the user interrupts; the function that it gives stops listening. */
  onInterrupt?(handler: () => void): () => void;
}

export const processTerminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  colour: process.stdout.isTTY && process.env.NO_COLOR === undefined && process.env.TERM !== 'dumb',
  watched: process.stderr.isTTY,
  onInterrupt(handler) {
    process.on('SIGINT', handler);
    return () => process.off('SIGINT', handler);
  },
};

/** Exit codes of the command line. */
export const EXIT = { ok: 0, failed: 1, usage: 2, missingTool: 3, interrupted: 130 } as const;

/** A wrong command line: one line on stderr and exit 2. */
export class UsageError extends Error {}

const CODES = { red: 31, yellow: 33, blue: 34, grey: 90, bold: 1 } as const;

/** Wraps text in an ANSI colour where the terminal takes it. */
export function paint(terminal: Terminal, colour: keyof typeof CODES, text: string): string {
  return terminal.colour ? `\x1b[${CODES[colour]}m${text}\x1b[0m` : text;
}
