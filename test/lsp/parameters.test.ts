import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Hover } from 'vscode-languageserver-protocol';
import type { NetworkInfo, WorkResult } from '../../server/src/lsp/protocol.js';
import type { NpyArray } from '../../server/src/parameters/npy.js';
import { writeNpz } from '../../server/src/parameters/npz.js';
import { startClient, type ClientOptions, type TestClient } from './client.js';

const root = path.resolve(import.meta.dirname, '../..');

const TEXT = `network N {
  params "n.npz"
  input x type=bipolar shape=8
  dense a units=2 weights=ternary activation=none
  dense b units=1 weights=int4 activation=none
}
`;

let folder = '';
const clients: TestClient[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bnn-parameters-'));
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  rmSync(folder, { recursive: true, force: true });
});

function int8(shape: readonly number[], data: readonly number[]): NpyArray {
  return { dtype: 'int8', shape, data: Int8Array.from(data) };
}

const FIT = {
  'a.weights': int8([2, 8], [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
  'b.weights': int8([1, 2], [3, 1]),
};

function npz(name: string, arrays: Readonly<Record<string, NpyArray>>): string {
  const file = path.join(folder, name);
  writeFileSync(file, writeNpz(new Map(Object.entries(arrays))));
  return pathToFileURL(file).href;
}

async function opened(options: ClientOptions = {}, text = TEXT): Promise<{ client: TestClient; uri: string }> {
  const client = await startClient({ folders: [pathToFileURL(folder).href], ...options });
  clients.push(client);
  const file = path.join(folder, 'n.bnn');
  writeFileSync(file, text);
  const uri = pathToFileURL(file).href;
  client.open(uri, text);
  return { client, uri };
}

function lastCodes(client: TestClient, uri: string): readonly unknown[] {
  const last = client.published.findLast((one) => one.uri === uri);
  return (last?.diagnostics ?? []).flatMap(({ code }) => (String(code).startsWith('BNN7') ? [code] : []));
}

describe('the parameter file of an open text', () => {
  it('is not waited for: the first diagnostics come without it, its own later', async () => {
    npz('n.npz', { 'a.weights': int8([2, 7], new Array<number>(14).fill(1)) });
    const { client, uri } = await opened({}, TEXT.replace('units=1', 'units=one'));
    const first = await client.diagnostics(uri, 1);
    expect(first.map(({ code }) => code)).not.toContain('BNN708');
    client.change(uri, 2, [{ text: TEXT }]);
    await client.until('BNN708 of the layer', () => lastCodes(client, uri).includes('BNN708'));
    expect(lastCodes(client, uri)).toEqual(['BNN708', 'BNN704']);
  });

  it('narrows what hover tells of the accumulator, and asks the client to refresh hints and lenses', async () => {
    npz('n.npz', FIT);
    const { client, uri } = await opened();
    const told = async (): Promise<string> =>
      JSON.stringify(await client.at<Hover>('textDocument/hover', uri, { line: 3, character: 8 }));
    await client.until('a narrow accumulator', async () => (await told()).includes('Accumulator: 3 bits'));
    await client.until('refreshes', () => client.refreshes.includes('workspace/inlayHint/refresh'));
    expect(client.refreshes).toContain('workspace/codeLens/refresh');
  });

  it('that is missing raises BNN701 until it is there', async () => {
    const { client, uri } = await opened();
    await client.until('BNN701', () => lastCodes(client, uri).includes('BNN701'));
    const file = npz('n.npz', FIT);
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: file, type: 1 }] });
    await client.until('no BNN7xx', () => lastCodes(client, uri).length === 0);
  });

  it('that is no archive raises BNN702', async () => {
    writeFileSync(path.join(folder, 'n.npz'), 'these are no weights, these are words');
    const { client, uri } = await opened();
    await client.until('BNN702', () => lastCodes(client, uri).includes('BNN702'));
  });

  it('makes a pulling client pull again', async () => {
    const { client, uri } = await opened({ pull: true });
    await client.pulled(uri);
    await client.until('a refresh', () => client.refreshes.includes('workspace/diagnostic/refresh'));
    await client.until('BNN701', async () => (await client.pulled(uri)).some(({ code }) => code === 'BNN701'));
  });

  it('is checked against the text as it is now, with its places', async () => {
    npz('n.npz', { ...FIT, 'b.weights': int8([1, 2], [9, 1]) });
    const { client, uri } = await opened();
    for (let version = 2; version < 12; version++) {
      client.change(uri, version, [
        { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '\n' },
      ]);
    }
    await client.until('BNN711', () => lastCodes(client, uri).includes('BNN711'));
    await client.until('its place', () => {
      const last = client.published.findLast((one) => one.uri === uri);
      return last?.version === 11 && last.diagnostics.find(({ code }) => code === 'BNN711')?.range.start.line === 14;
    });
  });
});

describe('networks under test', () => {
  const example = (name: string): string => pathToFileURL(path.join(root, 'examples/mnist', name)).href;

  it('are listed with their self-checks, from texts that are not open', async () => {
    const { client } = await opened();
    const uri = example('sfc.bnn');
    const networks = await client.request<NetworkInfo[]>('bnn/networks', { uri });
    expect(networks).toEqual([{ name: 'SFC', check: expect.stringContaining('SFC') as string, line: 2, character: 8 }]);
  });

  it('run on images, with progress, and tell accuracy and speed', async () => {
    const { client } = await opened();
    const params = { uri: example('sfc.bnn'), network: 'SFC', images: example('images.npz'), work: 'w1' };
    const result = await client.request<WorkResult>('bnn/runImages', params);
    expect(result.status).toBe('passed');
    expect(result.message).toMatch(/^SFC: 97\.1 % of 1000 images right, [\d.]+ images\/s\.$/);
    const told = client.notifications.filter(({ method }) => method === 'bnn/workProgress');
    expect(told.at(-1)?.params).toMatchObject({ work: 'w1', share: 1 });
  });

  it.each([false, true])('run through the generated C++, bounded: %s, equal to the reference', async (bounded) => {
    const classes = TEXT.replace('units=1', 'units=2').replace('\n}', '\n  argmax c\n}');
    npz('n.npz', { ...FIT, 'b.weights': int8([2, 2], [3, 1, -2, 5]) });
    const { uri, client } = await opened({}, classes);
    const pixels = Array.from({ length: 4 * 8 }, (_, at) => ((at * at + (at >> 3)) % 3 === 0 ? 1 : -1));
    const images = npz('images.npz', { images: int8([4, 8], pixels), labels: int8([4], [0, 0, 0, 0]) });
    const result = await client.request<WorkResult>('bnn/runCsim', { uri, images, network: 'N', bounded, work: 'w5' });
    expect(result.message).toMatch(/^N: [\d.]+ % of 4 images right, .* the reference on every image\.$/);
    expect(result.status).toBe('passed');
  });

  it('pass their self-check', async () => {
    npz('n.npz', FIT);
    const { client, uri } = await opened();
    const params = { uri, network: 'N', work: 'w2' };
    const result = await client.request<WorkResult>('bnn/selfCheck', params);
    expect(result).toMatchObject({ status: 'passed', message: expect.stringContaining('trained weights') as string });
  });

  it('tell faults of parameters and images in words', async () => {
    npz('n.npz', FIT);
    const { client, uri } = await opened();
    const run = (images: string): Promise<WorkResult> =>
      client.request('bnn/runImages', { uri, network: 'N', images, work: 'w3' });
    expect(await run(pathToFileURL(path.join(folder, 'no.npz')).href)).toMatchObject({ status: 'failed' });
    const wide = await run(npz('images.npz', { images: int8([1, 8], [0, 0, 0, 0, 0, 0, 0, 0]) }));
    expect(wide).toMatchObject({ status: 'failed', message: expect.stringContaining('BNN722') as string });
  });

  it('stop when the client cancels', async () => {
    copyFileSync(path.join(root, 'examples/cnv.bnn'), path.join(folder, 'cnv.bnn'));
    const { client } = await opened();
    const images = npz('images.npz', { images: int8([200, 32, 32, 3], new Array<number>(200 * 3072).fill(0)) });
    const uri = pathToFileURL(path.join(folder, 'cnv.bnn')).href;
    const { CancellationTokenSource } = await import('vscode-jsonrpc/node');
    const source = new CancellationTokenSource();
    const params = { uri, network: 'CNV', images, work: 'w4' };
    const answer = client.connection.sendRequest('bnn/runImages', params, source.token);
    const begun = (): boolean => client.notifications.some(({ method }) => method === 'bnn/workProgress');
    await client.until('progress', begun);
    source.cancel();
    await expect(answer).rejects.toMatchObject({ code: -32800 });
  });
});
