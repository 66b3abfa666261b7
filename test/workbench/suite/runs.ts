import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, codes, eventually, openExample, workspaceFile } from './editor.js';

describe('a network with trained weights', () => {
  afterEach(closeAll);

  it('is told of a parameter file that is not there', async () => {
    const { document } = await openExample('mnist/sfc.bnn');
    const edit = new vscode.WorkspaceEdit();
    const at = document.getText().indexOf('sfc.npz');
    edit.replace(document.uri, new vscode.Range(document.positionAt(at), document.positionAt(at + 3)), 'gone');
    await vscode.workspace.applyEdit(edit);
    await eventually('BNN701', () => codes(document.uri).includes('BNN701'));
    await vscode.commands.executeCommand('undo');
    await eventually('no BNN701', () => !codes(document.uri).includes('BNN701'));
  });

  it('runs on images, and tells its accuracy', async () => {
    const { document } = await openExample('mnist/sfc.bnn');
    const images = workspaceFile('mnist', 'images.npz').toString();
    const uri = document.uri.toString();
    const result = await vscode.commands.executeCommand<{ status: string; message: string }>(
      'bnn.runImages',
      uri,
      'SFC',
      images,
    );
    assert.equal(result.status, 'passed');
    assert.match(result.message, /^SFC: 97\.1 % of 1000 images right/);
  });

  it('becomes an HLS project, from the palette, in a folder with any name', async () => {
    const { document } = await openExample('mnist/sfc.bnn');
    const wanted = workspaceFile('mnist', 'a b $(touch x)').fsPath;
    const folder = await vscode.commands.executeCommand<string>('bnn.generateHls', document.uri.toString(), wanted);
    assert.equal(folder, wanted);
    const top = await vscode.workspace.fs.readFile(vscode.Uri.file(`${wanted}/top.cpp`));
    assert.match(Buffer.from(top).toString(), /void SFC_top\(/);
  });
});
