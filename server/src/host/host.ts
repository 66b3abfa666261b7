import type { StartJob } from '../jobs/registry.js';

/** What a read found: the text, or why there is none. */
export type ReadResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: 'missing' | 'unreadable' | 'too-large'; readonly message: string };

export type BytesResult =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly reason: 'missing' | 'unreadable' | 'too-large'; readonly message: string };

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
  writeText(
    uri: string,
    text: string,
  ): Promise<{ readonly ok: true } | { readonly ok: false; readonly message: string }>;
  /** Starts long work beside this thread. */
  readonly startJob: StartJob;
}
