import { createHash } from 'node:crypto';
import { createReadStream, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { StepPlan } from '../../vendor/plan.js';
import type { Command } from '../../host/tools/launcher.js';

/**
 * SHA-256 of every file that a plan reads, by path; folders (ending in `/`) are taken whole, missing files left out. Of
 * C++ without its comment lines: they name lines of the `.bnn`, and hours of synthesis must not hang on those.
 */
export async function hashInputs(projectFolder: string, inputs: StepPlan['inputs']): Promise<Record<string, string>> {
  const files = [...new Set(inputs.flatMap((input) => filesOf(projectFolder, input)))].sort();
  const hashes: Record<string, string> = {};
  for (const file of files) {
    const whole = path.join(projectFolder, file);
    const hash = /\.[ch]pp$/.test(file) ? await hashCode(whole) : await hashFile(whole);
    if (hash !== undefined) hashes[file] = hash;
  }
  return hashes;
}

/** SHA-256 of a file's bytes; undefined where it cannot be read. */
export async function hashFile(file: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(file), hash);
  } catch {
    return undefined;
  }
  return hash.digest('hex');
}

async function hashCode(file: string): Promise<string | undefined> {
  try {
    const code = (await readFile(file, 'utf8')).replace(/^[ \t]*\/\/.*(?:\r?\n|$)/gm, '');
    return createHash('sha256').update(code).digest('hex');
  } catch {
    return undefined;
  }
}

/** What a run's result depends on, as one key. */
export function runKey(parts: {
  readonly command: Command;
  readonly version: string | undefined;
  readonly inputs: Readonly<Record<string, string>>;
  /** Ids of the runs that it builds on. */
  readonly after: readonly string[];
}): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function filesOf(projectFolder: string, input: string): readonly string[] {
  if (!input.endsWith('/')) return [input];
  try {
    return readdirSync(path.join(projectFolder, input), { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile()
        ? [path.relative(projectFolder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/')]
        : [],
    );
  } catch {
    return [];
  }
}
