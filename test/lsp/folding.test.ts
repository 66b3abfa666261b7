import { afterEach, describe, expect, test } from 'vitest';
import type { CodeLens, InlayHint } from 'vscode-languageserver-protocol';
import { STATUS, type StatusParams } from '../../server/src/lsp/protocol.js';
import { positionOf, startClient, type TestClient } from './client.js';

/** With 4 blocks of RAM the greedy rule overruns the budget and misses the goal; the search meets both. */
const text = (more = '', rate = '10kFPS'): string => `network N {
  defaults weights=bipolar activation=bipolar
  input x type=int8 shape=16x16x3
  conv a filters=32 kernel=3${more}
  conv b filters=32 kernel=3
  maxpool p size=2
  dense c units=64
  dense d units=10 activation=none
}
target t for N {
  device=pynq_z1 clock=100MHz
  throughput=${rate}
  budget bram=4 lut=20000
}
`;

const URI = 'untitled:folded.bnn';
const clients: TestClient[] = [];

async function start(): Promise<TestClient> {
  const client = await startClient();
  clients.push(client);
  return client;
}

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
});

/** Resolves when the status of a version says that nothing is searched any more. */
async function folded(client: TestClient, version: number): Promise<StatusParams> {
  for (;;) {
    const found = client.notifications.findLast(({ method }) => method === STATUS)?.params as StatusParams | undefined;
    if (found?.version === version && !found.tooltip.includes('search')) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function shown(client: TestClient): Promise<{ readonly hints: string[]; readonly lenses: string[] }> {
  const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  const textDocument = { uri: URI };
  const hints = await client.request<InlayHint[]>('textDocument/inlayHint', { textDocument, range });
  const lenses = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument });
  const labels = hints.map(({ label }) => (typeof label === 'string' ? label : ''));
  return { hints: labels, lenses: lenses.map(({ command }) => command?.title ?? '') };
}

describe('the folding of an open text', () => {
  test('is marked while it is searched, then final, and nothing false is said in between', async () => {
    const client = await start();
    client.open(URI, text());
    const first = await shown(client);
    expect(first.lenses[0]).toContain('~ ');
    expect(first.lenses[0]).toContain('searching');
    expect(first.hints.every((label) => label.startsWith('~ '))).toBe(true);
    const status = await folded(client, 1);
    expect(status.text).not.toContain('~');
    expect(status.tooltip).toContain('proven');
    const last = await shown(client);
    expect(last.lenses[0]).not.toMatch(/~|searching/);
    expect(last.hints.some((label) => label.startsWith('~'))).toBe(false);
    expect(client.refreshes).toContain('workspace/inlayHint/refresh');
    expect(client.refreshes).toContain('workspace/codeLens/refresh');
    const errors = client.published.flatMap(({ diagnostics }) => diagnostics.filter(({ severity }) => severity === 1));
    expect(errors).toEqual([]);
  });

  test('is the same after edits as in a fresh text, and known again after an edit that changes no network', async () => {
    const client = await start();
    client.open(URI, text());
    const typed = ['  ', ' pe=1', ' pe=16', ' pe=8 simd=3'];
    typed.forEach((more, at) => client.change(URI, at + 2, [{ text: text(more) }]));
    client.change(URI, 6, [{ text: text(' pe=8') }]);
    await folded(client, 6);
    const after = await shown(client);

    const fresh = await start();
    fresh.open(URI, text(' pe=8'));
    await folded(fresh, 1);
    expect(await shown(fresh)).toEqual(after);

    const start0 = { line: 0, character: 0 };
    client.change(URI, 7, [{ range: { start: start0, end: start0 }, text: '// A comment.\n' }]);
    expect((await shown(client)).lenses).toEqual(after.lenses);
  });

  test('tells what is missing where no folding does, once that is proven', async () => {
    const client = await start();
    client.open(URI, text('', '300kFPS'));
    await folded(client, 1);
    const range = { start: positionOf(text(), 'throughput'), end: positionOf(text(), 'budget') };
    const all = await client.diagnostics(URI, 1);
    const last = client.published.at(-1)?.diagnostics ?? all;
    const missed = last.filter(({ range: at }) => at.start.line >= range.start.line && at.start.line < range.end.line);
    expect(missed).toEqual([
      expect.objectContaining({ message: expect.stringMatching(/No folding reaches it: it needs/) as string }),
    ]);
  });
});
