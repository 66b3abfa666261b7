import path from 'node:path';
import type { Host } from '../../host/host.js';
import { isFault } from '../../parameters/npy.js';
import type { Profile } from '../../vendor/flow-project.js';
import {
  DEFAULT_TOOL_VERSION,
  parseToolVersion,
  unsupportedVersion,
  type FlowVersions,
} from '../../vendor/tool-version.js';
import { makeProject, writeProject } from '../generated-project.js';
import { loadFile } from '../load.js';
import { exitOf, reportAndJudge, selectDesigns } from '../select.js';
import { EXIT, printJson, UsageError, type Terminal } from '../terminal.js';

export interface GenerateOptions {
  readonly out: string;
  readonly target?: string;
  readonly strict?: boolean;
  readonly toolVersion?: string;
  readonly profile?: Profile;
  readonly interrupts?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** `bnn generate`: writes the HLS project of a design, all of it or nothing, and never over a file that is not its own. */
export async function generate(
  terminal: Terminal,
  host: Host,
  file: string,
  options: GenerateOptions,
): Promise<number> {
  const folder = path.resolve(options.out);
  const loaded = await loadFile(host, file);
  const designs = selectDesigns(terminal, loaded, { target: options.target });
  const [design] = designs;
  if (!reportAndJudge(terminal, loaded, designs) || !design) return EXIT.failed;
  const project = await makeProject(terminal, host, loaded, design, folder, {
    versions: versionsOf(options.toolVersion ?? loaded.project.tool),
    profile: options.profile ?? 'quick',
    interrupts: options.interrupts === true,
  });
  if (!project) return EXIT.failed;
  const wishes = { asked: options.out, force: options.force === true, remedy: '--force' };
  if (!(await writeProject(terminal, host, project, folder, wishes))) return EXIT.failed;
  if (isFault(project.flow)) terminal.err(`bnn: no scripts for the vendor tools: ${project.flow.fault}\n`);
  const names = project.files.map((each) => each.path);
  if (options.json) printJson(terminal, { files: names });
  else terminal.out(`${names.length} files in ${options.out}; the top function is in top.cpp, its testbench in tb/\n`);
  return exitOf(loaded, options);
}

/** The release of the tools that scripts are written for. */
function versionsOf(wanted: string | undefined): FlowVersions {
  const version = wanted === undefined ? DEFAULT_TOOL_VERSION : parseToolVersion(wanted);
  if (!version) throw new UsageError(`'${wanted ?? ''}' is no version of the tools, such as 2022.2`);
  const unsupported = unsupportedVersion(version);
  if (unsupported !== undefined) throw new UsageError(unsupported);
  return { hls: version, vivado: version };
}
