/** A release of the vendor's tools: `2022.2`. Updates (`2024.2.2`) take the scripts of their release. */
export interface ToolVersion {
  readonly year: number;
  readonly minor: number;
}

/** The tools that scripts are written for. The two are of one release as a rule, and need not be. */
export interface FlowVersions {
  readonly hls: ToolVersion;
  readonly vivado: ToolVersion;
}

/** What scripts are written for where nothing says otherwise: the release that FINN recommends. */
export const DEFAULT_TOOL_VERSION: ToolVersion = { year: 2022, minor: 2 };

/** The oldest release that scripts are written for; older ones are refused by `unsupportedVersion`, newer ones tried. */
const OLDEST_TOOL_VERSION: ToolVersion = { year: 2018, minor: 1 };

/** `2022.2` or `2024.2.2`; undefined for anything else. */
export function parseToolVersion(text: string): ToolVersion | undefined {
  const [, year, minor] = /^(20[0-9]{2})\.([1-9])(?:\.[0-9]+)?$/.exec(text.trim()) ?? [];
  return year === undefined || minor === undefined ? undefined : { year: Number(year), minor: Number(minor) };
}

export function versionText({ year, minor }: ToolVersion): string {
  return `${year}.${minor}`;
}

/** Whether `version` is `year.minor` or newer. */
export function isAtLeast(version: ToolVersion, year: number, minor: number): boolean {
  return version.year > year || (version.year === year && version.minor >= minor);
}

/** Why no scripts are written for a version; a newer release than the newest known one is tried as that. */
export function unsupportedVersion(version: ToolVersion): string | undefined {
  const { year, minor } = OLDEST_TOOL_VERSION;
  if (isAtLeast(version, year, minor)) return undefined;
  return `scripts are written for the tools from ${versionText(OLDEST_TOOL_VERSION)} on, not for ${versionText(version)}`;
}

/** An executable, and what stands behind it on the command line; never a shell string. */
export interface ToolCommand {
  readonly executable: string;
  readonly args: readonly string[];
}

/**
 * The commands that run an HLS script, the preferred one first: take the first whose executable is there. `vivado_hls`
 * up to 2020.1, `vitis_hls` from 2020.2 to 2024.2, `vitis-run` from 2023.2 and alone from 2025.1. None of them gets
 * `-tclargs`, which `vitis-run` does not know.
 */
export function hlsCommands(version: ToolVersion, script: string): readonly ToolCommand[] {
  const unified: ToolCommand = { executable: 'vitis-run', args: ['--mode', 'hls', '--tcl', script] };
  if (isAtLeast(version, 2025, 1)) return [unified];
  const vitis: ToolCommand = { executable: 'vitis_hls', args: ['-f', script] };
  if (isAtLeast(version, 2023, 2)) return [vitis, unified];
  if (isAtLeast(version, 2020, 2)) return [vitis];
  return [{ executable: 'vivado_hls', args: ['-f', script] }];
}

/** The name of the preferred executable for HLS scripts. */
export function hlsLauncher(version: ToolVersion): 'vivado_hls' | 'vitis_hls' | 'vitis-run' {
  if (isAtLeast(version, 2025, 1)) return 'vitis-run';
  return isAtLeast(version, 2020, 2) ? 'vitis_hls' : 'vivado_hls';
}
