import type { FileEvent } from 'vscode-languageserver';
import { isAtOrBelow, normalUri } from '../ide/uris.js';
import type { BuildFolder } from '../reports/build-folder.js';

/** Files by which builds are noticed, as `WATCHED_FILES` names them. */
const OF_BUILDS = /(?:\/manifest\.json|\.rpt|csynth\.xml|\/report\/[^/]+\.json|\/\.bnn\/runs\/[^/]+\/run\.json)$/;
/** What may be a folder: the last part of its name tells no kind of file. Of what is new in a new one, nothing may be told. */
const MAY_BE_FOLDER = /\/[^/.]+$/;
const DELETED = 3;

/**
 * Whether builds are to be looked for anew when a file or folder has come, changed or gone. A tool that runs deletes all the
 * time in the project that it works on: of what is gone only that counts which held something that was read.
 */
export function concernsBuilds(
  { uri, type }: FileEvent,
  known: readonly Pick<BuildFolder, 'uri' | 'reports' | 'older'>[],
): boolean {
  if (OF_BUILDS.test(uri)) return true;
  if (type !== DELETED) return MAY_BE_FOLDER.test(uri);
  const gone = normalUri(uri);
  return known.some((build) => {
    const root = normalUri(build.uri);
    if (isAtOrBelow(root, gone)) return true;
    if (!isAtOrBelow(gone, root)) return false;
    const path = decodeURIComponent(gone.slice(root.length + 1));
    return path.startsWith('.bnn') || [...build.reports, ...build.older].some((each) => isAtOrBelow(each.path, path));
  });
}
