import { describe, expect, test } from 'vitest';
import type { CodeAction, CompletionItem, Hover, InlayHint, SemanticTokens } from 'vscode-languageserver-protocol';
import { edited, positionOf } from './client.js';
import { testServers } from './servers.js';

const { start } = testServers();

const NET = `network N {
  input x type=bipolar shape=64
  dense d units=10 weights=bipolar activation=none pe=3
}
`;

const URI = 'untitled:one.bnn';

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
