import { constants, renameSync } from 'node:fs';
import { access, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { holdingSignals } from './holding-signals.js';
import { makeFolder } from './make-folder.js';
import type { GivenFile, TemporaryFolder, WriteResult } from './host.js';
import { systemWords } from './system-words.js';

/** The full path of the first of these tools that PATH has. */
export async function findTool(names: readonly string[]): Promise<string | undefined> {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const endings = process.platform === 'win32' ? ['.exe'] : [''];
  for (const name of names) {
    for (const folder of folders) {
      for (const ending of endings) {
        const file = path.join(folder, name + ending);
        const runs = await access(file, constants.X_OK).then(
          () => true,
          () => false,
        );
        if (runs) return file;
      }
    }
  }
  return undefined;
}

/** A folder for this run alone. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'bnn-'));
  return {
    uri: pathToFileURL(folder).href,
    path: folder,
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined),
  };
}

/**
 * Writes files below a folder, all or none: each is written beside its place first, and only then are all put there. An
 * interrupt waits until that is done.
 */
export function writeFiles(folderUri: string, files: readonly GivenFile[]): Promise<WriteResult> {
  return holdingSignals(() => writeAll(folderUri, files));
}

async function writeAll(folderUri: string, files: readonly GivenFile[]): Promise<WriteResult> {
  const drafts: { readonly relative: string; readonly draft: string; readonly file: string }[] = [];
  try {
    const root = path.resolve(fileURLToPath(folderUri));
    const given = files.map(({ path: relative, content }) => {
      const file = path.resolve(root, relative);
      if (!file.startsWith(root + path.sep)) throw new Error(`${relative} leads out of the folder`);
      return { relative, file, draft: `${file}.${process.pid}.tmp`, content };
    });
    for (const folder of new Set(given.map(({ file }) => path.dirname(file)))) await makeFolder(folder);
    // Found before the first file is put in its place.
    await Promise.all(
      given.map(async ({ file }) => {
        const found = await stat(file).catch(() => undefined);
        if (found?.isDirectory()) throw new Error(`${file} is a folder, and no file`);
      }),
    );
    drafts.push(...given);
    const told = (relative: string) => (error: unknown) => {
      throw new Error(`${relative}: ${systemWords(error)}`, { cause: error });
    };
    const written = await Promise.allSettled(
      given.map(({ relative, draft, content }) => writeFile(draft, content).catch(told(relative))),
    );
    for (const each of written) if (each.status === 'rejected') throw each.reason;
    // At once, so that nobody sees half of them for long.
    for (const { relative, draft, file } of drafts) {
      try {
        renameSync(draft, file);
      } catch (error) {
        told(relative)(error);
      }
    }
    return { ok: true };
  } catch (error) {
    await Promise.all(drafts.map(({ draft }) => rm(draft, { force: true }).catch(() => undefined)));
    return { ok: false, message: systemWords(error) };
  }
}
