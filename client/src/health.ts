import * as vscode from 'vscode';
import type { Server } from './language-server.js';

/** The entry in the editor's language status: whether the server runs, and whether its results are current. */
export function showHealth(server: Server): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('bnn.health', { language: 'bnn' });
  item.name = vscode.l10n.t('BNN language server');
  const checked = new Map<string, number>();

  const refresh = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    const checking = document?.languageId === 'bnn' && checked.get(document.uri.toString()) !== document.version;
    item.busy = server.health === 'starting' || (server.health === 'running' && checking);
    item.severity = vscode.LanguageStatusSeverity.Information;
    item.command = { title: vscode.l10n.t('Open Log'), command: 'bnn.showLog' };
    switch (server.health) {
      case 'starting':
        item.text = vscode.l10n.t('BNN: starting');
        break;
      case 'running':
        item.text = checking ? vscode.l10n.t('BNN: checking') : vscode.l10n.t('BNN: results are current');
        break;
      case 'stopped':
      case 'failed':
        item.text = vscode.l10n.t('BNN: the language server is not running');
        item.severity = vscode.LanguageStatusSeverity.Error;
        item.command = { title: vscode.l10n.t('Restart'), command: 'bnn.restartServer' };
        break;
    }
  };

  refresh();
  return vscode.Disposable.from(
    item,
    server.onHealth(() => {
      checked.clear();
      refresh();
    }),
    server.onStatus(({ uri, version }) => {
      checked.set(vscode.Uri.parse(uri).toString(), version);
      refresh();
    }),
    vscode.workspace.onDidChangeTextDocument(refresh),
    vscode.workspace.onDidCloseTextDocument((document) => checked.delete(document.uri.toString())),
    vscode.window.onDidChangeActiveTextEditor(refresh),
  );
}
