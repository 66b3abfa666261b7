import * as vscode from 'vscode';

const CODE = /^BNN\d{3}$/;

/**
 * Opens a diagnostic's page in the Markdown preview, offline, from the files shipped with the extension.
 * Says so where there is no page of that code.
 */
export async function openDiagnosticPage(extensionUri: vscode.Uri, code: string): Promise<void> {
  const page = vscode.Uri.joinPath(extensionUri, 'docs', 'diagnostics', `${code}.md`);
  const exists =
    CODE.test(code) &&
    (await vscode.workspace.fs.stat(page).then(
      () => true,
      () => false,
    ));
  if (exists) await vscode.commands.executeCommand('markdown.showPreview', page);
  else void vscode.window.showWarningMessage(vscode.l10n.t('There is no page about {0}.', code));
}

/** Answers `<editor>://<extension>/diagnostics/BNN401`, which is where the codes in the problems list lead. */
export function registerDocsPages(extensionUri: vscode.Uri): vscode.Disposable {
  return vscode.window.registerUriHandler({
    handleUri: (uri) => openDiagnosticPage(extensionUri, /^\/diagnostics\/(\w+)$/.exec(uri.path)?.[1] ?? uri.path),
  });
}
