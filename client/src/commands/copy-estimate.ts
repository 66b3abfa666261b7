import * as vscode from 'vscode';
import { ESTIMATE_TABLE, type EstimateTableParams, type TableFormat } from '../../../server/src/lsp/protocol.js';
import type { Server } from '../language-server.js';
import { textInQuestion } from './active-text.js';

/** Copies the estimate of the text in front as a table in a format that the user picks. */
export async function copyEstimate(server: Server, given: unknown, network: unknown, target: unknown): Promise<void> {
  const uri = textInQuestion(given);
  if (!uri) return;
  const formats: { label: string; format: TableFormat }[] = [
    { label: vscode.l10n.t('Markdown table'), format: 'markdown' },
    { label: 'CSV', format: 'csv' },
    { label: vscode.l10n.t('LaTeX table'), format: 'latex' },
  ];
  const answer = await vscode.window.showQuickPick(formats, { title: vscode.l10n.t('Copy the estimate as') });
  if (!answer) return;
  const params: EstimateTableParams = {
    uri,
    format: answer.format,
    network: typeof network === 'string' ? network : undefined,
    target: typeof target === 'string' ? target : undefined,
  };
  const table = await server.ask<string>(ESTIMATE_TABLE, params);
  if (table === undefined) return;
  if (table === '') {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('There is no network here whose estimate could be copied.'),
    );
    return;
  }
  await vscode.env.clipboard.writeText(table);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Estimate copied.'), 3000);
}
