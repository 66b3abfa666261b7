import { commandLine } from '../../server/src/cli/program.js';
import { UsageError } from '../../server/src/cli/terminal.js';
import { nodeHost } from '../../server/src/host/node.js';
import type { Host } from '../../server/src/host/host.js';

/** What one command printed, and its exit code; `usage` where the command line itself is wrong (the program exits with 2). */
interface Ran {
  readonly code: number | 'usage';
  readonly out: string;
  readonly err: string;
}

/** Runs `bnn ARGS...` within this process, without colours. */
export const bnn = (...args: string[]): Promise<Ran> => bnnOn(nodeHost, ...args);

/** The same on another host: one that runs its jobs at once, say. */
export async function bnnOn(host: Host, ...args: string[]): Promise<Ran> {
  let out = '';
  let err = '';
  const terminal = { out: (text: string) => (out += text), err: (text: string) => (err += text), colour: false };
  try {
    return { code: await commandLine(terminal, host).run(args), out, err };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { code: 'usage', out, err: error.message };
  }
}
