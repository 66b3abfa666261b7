import type { FileEvent } from 'vscode-languageserver';
import type { Host } from '../host/host.js';
import { folderOf, normalUri } from '../ide/uris.js';
import type { MeasuredView } from '../ide/measured-view.js';
import type { BuildFolder } from '../reports/build-folder.js';
import type { RunRecord } from '../reports/runs/run-record.js';
import type { Analysis } from '../workspace/analysis.js';
import { concernsBuilds } from './build-changes.js';

/** Projects whose reports are read, at most. */
const MOST_BUILDS = 60;

/** A build, and the text that it was generated from. */
export interface KnownBuild {
  readonly build: BuildFolder;
  /** Normalised URI; undefined where the manifest does not say where it stands. */
  readonly source: string | undefined;
  /** The latest first. */
  readonly runs: readonly RunRecord[];
}

/** The generated projects of the workspace and what was measured in them; looked for when the first text opens. */
export interface MeasuredBuilds {
  all(): readonly KnownBuild[];
  /** What is shown of a text; undefined while nothing was measured of it. */
  view(analysis: Analysis): MeasuredView | undefined;
  /** Looks for projects below these folders anew; tells `onChange` when others are there, or other reports. */
  look(folders: readonly string[]): Promise<void>;
  /** Whether a file or folder that changed on the disk may be of a build. */
  concerns(change: FileEvent): boolean;
}

/** The view of an analysis is kept with it: a new analysis, or new builds, make a new one. */
export function createMeasuredBuilds(
  host: Host,
  onFault: (text: string) => void,
  onChange: () => void,
): MeasuredBuilds {
  let known: readonly KnownBuild[] = [];
  let compute: typeof import('../ide/measured.js') | undefined;
  let views = new WeakMap<Analysis, MeasuredView>();
  let running: Promise<void> | undefined;
  let again: readonly string[] | undefined;
  let told = '';

  const find = async (folders: readonly string[]): Promise<void> => {
    const { projectsBelow, readBuild, readRuns } = await import('../host/build-folders.js');
    const projects = new Set<string>();
    for (const folder of folders) for (const uri of await projectsBelow(host, folder)) projects.add(uri);
    const found: KnownBuild[] = [];
    for (const uri of [...projects].slice(0, MOST_BUILDS)) {
      const build = await readBuild(host, uri);
      found.push({ build, source: sourceOf(build), runs: await readRuns(host, uri) });
    }
    if (found.some(({ build }) => build.reports.length > 0)) compute ??= await import('../ide/measured.js');
    const now = JSON.stringify(
      found.map(({ build, runs }) => [
        [build.uri, build.generatedMs, build.origin, stamps(build)],
        runs.map(({ id, state, endedAt }) => [id, state, endedAt]),
      ]),
    );
    if (now === told) return;
    told = now;
    known = found;
    views = new WeakMap();
    onChange();
  };

  return {
    all: () => known,
    view(analysis) {
      const before = views.get(analysis);
      if (before || !compute) return before;
      const own = known.filter(({ source }) => source === analysis.uri).map(({ build }) => build);
      if (own.length === 0) return undefined;
      const made = compute.measuredView(analysis, own);
      views.set(analysis, made);
      return made;
    },
    look(folders) {
      if (running) {
        // Files that change while others are read are looked at once more, however many they are.
        again = folders;
        return running;
      }
      running = (async () => {
        for (let next: readonly string[] | undefined = folders; next;) {
          again = undefined;
          await find(next).catch((error: unknown) => onFault(`reading reports failed: ${String(error)}`));
          next = again;
        }
        running = undefined;
      })();
      return running;
    },
    concerns(change) {
      return concernsBuilds(
        change,
        known.map(({ build }) => build),
      );
    },
  };
}

function stamps({ reports }: BuildFolder): readonly unknown[] {
  return reports.map(({ path, modifiedMs }) => [path, modifiedMs]);
}

/** The text that the manifest names, relative to the project. */
function sourceOf({ uri, origin }: BuildFolder): string | undefined {
  if (origin?.path === undefined) return undefined;
  try {
    return normalUri(new URL(origin.path.split('/').map(encodeURIComponent).join('/'), `${uri}/`).href);
  } catch {
    return undefined;
  }
}

/** Where projects of a text without a workspace are looked for: beside it. */
export function folderBeside(uri: string): string | undefined {
  return uri.startsWith('file:') ? folderOf(uri) : undefined;
}
