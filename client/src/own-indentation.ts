import * as vscode from 'vscode';

/**
 * Gives texts that were opened before VS Code had read how this extension indents (the first window after it was installed) the
 * indentation that the settings say, each once: what somebody chooses for a text later stays.
 */
export function indentTextsOpenedBefore(): vscode.Disposable {
  const before = new Set(vscode.workspace.textDocuments.filter(({ languageId }) => languageId === 'bnn'));
  const indent = (editors: readonly vscode.TextEditor[]): void => {
    for (const editor of editors) {
      const { document } = editor;
      if (!before.delete(document)) continue;
      const settings = vscode.workspace.getConfiguration('editor', document);
      // Where VS Code looks at the text itself, it has done so.
      if (settings.get<boolean>('detectIndentation') === true) continue;
      editor.options = {
        tabSize: settings.get<number>('tabSize'),
        insertSpaces: settings.get<boolean>('insertSpaces'),
      };
    }
  };
  indent(vscode.window.visibleTextEditors);
  return vscode.window.onDidChangeVisibleTextEditors(indent);
}
