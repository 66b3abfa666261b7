import path from 'node:path';
import * as vscode from 'vscode';
import { TARGETS, type TargetChoice } from '../../../server/src/lsp/protocol.js';
import type { Server } from '../language-server.js';
import { FAILED, lastLine, runOwnCommandLine, type Ended } from '../own-command-line.js';
import { fileForTools } from './file-for-tools.js';
import { hasBlockingFault } from './first-problem.js';

/**
 * Writes the HLS project of the file in front, for the target whose numbers are shown, by the extension's own command
 * line: one generator for both faces. Gives the folder that was written, for those who call the command.
 */
export async function generateHls(
  context: vscode.ExtensionContext,
  server: Server,
  given: unknown,
  givenFolder: unknown,
): Promise<string | undefined> {
  const why = vscode.l10n.t('Save the file first: the project is made from what is on the disk.');
  const file = await fileForTools(given, why);
  if (!file || (await hasBlockingFault(server, file))) return undefined;
  const folder = typeof givenFolder === 'string' ? givenFolder : await pickFolder(file);
  if (folder === undefined) return undefined;
  const targets = await server.ask<TargetChoice[]>(TARGETS, { uri: file.toString() });
  const target = targets?.find((choice) => choice.picked)?.target ?? targets?.[0]?.target;
  const args = ['generate', file.fsPath, '--out', folder, ...(target === undefined ? [] : ['--target', target])];

  const title = vscode.l10n.t('Generating HLS');
  let ended = await runOwnCommandLine(context, server, title, args);
  if (ended?.code === FAILED && ended.err.includes('--force')) {
    const overwrite = vscode.l10n.t('Overwrite');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('The folder holds files that were not generated or have been changed.'),
      { modal: true, detail: lastLine(ended.err) },
      overwrite,
    );
    if (answer !== overwrite) return undefined;
    ended = await runOwnCommandLine(context, server, title, [...args, '--force']);
  }
  if (!ended) return undefined;
  await tell(server, ended, folder);
  return ended.code === 0 ? folder : undefined;
}

async function tell(server: Server, ended: Ended, folder: string): Promise<void> {
  if (ended.code !== 0) {
    const openLog = vscode.l10n.t('Open Log');
    void vscode.window.showErrorMessage(lastLine(ended.err), openLog).then((clicked) => clicked && server.log.show());
    return;
  }
  const top = await vscode.workspace.openTextDocument(vscode.Uri.file(path.join(folder, 'top.cpp')));
  await vscode.window.showTextDocument(top, {
    preview: true,
    viewColumn: vscode.ViewColumn.Beside,
    preserveFocus: true,
  });
  void vscode.window.showInformationMessage(lastLine(ended.out));
}

async function pickFolder(file: vscode.Uri): Promise<string | undefined> {
  const beside = vscode.Uri.file(path.join(path.dirname(file.fsPath), `${path.parse(file.fsPath).name}-hls`));
  const here = {
    label: path.basename(beside.fsPath),
    description: vscode.l10n.t('beside the file'),
    folder: beside.fsPath,
  };
  const other = { label: vscode.l10n.t('Another folder…'), description: '', folder: undefined };
  const title = vscode.l10n.t('Write the HLS project where?');
  const answer = await vscode.window.showQuickPick([here, other], { title });
  if (!answer || answer.folder !== undefined) return answer?.folder;
  const picked = await vscode.window.showOpenDialog({ title, canSelectFolders: true, canSelectFiles: false });
  return picked?.[0]?.fsPath;
}
