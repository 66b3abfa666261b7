import { candidatesBelow, USUAL_PLACES } from './install-places.js';
import type { Surroundings } from './surroundings.js';
import { compareVersions, isVersion, versionInPath, versionTold } from './versions.js';

/** The vendor's tools that are started. */
export const TOOL_NAMES = ['vitis-run', 'vitis_hls', 'vivado_hls', 'vivado'] as const;
export type ToolName = (typeof TOOL_NAMES)[number];

export interface FoundTool {
  readonly name: ToolName;
  readonly path: string;
  /** `2022.2`; undefined where neither its path nor the tool itself tells. */
  readonly version: string | undefined;
  /** What led to it: `--tools`, `PATH`, `XILINX_VIVADO`, or an install place. */
  readonly from: string;
}

export interface ToolSearch {
  /** Folders that the user names: of executables, of one installation, or of many. They come first. */
  readonly folders: readonly string[];
  /** Only this version; undefined takes that of the environment, else the newest. */
  readonly version: string | undefined;
}

/** Variables that the vendor's settings64 scripts set, each the folder of an installation. */
const VARIABLES = ['XILINX_HLS', 'XILINX_VITIS', 'XILINX_VIVADO'] as const;

/** How near a place is to what the user said: a nearer one wins over a newer version. */
type Rank = 0 | 1 | 2;

interface Place {
  readonly file: string;
  readonly from: string;
  readonly rank: Rank;
}

/** Every one of these tools that is there, the one to be taken first. No tool is started except to ask for its version. */
export async function findTools(
  names: readonly ToolName[],
  search: ToolSearch,
  around: Surroundings,
): Promise<readonly FoundTool[]> {
  const found: (FoundTool & { readonly rank: Rank })[] = [];
  const seen = new Set<string>();
  for (const name of names) {
    for (const { file, from, rank } of await placesOf(name, search, around)) {
      if (seen.has(file) || !(await around.runs(file))) continue;
      seen.add(file);
      const version = versionInPath(await around.real(file)) ?? (await askVersion(name, file, around));
      found.push({ name, path: file, version, from, rank });
    }
  }
  const wanted = search.version;
  const fitting =
    wanted === undefined ? found : found.filter(({ version }) => version !== undefined && isVersion(version, wanted));
  return fitting
    .sort((a, b) => a.rank - b.rank || compareVersions(b.version ?? '0', a.version ?? '0'))
    .map(({ name, path: file, version, from }) => ({ name, path: file, version, from }));
}

/** Where tools were looked for, for people: the end of "no vivado in ...". */
export function lookedIn(search: ToolSearch, around: Surroundings): string {
  const set = VARIABLES.filter((name) => (around.env[name] ?? '') !== '');
  return [
    ...search.folders,
    'PATH',
    set.length > 0 ? set.join(', ') : `${VARIABLES.join(', ')} (not set)`,
    ...usualPlaces(around),
  ].join(', ');
}

async function placesOf(name: ToolName, search: ToolSearch, around: Surroundings): Promise<readonly Place[]> {
  const files = executableFiles(name, around.platform);
  const places: Place[] = [];
  const below = async (folder: string, from: string, rank: Rank): Promise<void> => {
    for (const bin of await candidatesBelow(folder, around))
      for (const file of files) places.push({ file: around.path.join(bin, file), from, rank });
  };
  for (const folder of search.folders) await below(folder, folder, 0);
  const paths = (around.env['PATH'] ?? around.env['Path'] ?? '').split(around.path.delimiter);
  for (const folder of paths.filter((each) => around.path.isAbsolute(each)))
    for (const file of files) places.push({ file: around.path.join(folder, file), from: 'PATH', rank: 1 });
  for (const variable of VARIABLES) {
    const folder = around.env[variable] ?? '';
    if (folder !== '') await below(folder, variable, 1);
  }
  for (const folder of usualPlaces(around)) await below(folder, folder, 2);
  return places;
}

function usualPlaces(around: Surroundings): readonly string[] {
  return around.platform === 'win32' ? USUAL_PLACES.windows : USUAL_PLACES.unix;
}

function executableFiles(name: ToolName, platform: NodeJS.Platform): readonly string[] {
  return platform === 'win32' ? [`${name}.bat`, `${name}.exe`] : [name];
}

async function askVersion(name: ToolName, file: string, around: Surroundings): Promise<string | undefined> {
  const output = await around.ask(file, [name === 'vitis-run' ? '--version' : '-version']);
  return output === undefined ? undefined : versionTold(output);
}
