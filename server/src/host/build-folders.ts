import { MANIFEST_NAME, originOf, readBuildFolder, REPORT_ENDINGS, VECTORS_PATH } from '../reports/build-folder.js';
import type { BuildFile, BuildFolder } from '../reports/build-folder.js';
import { readRunRecord, RUN_RECORD, RUNS_FOLDER, type RunRecord } from '../reports/runs/run-record.js';
import type { Host } from './host.js';

/** Files that are read of one folder, at most, and projects that are looked for below one. */
const MOST_FILES = 3000;
const MOST_PROJECTS = 200;
const MOST_RUNS = 500;
/** XML and JSON of the vendor's tools that hold no figures, in great numbers. */
const NO_REPORT = /(?:^|\/)(?:component\.xml|gui\.xml|[^/]*\.upgrade[^/]*|package(?:-lock)?\.json|tsconfig\.json)$/;

/** Reads all reports below a folder; none that a project of its own below it holds. */
export async function readBuild(host: Host, folder: string): Promise<BuildFolder> {
  const root = folder.replace(/\/+$/, '');
  const inner = (await projectsBelow(host, root)).filter((project) => project !== root);
  const listed = await host.list(root, REPORT_ENDINGS, MOST_FILES);
  const files: BuildFile[] = [];
  for (const uri of [...new Set([...listed, `${root}/${VECTORS_PATH}`])]) {
    if (NO_REPORT.test(uri) || inner.some((project) => uri.startsWith(`${project}/`))) continue;
    const read = await host.readText(uri);
    if (!read.ok) continue;
    const path = decodeURIComponent(uri.slice(root.length + 1));
    files.push({ path, text: read.text, modifiedMs: read.modifiedMs, modified: timeText(read.modifiedMs) });
  }
  return readBuildFolder(root, files);
}

function timeText(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** The runs of a project, the latest first. */
export async function readRuns(host: Host, folder: string): Promise<readonly RunRecord[]> {
  const runs: RunRecord[] = [];
  for (const uri of await host.list(`${folder}/${RUNS_FOLDER}`, [RUN_RECORD], MOST_RUNS)) {
    const read = await host.readText(uri);
    const run = read.ok ? readRunRecord(read.text) : undefined;
    if (run) runs.push(run);
  }
  return runs.sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
}

/** The generated projects at or below a folder, by their manifests. */
export async function projectsBelow(host: Host, folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const uri of await host.list(folder, [MANIFEST_NAME], MOST_PROJECTS)) {
    if (!uri.endsWith(`/${MANIFEST_NAME}`)) continue;
    const read = await host.readText(uri);
    if (read.ok && originOf(read.text) !== undefined) found.push(uri.slice(0, -MANIFEST_NAME.length - 1));
  }
  return found;
}
