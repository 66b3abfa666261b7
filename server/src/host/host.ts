import type { StartJob } from '../jobs/registry.js';

/** What a read found: the text, or why there is none. */
export type ReadResult =
  /** `modifiedMs`: when the file was last written, where that is known. */
  | { readonly ok: true; readonly text: string; readonly modifiedMs?: number }
  | { readonly ok: false; readonly reason: 'missing' | 'unreadable' | 'too-large'; readonly message: string };

export type BytesResult =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly reason: 'missing' | 'unreadable' | 'too-large'; readonly message: string };

export type WriteResult = { readonly ok: true } | { readonly ok: false; readonly message: string };

export interface GivenFile {
  /** Relative, with `/`. */
  readonly path: string;
  readonly content: string | Uint8Array;
}

export interface TemporaryFolder {
  readonly uri: string;
  /** The same as tools take it. */
  readonly path: string;
  remove(): Promise<void>;
}

export interface ToolOptions {
  /** URI of the folder that it runs in. */
  readonly folder: string;
  /** Hears every line that it writes, to either stream. */
  readonly line?: (line: string) => void;
  /** Hears all that it writes, as it comes. */
  readonly text?: (text: string) => void;
  /** Variables besides those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** By which its processes are known, later runs included; see `process-tree.ts`. */
  readonly mark?: string;
  /** How long it has to end when it is cancelled, in milliseconds. */
  readonly graceMs?: number;
}

export type ToolOutcome =
  /** `output` is the end of both streams. */
  | { readonly status: 'ended'; readonly code: number; readonly output: string; readonly signal?: string }
  | { readonly status: 'missing' }
  | { readonly status: 'cancelled' };

export interface RunningTool {
  /** Never rejects. */
  readonly outcome: Promise<ToolOutcome>;
  /** Ends it, and all that it started. */
  cancel(): void;
}

/** The only way to files and workers: node has one, a browser another. URIs are `file:` URIs; nothing here throws. */
export interface Host {
  readText(uri: string): Promise<ReadResult>;
  readBytes(uri: string): Promise<BytesResult>;
  exists(uri: string): Promise<boolean>;
  /**
   * Files below a folder whose names end with one of `endings`, nearest first. Skips `node_modules`, `.git`, `dist`
   * and hidden folders; stops at `limit` files or 20 000 entries looked at.
   */
  list(folderUri: string, endings: readonly string[], limit: number): Promise<readonly string[]>;
  /** Replaces a file's text as one step: the old text stays whole until the new one is written. Gives the reason where it fails. */
  writeText(uri: string, text: string): Promise<WriteResult>;
  /** Writes files below a folder, all or none; a path that leads out of it is refused. */
  writeFiles(folderUri: string, files: readonly GivenFile[]): Promise<WriteResult>;
  /** A new, empty folder. */
  temporaryFolder(): Promise<TemporaryFolder>;
  /** The full path of the first of these tools that PATH has. */
  findTool(names: readonly string[]): Promise<string | undefined>;
  /** Starts a tool by its executable and arguments, never through a shell. */
  runTool(executable: string, args: readonly string[], options: ToolOptions): RunningTool;
  /** The folder of the HLS library (`server/hls`), as compilers take it. */
  readonly hlsLibrary: string;
  /** The folder of the vendor tools' scripts and of the driver (`server/vendor`). */
  readonly vendorLibrary: string;
  /** Starts long work beside this thread. */
  readonly startJob: StartJob;
}
