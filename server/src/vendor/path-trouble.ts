// Which folders the vendor's tools may refuse. Sources: UG895 and UG973, naming conventions (2020.2 to 2024.1, the same list);
// "Project/solution path '...' contains illegal character ' '" of HLS; "Please use ASCII characters for file name or path" and
// "Path length exceeds 260-Byte maximum allowed by Windows" of Vivado.

/** What a tool may refuse in the path of a project. */
export interface PathTrouble {
  /** `a blank`, `'$', '(' and a letter that is not ASCII` */
  readonly what: string;
}

/** Characters of names of folders that the naming conventions exclude. */
const EXCLUDED = '!#$%^&*()`;<>?,[]{}\'"|';

/** What Windows allows a path to have, and about what the names inside of a block design take of it. */
const MOST_ON_WINDOWS = 260;
const INSIDE_OF_A_PROJECT = 150;

/**
 * What the tools may refuse in a folder, undefined where nothing is known. No release is known to take what the conventions
 * exclude, and none was tried: whoever asks tells it before a long run, and does not refuse it.
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
