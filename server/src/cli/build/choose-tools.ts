import path from 'node:path';
import { findTools, lookedIn, TOOL_NAMES, type FoundTool, type ToolSearch } from '../../host/tools/find-tools.js';
import type { Command } from '../../host/tools/launcher.js';
import { thisMachine, type Surroundings } from '../../host/tools/surroundings.js';
import { compareVersions } from '../../host/tools/versions.js';
import type { StepPlan } from '../../vendor/plan.js';
import {
  DEFAULT_TOOL_VERSION,
  hlsCommands,
  parseToolVersion,
  unsupportedVersion,
  versionText,
  type FlowVersions,
  type ToolVersion,
} from '../../vendor/tool-version.js';
import { UsageError } from '../terminal.js';

export interface ToolWishes {
  /** `2022.2`, as the command line or `bnn.json` pins it. */
  readonly version: string | undefined;
  /** Folders to look in first; behind a launcher, the folder of the executables over there. */
  readonly folders: readonly string[];
  /** Words before each command, such as `srun` or `ssh host`. */
  readonly launcher: readonly string[];
}

/** The tools of a build. */
export interface ChosenTools {
  /** What scripts are to be written for. */
  readonly versions: FlowVersions;
  /** How a step is started, or, on one line, that its tool is missing, where was looked, and what helps. */
  commandFor(plan: Pick<StepPlan, 'tool' | 'commands'>): ToolFor | { readonly missing: string };
  /** Worth telling before anything runs. */
  readonly notes: readonly string[];
}

export interface ToolFor {
  readonly command: Command;
  readonly tool: { readonly name: string; readonly path: string; readonly version: string | null };
}

/** Finds the tools of a build. Throws a UsageError where the version is none, or must be given and is not. */
export async function chooseTools(wishes: ToolWishes, around: Surroundings = thisMachine): Promise<ChosenTools> {
  const wanted = wishes.version === undefined ? undefined : checkedVersion(wishes.version);
  if (wishes.launcher.length > 0) return beyondLauncher(wishes, wanted);
  const search: ToolSearch = {
    folders: wishes.folders.map((folder) => path.resolve(folder)),
    version: wishes.version,
  };
  const found = await findTools(TOOL_NAMES, search, around);
  const hls = bestHls(found, wanted);
  const vivados = found.filter(({ name }) => name === 'vivado');
  const vivado = vivados.find(({ version }) => version !== undefined && version === hls?.version) ?? vivados[0];
  const releaseOf = (tool: FoundTool | undefined): ToolVersion | undefined =>
    tool?.version === undefined ? undefined : parseToolVersion(tool.version);
  const hlsVersion = wanted ?? releaseOf(hls) ?? releaseOf(vivado) ?? DEFAULT_TOOL_VERSION;
  const versions = { hls: hlsVersion, vivado: wanted ?? releaseOf(vivado) ?? hlsVersion };
  for (const version of [versions.hls, versions.vivado]) checkSupported(version);
  return {
    versions,
    notes: notesOn(hls, vivado),
    commandFor({ tool: which, commands }) {
      const tool = which === 'vivado' ? vivado : hls;
      const command = commands.find(({ executable }) => executable === tool?.name);
      if (tool && command) return { command: { ...command, executable: tool.path }, tool: described(tool) };
      const names = commands.map(({ executable }) => executable).join(' or ');
      const version = wishes.version === undefined ? '' : ` of version ${wishes.version}`;
      return {
        missing: `no ${names}${version} was found (looked in ${lookedIn(search, around)}); source the vendor's settings64.sh, or name the folder of the installation with --tools (in VS Code: the setting bnn.tools.folders)`,
      };
    },
  };
}

/** The HLS tool that comes first and is the launcher of its own version. */
function bestHls(found: readonly FoundTool[], wanted: ToolVersion | undefined): FoundTool | undefined {
  const launchers = found.filter(({ name }) => name !== 'vivado');
  const rank = ({ name, version }: FoundTool): number => {
    const release = (version === undefined ? undefined : parseToolVersion(version)) ?? wanted ?? DEFAULT_TOOL_VERSION;
    return hlsCommands(release, '').findIndex(({ executable }) => executable === name);
  };
  const [first] = launchers.filter((tool) => rank(tool) >= 0);
  return launchers
    .filter((tool) => tool.version === first?.version && rank(tool) >= 0)
    .sort((a, b) => rank(a) - rank(b))[0];
}

/** What is behind a launcher cannot be looked for: names or a folder, and a version, are believed. */
function beyondLauncher({ launcher, folders }: ToolWishes, wanted: ToolVersion | undefined): ChosenTools {
  if (!wanted) {
    throw new UsageError(
      `what runs behind ${launcher.join(' ')} cannot be asked for its version: give --tool-version, or "tool" in bnn.json`,
    );
  }
  const [folder] = folders;
  return {
    versions: { hls: wanted, vivado: wanted },
    notes: [],
    commandFor({ commands: [command] }) {
      if (!command) return { missing: 'no command' };
      const executable =
        folder === undefined ? command.executable : `${folder.replace(/\/$/, '')}/${command.executable}`;
      const tool = { name: command.executable, path: executable, version: versionText(wanted) };
      return { command: { ...command, executable }, tool };
    },
  };
}

function notesOn(hls: FoundTool | undefined, vivado: FoundTool | undefined): readonly string[] {
  if (hls?.version === undefined || vivado?.version === undefined) return [];
  return compareVersions(hls.version, vivado.version) > 0
    ? [`${hls.name} ${hls.version} is newer than Vivado ${vivado.version}, which may not take its IP`]
    : [];
}

function described({ name, path: file, version }: FoundTool): ToolFor['tool'] {
  return { name, path: file, version: version ?? null };
}

function checkedVersion(text: string): ToolVersion {
  const version = parseToolVersion(text);
  if (!version) throw new UsageError(`'${text}' is no version of the tools, such as 2022.2`);
  return version;
}

function checkSupported(version: ToolVersion): void {
  const unsupported = unsupportedVersion(version);
  if (unsupported !== undefined) throw new UsageError(unsupported);
}
