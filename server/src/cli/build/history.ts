import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readRunRecord, RUN_RECORD, RUNS_FOLDER, type RunRecord } from '../../reports/runs/run-record.js';

/** Everything of ours below a project's folder that is no generated file. */
export const OWN_FOLDER = '.bnn';

/** The runs of a project's folder. */
export interface History {
  /** Oldest first. */
  readonly runs: readonly RunRecord[];
  /** The folder of a run. */
  folderOf(id: string): string;
  /** An id that no run has had. */
  nextId(step: string): string;
  /** Writes a record in one step, in place of an older one of the same run. */
  write(record: RunRecord): void;
}

/** Reads the runs of a project's folder; what is no record is passed over. */
export function openHistory(projectFolder: string): History {
  const root = path.join(projectFolder, RUNS_FOLDER);
  const folderOf = (id: string): string => path.join(root, id);
  const names = namesIn(root);
  const runs = names.flatMap((name) => {
    const record = recordIn(path.join(root, name, RUN_RECORD));
    return record?.id === name ? [record] : [];
  });
  let last = Math.max(0, ...names.map((name) => Number(/^(\d+)-/.exec(name)?.[1] ?? 0)));
  return {
    runs,
    folderOf,
    nextId(step) {
      last += 1;
      return `${String(last).padStart(4, '0')}-${step}`;
    },
    write(record) {
      const folder = folderOf(record.id);
      mkdirSync(folder, { recursive: true });
      const draft = path.join(folder, `${RUN_RECORD}.${process.pid}.tmp`);
      writeFileSync(draft, `${JSON.stringify(record, null, 2)}\n`);
      renameSync(draft, path.join(folder, RUN_RECORD));
      const at = runs.findIndex(({ id }) => id === record.id);
      if (at < 0) runs.push(record);
      else runs[at] = record;
    },
  };
}

/** How long a step took when it last succeeded, in seconds. */
export function lastSeconds({ runs }: History, step: string): number | undefined {
  return runs.findLast((run) => run.step === step && run.state === 'succeeded')?.seconds ?? undefined;
}

/** The last run of a step, if it succeeded. */
export function lastSuccess({ runs }: History, step: string): RunRecord | undefined {
  const last = runs.findLast((run) => run.step === step);
  return last?.state === 'succeeded' ? last : undefined;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function recordIn(file: string): RunRecord | undefined {
  try {
    return readRunRecord(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
