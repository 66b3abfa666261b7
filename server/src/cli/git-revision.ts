import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { unzipSync } from 'fflate';
import type { BytesResult, Host } from '../host/host.js';
import { UsageError } from './terminal.js';

/** Files as they were at a revision of the repository that holds `file`; files outside of it are those of the disk. */
export interface Revision {
  readonly host: Host;
  /** The first digits of the commit. */
  readonly commit: string;
  /** The path of the file at the revision, where it has been renamed since; the file's own path else. */
  readonly path: string;
}

/**
 * A host that reads from git instead of the disk: imports, parameters, `bnn.json` and calibration of that revision come
 * with it. git is started without a shell. Throws a UsageError without git, repository or revision.
 */
export async function atRevision(host: Host, file: string, revision: string): Promise<Revision> {
  const git = await host.findTool(['git']);
  if (git === undefined) throw new UsageError('--against needs git on PATH');
  const folder = pathToFileURL(path.dirname(path.resolve(file))).href;
  const askAll = async (args: readonly string[], where: string): Promise<readonly string[] | undefined> => {
    const lines: string[] = [];
    const ended = await host.runTool(git, args, { folder: where, line: (line) => lines.push(line) }).outcome;
    return ended.status === 'ended' && ended.code === 0 ? lines : undefined;
  };
  const ask = async (args: readonly string[], where: string): Promise<string | undefined> => {
    const lines = await askAll(args, where);
    return lines && (lines[0] ?? '');
  };
  const top = await ask(['rev-parse', '--show-toplevel'], folder);
  if (top === undefined) throw new UsageError(`${file} is in no git repository`);
  const root = path.resolve(top);
  const rootUri = pathToFileURL(root).href;
  const commit = await ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`], rootUri);
  if (commit === undefined) throw new UsageError(`${revision} is no revision of ${root}`);

  const fromGit = async (name: string): Promise<BytesResult> => {
    const draft = await host.temporaryFolder();
    try {
      // An archive hands binary files through unharmed, converted as a checkout would.
      const output = path.join(draft.path, 'file.zip');
      const args = ['--literal-pathspecs', 'archive', '--format=zip', `--output=${output}`, commit, '--', name];
      const made = await ask(args, rootUri);
      const read = made === undefined ? undefined : await host.readBytes(pathToFileURL(output).href);
      const bytes = read?.ok ? unzipSync(read.bytes)[name] : undefined;
      if (bytes) return { ok: true, bytes };
      return { ok: false, reason: 'missing', message: `there is no such file at ${revision}` };
    } finally {
      await draft.remove();
    }
  };
  const nameOf = (uri: string): string | undefined => {
    const relative = path.relative(root, fileURLToPath(uri));
    return relative.startsWith('..') || path.isAbsolute(relative) ? undefined : relative.split(path.sep).join('/');
  };
  const readBytes = (uri: string): Promise<BytesResult> => {
    const name = nameOf(uri);
    return name === undefined ? host.readBytes(uri) : fromGit(name);
  };
  /** Where git says that a file of today was renamed to its name. */
  const nameThen = async (name: string): Promise<string> => {
    const list = ['diff', '--no-ext-diff', '--name-status', '--find-renames', '--diff-filter=R', commit, '--'];
    for (const line of (await askAll(['-c', 'core.quotePath=false', ...list], rootUri)) ?? []) {
      const [, before, now] = line.split('\t');
      if (now === name && before !== undefined) return before;
    }
    return name;
  };
  const own = nameOf(pathToFileURL(path.resolve(file)).href);
  const there = own === undefined || (await fromGit(own)).ok ? own : await nameThen(own);
  return {
    commit: commit.slice(0, 10),
    path: there === undefined || there === own ? file : path.relative('', path.join(root, there)),
    host: {
      ...host,
      readBytes,
      async readText(uri) {
        const read = await readBytes(uri);
        return read.ok ? { ok: true, text: new TextDecoder().decode(read.bytes) } : read;
      },
      exists: async (uri) => (await readBytes(uri)).ok,
    },
  };
}
