// Which folders the vendor's tools may refuse. Sources: UG895 and UG973, naming conventions (2020.2 to 2024.1, the same list);
// "Project/solution path '...' contains illegal character ' '" of HLS; "Please use ASCII characters for file name or path" and
// "Path length exceeds 260-Byte maximum allowed by Windows" of Vivado. What is known to fail, with release and where it was told,
// stands in `pathRefusal`.

import type { Step } from './steps.js';
import { hlsLauncher, versionText, type FlowVersions } from './tool-version.js';

/** What a tool may refuse in the path of a project. */
export interface PathTrouble {
  /** `a blank`, `'$', '(' and a letter that is not ASCII` */
  readonly what: string;
}

/** What a tool is known to refuse, in the words of BNN830. */
export interface PathRefusal {
  readonly why: string;
  readonly path: string;
}

/** Steps that make a project of Vivado; the export of HLS makes one of its own. */
const OF_VIVADO: readonly Step[] = ['export', 'synth', 'impl', 'bitstream'];

/**
 * What one of the steps is known to end at, so that it need not be tried: a report of such an end was read for each. All
 * else that the conventions exclude is `pathTrouble`.
 *
 * @param folder absolute, with the separators of its platform
 * @param files what is generated into it, relative
 */
export function pathRefusal(
  folder: string,
  platform: NodeJS.Platform,
  { hls, vivado }: FlowVersions,
  steps: readonly Step[],
  files: readonly string[],
): PathRefusal | undefined {
  const names = folder.replaceAll('\\', '/');
  // "[HLS 200-70] Project/solution path '...' contains illegal character ' '": 2019.2, hls4ml issue 922. Of Vitis HLS no such
  // end is known, and Vivado takes blanks (a published log of 2026.1).
  const launcher = hlsLauncher(hls);
  if (launcher === 'vivado_hls' && /\s/.test(names) && steps.some((step) => step !== 'synth' && step !== 'impl'))
    return { why: `${launcher} ${versionText(hls)} takes no blank`, path: folder };
  // "[ProjectBase 2-104] Project name '...' is illegal", for `*`: 2020.2, Vitis-AI issue 268; for brackets: 2019, tapasco issue 161.
  const sign = /[*[\]]/.exec(names)?.[0];
  if (sign !== undefined && steps.some((step) => OF_VIVADO.includes(step)))
    return { why: `Vivado ${versionText(vivado)} takes no "${sign}"`, path: folder };
  if (platform !== 'win32') return undefined;
  // "[Common 17-143] Path length exceeds 260-Byte maximum allowed by Windows": answer record 52787.
  const longest = files.reduce((most, file) => Math.max(most, file.length), 0) + folder.length + 1;
  return longest < MOST_ON_WINDOWS
    ? undefined
    : { why: `its longest file has ${longest} characters, and Windows allows ${MOST_ON_WINDOWS - 1}`, path: folder };
}

/** Characters of names of folders that the naming conventions exclude. */
const EXCLUDED = '!#$%^&*()`;<>?,[]{}\'"|';

/** What Windows allows a path to have, and about what the names inside of a block design take of it. */
const MOST_ON_WINDOWS = 260;
const INSIDE_OF_A_PROJECT = 150;

/**
 * What the tools may refuse in a folder, undefined where nothing is known. Of most of what the conventions exclude it is not
 * known which release takes it, and none was tried: whoever asks tells it before a long run, and does not refuse it.
 *
 * @param folder absolute, with the separators of its platform
 */
export function pathTrouble(folder: string, platform: NodeJS.Platform): PathTrouble | undefined {
  const names = folder.replaceAll('\\', '/').replace(/^[A-Za-z]:/, '');
  const excluded = [...new Set(names)].filter((sign) => EXCLUDED.includes(sign)).map((sign) => `"${sign}"`);
  const found = [
    ...(/\s/.test(names) ? ['a blank'] : []),
    ...excluded,
    ...(/[^\x20-\x7e]/.test(names.replace(/\s/g, '')) ? ['a letter that is not ASCII'] : []),
    ...(/\.(?:\/|$)/.test(names) ? ['a dot at the end of a name'] : []),
  ];
  if (found.length > 0) return { what: listed(found) };
  const left = MOST_ON_WINDOWS - folder.length;
  return platform === 'win32' && left < INSIDE_OF_A_PROJECT
    ? { what: `${folder.length} characters, and Windows allows ${MOST_ON_WINDOWS} with all that stands below it` }
    : undefined;
}

function listed(parts: readonly string[]): string {
  const [last = '', ...before] = [...parts].reverse();
  return before.length === 0 ? last : `${before.reverse().join(', ')} and ${last}`;
}
