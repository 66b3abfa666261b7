import * as vscode from 'vscode';

/** Opens a file that was there when it was named; it may be gone by now, which is told. */
export async function showFile(uri: vscode.Uri, options: vscode.TextDocumentShowOptions = {}): Promise<void> {
  try {
    await vscode.window.showTextDocument(uri, options);
  } catch {
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} is not there any more.', uri.fsPath));
  }
}
