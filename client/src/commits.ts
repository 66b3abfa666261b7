import * as vscode from 'vscode';
import type { CommittedText } from '../../server/src/lsp/protocol.js';

/** What is used of the built-in git extension, and of version 1 of its API. */
interface GitExtension {
  /** Throws while git is switched off. */
  getAPI(version: 1): GitApi;
  readonly onDidChangeEnablement: vscode.Event<boolean>;
}

interface GitApi {
  getRepository(uri: vscode.Uri): Repository | null;
  readonly repositories: readonly Repository[];
  readonly onDidOpenRepository: vscode.Event<Repository>;
  readonly onDidCloseRepository: vscode.Event<Repository>;
}

interface Repository {
  readonly state: { readonly HEAD?: { readonly commit?: string }; readonly onDidChange: vscode.Event<void> };
  /** The text of a file at a revision; rejects where there is none. */
  show(revision: string, path: string): Promise<string>;
}

/** Files as the last commit has them, by the built-in git extension: we start no git, and are silent without it. */
export interface Commits {
  text(uri: vscode.Uri): Promise<CommittedText>;
  dispose(): void;
}

/** `onChanged`: a commit was made, another one is checked out, or a repository was opened or closed. */
export function createCommits(onChanged: () => void): Commits {
  const heads = new Map<Repository, string | undefined>();
  const disposables: vscode.Disposable[] = [];
  let api: Promise<GitApi | undefined> | undefined;
  let watched = false;
  // In a workspace that is not trusted there is no git extension: it comes with the trust.
  disposables.push(
    vscode.extensions.onDidChange(() => {
      if (watched) return;
      api = undefined;
      onChanged();
    }),
  );

  const follow = (repository: Repository): void => {
    if (heads.has(repository)) return;
    heads.set(repository, repository.state.HEAD?.commit);
    disposables.push(
      repository.state.onDidChange(() => {
        const commit = repository.state.HEAD?.commit;
        if (commit === heads.get(repository)) return;
        heads.set(repository, commit);
        onChanged();
      }),
    );
  };
  /** Undefined where git is switched off, is not there, or the workspace is not trusted. */
  const gitApi = async (onEnablement: () => void): Promise<GitApi | undefined> => {
    try {
      const git = await vscode.extensions.getExtension<GitExtension>('vscode.git')?.activate();
      if (!watched && git) disposables.push(git.onDidChangeEnablement(onEnablement));
      watched = git !== undefined;
      return git?.getAPI(1);
    } catch {
      return undefined;
    }
  };
  const load = async (): Promise<GitApi | undefined> => {
    const git = await gitApi(() => {
      api = undefined;
      onChanged();
    });
    if (!git) return undefined;
    for (const repository of git.repositories) follow(repository);
    disposables.push(
      git.onDidOpenRepository((repository) => {
        follow(repository);
        onChanged();
      }),
      git.onDidCloseRepository((repository) => {
        heads.delete(repository);
        onChanged();
      }),
    );
    return git;
  };

  return {
    async text(uri) {
      const git = await (api ??= load());
      const repository = uri.scheme === 'file' ? git?.getRepository(uri) : undefined;
      if (!repository) return { status: 'outside' };
      try {
        return { status: 'committed', text: await repository.show('HEAD', uri.fsPath) };
      } catch {
        return { status: 'new' };
      }
    },
    dispose() {
      for (const each of disposables) each.dispose();
    },
  };
}
