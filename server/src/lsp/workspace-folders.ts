import type { Host } from '../host/host.js';
import { normalUri } from '../ide/uris.js';

/** Files of a folder that are looked at, at most. */
const MAX_FILES = 2000;

/** The folders of the workspace, and what is in them. */
export interface WorkspaceFolders {
  readonly setFolders: (folders: readonly string[]) => void;
  readonly folders: () => readonly string[];
  readonly changeFolders: (added: readonly string[], removed: readonly string[]) => void;
  /** The workspace's `.bnn` and `.npz` files, open ones included. */
  readonly files: () => Promise<readonly string[]>;
  /** The files are listed anew when they are next asked for. */
  readonly forgetFiles: () => void;
}

/** No folders so far; `openUris` are the texts that are open, in whatever folder. */
export function workspaceFolders(host: Host, openUris: () => readonly string[]): WorkspaceFolders {
  let folders: readonly string[] = [];
  let listed: Promise<readonly string[]> | undefined;
  const forgetFiles = (): void => {
    listed = undefined;
  };
  const setFolders = (next: readonly string[]): void => {
    folders = next;
    forgetFiles();
  };
  const list = async (): Promise<readonly string[]> => {
    const lists = await Promise.all(folders.map((folder) => host.list(folder, ['.bnn', '.npz'], MAX_FILES)));
    return lists.flat().map(normalUri);
  };
  return {
    setFolders,
    folders: () => folders,
    changeFolders(added, removed) {
      setFolders([...folders.filter((folder) => !removed.includes(folder)), ...added]);
    },
    async files() {
      listed ??= list();
      const found = await listed;
      return [...new Set([...openUris(), ...found])];
    },
    forgetFiles,
  };
}
