import * as vscode from 'vscode';

/**
 * Whether tools may be started here. A workspace that is not trusted gets the language features only; a command that is
 * asked for all the same, by a key or a link, says so.
 */
export function mayRunTools(): boolean {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t('Manage Trust');
  const message = vscode.l10n.t('Tools run in trusted workspaces only; checking and estimating work without.');
  void vscode.window.showWarningMessage(message, manage).then((answer) => {
    if (answer) void vscode.commands.executeCommand('workbench.trust.manage');
  });
  return false;
}
