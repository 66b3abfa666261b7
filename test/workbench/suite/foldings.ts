import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { acceptQuickPick, closeAll, diagnosticOf, eventually, inlayHints, workspaceFile } from './editor.js';

/** What a command on foldings answers. */
interface Proposal {
  readonly title: string;
  readonly detail: string;
}

/** CRLF, comments and odd blanks: what an edit must not touch. */
const TEXT = [
  '// Kept as it is.',
  'network N {',
  '  defaults weights=bipolar   activation=bipolar',
  '  input x type=bipolar shape=64',
  '  dense d units=64                   // wide',
  '  dense e units=16 activation=none   /* last */',
  '}',
  'target t for N {',
  '  device=pynq_z1 clock=100MHz',
  '  throughput=1MFPS   // at least',
  '}',
  '',
].join('\r\n');

/** One layer that is folded far beyond the slowest. */
const OVERFOLDED = TEXT.replace('  throughput=1MFPS   // at least\r\n', '')
  .replace('units=64  ', 'units=64 pe=1 simd=1')
  .replace('units=16 ', 'units=16 pe=16 simd=64 ');

describe('the commands on foldings', () => {
  const file = workspaceFile('foldings.bnn');

  async function opened(text: string): Promise<vscode.TextDocument> {
    await vscode.workspace.fs.writeFile(file, Buffer.from(text));
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    await eventually('settled hints', async () => {
      const hints = await inlayHints(document);
      return hints.length > 0 && hints.every((hint) => !hint.includes('~'));
    });
    return document;
  }

  afterEach(async () => {
    await closeAll();
    await vscode.workspace.fs.delete(file);
  });

  /** One undo, in the editor, must bring back every byte. */
  async function undoRestores(document: vscode.TextDocument, before: string): Promise<void> {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), before);
  }

  /** Runs a command as the palette does, and confirms what its preview shows. */
  async function confirmed(command: string, document: vscode.TextDocument): Promise<Proposal> {
    const { version } = document;
    const answer = vscode.commands.executeCommand<Proposal>(command);
    await eventually('the diff', () =>
      vscode.window.tabGroups.activeTabGroup.tabs.some(({ input }) => input instanceof vscode.TabInputTextDiff),
    );
    assert.equal(document.version, version);
    await eventually('the edit, once it was confirmed', async () => {
      await vscode.commands.executeCommand('notification.acceptPrimaryAction');
      return document.version > version;
    });
    await eventually('no diff', () =>
      vscode.window.tabGroups.all.every(({ tabs }) => tabs.every(({ input }) => input instanceof vscode.TabInputText)),
    );
    return answer;
  }

  it('fold for the target: after a preview, the least that meets the goal is written down', async () => {
    const document = await opened(TEXT);
    const { title } = await confirmed('bnn.foldForTarget', document);
    assert.match(title, /^[\d.]+ MFPS, /);
    // 100 cycles a frame at most: 64 * 64 weights need 41 lanes, so 64 of them.
    const [, pe = '', simd = ''] = /dense d units=64 .*?pe=(\d+) simd=(\d+)/.exec(document.getText()) ?? [];
    assert.equal(Number(pe) * Number(simd), 64);
    assert.ok(document.getText().includes('// wide\r\n'));
    await undoRestores(document, TEXT);
  });

  it('freeze the folding: what the hints show is written down, and nothing is left to choose', async () => {
    const document = await opened(TEXT);
    const chosen = (await inlayHints(document)).flatMap((hint) => /pe=\d+ simd=\d+/.exec(hint) ?? []);
    assert.ok(chosen.length > 0);
    await vscode.commands.executeCommand('bnn.freezeFolding', undefined, undefined, undefined, false);
    for (const each of chosen) assert.ok(document.getText().includes(each), each);
    await undoRestores(document, TEXT);
  });

  it('relax what is folded far beyond the slowest layer', async () => {
    const document = await opened(OVERFOLDED);
    await diagnosticOf(file, 'BNN407');
    const { title } = await confirmed('bnn.relaxFolding', document);
    assert.match(title, /^1 layer relaxed, [\d,.]+k? LUT saved$/);
    assert.ok(!document.getText().includes('pe=16 simd=64'));
    await undoRestores(document, OVERFOLDED);
  });

  it('which board: ranked, and the one that is picked is named in the target', async () => {
    const document = await opened(TEXT);
    const boards = await vscode.commands.executeCommand<Proposal[]>(
      'bnn.whichBoard',
      undefined,
      undefined,
      undefined,
      false,
    );
    assert.ok(boards.length > 5);
    assert.ok(boards.every(({ detail }) => /FPS|nothing fits/.test(detail)));
    const { version } = document;
    await acceptQuickPick(() => document.version > version);
    assert.match(document.getText(), /^ {2}device=\w+ clock=100MHz\r$/m);
    assert.ok(!document.getText().includes('device=pynq_z1'));
    await undoRestores(document, TEXT);
  });

  it('explore foldings: the front, and the point that is picked is written down', async () => {
    const document = await opened(TEXT);
    const front = await vscode.commands.executeCommand<Proposal[]>(
      'bnn.exploreFoldings',
      undefined,
      undefined,
      undefined,
      false,
    );
    assert.ok(front.length > 3);
    assert.equal(new Set(front.map(({ title }) => title)).size, front.length);
    const { version } = document;
    await acceptQuickPick(() => document.version > version);
    assert.match(document.getText(), /dense d units=64 .*?pe=\d+ simd=\d+/);
    await undoRestores(document, TEXT);
  });
});
