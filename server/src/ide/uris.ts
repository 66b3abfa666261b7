/** `file://server/share/a.bnn`, split: what stands before the path, and the path with its `/` in front. */
interface Split {
  readonly root: string;
  readonly path: string;
}

function split(uri: string): Split | undefined {
  const match = /^([A-Za-z][A-Za-z0-9+.-]*:)(\/\/[^/?#]*)?(\/[^?#]*)?$/.exec(uri);
  return match ? { root: (match[1] ?? '').toLowerCase() + (match[2] ?? ''), path: match[3] ?? '' } : undefined;
}

/** The path to write in `from` so that it leads to `to`: `net.bnn`, `../lib/blocks.bnn`; undefined where none does. */
export function relativePath(from: string, to: string): string | undefined {
  const base = split(from);
  const goal = split(to);
  if (!base || !goal || base.root !== goal.root) return undefined;
  const here = base.path.split('/').slice(0, -1).map(decoded);
  const there = goal.path.split('/').map(decoded);
  let common = 0;
  while (common < here.length && common < there.length - 1 && here[common] === there[common]) common++;
  return [...here.slice(common).map(() => '..'), ...there.slice(common)].join('/');
}

/** The folder of a file or folder, without a slash at its end; undefined where there is none above. */
export function folderOf(uri: string): string | undefined {
  const found = split(uri);
  if (!found || found.path.length < 2) return undefined;
  const path = found.path.replace(/\/$/, '');
  return found.root + path.slice(0, path.lastIndexOf('/'));
}

/** Whether a file is this one, or lies in this folder or below it; both in one spelling. */
export function isAtOrBelow(uri: string, folder: string): boolean {
  return uri === folder || uri.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/**
 * One spelling for one file, that of VS Code: clients and Node escape different characters, and write drives with
 * letters of either case. What is no URI of this form stays as it is.
 */
export function normalUri(uri: string): string {
  const found = split(uri);
  if (!found || !found.root.startsWith('file:')) return uri;
  const path = found.path.split('/').map((segment) => encoded(decoded(segment)));
  return found.root + path.join('/').replace(/^\/([A-Z])%3A/, (_, drive: string) => `/${drive.toLowerCase()}%3A`);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function encoded(segment: string): string {
  // Half a surrogate pair cannot be encoded.
  return encodeURIComponent(segment.replace(/[\uD800-\uDFFF]/gu, '\uFFFD')).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
