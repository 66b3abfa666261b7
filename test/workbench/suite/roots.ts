import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, codeLenses, codes, eventually, openText } from './editor.js';

/** The same text in each of the two folders that are open. */
async function openSame(root: number): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[root];
  assert.ok(folder);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, 'same.bnn'));
  await vscode.window.showTextDocument(document);
  return document;
}

const lensTitles = async (uri: vscode.Uri): Promise<string> =>
  (await codeLenses(uri)).map(({ command }) => command?.title ?? '').join('\n');

describe('two folders in one window', () => {
  afterEach(closeAll);

  it('each follow their own bnn.json: severities', async () => {
    const first = await openSame(0);
    await eventually('an error in the first', () =>
      codes(first.uri, vscode.DiagnosticSeverity.Error).includes('BNN210'),
    );
    const second = await openSame(1);
    await eventually('lenses in the second', async () => (await codeLenses(second.uri)).length > 0);
    assert.deepEqual(codes(second.uri, vscode.DiagnosticSeverity.Hint), []);
    assert.ok(codes(first.uri, vscode.DiagnosticSeverity.Error).includes('BNN210'));
  });

  it('each follow their own bnn.json: the default target', async () => {
    const first = await openSame(0);
    await eventually('target a', async () => /^target a/m.test(await lensTitles(first.uri)));
    const second = await openSame(1);
    await eventually('target b', async () => /^target b/m.test(await lensTitles(second.uri)));
  });

  it('leave an untitled text alone: it belongs to none', async () => {
    const { document } = await openText('const UNUSED = 1\nnetwork N { input x type=int8 shape=4 }\n');
    await eventually('a hint', () => codes(document.uri, vscode.DiagnosticSeverity.Hint).includes('BNN210'));
    assert.ok(!codes(document.uri, vscode.DiagnosticSeverity.Error).includes('BNN210'));
  });

  it('list their symbols together', async () => {
    await openSame(0);
    const found = await eventually('symbols of both', async () => {
      const symbols = await vscode.commands.executeCommand<vscode.SymbolInformation[]>(
        'vscode.executeWorkspaceSymbolProvider',
        'UNUSED',
      );
      return symbols.filter(({ name }) => name === 'UNUSED').length === 2 && symbols;
    });
    assert.equal(new Set(found.map(({ location }) => location.uri.toString())).size >= 2, true);
  });
});
