import { isAtOrBelow, normalUri } from '../ide/uris.js';
import type { BuildFolder } from '../reports/build-folder.js';

/** Files by which builds are noticed, as `WATCHED_FILES` names them. */
const OF_BUILDS = /(?:\/manifest\.json|\.rpt|csynth\.xml|\/report\/[^/]+\.json|\/\.bnn\/runs\/[^/]+\/run\.json)$/;
/** What may be a folder: the last part of its name tells no kind of file. */
const MAY_BE_FOLDER = /\/[^/.]+$/;

/**
 * Whether builds are to be looked for anew when a file or folder has come, changed or gone. A tool that runs makes and
 * deletes folders all the time in the project that it works on; of these only those count that hold what was read.
 */
export function concernsBuilds(uri: string, known: readonly Pick<BuildFolder, 'uri' | 'reports' | 'older'>[]): boolean {
  if (OF_BUILDS.test(uri)) return true;
  const changed = normalUri(uri);
  const inside = known.filter((build) => changed.startsWith(`${normalUri(build.uri)}/`));
  if (inside.length === 0)
    return MAY_BE_FOLDER.test(uri) || known.some((build) => isAtOrBelow(normalUri(build.uri), changed));
  return inside.some((build) => {
    const path = decodeURIComponent(changed.slice(normalUri(build.uri).length + 1));
    return path.startsWith('.bnn') || [...build.reports, ...build.older].some((each) => isAtOrBelow(each.path, path));
  });
}
