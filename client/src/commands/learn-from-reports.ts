import * as vscode from 'vscode';
import type { Server } from '../language-server.js';
import { lastLine, runOwnCommandLine } from '../own-command-line.js';
import { fileForTools } from './file-for-tools.js';

/**
 * Learns correction factors for the estimates from reports of the user's own, by the extension's own command line. The
 * server sees the file that it writes, and estimates anew. Gives what the command line said last.
 */
export async function learnFromReports(
  context: vscode.ExtensionContext,
  server: Server,
  given: unknown,
  givenReports: unknown,
): Promise<string | undefined> {
  const why = vscode.l10n.t('Save the file first: reports are compared with what is on the disk.');
  const file = await fileForTools(given, why);
  if (!file) return undefined;
  const reports = Array.isArray(givenReports) ? givenReports.map(String) : await pickReports(file);
  if (reports.length === 0) return undefined;
  const args = ['calibrate', ...reports, '--design', file.fsPath];
  const ended = await runOwnCommandLine(context, server, vscode.l10n.t('Learning from reports'), args);
  if (!ended) return undefined;
  const message = lastLine(ended.code === 0 ? ended.out : ended.err);
  const openLog = vscode.l10n.t('Open Log');
  const show = ended.code === 0 ? vscode.window.showInformationMessage : vscode.window.showErrorMessage;
  void show(message, openLog).then((clicked) => clicked && server.log.show());
  return message;
}

async function pickReports(beside: vscode.Uri): Promise<readonly string[]> {
  const picked = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Which reports of Vivado, Vitis HLS or FINN?'),
    openLabel: vscode.l10n.t('Learn'),
    defaultUri: vscode.Uri.joinPath(beside, '..'),
    canSelectMany: true,
    filters: { [vscode.l10n.t('Reports')]: ['rpt', 'xml', 'json', 'txt'] },
  });
  return picked?.map(({ fsPath }) => fsPath) ?? [];
}
