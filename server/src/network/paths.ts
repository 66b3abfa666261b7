/**
 * The URI that a path in a text means, relative to the text it stands in: `.` and `..` are taken out, every segment is
 * percent-encoded as VS Code writes it. Undefined where the text has no place (an untitled one), or the path is empty
 * or uses backslashes.
 */
export function resolvePath(base: string, path: string): string | undefined {
  if (path === '' || path.includes('\\') || base.startsWith('untitled:')) return undefined;
  const match = /^([A-Za-z][A-Za-z0-9+.-]*:(?:\/\/[^/]*)?)?([^?#]*)/.exec(base);
  const root = match?.[1] ?? '';
  const basePath = match?.[2] ?? '';
  const absolute = path.startsWith('/');
  const drive = /^[A-Za-z]:\//.test(path);
  const segments = absolute || drive ? [] : basePath.split('/').slice(0, -1);
  const rooted = absolute || drive || basePath.startsWith('/');
  const kept = segments.filter((segment) => segment !== '');
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (segment !== '..' || !rooted) kept.push(segment === '..' ? segment : encode(segment));
  }
  return `${root}${rooted ? '/' : ''}${kept.join('/')}`;
}

/** The file name at a URI's end, decoded, for messages. */
export function baseName(uri: string): string {
  const last = uri.slice(uri.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

function encode(segment: string): string {
  // Half a surrogate pair cannot be encoded.
  const text = segment.replace(/[\uD800-\uDFFF]/gu, '\uFFFD');
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
