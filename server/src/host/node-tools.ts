import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { GivenFile, RunningTool, TemporaryFolder, ToolOptions, ToolOutcome, WriteResult } from './host.js';

/** Output of a tool that is kept, at most; the end counts. */
const MOST_OUTPUT = 4 * 1024 * 1024;
/** A tool that was asked to end has so long; then it is killed. */
const GRACE_MS = 200;

/** Starts a tool by its executable and arguments, never through a shell. */
export function runTool(executable: string, args: readonly string[], options: ToolOptions): RunningTool {
  let cancelled = false;
  let output = '';
  const detached = process.platform !== 'win32';
  const child = spawn(executable, args, {
    cwd: fileURLToPath(options.folder),
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: false,
    windowsHide: true,
    // A group of its own, so that what the tool starts ends with it.
    detached,
  });
  const end = (signal: NodeJS.Signals): void => {
    try {
      if (detached && child.pid !== undefined) process.kill(-child.pid, signal);
      else child.kill(signal);
    } catch {
      // It has ended by itself.
    }
  };
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      output = (output + text).slice(-MOST_OUTPUT);
      if (!options.line) return;
      const lines = (rest + text).split(/\r?\n/);
      rest = lines.pop() ?? '';
      for (const line of lines) options.line(line);
    });
    stream.on('end', () => {
      if (rest !== '') options.line?.(rest);
    });
  }
  const outcome = new Promise<ToolOutcome>((resolve) => {
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve(
        error.code === 'ENOENT' ? { status: 'missing' } : { status: 'ended', code: -1, output: output + error.message },
      ),
    );
    child.on('close', (code, signal) => {
      if (cancelled) resolve({ status: 'cancelled' });
      else resolve({ status: 'ended', code: code ?? -1, output: signal ? `${output}\nended by ${signal}` : output });
    });
  });
  return {
    outcome,
    cancel() {
      if (cancelled || child.exitCode !== null) return;
      cancelled = true;
      end('SIGTERM');
      const timer = setTimeout(() => end('SIGKILL'), GRACE_MS);
      void outcome.then(() => clearTimeout(timer));
    },
  };
}

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

/** Writes files below a folder, all or none: each is written beside its place first, and only then are all put there. */
export async function writeFiles(folderUri: string, files: readonly GivenFile[]): Promise<WriteResult> {
  const drafts: { readonly draft: string; readonly file: string }[] = [];
  try {
    const root = path.resolve(fileURLToPath(folderUri));
    for (const { path: relative, content } of files) {
      const file = path.resolve(root, relative);
      if (!file.startsWith(root + path.sep)) throw new Error(`${relative} leads out of the folder`);
      await mkdir(path.dirname(file), { recursive: true });
      const draft = `${file}.${process.pid}.tmp`;
      drafts.push({ draft, file });
      await writeFile(draft, content);
    }
    for (const { draft, file } of drafts) await rename(draft, file);
    return { ok: true };
  } catch (error) {
    await Promise.all(drafts.map(({ draft }) => rm(draft, { force: true }).catch(() => undefined)));
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
