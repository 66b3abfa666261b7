import { afterEach, describe, expect, test } from 'vitest';
import type { CodeLens } from 'vscode-languageserver-protocol';
import { startClient, type TestClient } from './client.js';

const NET = `network N {
  input x type=bipolar shape=64
  dense d units=32 weights=bipolar activation=bipolar pe=4 simd=8
  dense e units=10 weights=bipolar activation=none pe=2 simd=4
}
target t for N {
  device=pynq_z1 clock=100MHz
}
`;
const URI = 'untitled:one.bnn';

let client: TestClient | undefined;
afterEach(() => client?.close());

async function opened(): Promise<TestClient> {
  client = await startClient();
  client.open(URI, NET);
  return client;
}

async function titles(of: TestClient): Promise<readonly string[]> {
  const lenses = await of.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: URI } });
  return lenses.map(({ command }) => command?.title ?? '');
}

const statusOf = (of: TestClient): string =>
  (of.notifications.findLast(({ method }) => method === 'bnn/status')?.params as { tooltip?: string } | undefined)
    ?.tooltip ?? '';

describe('the simulated latency', () => {
  test('takes the place of the bound in lens and status, beside the typing', async () => {
    const server = await opened();
    expect(await titles(server)).toContainEqual(expect.stringContaining('latency <= '));
    await expect.poll(() => titles(server)).toContainEqual(expect.stringMatching(/target t: .*latency \d/));
    expect(server.refreshes).toContain('workspace/codeLens/refresh');
    await expect.poll(() => statusOf(server)).toMatch(/latency \d/);
  });

  test.each([
    ['a layer', 'd units', 'The whole frame has a latency of'],
    ['a network', 'N {', 'cycles; latency'],
    ['a target', 't for', 'cycles; latency'],
  ])('stands in the hover of %s, which shows the bound before', async (_, at, words) => {
    const server = await opened();
    const lines = NET.split('\n');
    const line = lines.findIndex((text) => text.includes(at));
    const position = { line, character: lines[line]?.indexOf(at) ?? 0 };
    const text = async (): Promise<string> =>
      JSON.stringify(await server.request('textDocument/hover', { textDocument: { uri: URI }, position }));
    expect(await text()).toContain(`${words} at most `);
    await expect.poll(text).toMatch(new RegExp(`${words} [\\d.]+ .?s \\(simulated\\)`));
  });

  test('is the bound again after an edit of the hardware, until it has been simulated anew', async () => {
    const server = await opened();
    const simulated = expect.stringMatching(/target t: .*latency \d/) as string;
    await expect.poll(() => titles(server)).toContainEqual(simulated);
    server.change(URI, 2, [{ text: NET.replace('pe=4', 'pe=8') }]);
    expect(await titles(server)).toContainEqual(expect.stringContaining('latency <= '));
    await expect.poll(() => titles(server)).toContainEqual(simulated);
  });
});

describe('what changed since the last save', () => {
  const change = async (of: TestClient): Promise<string | undefined> =>
    (await titles(of)).find((title) => title.startsWith('since the last save'));

  test('stands in a lens as soon as something did, and goes when it is taken back or saved', async () => {
    const server = await opened();
    expect(await change(server)).toBeUndefined();
    const edited = NET.replace('pe=4', 'pe=8');
    server.change(URI, 2, [{ text: edited }]);
    expect(await change(server)).toMatch(/^since the last save: .*LUT \+\d+ \(\+[\d.]+ %\)/);
    server.change(URI, 3, [{ text: NET }]);
    expect(await change(server)).toBeUndefined();
    server.change(URI, 4, [{ text: edited }]);
    expect(await change(server)).toBeDefined();
    await server.connection.sendNotification('textDocument/didSave', { textDocument: { uri: URI } });
    expect(await change(server)).toBeUndefined();
  });

  test('is silent about edits that change no hardware', async () => {
    const server = await opened();
    await titles(server);
    server.change(URI, 2, [{ text: `// a comment\n${NET}` }]);
    expect(await change(server)).toBeUndefined();
  });
});
