import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { batchArguments, isBatchFile } from './batch-file.js';

/** What the search for tools sees of a machine; tests hand in one of their own. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly path: path.PlatformPath;
  /** Names in a folder; empty where there is none. */
  list(folder: string): Promise<readonly string[]>;
  /** Whether there is a file that may be executed. */
  runs(file: string): Promise<boolean>;
  /** A text file; undefined where there is none. */
  read(file: string): Promise<string | undefined>;
  /** The file behind links; the same where it cannot be told. */
  real(file: string): Promise<string>;
  /** What a tool prints; undefined where it does not answer within a minute. */
  ask(file: string, args: readonly string[]): Promise<string | undefined>;
}

/** The vendor's tools take their time to start. */
const ANSWER_MS = 60_000;

/** This machine. */
export const thisMachine: Surroundings = {
  env: process.env,
  platform: process.platform,
  path,
  list: (folder) => readdir(folder).catch(() => []),
  runs: async (file) => {
    try {
      await access(file, constants.X_OK);
      return (await stat(file)).isFile();
    } catch {
      return false;
    }
  },
  read: (file) => readFile(file, 'utf8').catch(() => undefined),
  real: (file) => realpath(file).catch(() => file),
  ask: (file, args) =>
    new Promise((resolve) => {
      const verbatim = process.platform === 'win32' && isBatchFile(file);
      const [executable, words] = verbatim
        ? [process.env['ComSpec'] ?? 'cmd.exe', batchArguments(file, args)]
        : [file, args];
      const options = { timeout: ANSWER_MS, windowsHide: true, windowsVerbatimArguments: verbatim };
      const child = execFile(executable, [...words], options, (_fault, out, err) => {
        const output = `${out}\n${err}`.trim();
        resolve(output === '' ? undefined : output);
      });
      child.stdin?.end();
    }),
};
