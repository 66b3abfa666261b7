import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Host } from '../../host/host.js';
import { MANIFEST } from '../../jobs/generate.js';
import { readReport } from '../../reports/read-report.js';
import type { FlowProject } from '../../vendor/flow-project.js';
import { RESULT_FOLDER } from '../../vendor/plan.js';
import { RESULT_MANIFEST, resultManifest, type ResultFile } from '../../vendor/result-manifest.js';
import type { FlowVersions } from '../../vendor/tool-version.js';
import { hashFile } from './inputs.js';

/** Writes the manifest of the folder that goes to the board, when the bitstream is there. */
export async function packResult(
  host: Host,
  projectFolder: string,
  project: FlowProject,
  versions: FlowVersions,
): Promise<void> {
  const folder = path.join(projectFolder, RESULT_FOLDER);
  const files: ResultFile[] = [];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const sha256 = await hashFile(file);
    if (sha256 !== undefined) files.push({ path: path.relative(folder, file).split(path.sep).join('/'), sha256 });
  }
  const source = (await hashFile(path.join(projectFolder, MANIFEST))) ?? '';
  const text = resultManifest(project, versions, source, files, measuredIn(folder));
  await host.writeText(pathToFileURL(path.join(projectFolder, RESULT_MANIFEST)).href, text);
}

/** What the reports beside the bitstream say of the whole design. */
function measuredIn(folder: string): Readonly<Record<string, unknown>> | null {
  const report = (name: string): ReturnType<typeof readReport> => {
    const file = path.join(folder, 'reports', name);
    return existsSync(file) ? readReport(name, readFileSync(file, 'utf8')) : undefined;
  };
  const resources = report('utilization_routed.rpt')?.resources;
  const timing = report('timing_routed.rpt')?.timing;
  if (!resources && !timing) return null;
  return {
    resources: resources ?? null,
    timing: timing ? { met: timing.met ?? null, wnsNs: timing.wnsNs ?? null } : null,
  };
}
