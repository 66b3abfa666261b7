import * as vscode from 'vscode';
import { BLOCKING_FAULT, type BlockingFault } from '../../../server/src/lsp/protocol.js';
import type { Server } from '../language-server.js';

/**
 * Whether nothing can be made of a file as it is, by the server's word. Tells the first problem then, with a button that
 * goes there: before anything else is asked.
 */
export async function hasBlockingFault(server: Server, file: vscode.Uri): Promise<boolean> {
  const fault = await server.ask<BlockingFault | null>(BLOCKING_FAULT, { uri: file.toString() });
  if (!fault) return false;
  const go = vscode.l10n.t('Go to Problem');
  const name = vscode.workspace.asRelativePath(vscode.Uri.parse(fault.uri), false);
  const told = vscode.l10n.t('Nothing can be made of {0} yet. Line {1}: {2}', name, fault.line + 1, fault.message);
  void vscode.window.showErrorMessage(told, go).then(async (clicked) => {
    if (clicked !== go) return;
    const place = new vscode.Position(fault.line, fault.character);
    await vscode.window.showTextDocument(vscode.Uri.parse(fault.uri), { selection: new vscode.Range(place, place) });
  });
  return true;
}
