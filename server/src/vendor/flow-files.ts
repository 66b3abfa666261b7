import type { GeneratedFile } from '../hls/project.js';
import type { FlowProject } from './flow-project.js';
import { versionText, type FlowVersions } from './tool-version.js';

/** The scripts, the driver and their notes, for one release of the tools; the same input gives the same text. */
export function flowFiles(project: FlowProject, versions: FlowVersions): readonly GeneratedFile[] {
  const text = `# For Vitis HLS ${versionText(versions.hls)}.\nset top ${project.top}\n`;
  return [{ path: 'tcl/settings.tcl', text }];
}
