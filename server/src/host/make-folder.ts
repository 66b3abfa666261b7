import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a folder and those above it. Throws an Error in words where that cannot be. (Node's own way tries for ever where a
 * folder says that what is to be made in it does not exist, as `/proc` does.)
 */
export async function makeFolder(folder: string): Promise<void> {
  const missing: string[] = [];
  for (let here = path.resolve(folder); ; here = path.dirname(here)) {
    const found = await stat(here).catch(() => undefined);
    if (found && !found.isDirectory()) throw new Error(`${here} is a file, and no folder`);
    if (found || path.dirname(here) === here) break;
    missing.unshift(here);
  }
  for (const here of missing) {
    try {
      await mkdir(here);
    } catch (error) {
      // Another process may have made it meanwhile.
      if ((await stat(here).catch(() => undefined))?.isDirectory()) continue;
      const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      throw new Error(`the folder ${here} cannot be made (${why})`, { cause: error });
    }
  }
}
