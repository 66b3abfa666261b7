import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import type { CodeLens } from 'vscode-languageserver-protocol';
import type { NpyArray } from '../../server/src/parameters/npy.js';
import { writeNpz } from '../../server/src/parameters/npz.js';
import { startClient, type TestClient } from './client.js';

const NET = `import "wide.bnn"
network N {
  input x type=bipolar shape=64
  dense d units=WIDE weights=bipolar activation=bipolar pe=4 simd=8
  dense e units=10 weights=bipolar activation=none pe=2 simd=4
}
target t for N {
  device=pynq_z1 clock=100MHz
}
`;
const OPEN_FOLDING = NET.replaceAll(/ pe=\d+ simd=\d+/g, '').replace('100MHz', '100MHz throughput=1MFPS');
const URI = 'file:///repository/net.bnn';
const WIDE = 'file:///repository/wide.bnn';

let client: TestClient | undefined;
afterEach(() => client?.close());

/** A client whose last commit holds these texts; what it is asked is listed. */
async function opened(
  commit: Record<string, string> | 'outside',
  text: string,
): Promise<readonly [TestClient, string[]]> {
  const asked: string[] = [];
  client = await startClient({
    committed: (uri) => {
      asked.push(uri);
      if (commit === 'outside') return { status: 'outside' };
      const committed = commit[uri];
      return committed === undefined ? { status: 'new' } : { status: 'committed', text: committed };
    },
  });
  client.open(WIDE, 'const WIDE = 32\n');
  client.open(URI, text);
  return [client, asked];
}

async function change(of: TestClient): Promise<CodeLens | undefined> {
  const lenses = await of.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: URI } });
  return lenses.find(({ command }) => command?.title.startsWith('since the last commit'));
}
const title = async (of: TestClient): Promise<string | undefined> => (await change(of))?.command?.title;

describe('what changed since the last commit', () => {
  test('stands in a lens that leads to the comparison', async () => {
    const [server] = await opened({ [URI]: NET.replace('pe=4', 'pe=8'), [WIDE]: 'const WIDE = 32\n' }, NET);
    await expect.poll(() => title(server)).toMatch(/^since the last commit: FPS -38 %, LUT -/);
    expect(server.refreshes).toContain('workspace/codeLens/refresh');
    expect((await change(server))?.command).toMatchObject({
      command: 'bnn.compareWithCommit',
      arguments: [URI, 'N', 't'],
    });
    server.change(URI, 2, [{ text: NET.replace('pe=4', 'pe=8') }]);
    expect(await title(server)).toBeUndefined();
  });

  test('imports are those of the commit, too', async () => {
    const [server, asked] = await opened({ [URI]: NET, [WIDE]: 'const WIDE = 64\n' }, NET);
    await expect.poll(() => title(server)).toMatch(/^since the last commit: FPS \+100 %, LUT /);
    expect(new Set(asked)).toEqual(new Set([URI, WIDE]));
  });

  test('foldings that are left open are searched for both', async () => {
    const [server] = await opened(
      { [URI]: OPEN_FOLDING.replace('1MFPS', '4MFPS'), [WIDE]: 'const WIDE = 32\n' },
      OPEN_FOLDING,
    );
    await expect.poll(() => title(server)).toMatch(/^since the last commit: FPS -\d+ %/);
  });

  test('each text is asked for once a commit, however much is typed', async () => {
    const commit = { [URI]: NET, [WIDE]: 'const WIDE = 32\n' };
    const [server, asked] = await opened(commit, NET);
    for (let version = 2; version < 12; version++) {
      server.change(URI, version, [{ text: NET.replace('pe=4', version % 2 ? 'pe=8' : 'pe=2') }]);
      await change(server);
    }
    await expect.poll(() => title(server)).toMatch(/FPS \+\d+ %/);
    expect(asked.toSorted()).toEqual([URI, WIDE]);
    commit[URI] = NET.replace('pe=4', 'pe=8');
    await server.connection.sendNotification('bnn/commitsChanged');
    await expect.poll(() => title(server)).toBeUndefined();
    expect(asked.filter((uri) => uri === URI)).toHaveLength(2);
  });

  test.each([
    ['outside', {}, 'in no git repository'],
    ['new', {}, 'does not have this file'],
  ] as const)('is silent about a text that is %s, and the command says why', async (status, commit, message) => {
    const [server] = await opened(status === 'outside' ? 'outside' : commit, NET);
    expect(await title(server)).toBeUndefined();
    const answer = await server.request('bnn/compareWithCommit', { uri: URI });
    expect(answer).toMatchObject({ markdown: '', message: expect.stringContaining(message) as string });
    expect(await title(server)).toBeUndefined();
  });

  test('the command gives the table of bnn diff', async () => {
    const [server] = await opened({ [URI]: NET.replace('pe=4', 'pe=8'), [WIDE]: 'const WIDE = 32\n' }, NET);
    const { markdown } = await server.request<{ markdown: string }>('bnn/compareWithCommit', { uri: URI });
    expect(markdown).toContain('### N, target t: since the last commit');
    expect(markdown).toContain('| d | 32 -> 64 (+100 %) |');
  });

  test('the command waits for the weights of both, which narrow their sums alike', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'bnn-commits-'));
    const uri = pathToFileURL(path.join(folder, 'net.bnn')).href;
    const ones = (rows: number, columns: number): NpyArray => {
      return { dtype: 'int8', shape: [rows, columns], data: new Int8Array(rows * columns).fill(1) };
    };
    const arrays = new Map([
      ['d.weights', ones(8, 64)],
      ['e.weights', ones(4, 8)],
    ]);
    writeFileSync(path.join(folder, 'net.npz'), writeNpz(arrays));
    const text = `network N {
  params "net.npz"
  input x type=bipolar shape=64
  dense d units=8 weights=ternary activation=none pe=1 simd=1
  dense e units=4 weights=ternary activation=none pe=1 simd=1
}
target t for N { device=pynq_z1 }
`;
    const then = text.replace('weights=ternary', 'weights=int4');
    client = await startClient({ committed: () => ({ status: 'committed', text: then }) });
    client.open(uri, text);
    const { markdown } = await client.request<{ markdown: string }>('bnn/compareWithCommit', { uri });
    rmSync(folder, { recursive: true, force: true });
    expect(markdown).toContain('| d |');
    expect(markdown).not.toContain('| e |');
  });

  test('another client is never asked', async () => {
    client = await startClient();
    client.open(URI, NET);
    expect(await title(client)).toBeUndefined();
    expect(await client.request('bnn/compareWithCommit', { uri: URI })).toMatchObject({ markdown: '' });
  });
});
