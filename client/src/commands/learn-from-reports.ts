import * as vscode from 'vscode';
import type { Server } from '../language-server.js';
import { lastLine, runOwnCommandLine } from '../own-command-line.js';
import { mayRunTools } from '../trust.js';
import { textInQuestion } from './active-text.js';

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
  if (!mayRunTools()) return undefined;
  const uri = textInQuestion(given);
  if (!uri) return undefined;
  const file = vscode.Uri.parse(uri);
  if (file.scheme !== 'file') {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Save the file first: reports are compared with what is on the disk.'),
    );
    return undefined;
  }
  const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === file.toString());
  if (document?.isDirty && !(await document.save())) return undefined;
  const reports = Array.isArray(givenReports) ? givenReports.map(String) : await pickReports(file);
  if (reports.length === 0) return undefined;
  const args = ['calibrate', ...reports, '--design', file.fsPath];
  const ended = await runOwnCommandLine(context, vscode.l10n.t('Learning from reports'), args);
  if (!ended) return undefined;
  for (const line of `${ended.err}${ended.out}`.split('\n')) if (line !== '') server.log.info(line);
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
