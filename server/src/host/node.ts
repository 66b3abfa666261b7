import { isUtf8 } from 'node:buffer';
import { existsSync } from 'node:fs';
import { readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { StartJob } from '../jobs/registry.js';
import type { BytesResult, Host, ReadResult } from './host.js';
import { systemWords } from './system-words.js';

/** Texts over this are no network descriptions. */
const MAX_TEXT_BYTES = 16 * 1024 * 1024;
const MAX_BYTES = 1024 * 1024 * 1024;
const MAX_ENTRIES = 20_000;
const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', 'out', '__pycache__']);

/** A folder of `server/`, seen from dist/, from dist/server/, and from the sources. */
function shipped(name: string): string {
  const places = [`../server/${name}`, `../../server/${name}`, `../../${name}`].map(beside);
  return places.find((folder) => existsSync(folder)) ?? '';
}

/** The machine that runs us. Jobs run in `worker.js`, which stands in the folder above the file that we are in. */
export const nodeHost: Host = {
  startJob: (...job) => startedLater(jobs().then((startJob) => startJob(...job))),
  hlsLibrary: shipped('hls'),
  vendorLibrary: shipped('vendor'),
  findTool: (names) => tools().then(({ findTool }) => findTool(names)),
  runTool: (...tool) => startedLater(import('./run-tool.js').then(({ runTool }) => runTool(...tool))),
  temporaryFolder: () => tools().then(({ temporaryFolder }) => temporaryFolder()),
  writeFiles: (folder, files) => tools().then(({ writeFiles }) => writeFiles(folder, files)),
  async readText(uri): Promise<ReadResult> {
    const read = await readLimited(uri, MAX_TEXT_BYTES);
    return read.ok ? { ok: true, text: decoded(read.bytes), modifiedMs: read.modifiedMs } : read;
  },
  readBytes: (uri) => readLimited(uri, MAX_BYTES),
  async exists(uri) {
    return isFile(uri);
  },
  async list(folderUri, endings, limit) {
    const found: string[] = [];
    const root = tryPath(folderUri);
    if (root === undefined) return found;
    const folders = [root];
    let looked = 0;
    for (let folder = folders.shift(); folder !== undefined && found.length < limit; folder = folders.shift()) {
      const here = folder;
      const entries = await readdir(here, { withFileTypes: true }).catch(() => []);
      entries.sort((a, b) => (a.name < b.name ? -1 : 1));
      for (const entry of entries) {
        if (++looked > MAX_ENTRIES) return found;
        if (entry.isDirectory() && !entry.name.startsWith('.') && !SKIPPED_FOLDERS.has(entry.name)) {
          folders.push(path.join(here, entry.name));
        } else if (entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)) && found.length < limit) {
          found.push(pathToFileURL(path.join(here, entry.name)).href);
        }
      }
    }
    return found;
  },
  async writeText(uri, text) {
    const named = tryPath(uri);
    if (named === undefined) return { ok: false, message: `${uri} is no file` };
    // A link stays one.
    const file = await realpath(named).catch(() => named);
    if (!(await isText(file)))
      return { ok: false, message: 'it is not UTF-8, and writing it would lose what it holds' };
    const draft = `${file}.${process.pid}.tmp`;
    try {
      const mode = await stat(file).then(
        (found) => found.mode,
        () => 0o644,
      );
      await writeFile(draft, text, { mode });
      await rename(draft, file);
      return { ok: true };
    } catch (error) {
      await rm(draft, { force: true }).catch(() => undefined);
      return { ok: false, message: systemWords(error) };
    }
  },
};

// What starts workers and tools is loaded with the first of them, and with it Node's own modules for them.
const tools = (): Promise<typeof import('./node-tools.js')> => import('./node-tools.js');
let loadingJobs: Promise<StartJob> | undefined;
const jobs = (): Promise<StartJob> =>
  (loadingJobs ??= import('./node-jobs.js').then(({ nodeJobs }) => nodeJobs([beside('../worker.js')])));

interface Running<Outcome> {
  readonly outcome: Promise<Outcome>;
  cancel(): void;
}

/** Something that runs once its code is loaded; what is cancelled before is so as soon as it runs. */
function startedLater<Outcome>(starting: Promise<Running<Outcome>>): Running<Outcome> {
  return {
    outcome: starting.then(({ outcome }) => outcome),
    cancel: () => void starting.then((running) => running.cancel()),
  };
}

/** As UTF-8, what is no UTF-8 replaced; as UTF-16 where its mark stands there: PowerShell writes so what is redirected. */
function decoded(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isUtf16(bytes) ? text.toString('utf16le') : text.toString('utf8');
}

function isUtf16(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xfe;
}

/** Whether what stands in a file comes back from `decoded` as it is; what is not there loses nothing. */
async function isText(file: string): Promise<boolean> {
  const bytes = await readFile(file).catch(() => undefined);
  return bytes === undefined || isUtf8(bytes) || isUtf16(bytes);
}

/** A path relative to the bundle that we are in. */
function beside(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** Bytes, and when they were written. */
type ReadBytes = Extract<BytesResult, { ok: false }> | { ok: true; bytes: Uint8Array; modifiedMs: number };

async function readLimited(uri: string, limit: number): Promise<ReadBytes> {
  try {
    const file = pathOf(uri);
    const found = await stat(file);
    // A device or a pipe might be read for ever.
    if (!found.isFile()) {
      const message = found.isDirectory() ? 'this is a folder' : 'this is no regular file';
      return { ok: false, reason: 'unreadable', message };
    }
    if (found.size > limit) {
      return {
        ok: false,
        reason: 'too-large',
        message: `${found.size} bytes are more than the ${limit} that are read`,
      };
    }
    return { ok: true, bytes: await readFile(file), modifiedMs: found.mtimeMs };
  } catch (error) {
    if (isMissing(error)) return { ok: false, reason: 'missing', message: 'there is no such file' };
    return { ok: false, reason: 'unreadable', message: systemWords(error) };
  }
}

async function isFile(uri: string): Promise<boolean> {
  try {
    return (await stat(pathOf(uri))).isFile();
  } catch {
    return false;
  }
}

/** Nothing of that name, or a name that no file can have. */
function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return ['ENOENT', 'ENOTDIR', 'ERR_INVALID_FILE_URL_PATH', 'ERR_INVALID_URL_SCHEME'].includes(code);
}

function pathOf(uri: string): string {
  return fileURLToPath(uri);
}

function tryPath(uri: string): string | undefined {
  try {
    return pathOf(uri);
  } catch {
    return undefined;
  }
}
