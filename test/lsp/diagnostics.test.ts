import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Hover, WorkspaceDiagnosticReport } from 'vscode-languageserver-protocol';
import { positionOf } from './client.js';
import { testServers } from './servers.js';

const { start, folderWith } = testServers();

const NET = `network N {
  input x type=bipolar shape=64
  dense d units=10 weights=bipolar activation=none pe=3
}
`;

const URI = 'untitled:one.bnn';

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
