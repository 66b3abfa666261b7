import type { FlowProject } from './flow-project.js';
import { RESULT_FOLDER } from './plan.js';
import { versionText, type FlowVersions } from './tool-version.js';

/** A file of the result folder; `path` is relative to it, with `/`. */
export interface ResultFile {
  readonly path: string;
  readonly sha256: string;
}

/** Where the manifest of a result stands, relative to the project. */
export const RESULT_MANIFEST = `${RESULT_FOLDER}/manifest.json`;

/**
 * The manifest of `result/`, the folder that goes to the board: what it was made from, with which tools, and the SHA-256
 * of every file in it but itself. The same input gives the same text.
 *
 * @param source the SHA-256 of the project's own `manifest.json`, which lists all that the tools read
 * @param measured what reports say (used and failing numbers), as it is to be told with the result; null where nothing is known
 */
export function resultManifest(
  project: FlowProject,
  versions: FlowVersions,
  source: string,
  files: readonly ResultFile[],
  measured: Readonly<Record<string, unknown>> | null,
): string {
  const { network, target, part, board, clockHz, profile } = project;
  const listed = files.filter(({ path }) => path !== 'manifest.json').sort((a, b) => (a.path < b.path ? -1 : 1));
  const manifest = {
    generator: 'bnn',
    kind: 'result',
    network,
    target,
    part,
    board: board?.title ?? null,
    clockHz,
    profile,
    tools: { hls: versionText(versions.hls), vivado: versionText(versions.vivado) },
    project: source,
    bitstream: listed.find(({ path }) => path === `${network}.bit`)?.path ?? null,
    measured,
    files: Object.fromEntries(listed.map(({ path, sha256 }) => [path, sha256])),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
