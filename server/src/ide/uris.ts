import { URI, Utils } from 'vscode-uri';

/** The path to write in `from` so that it leads to `to`: `net.bnn`, `../lib/blocks.bnn`. */
export function relativePath(from: string, to: string): string | undefined {
  try {
    const base = URI.parse(from, true);
    const goal = URI.parse(to, true);
    if (base.scheme !== goal.scheme || base.authority !== goal.authority) return undefined;
    const here = base.path.split('/').slice(0, -1);
    const there = goal.path.split('/');
    let common = 0;
    while (common < here.length && common < there.length - 1 && here[common] === there[common]) common++;
    return [...here.slice(common).map(() => '..'), ...there.slice(common)].join('/');
  } catch {
    return undefined;
  }
}

/** The folder of a file, without a slash at its end. */
export function folderOf(uri: string): string | undefined {
  try {
    return Utils.dirname(URI.parse(uri, true)).toString();
  } catch {
    return undefined;
  }
}

/** One spelling for one file: clients and Node escape characters differently. */
export function normalUri(uri: string): string {
  try {
    return URI.parse(uri, true).toString();
  } catch {
    return uri;
  }
}
