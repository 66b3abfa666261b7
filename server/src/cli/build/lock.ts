import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { endTree, markedProcesses } from '../../host/process-tree.js';
import { OWN_FOLDER, type History } from './history.js';

/** Holds a project's folder for one build. */
export interface Lock {
  release(): void;
}

const GRACE_MS = 2000;

/** Takes the lock of a folder; gives the process id of the build that has it where another one runs. */
export function takeLock(projectFolder: string): Lock | { readonly heldBy: number } {
  const file = path.join(projectFolder, OWN_FOLDER, 'running.json');
  mkdirSync(path.dirname(file), { recursive: true });
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(file, `${JSON.stringify({ pid: process.pid, started: startOf(process.pid) })}\n`, { flag: 'wx' });
      return { release: () => rmSync(file, { force: true }) };
    } catch (error) {
      const holder = holderOf(file);
      if (holder !== undefined) return { heldBy: holder };
      if (attempt > 0) throw error;
      // Whoever held it has ended without a word.
      rmSync(file, { force: true });
    }
  }
}

/**
 * Closes runs that were left open because the build that ran them was killed, and ends what they left running. Call with
 * the lock held. Gives the ids of those whose processes still ran.
 */
export async function endLeftRuns(history: History): Promise<readonly string[]> {
  const still: string[] = [];
  for (const run of history.runs.filter(({ state }) => state === 'running')) {
    if (markedProcesses(run.mark).length > 0) {
      still.push(run.id);
      await endTree({ pid: undefined, mark: run.mark }, GRACE_MS);
    }
    history.write({ ...run, state: 'left', endedAt: null });
  }
  return still;
}

/** The process that a lock names, if it still runs. */
function holderOf(file: string): number | undefined {
  try {
    const { pid, started } = JSON.parse(readFileSync(file, 'utf8')) as { pid?: unknown; started?: unknown };
    if (typeof pid !== 'number' || pid === process.pid) return undefined;
    process.kill(pid, 0);
    // Another process may have got the number since.
    return started === startOf(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** When a process was started, in ticks of the system's clock; null where the system does not tell. */
function startOf(pid: number): string | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[19] ?? null;
  } catch {
    return null;
  }
}
