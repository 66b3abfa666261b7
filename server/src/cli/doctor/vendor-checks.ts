import { lookedIn, type FoundTool, type ToolSearch } from '../../host/tools/find-tools.js';
import type { Surroundings } from '../../host/tools/surroundings.js';
import { compareVersions } from '../../host/tools/versions.js';
import type { Check } from './check.js';

/** A part that a target is built for, and its die. */
export interface WantedPart {
  readonly part: string;
  readonly die: string;
}

/** What the vendor's tools are like: which there are, and the known traps of their versions. */
export async function vendorChecks(
  found: readonly FoundTool[],
  search: ToolSearch,
  around: Surroundings,
  parts: readonly WantedPart[],
): Promise<readonly Check[]> {
  const hls = found.filter(({ name }) => name !== 'vivado');
  const vivado = found.filter(({ name }) => name === 'vivado');
  const remedy = `Install it, source the vendor's settings64.sh, or name its folder with --tools (in VS Code: bnn.tools.folders). Looked in ${lookedIn(search, around)}.`;
  const none = (name: string): Check[] => [{ name, state: 'missing', found: 'not found', remedy }];
  return [
    ...(hls.length > 0 ? hls.map(toolCheck) : none('HLS')),
    ...(vivado.length > 0 ? vivado.map(toolCheck) : none('vivado')),
    ...versionsCheck(hls[0], vivado[0]),
    ...(await Promise.all(unique(hls.filter(needsPatch), around).map((tool) => patchCheck(tool, around)))),
    ...(await partChecks(vivado[0] ?? hls[0], around, parts)),
    ...(found.length > 0 ? await libraryCheck(around) : []),
  ];
}

function toolCheck({ name, version, path, from }: FoundTool): Check {
  const where = from === path || path.startsWith(from) ? path : `${path} (${from})`;
  return version === undefined
    ? {
        name,
        state: 'warning',
        found: where,
        remedy: 'It does not tell its version. Start it by hand once; it may not be able to start at all.',
      }
    : { name, state: 'ok', found: `${version}  ${where}`, remedy: undefined };
}

function versionsCheck(hls: FoundTool | undefined, vivado: FoundTool | undefined): readonly Check[] {
  if (hls?.version === undefined || vivado?.version === undefined || hls.version === vivado.version) return [];
  const newer = compareVersions(hls.version, vivado.version) > 0;
  return [
    {
      name: 'versions',
      state: newer ? 'warning' : 'info',
      found: `${hls.name} is ${hls.version}, Vivado is ${vivado.version}`,
      remedy: newer
        ? 'Vivado may not take IP of a newer HLS: pin one version with "tool" in bnn.json.'
        : 'Vivado takes IP of an older HLS. For both of one version pin it with "tool" in bnn.json.',
    },
  ];
}

/** Versions whose export overflows since 2022 (answer record 76960). */
function needsPatch({ version }: FoundTool): boolean {
  return version !== undefined && compareVersions(version, '2022.1') < 0;
}

/** The patch copies this file into every installation that it mends. */
const PATCH_FILE = ['common', 'scripts', 'automg_patch_20220104.tcl'] as const;

async function patchCheck(tool: FoundTool, around: Surroundings): Promise<Check> {
  const scripts = around.path.join(folderOf(tool, around), ...PATCH_FILE.slice(0, 2));
  const patched = (await around.list(scripts)).includes(PATCH_FILE[2]);
  return {
    name: 'Y2K22 patch',
    state: patched ? 'ok' : 'warning',
    found: `${tool.name} ${tool.version ?? ''} ${patched ? 'has it' : 'does not have it'}`,
    remedy: patched
      ? undefined
      : `Exporting IP fails since 2022 without it: unpack y2k22_patch (AMD answer record 76960) beside the installations and run its patch.py from there.`,
  };
}

/** Whether the parts that are wanted, such as `xc7z020clg400-1`, are among those that were installed. */
async function partChecks(
  tool: FoundTool | undefined,
  around: Surroundings,
  parts: readonly WantedPart[],
): Promise<readonly Check[]> {
  if (!tool) return [];
  const file = around.path.join(folderOf(tool, around), 'data', 'parts', 'installed_devices.txt');
  const text = (await around.read(file)) ?? '';
  if (text === '') {
    const found = `${file} is not there, so which parts are installed cannot be told`;
    const remedy =
      'Vivado lists them: get_parts in its Tcl console. What is missing, its installer adds (Add Design Tools or Devices).';
    return [{ name: 'parts', state: 'info', found, remedy }];
  }
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '').length;
  if (parts.length === 0)
    return [{ name: 'parts', state: 'ok', found: `${lines} entries in ${file}`, remedy: undefined }];
  return parts.map(({ part, die }) => {
    const installed = text.toLowerCase().includes(die.toLowerCase().replace(PACKAGE, ''));
    return {
      name: 'parts',
      state: installed ? 'ok' : 'warning',
      found: `${part} ${installed ? 'is installed' : 'is not among the installed parts'}`,
      remedy: installed ? undefined : 'Start the installer again (Add Design Tools or Devices) and add its family.',
    };
  });
}

/** The letters of a package, which a die read off a part of one's own may end with: `xc7z020clg`. */
const PACKAGE = /(?<=\d[a-z]{0,2})(?:cl|cs|cp|ft|fb|ff|fg|fs|fh|fl|sb|sf|ub|vs|ls)[a-z]$/;

const LIBRARY = 'libtinfo.so.5';
const LIBRARY_FOLDERS = ['/lib/x86_64-linux-gnu', '/usr/lib/x86_64-linux-gnu', '/lib64', '/usr/lib64', '/usr/lib'];

/** Vivado and the HLS tools do not start on newer distributions without it, and say so in one line among many. */
async function libraryCheck(around: Surroundings): Promise<readonly Check[]> {
  if (around.platform !== 'linux') return [];
  for (const folder of LIBRARY_FOLDERS)
    if ((await around.list(folder)).includes(LIBRARY))
      return [{ name: LIBRARY, state: 'ok', found: folder, remedy: undefined }];
  const remedy =
    'The tools may end with "application-specific initialization failed". Debian, Ubuntu: apt install libtinfo5 libncurses5; Fedora: dnf install ncurses-compat-libs.';
  return [{ name: LIBRARY, state: 'warning', found: 'not found', remedy }];
}

function folderOf({ path: file }: FoundTool, around: Surroundings): string {
  return around.path.dirname(around.path.dirname(file));
}

function unique(tools: readonly FoundTool[], around: Surroundings): readonly FoundTool[] {
  return [...new Map(tools.map((tool) => [folderOf(tool, around), tool])).values()];
}
