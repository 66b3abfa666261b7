import * as vscode from 'vscode';
import type { StatusParams } from '../../server/src/lsp/protocol.js';
import type { Server } from './language-server.js';

/** The status bar item: the active target of the text in front and its frame rate; a click picks another target. */
export function showTargetStatus(server: Server): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('bnn.target', vscode.StatusBarAlignment.Right, 90);
  item.name = vscode.l10n.t('BNN target');
  item.command = 'bnn.pickTarget';
  const statuses = new Map<string, StatusParams>();

  const refresh = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    const status = document && statuses.get(document.uri.toString());
    if (!status?.text || server.health !== 'running') {
      item.hide();
      return;
    }
    item.text = `$(chip) ${status.text}`;
    item.tooltip = new vscode.MarkdownString(status.tooltip);
    item.show();
  };

  return vscode.Disposable.from(
    item,
    server.onHealth(() => {
      statuses.clear();
      refresh();
    }),
    server.onStatus((status) => {
      statuses.set(vscode.Uri.parse(status.uri).toString(), status);
      refresh();
    }),
    vscode.workspace.onDidCloseTextDocument((document) => statuses.delete(document.uri.toString())),
    vscode.window.onDidChangeActiveTextEditor(refresh),
  );
}
