import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import type {
  CodeAction,
  CompletionItem,
  Hover,
  InlayHint,
  Location,
  SemanticTokens,
  TextEdit,
  WorkspaceDiagnosticReport,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { edited, positionOf, startClient, type ClientOptions, type TestClient } from './client.js';

const NET = `network N {
  input x type=bipolar shape=64
  dense d units=10 weights=bipolar activation=none pe=3
}
`;

const URI = 'untitled:one.bnn';
const clients: TestClient[] = [];
const folders: string[] = [];

async function start(options: ClientOptions = {}): Promise<TestClient> {
  const client = await startClient(options);
  clients.push(client);
  return client;
}

function folderWith(files: Readonly<Record<string, string>>): {
  uri: string;
  of: (name: string) => string;
  dir: string;
} {
  const dir = mkdtempSync(path.join(tmpdir(), 'bnn lsp '));
  folders.push(dir);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(dir, name), text);
  const uri = pathToFileURL(dir).href;
  return { uri, dir, of: (name) => `${uri}/${name}` };
}

/** The id of a process that is no more. */
async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '0']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true });
});

describe('starting', () => {
  test('announces utf-16 and incremental changes; pull only where the client pulls', async () => {
    const pushed = await start();
    expect(pushed.initialized.capabilities).toMatchObject({
      positionEncoding: 'utf-16',
      textDocumentSync: { change: 2, openClose: true },
      hoverProvider: true,
      renameProvider: { prepareProvider: true },
    });
    expect(pushed.initialized.capabilities.diagnosticProvider).toBeUndefined();
    const pulled = await start({ pull: true });
    expect(pulled.initialized.capabilities.diagnosticProvider).toMatchObject({
      identifier: 'bnn',
      interFileDependencies: true,
    });
  });

  test('ends with the process that started it', async () => {
    const client = await start({ parent: await endedProcess() });
    await expect.poll(() => client.process.exitCode).toBe(1);
  });

  test('ends on exit', async () => {
    const client = await start();
    await client.close();
    expect(client.process.exitCode).toBe(0);
  });
});

describe('diagnostics', () => {
  test('pushed with code, page, version and the numbers', async () => {
    const client = await start({ docsBase: 'vscode://bnn-fpga.bnn-fpga/diagnostics/' });
    client.open(URI, NET);
    const [found] = await client.diagnostics(URI, 1);
    expect(found).toMatchObject({
      code: 'BNN401',
      source: 'bnn',
      severity: 1,
      range: { start: { line: 2 } },
      codeDescription: { href: 'vscode://bnn-fpga.bnn-fpga/diagnostics/BNN401' },
      data: { code: 'BNN401' },
    });
    expect(found?.message).toMatch(/pe=3 .*10 units.*pe=2/);
  });

  test('follow incremental edits, and are of the last version only', async () => {
    const client = await start();
    client.open(URI, NET);
    const at = positionOf(NET, 'pe=3');
    const range = { start: { ...at, character: at.character + 3 }, end: { ...at, character: at.character + 4 } };
    client.change(URI, 2, [{ range, text: '7' }]);
    client.change(URI, 3, [{ range, text: '5' }]);
    const errors = (await client.diagnostics(URI, 3)).filter(({ severity }) => severity === 1);
    expect(errors).toEqual([]);
    const versions = client.published.map(({ version }) => version ?? 0);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
  });

  test('pulled, and then never pushed', async () => {
    const client = await start({ pull: true });
    client.open(URI, NET);
    expect((await client.pulled(URI)).map(({ code }) => code)).toContain('BNN401');
    const first = await client.request<{ resultId: string }>('textDocument/diagnostic', { textDocument: { uri: URI } });
    const again = await client.request<{ kind: string }>('textDocument/diagnostic', {
      textDocument: { uri: URI },
      previousResultId: first.resultId,
    });
    expect(again.kind).toBe('unchanged');
    expect(client.published).toEqual([]);
  });

  test('vanish with the text', async () => {
    const client = await start();
    client.open(URI, NET);
    await client.diagnostics(URI, 1);
    void client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: URI } });
    await expect.poll(() => client.published.at(-1)).toMatchObject({ uri: URI, diagnostics: [] });
  });

  test('are none for the old side of a diff', async () => {
    const client = await start();
    client.open('git:/project/main.bnn?ref', NET);
    client.open(URI, NET);
    await client.diagnostics(URI, 1);
    expect(client.published.filter(({ uri }) => uri.startsWith('git:'))).toEqual([]);
    const hover = await client.at<Hover | null>(
      'textDocument/hover',
      'git:/project/main.bnn?ref',
      positionOf(NET, 'dense'),
    );
    expect(hover).toBeNull();
  });

  const LIBRARY = 'block pair(width) {\n  dense a units=width weights=bipolar activation=bipolar pe=3\n}\n';
  const USER = 'import "lib.bnn"\nnetwork N {\n  input x type=bipolar shape=64\n  pair p width=8\n}\n';

  test('of an imported file stand in that file, once, also when it is not open', async () => {
    const { uri, of } = folderWith({ 'lib.bnn': LIBRARY, 'main.bnn': USER });
    const client = await start({ folders: [uri] });
    client.open(of('main.bnn'), USER);
    await expect
      .poll(() => client.published.find((one) => one.uri === of('lib.bnn'))?.diagnostics.map(({ code }) => code))
      .toEqual(['BNN401']);
    expect((await client.diagnostics(of('main.bnn'), 1)).filter(({ code }) => code === 'BNN401')).toEqual([]);
  });

  test('of an imported file come by the workspace pull', async () => {
    const { uri, of } = folderWith({ 'lib.bnn': LIBRARY, 'main.bnn': USER });
    const client = await start({ folders: [uri], pull: true });
    client.open(of('main.bnn'), USER);
    await client.pulled(of('main.bnn'));
    const report = await client.request<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds: [] });
    expect(report.items).toMatchObject([{ uri: of('lib.bnn'), kind: 'full', items: [{ code: 'BNN401' }] }]);
    expect(client.published).toEqual([]);
    // The next answer waits until something has changed.
    const next = client.request<WorkspaceDiagnosticReport>('workspace/diagnostic', {
      previousResultIds: report.items.map((item) => ({ uri: item.uri, value: item.resultId })),
    });
    client.change(of('main.bnn'), 2, [{ text: USER.replace('  pair p width=8\n', '') }]);
    expect((await next).items).toMatchObject([{ uri: of('lib.bnn'), items: [] }]);
  });

  test('of an open importer change with the imported text', async () => {
    const { uri, of } = folderWith({ 'lib.bnn': LIBRARY, 'main.bnn': USER });
    const client = await start({ folders: [uri] });
    client.open(of('main.bnn'), USER);
    client.open(of('lib.bnn'), LIBRARY);
    await client.diagnostics(of('lib.bnn'), 1);
    client.change(of('lib.bnn'), 2, [{ text: LIBRARY.replace('pair', 'other') }]);
    await expect
      .poll(() => client.published.findLast((one) => one.uri === of('main.bnn'))?.diagnostics.map(({ code }) => code))
      .toContain('BNN205');
  });

  test('follow the disk where a text is not open', async () => {
    const { uri, of, dir } = folderWith({ 'lib.bnn': LIBRARY, 'main.bnn': USER });
    const client = await start({ folders: [uri] });
    client.open(of('main.bnn'), USER);
    await expect.poll(() => client.published.some((one) => one.uri === of('lib.bnn'))).toBe(true);
    writeFileSync(path.join(dir, 'lib.bnn'), LIBRARY.replace('pe=3', 'pe=4'));
    void client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: of('lib.bnn'), type: 2 }],
    });
    await expect.poll(() => client.published.findLast((one) => one.uri === of('lib.bnn'))?.diagnostics).toEqual([]);
  });

  test('follow a folder that comes or goes, of which editors tell no more than that', async () => {
    const { uri, of, dir } = folderWith({ 'main.bnn': USER.replace('lib.bnn', 'below/lib.bnn') });
    const client = await start({ folders: [uri] });
    const codes = (): unknown[] =>
      client.published.findLast((one) => one.uri === of('main.bnn'))?.diagnostics.map(({ code }) => code) ?? [];
    const changed = async (type: 1 | 3): Promise<void> =>
      client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: of('below'), type }] });
    client.open(of('main.bnn'), USER.replace('lib.bnn', 'below/lib.bnn'));
    await client.until('BNN214', () => codes().includes('BNN214'));
    mkdirSync(path.join(dir, 'below'));
    writeFileSync(path.join(dir, 'below/lib.bnn'), LIBRARY.replace('pe=3', 'pe=4'));
    await changed(1);
    await client.until('no BNN214', () => !codes().includes('BNN214'));
    rmSync(path.join(dir, 'below'), { recursive: true });
    await changed(3);
    await client.until('BNN214 again', () => codes().includes('BNN214'));
  });

  test('of a faulty bnn.json stand in it', async () => {
    const { uri, of } = folderWith({ 'main.bnn': NET, 'bnn.json': '{ "sevirities": {} }' });
    const client = await start({ folders: [uri] });
    client.open(of('main.bnn'), NET);
    await client.diagnostics(of('main.bnn'), 1);
    const codes = (): unknown[] | undefined =>
      client.published.findLast((one) => one.uri === of('bnn.json'))?.diagnostics.map(({ code }) => code);
    await expect.poll(codes).toEqual(['BNN904']);
  });

  test('follow bnn.json', async () => {
    const { uri, of } = folderWith({ 'main.bnn': NET, 'bnn.json': '{ "severities": { "BNN401": "off" } }' });
    const client = await start({ folders: [uri] });
    client.open(of('main.bnn'), NET);
    expect((await client.diagnostics(of('main.bnn'), 1)).map(({ code }) => code)).not.toContain('BNN401');
  });
});

describe('positions', () => {
  const WIDE = `/// A network for \u{1F600}\u{1F680}.\nnetwork N { /* \u{1F600} */ input x type=bipolar shape=64 /* \u{1F600}\u{1F600} */ dense d units=10 weights=bipolar activation=none pe=3 }\n`;

  test('beyond the BMP count as two', async () => {
    const client = await start();
    client.open(URI, WIDE);
    const found = (await client.diagnostics(URI, 1)).find(({ code }) => code === 'BNN401');
    const at = positionOf(WIDE, 'pe=3');
    expect(found?.range.start.line).toBe(1);
    expect(found?.range.start.character).toBeGreaterThanOrEqual(at.character);
    expect(WIDE.split('\n')[1]?.slice(found?.range.start.character, found?.range.end.character)).toMatch(/^(pe=)?3$/);
    const hover = await client.at<Hover>('textDocument/hover', URI, positionOf(WIDE, 'd units'));
    expect(hover.range?.start).toEqual(positionOf(WIDE, 'd units'));
  });

  test('edits beyond the BMP keep the text in step', async () => {
    const client = await start();
    client.open(URI, WIDE);
    const at = positionOf(WIDE, 'pe=3');
    const range = { start: { ...at, character: at.character + 3 }, end: { ...at, character: at.character + 4 } };
    client.change(URI, 2, [{ range, text: '5' }]);
    expect((await client.diagnostics(URI, 2)).map(({ code }) => code)).not.toContain('BNN401');
  });
});

describe('features', () => {
  const GOOD = NET.replace(' pe=3', '');

  test('hover, hints, tokens, completion and lenses answer', async () => {
    const client = await start({ configuration: { inlayHints: { folding: true, cost: true } } });
    client.open(URI, GOOD);
    const hover = await client.at<Hover>('textDocument/hover', URI, positionOf(GOOD, 'd units'));
    expect((hover.contents as { value: string }).value).toMatch(/XNOR and popcount/);
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const hints = await client.request<InlayHint[]>('textDocument/inlayHint', { textDocument: { uri: URI }, range });
    expect(hints.map(({ label }) => label)).toEqual([
      'pe=1 simd=1',
      expect.stringMatching(/640 cycles, 156 kFPS, .* LUT/),
    ]);
    const tokens = await client.request<SemanticTokens>('textDocument/semanticTokens/full', {
      textDocument: { uri: URI },
    });
    expect(tokens.data.length % 5).toBe(0);
    const items = await client.at<CompletionItem[]>('textDocument/completion', URI, {
      line: 2,
      character: GOOD.split('\n')[2]?.length ?? 0,
    });
    expect(items.length).toBeGreaterThan(5);
    const lenses = await client.request<unknown[]>('textDocument/codeLens', { textDocument: { uri: URI } });
    expect(lenses).toHaveLength(2);
  });

  test('a setting switches hints off', async () => {
    const client = await start({ configuration: { inlayHints: { folding: false, cost: false }, codeLens: false } });
    client.open(URI, GOOD);
    await client.diagnostics(URI, 1);
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    await expect
      .poll(() => client.request('textDocument/inlayHint', { textDocument: { uri: URI }, range }))
      .toEqual([]);
    expect(await client.request('textDocument/codeLens', { textDocument: { uri: URI } })).toEqual([]);
  });

  test('a quick fix mends what it names', async () => {
    const client = await start();
    client.open(URI, NET);
    const diagnostics = await client.diagnostics(URI, 1);
    const wrong = diagnostics.filter(({ code }) => code === 'BNN401');
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: URI },
      range: wrong[0]?.range,
      context: { diagnostics: wrong },
    });
    const preferred = actions.find(({ isPreferred }) => isPreferred);
    expect(preferred?.title).toMatch(/^Set pe=2 \(.*FPS, .*LUT\)$/);
    expect(preferred?.diagnostics).toHaveLength(1);
    const edits = preferred?.edit?.changes?.[URI] ?? [];
    client.change(URI, 2, [{ text: edited(NET, edits) }]);
    expect((await client.diagnostics(URI, 2)).filter(({ severity }) => severity === 1)).toEqual([]);
  });

  test('the status is told after each change', async () => {
    const client = await start();
    client.open(URI, GOOD);
    await expect
      .poll(() => client.notifications.find(({ method }) => method === 'bnn/status')?.params)
      .toMatchObject({
        uri: URI,
        version: 1,
        text: 'N: 156 kFPS',
      });
  });

  test('what keeps a text from being built is told with its place', async () => {
    const client = await start();
    client.open(URI, GOOD);
    expect(await client.request('bnn/blockingFault', { uri: URI })).toBeNull();
    client.change(URI, 2, [{ text: GOOD.replace('weights=bipolar', 'weights=').replace('shape=', 'shap=') }]);
    const told = await client.request<{ message: string; uri: string; line: number }>('bnn/blockingFault', {
      uri: URI,
    });
    expect(told).toMatchObject({ uri: URI, line: GOOD.split('\n').findIndex((line) => line.includes('shape=')) });
    expect(told.message).toMatch(/^BNN\d+: .*; and \d+ more$/);
    // Goals that are missed leave a project to be made.
    client.change(URI, 3, [{ text: `${GOOD}target t for N { device=pynq_z1 clock=1MHz throughput=9000MFPS }\n` }]);
    expect(await client.request('bnn/blockingFault', { uri: URI })).toBeNull();
  });

  test('a picked target is shown', async () => {
    const text = `${GOOD}target slow for N { device=pynq_z1 clock=10MHz }\ntarget fast for N { device=pynq_z1 clock=200MHz }\n`;
    const client = await start();
    client.open(URI, text);
    const targets = await client.request<{ target: string; picked: boolean }[]>('bnn/targets', { uri: URI });
    expect(targets).toMatchObject([
      { target: 'slow', picked: true },
      { target: 'fast', picked: false },
    ]);
    await client.connection.sendNotification('bnn/pickTarget', { uri: URI, network: 'N', target: 'fast' });
    await expect
      .poll(() => client.notifications.findLast(({ method }) => method === 'bnn/status')?.params)
      .toMatchObject({ text: expect.stringMatching(/^fast: /) as string });
    expect(client.refreshes).toContain('workspace/inlayHint/refresh');
    expect(await client.request('bnn/estimateTable', { uri: URI, format: 'csv' })).toMatch(/^layer,kind,/);
  });
});

describe('several files', () => {
  const LIBRARY =
    'const WIDTH = 16\nblock pair(width) {\n  dense a units=width weights=bipolar activation=bipolar\n}\n';
  const USER = 'import "lib.bnn"\nnetwork N {\n  input x type=bipolar shape=64\n  pair p width=WIDTH\n}\n';

  test('definition, references and rename go across them, open or not', async () => {
    const { uri, of } = folderWith({
      'lib.bnn': LIBRARY,
      'main.bnn': USER,
      'other.bnn': USER.replace('network N', 'network M'),
    });
    const client = await start({ folders: [uri] });
    client.open(of('main.bnn'), USER);
    const at = positionOf(USER, 'pair');
    const found = await client.at<Location[]>('textDocument/definition', of('main.bnn'), at);
    expect(found).toMatchObject([{ uri: of('lib.bnn'), range: { start: positionOf(LIBRARY, 'pair') } }]);
    const all = await client.at<Location[]>('textDocument/references', of('main.bnn'), at, {
      context: { includeDeclaration: true },
    });
    expect(all.map((one) => one.uri).sort()).toEqual([of('lib.bnn'), of('main.bnn'), of('other.bnn')]);
    const edit = await client.at<WorkspaceEdit>('textDocument/rename', of('main.bnn'), at, { newName: 'twin' });
    expect(Object.keys(edit.changes ?? {}).sort()).toEqual([of('lib.bnn'), of('main.bnn'), of('other.bnn')]);
    expect(edited(USER, edit.changes?.[of('main.bnn')] as TextEdit[])).toContain('  twin p width=WIDTH');
  });

  test('rename refuses what would not be a name any more, with a reason', async () => {
    const { uri, of } = folderWith({ 'lib.bnn': LIBRARY, 'main.bnn': USER });
    const client = await start({ folders: [uri] });
    client.open(of('main.bnn'), USER);
    const at = positionOf(USER, 'pair');
    await expect(client.at('textDocument/rename', of('main.bnn'), at, { newName: 'dense' })).rejects.toThrow(
      '"dense" is a word of the language.',
    );
    await expect(client.at('textDocument/rename', of('main.bnn'), at, { newName: 'a b' })).rejects.toThrow(
      'is no name',
    );
  });

  test('moving a file mends the imports', async () => {
    const { uri, of } = folderWith({ 'lib.bnn': LIBRARY, 'main.bnn': USER });
    const client = await start({ folders: [uri] });
    client.open(of('main.bnn'), USER);
    const files = [{ oldUri: of('lib.bnn'), newUri: of('blocks/pairs.bnn') }];
    const edit = await client.request<WorkspaceEdit>('workspace/willRenameFiles', { files });
    expect(edited(USER, edit.changes?.[of('main.bnn')] ?? [])).toContain('import "blocks/pairs.bnn"');
  });

  test('paths complete from the workspace', async () => {
    const { uri, of } = folderWith({ 'lib.bnn': LIBRARY, 'main.bnn': 'import ""\n', 'weights.npz': '' });
    const client = await start({ folders: [uri] });
    client.open(of('main.bnn'), 'import "\n');
    const items = await client.at<CompletionItem[]>('textDocument/completion', of('main.bnn'), {
      line: 0,
      character: 8,
    });
    expect(items.map(({ label }) => label)).toEqual(['lib.bnn']);
  });

  test('folders may be several, and come and go', async () => {
    const one = folderWith({ 'a.bnn': 'network First { }' });
    const two = folderWith({ 'b.bnn': 'network Second { }' });
    const client = await start({ folders: [one.uri, two.uri] });
    const names = async (): Promise<string[]> =>
      (await client.request<{ name: string }[]>('workspace/symbol', { query: '' })).map(({ name }) => name).sort();
    expect(await names()).toEqual(['First', 'Second']);
    const event = { added: [], removed: [{ uri: two.uri, name: 'two' }] };
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event });
    expect(await names()).toEqual(['First']);
  });

  test('workspace symbols come from all files', async () => {
    const { uri } = folderWith({ 'lib.bnn': LIBRARY, 'main.bnn': USER });
    const client = await start({ folders: [uri] });
    const found = await client.request<{ name: string }[]>('workspace/symbol', { query: 'pai' });
    expect(found.map(({ name }) => name)).toEqual(['pair']);
  });
});
