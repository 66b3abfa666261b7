import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/**
 * The variable that marks all processes of one run. What a tool starts inherits it, even where it makes a group or a
 * session of its own, as the runs of Vivado do.
 */
export const RUN_MARK = 'BNN_RUN';

/** A process that was started as the head of its group (not on Windows), and all that it started. */
export interface ProcessTree {
  /** Undefined where it is not known any more: then only the mark leads to what is left. */
  readonly pid: number | undefined;
  readonly mark: string;
}

const LOOK_AGAIN_MS = 50;
/** Rounds of killing: processes may start others while they are ended. */
const ROUNDS = 40;

/** Asks a tree to end, and kills what has not ended after `graceMs`. Resolves when nothing of it is left. */
export async function endTree(tree: ProcessTree, graceMs: number): Promise<void> {
  await signalTree(tree, 'SIGTERM');
  for (let waited = 0; waited < graceMs && isAlive(tree); waited += LOOK_AGAIN_MS) await pause(LOOK_AGAIN_MS);
  for (let round = 0; round < ROUNDS && (round === 0 || isAlive(tree)); round++) {
    await signalTree(tree, 'SIGKILL');
    await pause(LOOK_AGAIN_MS / 2);
  }
}

/** Processes that carry the mark; empty where the system does not show it (all but Linux). */
export function markedProcesses(mark: string): readonly number[] {
  if (process.platform !== 'linux') return [];
  const wanted = `${RUN_MARK}=${mark}`;
  return readdirSync('/proc').flatMap((name) => {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) return [];
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(wanted) ? [pid] : [];
    } catch {
      // Of another user, or gone.
      return [];
    }
  });
}

function isAlive({ pid, mark }: ProcessTree): boolean {
  // A group counts zombies that nobody collects, so that it tells only where marks cannot be seen.
  if (process.platform === 'linux') return markedProcesses(mark).length > 0;
  return pid !== undefined && process.platform !== 'win32' && send(-pid, 0);
}

async function signalTree({ pid, mark }: ProcessTree, signal: NodeJS.Signals): Promise<void> {
  if (process.platform === 'win32') {
    // Windows has no request to end that console programs hear: the tree is ended at once.
    if (pid !== undefined) await taskkill(pid);
    return;
  }
  if (pid !== undefined) send(-pid, signal);
  for (const marked of markedProcesses(mark)) send(marked, signal);
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    // It has ended by itself.
    return false;
  }
}

function taskkill(pid: number): Promise<void> {
  return new Promise((resolve) => {
    execFile('taskkill', ['/PID', String(pid), '/T', '/F'], { windowsHide: true }, () => resolve());
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
