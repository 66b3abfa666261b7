import fs from 'node:fs';
import path from 'node:path';
import type { Script } from 'node:vm';

/** So long after a script was loaded it has run what a start runs; then it is kept, which takes tens of milliseconds. */
const SETTLED_MS = 3000;
/** It is put off while the process uses more than this share of a processor: somebody may be typing. */
const QUIET_SHARE = 0.05;
/** A file for each program, and for each command of the command line: a megabyte or two. */
const KEPT_FILES = 24;

/** A file of the bundle; the hash of its text stands for it. */
export interface ScriptFile {
  readonly name: string;
  readonly hash: string;
}

export interface CompiledScripts {
  /** What an earlier process kept of a script, for `cachedData` of a new one. */
  of(file: ScriptFile): Buffer | undefined;
  /** Tells of a script that runs. One that V8 had to compile is kept for the next process, soon or at the end of this. */
  loaded(file: ScriptFile, script: Script): void;
}

interface Kept extends ScriptFile {
  readonly data: Buffer;
}

/**
 * Scripts as V8 compiled them, in a file of the user's own folder for such things: one for each `purpose`, as processes
 * differ in which functions they run. Where it cannot be read or written there are none, and nothing is said: they only
 * save time. V8 refuses what another version of it, or one with other flags, has made, but it trusts the bytes; so we ask
 * that the file is ours and whole.
 */
export function compiledScripts(folder: string | undefined, purpose: string): CompiledScripts {
  if (folder === undefined) return { of: () => undefined, loaded: () => undefined };
  const place = path.join(folder, purpose);
  const kept = new Map(read(place).map((each) => [each.name, each]));
  const compiled = new Map<ScriptFile, Script>();
  let timer: NodeJS.Timeout | undefined;
  const keepWhenQuiet = (): void => {
    const before = process.cpuUsage();
    timer = setTimeout(() => {
      const { user, system } = process.cpuUsage(before);
      if ((user + system) / 1000 > QUIET_SHARE * SETTLED_MS) keepWhenQuiet();
      else keep();
    }, SETTLED_MS).unref();
  };
  const keep = (): void => {
    clearTimeout(timer);
    timer = undefined;
    for (const [file, script] of compiled) kept.set(file.name, { ...file, data: script.createCachedData() });
    if (compiled.size === 0) return;
    compiled.clear();
    write(place, [...kept.values()]);
    prune(folder);
  };
  return {
    of({ name, hash }) {
      const found = kept.get(name);
      if (found?.hash === hash) return found.data;
      // A new version: its other files have other names, and the old ones are not asked for any more.
      if (found) kept.clear();
      return undefined;
    },
    loaded(file, script) {
      // Absent where no data was offered.
      if (script.cachedDataRejected === false) return;
      if (compiled.size === 0) process.once('exit', keep);
      compiled.set(file, script);
      if (timer === undefined) keepWhenQuiet();
    },
  };
}

/** The folder of this user, engine and machine; `BNN_CODE_CACHE` names another, or `off`. */
export function codeCacheFolder({ env, platform }: Pick<NodeJS.Process, 'env' | 'platform'>): string | undefined {
  const chosen = env['BNN_CODE_CACHE'];
  if (chosen === 'off') return undefined;
  const base = chosen ?? userCache(env, platform);
  return base === undefined || !path.isAbsolute(base)
    ? undefined
    : path.join(base, ...(chosen === undefined ? ['bnn-fpga'] : []), `v8-${process.versions.v8}-${process.arch}`);
}

function userCache(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | undefined {
  if (platform === 'win32') return env['LOCALAPPDATA'];
  const home = env['HOME'];
  if (platform === 'darwin') return home && path.join(home, 'Library/Caches');
  return env['XDG_CACHE_HOME'] ?? (home && path.join(home, '.cache'));
}

/** A file of kept scripts: a head of three numbers, the list of the scripts as JSON, their data, which V8 wants aligned to 8. */
const HEAD_BYTES = 16;

function read(file: string): readonly Kept[] {
  let descriptor: number | undefined;
  try {
    descriptor = fs.openSync(file, 'r');
    const { uid } = fs.fstatSync(descriptor);
    if (process.getuid && uid !== process.getuid()) return [];
    const bytes = fs.readFileSync(descriptor);
    const body = bytes.subarray(HEAD_BYTES);
    const listBytes = bytes.readUInt32LE(0);
    if (!head(listBytes, body).equals(bytes.subarray(0, HEAD_BYTES))) return [];
    const list = JSON.parse(body.toString('latin1', 0, listBytes)) as readonly (ScriptFile & { bytes: number })[];
    let at = listBytes;
    return list.map(({ name, hash, bytes: length }) => ({ name, hash, data: body.subarray(at, (at += length)) }));
  } catch {
    return [];
  } finally {
    if (descriptor !== undefined) fs.closeSync(descriptor);
  }
}

function write(file: string, scripts: readonly Kept[]): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    const list = JSON.stringify(scripts.map(({ name, hash, data }) => ({ name, hash, bytes: data.length })));
    const padded = Buffer.from(list.padEnd(Math.ceil(list.length / 8) * 8));
    const body = Buffer.concat([padded, ...scripts.map(({ data }) => data)]);
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    fs.writeFileSync(draft, Buffer.concat([head(padded.length, body), body]), { mode: 0o600 });
    fs.renameSync(draft, file);
  } catch {
    // Nothing half-written stays, where there is a folder for it at all.
    if (fs.existsSync(draft)) fs.rmSync(draft, { force: true });
  }
}

/**
 * How long the list and all are, and a sum of one byte in 61: a page of the file that was never written shows, and the
 * sum takes no time that is noticed (one of every word, in code not yet compiled, takes 60 ms, as much as is saved).
 */
function head(listBytes: number, body: Buffer): Buffer {
  let sum = 1;
  for (let at = 0; at < body.length; at += 61) sum = (Math.imul(sum, 31) + (body[at] ?? 0)) | 0;
  const bytes = Buffer.alloc(HEAD_BYTES);
  bytes.writeUInt32LE(listBytes, 0);
  bytes.writeUInt32LE(body.length, 4);
  bytes.writeInt32LE(sum, 8);
  return bytes;
}

/** Leaves the newest. */
function prune(folder: string): void {
  try {
    const files = fs.readdirSync(folder).map((name) => path.join(folder, name));
    if (files.length <= KEPT_FILES) return;
    const aged = files.map((file) => ({ file, mtime: fs.statSync(file).mtimeMs })).sort((a, b) => b.mtime - a.mtime);
    for (const { file } of aged.slice(KEPT_FILES)) fs.rmSync(file, { force: true });
  } catch {
    // Another process is at it.
  }
}
