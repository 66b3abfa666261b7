import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Host } from '../host/host.js';
import { sha256 } from '../host/sha256.js';
import type { GeneratedFile } from '../hls/source-text.js';
import { MANIFEST } from '../jobs/generate.js';

/**
 * Files in an output folder that must not be overwritten, those that are already as they would be written, and own ones
 * that the new project has no more.
 */
export interface FolderState {
  readonly foreign: readonly string[];
  readonly same: ReadonlySet<string>;
  readonly stale: readonly string[];
}

/**
 * Compares an output folder with what is to be written there. A file is ours when the manifest there lists it with the
 * hash that it has, or when it already is what would be written.
 */
export async function stateOf(host: Host, folder: string, files: readonly GeneratedFile[]): Promise<FolderState> {
  const [known, before] = await Promise.all([
    listedIn(host, folder),
    Promise.all(files.map((file) => textOf(host, folder, file.path))),
  ]);
  const foreign: string[] = [];
  const same = new Set<string>();
  for (const [at, file] of files.entries()) {
    const found = before[at];
    if (found === undefined || (file.path === MANIFEST && found !== file.text && known.size > 0)) continue;
    if (found === file.text) same.add(file.path);
    else if (sha256(found) !== known.get(file.path)) foreign.push(file.path);
  }
  const written = new Set(files.map((file) => file.path));
  const stale: string[] = [];
  for (const [name, hash] of known) {
    if (written.has(name) || !isBelow(name)) continue;
    const found = await textOf(host, folder, name);
    if (found !== undefined && sha256(found) === hash) stale.push(name);
  }
  return { foreign, same, stale };
}

async function textOf(host: Host, folder: string, name: string): Promise<string | undefined> {
  const read = await host.readText(pathToFileURL(path.join(folder, name)).href);
  return read.ok ? read.text : undefined;
}

/** Path to hash of what the manifest in the folder lists; empty where there is none of ours. */
async function listedIn(host: Host, folder: string): Promise<ReadonlyMap<string, string>> {
  const read = await host.readText(pathToFileURL(path.join(folder, MANIFEST)).href);
  if (!read.ok) return new Map();
  try {
    const manifest: unknown = JSON.parse(read.text);
    if (typeof manifest !== 'object' || manifest === null || !('generator' in manifest) || !('files' in manifest)) {
      return new Map();
    }
    if (manifest.generator !== 'bnn' || typeof manifest.files !== 'object' || !manifest.files) return new Map();
    return new Map(
      Object.entries(manifest.files).flatMap(([name, hash]) => (typeof hash === 'string' ? [[name, hash]] : [])),
    );
  } catch {
    return new Map();
  }
}

/** A manifest is a file that anybody may have written: only names inside of the folder are followed. */
function isBelow(name: string): boolean {
  return !path.isAbsolute(name) && !name.split(/[/\\]/).includes('..');
}
