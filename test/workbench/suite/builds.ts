import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, codeLenses, eventually, find, hoverText, inlayHints, openExample, workspaceFile } from './editor.js';

/** A report in Vivado's shape, with made-up numbers. */
function hierarchicalRpt(rows: readonly (readonly [instance: string, lut: number])[]): string {
  return [
    '| Tool Version : Vivado v.2022.2 (lin64) Build 3671981 Fri Oct 14 04:59:54 MDT 2022',
    '| Command      : report_utilization -hierarchical -file utilization_hierarchical_routed.rpt',
    '| Design       : TFC_top',
    '| Device       : xc7z020clg400-1',
    '| Design State : Routed',
    '',
    '+---+---+---+---+---+---+---+---+---+---+',
    '| Instance | Module | Total LUTs | Logic LUTs | LUTRAMs | SRLs | FFs | RAMB36 | RAMB18 | DSP Blocks |',
    '+---+---+---+---+---+---+---+---+---+---+',
    ...rows.map(([instance, lut]) => `| ${instance} | module | ${lut} | ${lut} | 0 | 0 | ${lut} | 0 | 0 | 0 |`),
    '+---+---+---+---+---+---+---+---+---+---+',
    '',
  ].join('\n');
}

describe('a project with measured reports', () => {
  after(closeAll);

  it('shows measured values on the lines; an edit makes them outdated, and undoing it brings them back', async () => {
    const editor = await openExample('mnist/tfc.bnn');
    const { document } = editor;
    const folder = workspaceFile('mnist', 'measured build');
    await vscode.commands.executeCommand('bnn.generateHls', document.uri.toString(), folder.fsPath);
    const report = vscode.Uri.joinPath(folder, 'vivado/reports/utilization_hierarchical_routed.rpt');
    const rows = [
      ['TFC_top', 4321],
      ['  fc0_mvtu_U0', 1234],
      ['  fc1_mvtu_U0', 567],
    ] as const;
    await vscode.workspace.fs.writeFile(report, Buffer.from(hierarchicalRpt(rows)));
    const hint = async (text: string): Promise<string | false> =>
      (await inlayHints(document)).find((label) => label.includes(text)) ?? false;
    await eventually('a measured hint', () => hint('routed: 1.2k LUT'));
    assert.match(await hoverText(document, find(document, 'fc0')), /measured.*estimated.*ratio[^]*1,234/);
    await eventually('a measured lens', async () =>
      (await codeLenses(document.uri)).some(({ command }) => command?.title.startsWith('measured (routed): 4.3k LUT')),
    );

    editor.selection = new vscode.Selection(find(document, 'units=64', 6), find(document, 'units=64', 8));
    await vscode.commands.executeCommand('type', { text: '32' });
    await eventually('an outdated hint', () => hint('| before the edit routed: 1.2k LUT'));
    await vscode.commands.executeCommand('undo');
    await eventually('the measured hint again', () => hint('routed: 1.2k LUT'));
    await eventually('nothing outdated', async () => (await hint('before the edit')) === false);
    await vscode.workspace.fs.delete(folder, { recursive: true });
    await eventually('nothing measured', async () => (await hint('routed')) === false);
    // Takes the keyboard away from the editor, so it comes last.
    await vscode.commands.executeCommand('bnn.showBuilds');
  });
});
