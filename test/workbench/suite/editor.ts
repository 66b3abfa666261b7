import * as vscode from 'vscode';

/** Waits until `probe` gives a value other than undefined or false, and gives that. Fails with what was waited for. */
export async function eventually<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  timeoutMs = 20_000,
): Promise<T> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > until) throw new Error(`waited ${timeoutMs / 1000} s in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Opens an untitled `.bnn` text in an editor. */
export async function openText(content: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ language: 'bnn', content });
  return vscode.window.showTextDocument(document);
}

/** Replaces the first occurrence of `old` by typing over it, as a user would. */
export async function typeOver(editor: vscode.TextEditor, old: string, typed: string): Promise<void> {
  const start = editor.document.getText().indexOf(old);
  if (start < 0) throw new Error(`the text does not hold ${old}`);
  const { document } = editor;
  editor.selection = new vscode.Selection(document.positionAt(start), document.positionAt(start + old.length));
  await vscode.commands.executeCommand('type', { text: typed });
}

/** Closes every editor without asking, and waits until their texts are gone: untitled names are given again. */
export async function closeAll(): Promise<void> {
  await eventually('all editors closed', async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    return vscode.window.tabGroups.all.every(({ tabs }) => tabs.length === 0);
  });
  await eventually('all texts closed', () => vscode.workspace.textDocuments.every(({ languageId }) => languageId !== 'bnn'));
}
