import * as vscode from 'vscode';

/** What comes and goes at once is told at once, as the language client does with files. */
const GATHER_MS = 250;

/** `FileChangeType` of the protocol. */
const CREATED = 1;
const DELETED = 3;

export interface FolderChange {
  readonly uri: string;
  readonly type: typeof CREATED | typeof DELETED;
}

/**
 * Tells of folders that come and go: when one is deleted, renamed or checked out, the editor tells of it alone, and the
 * watchers of `.bnn` files and reports in it hear nothing. What is gone may have been a file; that does no harm.
 */
export function watchFolders(tell: (changes: readonly FolderChange[]) => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher('**/*', false, true, false);
  let gathered: FolderChange[] = [];
  let timer: NodeJS.Timeout | undefined;
  const gather = (uri: vscode.Uri, type: FolderChange['type']): void => {
    gathered.push({ uri: uri.toString(), type });
    timer ??= setTimeout(() => {
      const changes = gathered;
      gathered = [];
      timer = undefined;
      tell(changes);
    }, GATHER_MS);
  };
  const created = watcher.onDidCreate(async (uri) => {
    if (await isFolder(uri)) gather(uri, CREATED);
  });
  const deleted = watcher.onDidDelete((uri) => gather(uri, DELETED));
  return new vscode.Disposable(() => {
    for (const each of [created, deleted, watcher]) each.dispose();
    clearTimeout(timer);
  });
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    // Gone again.
    return false;
  }
}
