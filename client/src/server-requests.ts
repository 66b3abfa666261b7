import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { WORK_PROGRESS, type WorkParams, type WorkProgressParams } from '../../server/src/lsp/protocol.js';
import type { ServerLife } from './server-life.js';

/** The one way to ask the server something. */
export interface ServerRequests {
  /** Asks the server; undefined where there is none or it fails, which is told to the user then. */
  ask<Result>(method: string, params: object): Promise<Result | undefined>;
  /** The same for long work that reports its progress; undefined, too, where it was cancelled. */
  work<Params extends WorkParams, Result>(
    method: string,
    params: Omit<Params, 'work'>,
    token: vscode.CancellationToken,
    progress: (so: WorkProgressParams) => void,
  ): Promise<Result | undefined>;
}

/** Requests of a client; they wait for a server that starts, and offer to start one that does not run. */
export function serverRequests(
  client: LanguageClient,
  log: vscode.LogOutputChannel,
  life: Pick<ServerLife, 'health' | 'restart'>,
): ServerRequests & vscode.Disposable {
  const workProgressed = new vscode.EventEmitter<WorkProgressParams>();
  client.onNotification(WORK_PROGRESS, (so: WorkProgressParams) => workProgressed.fire(so));
  let works = 0;

  async function request<Result>(
    method: string,
    params: object,
    token: vscode.CancellationToken | undefined,
  ): Promise<Result | undefined> {
    if (life.health === 'starting') await client.start().catch(() => undefined);
    if (!client.isRunning()) {
      const restart = vscode.l10n.t('Restart');
      const message = vscode.l10n.t('The BNN language server is not running.');
      void vscode.window.showWarningMessage(message, restart).then((answer) => (answer ? life.restart() : undefined));
      return undefined;
    }
    try {
      // An absent token must not be handed on: it would count as a second parameter.
      return await (token
        ? client.sendRequest<Result>(method, params, token)
        : client.sendRequest<Result>(method, params));
    } catch (error) {
      if (token?.isCancellationRequested) return undefined;
      log.error(String(error));
      const reason = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(vscode.l10n.t('The BNN language server could not do this: {0}', reason));
      return undefined;
    }
  }

  return {
    ask: (method, params) => request(method, params, undefined),
    async work(method, params, token, progress) {
      const work = `work${++works}`;
      const listening = workProgressed.event((so) => {
        if (so.work === work) progress(so);
      });
      try {
        return await request(method, { ...params, work }, token);
      } finally {
        listening.dispose();
      }
    },
    dispose: () => workProgressed.dispose(),
  };
}
