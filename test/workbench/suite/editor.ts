import path from 'node:path';
import * as vscode from 'vscode';

type Probe<T> = () => T | undefined | false | PromiseLike<T | undefined | false>;

/** Waits until `probe` gives a value other than undefined or false, and gives that. Fails with what was waited for. */
export async function eventually<T>(what: string, probe: Probe<T>, timeoutMs = 60_000): Promise<T> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > until) throw new Error(`waited ${timeoutMs / 1000} s in vain for: ${what}${seen()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The folder that is open: a copy of examples/. */
export function workspaceFile(...parts: readonly string[]): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder) throw new Error('no folder is open');
  return vscode.Uri.file(path.join(folder.uri.fsPath, ...parts));
}

/** Opens an untitled `.bnn` text in an editor. */
export async function openText(content: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ language: 'bnn', content });
  return vscode.window.showTextDocument(document);
}

/** Opens one of the examples. */
export async function openExample(name: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(workspaceFile(name)));
}

/** Where `text` first stands behind `after`, `into` characters into it. */
export function find(document: vscode.TextDocument, text: string, into = 0, after = ''): vscode.Position {
  const whole = document.getText();
  const offset = whole.indexOf(text, whole.indexOf(after));
  if (offset < 0) throw new Error(`the text does not hold ${text}`);
  return document.positionAt(offset + into);
}

/** Types over the first occurrence of `old`, as a user would. */
export async function typeOver(editor: vscode.TextEditor, old: string, typed: string): Promise<void> {
  editor.selection = new vscode.Selection(find(editor.document, old), find(editor.document, old, old.length));
  await vscode.commands.executeCommand('type', { text: typed });
}

/** Codes of the text's diagnostics that are at least this severe. */
export function codes(uri: vscode.Uri, atLeast = vscode.DiagnosticSeverity.Warning): readonly string[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(({ severity }) => severity <= atLeast)
    .map(({ code }) => String(typeof code === 'object' ? code.value : code));
}

/** Waits until the text has a diagnostic of that code, and gives it. */
export function diagnosticOf(uri: vscode.Uri, code: string): Promise<vscode.Diagnostic> {
  return eventually(`${code} in ${uri.path}`, () =>
    vscode.languages
      .getDiagnostics(uri)
      .find((one) => (typeof one.code === 'object' ? one.code.value : one.code) === code),
  );
}

export async function inlayHints(document: vscode.TextDocument): Promise<readonly string[]> {
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    all,
  );
  return found.map(({ label }) => (typeof label === 'string' ? label : label.map(({ value }) => value).join('')));
}

export async function hoverText(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
    .join('\n');
}

export async function codeLenses(uri: vscode.Uri): Promise<readonly vscode.CodeLens[]> {
  return vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
}

export async function quickFixes(uri: vscode.Uri, range: vscode.Range): Promise<readonly vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    range,
    vscode.CodeActionKind.QuickFix.value,
    20,
  );
}

/** Applies a code action's edit, as choosing it in the light bulb's menu does. */
export async function apply(action: vscode.CodeAction): Promise<void> {
  if (!action.edit || !(await vscode.workspace.applyEdit(action.edit)))
    throw new Error(`${action.title} has no edit that applies`);
}

/** Closes every editor without asking, and waits until untitled texts are gone: their names are given again. */
export async function closeAll(): Promise<void> {
  await eventually('all editors closed', async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    return vscode.window.tabGroups.all.every(({ tabs }) => tabs.length === 0);
  });
  await eventually('all untitled texts closed', () =>
    vscode.workspace.textDocuments.every(({ isUntitled }) => !isUntitled),
  );
}

/** Accepts what is selected in each quick pick that opens, until `done` says something. */
export async function acceptQuickPick(done: () => unknown): Promise<void> {
  await eventually('the end of the questions', async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await new Promise((resolve) => setTimeout(resolve, 300));
    return Boolean(await done());
  });
}

/** What the text in front looks like, for the message of a test that waited in vain. */
function seen(): string {
  const document = vscode.window.activeTextEditor?.document;
  if (!document) return '';
  const found = vscode.languages.getDiagnostics(document.uri);
  const lines = found.map(({ range, message }) => `${range.start.line + 1}:${range.start.character + 1}: ${message}`);
  return `\n${document.uri.path}, version ${document.version}, ${document.lineCount} lines:\n${lines.join('\n')}`;
}
