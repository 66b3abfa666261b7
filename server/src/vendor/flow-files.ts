import type { GeneratedFile } from '../hls/source-text.js';
import { designText } from './design-text.js';
import { shellOf, type FlowProject } from './flow-project.js';
import { readmeText } from './readme.js';
import { batchText, shellText } from './run-scripts.js';
import { periodNs, settingsText } from './settings.js';
import type { FlowVersions } from './tool-version.js';

/**
 * The scripts, the driver and their notes, for one release of the tools; the same input gives the same text.
 *
 * @param library the files of `server/vendor`, with paths below it (`tcl/hls/csim.tcl`)
 * @param weights by port of streamed weights: its words as hexadecimal digits, in the order in which they are sent
 */
export function flowFiles(
  project: FlowProject,
  versions: FlowVersions,
  library: readonly GeneratedFile[],
  weights: readonly (readonly string[])[],
): readonly GeneratedFile[] {
  const shell = shellOf(project);
  const folders = ['tcl', 'tcl/hls', shell === 'none' ? 'tcl/ooc' : 'tcl/zynq'];
  const scripts = library.flatMap(({ path, text }) => {
    const cut = path.lastIndexOf('/');
    if (!folders.includes(path.slice(0, cut))) return [];
    // Steps name what they share by the folder that they stand in themselves.
    return [{ path: `tcl/${path.slice(cut + 1)}`, text }];
  });
  return [
    ...scripts,
    { path: 'tcl/settings.tcl', text: settingsText(project, versions) },
    ...(shell === 'none'
      ? [{ path: 'tcl/clock.xdc', text: clockText(project) }]
      : [
          ...library.filter(({ path }) => path.startsWith('driver/')),
          { path: 'driver/design.json', text: designText(project) },
          ...project.weightPorts.flatMap(({ name, kind }, at) => {
            // What is loaded stands in the file that the testbench reads, too.
            if (kind === 'load') return [];
            return [{ path: `driver/weights/${name}.txt`, text: `${(weights[at] ?? []).join('\n')}\n` }];
          }),
        ]),
    { path: 'run.sh', text: shellText(project, versions) },
    { path: 'run.bat', text: batchText(project, versions) },
    { path: 'README.md', text: readmeText(project, versions) },
  ];
}

function clockText(project: FlowProject): string {
  return `# The clock of the design alone.\ncreate_clock -period ${periodNs(project)} -name ap_clk [get_ports ap_clk]\n`;
}
