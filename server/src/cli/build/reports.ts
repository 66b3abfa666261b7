import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import type { RunReport } from '../../reports/runs/run-record.js';
import type { StepReport } from '../../vendor/plan.js';
import type { History } from './history.js';
import { hashFile } from './inputs.js';

/** What a run's record keeps a copy of: measurements. What a build is for (IP, bitstream) stays where it is. */
const KEPT = new Set<StepReport['kind']>([
  'csim-log',
  'csynth-xml',
  'csynth-rpt',
  'cosim-rpt',
  'utilization',
  'utilization-hierarchical',
  'timing',
  'power',
]);

/**
 * Clears the places where a run will write its reports, so that what stands there afterwards is of this run. What an
 * earlier run's record has a copy of is removed; all else is moved to `replaced/` of the new run.
 */
export async function putAside(
  projectFolder: string,
  history: History,
  id: string,
  reports: readonly StepReport[],
): Promise<void> {
  const copied = new Set(
    history.runs.flatMap((run) => run.reports.flatMap(({ copy, sha256 }) => (copy === undefined ? [] : [sha256]))),
  );
  for (const { path: name } of reports) {
    const file = path.join(projectFolder, name);
    const hash = await hashFile(file);
    if (hash === undefined) continue;
    if (copied.has(hash)) rmSync(file, { force: true });
    else {
      const aside = path.join(history.folderOf(id), 'replaced', name);
      mkdirSync(path.dirname(aside), { recursive: true });
      renameSync(file, aside);
    }
  }
}

/** The reports that are there, copied into the run's folder where they are measurements; and the paths of the others. */
export async function collect(
  projectFolder: string,
  runFolder: string,
  reports: readonly StepReport[],
): Promise<{ readonly found: readonly RunReport[]; readonly missing: readonly string[] }> {
  const found: RunReport[] = [];
  const missing: string[] = [];
  for (const { path: name, kind } of reports) {
    const file = path.join(projectFolder, name);
    const sha256 = isFilled(file) ? await hashFile(file) : undefined;
    if (sha256 === undefined) {
      missing.push(name);
      continue;
    }
    if (!KEPT.has(kind)) {
      found.push({ path: name, kind, sha256 });
      continue;
    }
    const copy = `reports/${name}`;
    const place = path.join(runFolder, copy);
    mkdirSync(path.dirname(place), { recursive: true });
    copyFileSync(file, place);
    found.push({ path: name, kind, sha256, copy });
  }
  return { found, missing };
}

/**
 * Puts back what an earlier run of a step measured of the same inputs, where the run after it has left nothing: a tool that
 * was killed does not make the measurement wrong.
 */
export function putBack(projectFolder: string, history: History, step: string, key: string): void {
  const before = history.runs.findLast((run) => run.step === step && run.state === 'succeeded' && run.key === key);
  for (const { path: name, copy } of before?.reports ?? []) {
    const file = path.join(projectFolder, name);
    const kept = copy === undefined ? undefined : path.join(history.folderOf(before?.id ?? ''), copy);
    if (kept === undefined || existsSync(file) || !existsSync(kept)) continue;
    mkdirSync(path.dirname(file), { recursive: true });
    copyFileSync(kept, file);
  }
}

/** Whether all reports of a run stand where it wrote them, unchanged. */
export async function areThere(projectFolder: string, reports: readonly RunReport[]): Promise<boolean> {
  for (const { path: name, sha256 } of reports)
    if ((await hashFile(path.join(projectFolder, name))) !== sha256) return false;
  return true;
}

/** Files that a pattern names, in which a part `*` stands for any one name; only those changed since a time. */
export function freshFiles(projectFolder: string, pattern: string, sinceMs: number): readonly string[] {
  let folders = [projectFolder];
  for (const part of pattern.split('/')) {
    folders = folders.flatMap((folder) =>
      part === '*' ? namesIn(folder).map((name) => path.join(folder, name)) : [path.join(folder, part)],
    );
  }
  // File systems keep times to the second, or to two.
  return folders.filter((file) => existsSync(file) && statSync(file).mtimeMs >= sinceMs - 2000);
}

function isFilled(file: string): boolean {
  try {
    const found = statSync(file);
    return found.isFile() && found.size > 0;
  } catch {
    return false;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
