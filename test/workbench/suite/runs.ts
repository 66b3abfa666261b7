import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { closeAll, codes, eventually, find, openExample, workspaceFile } from './editor.js';

/** Whether this machine can compile the generated C++. */
const COMPILER = (process.env['PATH'] ?? '')
  .split(path.delimiter)
  .some((folder) => ['g++', 'clang++'].some((name) => fs.existsSync(path.join(folder, name))));

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

  it('runs through the generated C++, and gives what the reference gives', async function () {
    if (!COMPILER) this.skip();
    const { document } = await openExample('mnist/tfc.bnn');
    const images = workspaceFile('mnist', 'images.npz').toString();
    const result = await vscode.commands.executeCommand<{ status: string; message: string }>(
      'bnn.runCsim',
      document.uri.toString(),
      'TFC',
      images,
      false,
    );
    assert.equal(result.status, 'passed');
    assert.match(result.message, /^TFC: 94\.3 % of 1000 images right/);
  });

  it('leads from a layer to its generated C++, and back to its line', async () => {
    const { document } = await openExample('mnist/tfc.bnn');
    const folder = workspaceFile('mnist', 'there and back');
    await vscode.commands.executeCommand('bnn.generateHls', document.uri.toString(), folder.fsPath);
    const layer = find(document, 'fc1 ');
    const [found] = await eventually('the generated C++', async () => {
      const all = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
        'vscode.executeImplementationProvider',
        document.uri,
        layer,
      );
      return all.length > 0 && all;
    });
    assert.ok(found);
    const uri = 'uri' in found ? found.uri : found.targetUri;
    assert.equal(uri.fsPath, vscode.Uri.joinPath(folder, 'layers/fc1.hpp').fsPath);
    await vscode.workspace.openTextDocument(uri);
    const [link] = await vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', uri);
    assert.ok(link?.target);
    await vscode.commands.executeCommand('vscode.open', link.target);
    await eventually('the line of the layer', () => {
      const editor = vscode.window.activeTextEditor;
      return editor?.document.uri.toString() === document.uri.toString() && editor.selection.active.line === layer.line;
    });
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

  it('becomes an HLS project, from the palette, in a folder with any name', async () => {
    const { document } = await openExample('mnist/sfc.bnn');
    const wanted = workspaceFile('mnist', 'a b $(touch x)').fsPath;
    const folder = await vscode.commands.executeCommand<string>('bnn.generateHls', document.uri.toString(), wanted);
    assert.equal(folder, wanted);
    const top = await vscode.workspace.fs.readFile(vscode.Uri.file(`${wanted}/top.cpp`));
    assert.match(Buffer.from(top).toString(), /void SFC_top\(/);
  });

  it('has its estimates corrected by reports of the user, and the lens says so', async () => {
    const { document } = await openExample('mnist/sfc.bnn');
    const report = workspaceFile('mnist', 'hierarchical.rpt');
    const lines = [
      '| Tool Version : Vivado v.2022.1 (lin64) Build 3 Mon Apr 18 00:00:00 MDT 2022',
      '| Command      : report_utilization -hierarchical -file hierarchical.rpt',
      '| Design       : SFC_top',
      '| Device       : xc7z020clg400-1',
      '| Design State : Routed',
      '',
      '+---+',
      '| Instance | Module | Total LUTs | Logic LUTs | LUTRAMs | SRLs | FFs | RAMB36 | RAMB18 | DSP Blocks |',
      '+---+',
      '| SFC_top | (top) | 9000 | 9000 | 0 | 0 | 9000 | 0 | 0 | 0 |',
      '|   fc1_mvtu_U0 | fc1_mvtu | 1500 | 1500 | 0 | 0 | 1500 | 0 | 0 | 0 |',
      '+---+',
      '',
    ];
    await vscode.workspace.fs.writeFile(report, Buffer.from(lines.join('\n')));
    const message = await vscode.commands.executeCommand<string>('bnn.learnFromReports', document.uri.toString(), [
      report.fsPath,
    ]);
    assert.match(message, /factors? from 1 engine of 1 report/);
    const titles = async (): Promise<readonly string[]> =>
      (await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri)).map(
        (lens) => lens.command?.title ?? '',
      );
    await eventually('a corrected lens', async () =>
      (await titles()).some((title) => title.includes('corrected by your reports')),
    );
    // Beside the example, or beside a bnn.json above it.
    // The editor's own search needs ripgrep, which not every machine has.
    const written = fs
      .readdirSync(workspaceFile().fsPath, { recursive: true, encoding: 'utf8' })
      .filter((name) => path.basename(name) === 'bnn-calibration.json');
    assert.equal(written.length, 1);
    for (const name of written) await vscode.workspace.fs.delete(workspaceFile(name));
    await eventually('a plain lens', async () =>
      (await titles()).every((title) => !title.includes('corrected by your reports')),
    );
  });
});
