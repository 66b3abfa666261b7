import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, openText, typeOver } from './editor.js';

describe('the installed extension', () => {
  afterEach(closeAll);

  it('is activated by opening a .bnn text, and underlines what is wrong in it', async () => {
    const editor = await openText('network tiny {\n  input x type=bipolar shape=8\n');
    const { uri } = editor.document;
    await eventually('a diagnostic', () => vscode.languages.getDiagnostics(uri).length > 0);
    assert.ok(vscode.extensions.getExtension('bnn-fpga.bnn-fpga')?.isActive);
  });

  it('takes the underline away when the fault is mended', async () => {
    const editor = await openText('network tiny {\n  input x type=bipolar shape=8 \n');
    const { uri } = editor.document;
    await eventually('a diagnostic', () => vscode.languages.getDiagnostics(uri).length > 0);
    await typeOver(editor, 'shape=8 ', 'shape=8\n}');
    await eventually('no error', () =>
      vscode.languages.getDiagnostics(uri).every(({ severity }) => severity !== vscode.DiagnosticSeverity.Error),
    );
  });
});
