import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import {
  acceptQuickPick,
  closeAll,
  codeLenses,
  codes,
  eventually,
  inlayHints,
  openExample,
  openText,
  workspaceFile,
} from './editor.js';

const SMALL = `network small {
  input x type=bipolar shape=64
  dense d units=32 weights=bipolar activation=bipolar pe=4 simd=8
}
`;
const BROKEN = 'network n {\n  input x type=bipolar shape=8\n';

describe('the commands', () => {
  afterEach(closeAll);

  it('are all there', async () => {
    await openText(BROKEN);
    const extension = vscode.extensions.getExtension('bnn-fpga.bnn-fpga');
    assert.ok(extension);
    const { contributes } = extension.packageJSON as { contributes: { commands: { command: string }[] } };
    const there = await eventually('the commands', async () => {
      const found = await vscode.commands.getCommands();
      return found.includes('bnn.showLog') && found;
    });
    for (const { command } of contributes.commands) assert.ok(there.includes(command), command);
  });

  it('open the page of a diagnostic, offline', async () => {
    await openText(BROKEN);
    await vscode.commands.executeCommand('bnn.openDiagnosticDocs', 'BNN203');
    await eventually('the preview', () =>
      vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label.includes('BNN203'))),
    );
  });

  it('copy a report that holds no text of the user', async () => {
    await openText(BROKEN);
    await vscode.commands.executeCommand('bnn.copyReport');
    const report = await vscode.env.clipboard.readText();
    assert.match(report, /^BNN for FPGAs \d/);
    assert.doesNotMatch(report, /network/);
  });

  it('copy the estimate as a table', async () => {
    await openExample('cnv.bnn');
    await vscode.env.clipboard.writeText('');
    const done = vscode.commands.executeCommand('bnn.copyEstimate');
    await acceptQuickPick(() => vscode.env.clipboard.readText());
    await done;
    const table = await vscode.env.clipboard.readText();
    assert.match(table, /^\|.*\|$/m);
    assert.match(table, /c0/);
  });

  it('copy the estimate of the target whose lens was clicked', async () => {
    const { document } = await openExample('cnv.bnn');
    await vscode.env.clipboard.writeText('');
    const uri = document.uri.toString();
    const done = vscode.commands.executeCommand('bnn.copyEstimate', uri, 'CNV', 'pynq');
    await acceptQuickPick(() => vscode.env.clipboard.readText());
    await done;
    assert.match(await vscode.env.clipboard.readText(), /pynq/);
  });

  it('compare with the last commit of the git extension, whose lens leads there', async () => {
    const file = workspaceFile('versioned/small.bnn').fsPath;
    fs.mkdirSync(path.dirname(file));
    fs.writeFileSync(file, SMALL);
    const git = (...args: string[]): unknown => execFileSync('git', args, { cwd: path.dirname(file), stdio: 'ignore' });
    git('init');
    git('add', '-A');
    git('-c', 'user.name=n', '-c', 'user.email=n@example.org', 'commit', '-m', 'first');
    fs.writeFileSync(file, SMALL.replace('pe=4', 'pe=8'));
    const settings = vscode.workspace.getConfiguration('git');
    await settings.update('enabled', true, vscode.ConfigurationTarget.Global);
    try {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
      await vscode.window.showTextDocument(document);
      const lens = await eventually('the lens', async () =>
        (await codeLenses(document.uri)).find(({ command }) => command?.title.startsWith('since the last commit: FPS')),
      );
      assert.equal(lens.command?.command, 'bnn.compareWithCommit');
      await vscode.commands.executeCommand(lens.command.command, ...((lens.command.arguments ?? []) as unknown[]));
      await eventually('the preview', () =>
        vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label.includes('small.bnn.md'))),
      );
      git('-c', 'user.name=n', '-c', 'user.email=n@example.org', 'commit', '-am', 'second');
      await eventually('no lens after a commit', async () =>
        (await codeLenses(document.uri)).every(({ command }) => !command?.title.includes('last commit')),
      );
    } finally {
      await settings.update('enabled', false, vscode.ConfigurationTarget.Global);
      fs.rmSync(path.dirname(file), { recursive: true, force: true });
    }
  });

  it('pick the target whose numbers stand on the lines', async () => {
    const { document } = await openExample('cnv.bnn');
    const before = await eventually('hints', async () => (await inlayHints(document)).join() || undefined);
    await vscode.commands.executeCommand('bnn.pickTarget', document.uri.toString(), 'CNV', 'pynq');
    await eventually('other hints', async () => (await inlayHints(document)).join() !== before);
    await eventually('the lens of the network', async () =>
      (await codeLenses(document.uri)).some(({ command }) => command?.title.startsWith('target pynq')),
    );
  });

  it('list the front of foldings, of which one is written', async () => {
    const { document } = await openText(`${SMALL.replace(' pe=4 simd=8', '')}target t for small { device=pynq_z1 }\n`);
    const uri = document.uri.toString();
    const listed = vscode.commands.executeCommand<unknown[] | undefined>(
      'bnn.exploreFoldings',
      uri,
      undefined,
      undefined,
      false,
    );
    assert.ok(((await listed) ?? []).length > 3);
    await acceptQuickPick(() => Promise.resolve(/ pe=\d+ simd=\d+/.exec(document.getText())?.[0] ?? ''));
  });

  it('make a new network that has no error', async () => {
    await openExample('cnv.bnn');
    const done = vscode.commands.executeCommand('bnn.newNetwork');
    await acceptQuickPick(() => vscode.window.activeTextEditor?.document.isUntitled);
    await done;
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document?.isUntitled);
    assert.match(document.getText(), /^network /m);
    assert.match(document.getText(), /^target /m);
    await eventually('its numbers', async () => (await inlayHints(document)).some((hint) => hint.includes('cycles')));
    assert.deepEqual(codes(document.uri, vscode.DiagnosticSeverity.Error), []);
  });
});

describe('the settings', () => {
  afterEach(closeAll);

  it('switch hints and lenses off and on', async () => {
    const { document } = await openExample('cnv.bnn');
    const settings = vscode.workspace.getConfiguration('bnn');
    const costs = async (): Promise<number> =>
      (await inlayHints(document)).filter((hint) => hint.includes('cycles')).length;
    await eventually('costs', async () => (await costs()) > 0);
    await settings.update('inlayHints.cost', false, vscode.ConfigurationTarget.Global);
    await settings.update('codeLens', false, vscode.ConfigurationTarget.Global);
    try {
      await eventually('no costs', async () => (await costs()) === 0);
      await eventually('no lenses', async () => (await codeLenses(document.uri)).length === 0);
    } finally {
      await settings.update('inlayHints.cost', undefined, vscode.ConfigurationTarget.Global);
      await settings.update('codeLens', undefined, vscode.ConfigurationTarget.Global);
    }
    await eventually('costs', async () => (await costs()) > 0);
  });
});

describe('bnn.json', () => {
  afterEach(closeAll);

  it('changes severities as soon as it is written', async () => {
    const file = workspaceFile('twice.bnn');
    const project = workspaceFile('bnn.json');
    await vscode.workspace.fs.writeFile(file, Buffer.from('const A = 1\nconst A = 2\n'));
    const { document } = await openExample('twice.bnn');
    const errors = (): number => codes(document.uri, vscode.DiagnosticSeverity.Error).length;
    try {
      await eventually('the error', () => errors() === 1);
      await vscode.workspace.fs.writeFile(project, Buffer.from('{ "severities": { "BNN203": "warning" } }'));
      await eventually('a warning instead', () => errors() === 0 && codes(document.uri).includes('BNN203'));
      await vscode.workspace.fs.delete(project);
      await eventually('the error', () => errors() === 1);
    } finally {
      await vscode.workspace.fs.delete(file);
    }
  });
});

describe('a language server that ends by itself', () => {
  afterEach(closeAll);

  it('is started again, and checks again', async function () {
    if (process.platform !== 'linux') this.skip();
    const { document } = await openText(BROKEN);
    await eventually('an error', () => codes(document.uri).length > 0);
    const [before] = serverProcesses();
    assert.ok(before);
    process.kill(before, 'SIGKILL');
    await eventually('another process', () => serverProcesses().some((id) => id !== before));
    const { document: other } = await openText(BROKEN);
    await eventually('an error', () => codes(other.uri).length > 0);
  });

  it('leaves no diagnostics behind when it is given up, and works again after a restart', async function () {
    if (process.platform !== 'linux') this.skip();
    const { document } = await openText(BROKEN);
    await eventually('an error', () => codes(document.uri).length > 0);
    const killed = new Set<number>();
    await eventually('no process that could be killed', async () => {
      const alive = serverProcesses();
      for (const id of alive.filter((each) => !killed.has(each))) {
        process.kill(id, 'SIGKILL');
        killed.add(id);
      }
      await new Promise((resolve) => setTimeout(resolve, 1500));
      return serverProcesses().length === 0;
    });
    await eventually('no diagnostics', () => codes(document.uri).length === 0);
    await vscode.commands.executeCommand('bnn.restartServer');
    await eventually('an error', () => codes(document.uri).length > 0);
  });
});

/** Process ids of the language servers that this extension host has started. */
function serverProcesses(): readonly number[] {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((id) => {
      try {
        const parent = /\) \S (\d+)/.exec(fs.readFileSync(`/proc/${id}/stat`, 'utf8'))?.[1];
        const zombie = /\) Z /.test(fs.readFileSync(`/proc/${id}/stat`, 'utf8'));
        const command = fs.readFileSync(`/proc/${id}/cmdline`, 'utf8');
        return Number(parent) === process.pid && !zombie && command.includes('dist/server.js');
      } catch {
        return false;
      }
    });
}
