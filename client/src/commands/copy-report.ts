import * as vscode from 'vscode';
import type { Server } from '../language-server.js';

/** Copies what a bug report needs: versions and the server's last faults; no text of the user's files. */
export async function copyReport(context: vscode.ExtensionContext, server: Server): Promise<void> {
  const { version } = context.extension.packageJSON as { version: string };
  const report = [
    `BNN for FPGAs ${version}`,
    `${vscode.env.appName} ${vscode.version}, ${process.platform} ${process.arch}, Node ${process.versions.node}`,
    `remote: ${vscode.env.remoteName ?? 'no'}, workspace trusted: ${vscode.workspace.isTrusted ? 'yes' : 'no'}`,
    `server: ${server.health}`,
    ...(server.faults.length > 0 ? ['', ...server.faults.slice(-20)] : []),
  ];
  await vscode.env.clipboard.writeText(report.join('\n'));
  vscode.window.setStatusBarMessage(vscode.l10n.t('Report copied; it holds no text of your files.'), 4000);
}
