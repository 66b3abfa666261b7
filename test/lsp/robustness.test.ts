import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Hover } from 'vscode-languageserver-protocol';
import { positionOf, startClient, type TestClient } from './client.js';
import { testServers } from './servers.js';

const NET = 'network N {\n  input x type=bipolar shape=64\n  dense d units=10 weights=bipolar activation=none\n}\n';
const URI = 'untitled:one.bnn';
const { start } = testServers();

const METHODS = [
  'textDocument/hover',
  'textDocument/completion',
  'textDocument/definition',
  'textDocument/implementation',
  'textDocument/references',
  'textDocument/documentHighlight',
  'textDocument/prepareRename',
  'textDocument/rename',
  'textDocument/documentSymbol',
  'textDocument/semanticTokens/full',
  'textDocument/inlayHint',
  'textDocument/codeLens',
  'textDocument/codeAction',
  'textDocument/foldingRange',
  'textDocument/selectionRange',
  'textDocument/documentLink',
  'textDocument/formatting',
  'textDocument/rangeFormatting',
] as const;

function paramsFor(uri: string, line: number, character: number): object {
  const position = { line, character };
  const range = { start: { line: 0, character: 0 }, end: { line: line + 1, character } };
  return {
    textDocument: { uri },
    position,
    positions: [position],
    range,
    newName: 'other',
    context: { includeDeclaration: true, diagnostics: [] },
    options: { tabSize: 2, insertSpaces: true },
  };
}

describe('a fault of our own', () => {
  // One server for all of them: it answers on after each.
  let client: TestClient;
  beforeAll(async () => {
    client = await startClient({ env: { BNN_TEST_PANIC: 'PANIC_NOW' } });
  });
  afterAll(() => client.close());

  test.each(METHODS)('in %s is one log line and one diagnostic; the next keystroke works', async (method) => {
    const uri = `untitled:${method}.bnn`;
    const logged = client.log.length;
    client.open(uri, `// PANIC_NOW\n${NET}`);
    await client.diagnostics(uri, 1);
    await client.request(method, paramsFor(uri, 3, 8));
    await client.until('the diagnostic', () => {
      const last = client.published.findLast((one) => one.uri === uri)?.diagnostics ?? [];
      return last.filter(({ code }) => code === 'BNN999').length === 1;
    });
    expect(client.log.slice(logged).filter((line) => line.includes('artificial panic'))).not.toEqual([]);
    client.change(uri, 2, [{ text: NET }]);
    expect((await client.diagnostics(uri, 2)).map(({ code }) => code)).not.toContain('BNN999');
    const hover = await client.at<Hover | null>('textDocument/hover', uri, positionOf(NET, 'd units'));
    expect(hover?.contents).toBeDefined();
    expect(client.process.exitCode).toBeNull();
  });
});

describe('any stream of messages', () => {
  test('is survived, and the text stays in step', async () => {
    const client = await start();
    const alphabet = [
      'network N {',
      '}',
      '\n',
      ' dense d units=',
      '=',
      '"',
      '/*',
      '*/',
      '\u{1F600}',
      '[',
      ']',
      'x',
      '10',
      'target t for N {',
      'import "a.bnn"',
      '///',
      '\r\n',
      'repeat 2 {',
      'fold * pe=',
    ];
    const step = fc.oneof(
      fc.record({ edit: fc.constantFrom(...alphabet), at: fc.nat(200), remove: fc.nat(3) }),
      fc.record({ method: fc.constantFrom(...METHODS), line: fc.nat(12), character: fc.nat(40) }),
      fc.record({
        wild: fc.constantFrom('textDocument/hover', 'textDocument/nonsense', '$/setTrace', 'bnn/targets'),
        line: fc.integer(),
      }),
    );
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        runs++;
        const uri = `untitled:fuzz${runs}.bnn`;
        let text = NET;
        let version = 1;
        client.open(uri, text);
        for (const one of steps) {
          if ('edit' in one) {
            let start = Math.min(one.at, text.length);
            // An editor never edits between the halves of one character or of one line break.
            while (
              start > 0 &&
              (/[\uDC00-\uDFFF]/.test(text.charAt(start)) || text.slice(start - 1, start + 1) === '\r\n')
            )
              start--;
            let end = Math.min(start + one.remove, text.length);
            while (end > start && (/[\uDC00-\uDFFF]/.test(text.charAt(end)) || text.slice(end - 1, end + 1) === '\r\n'))
              end--;
            client.change(uri, ++version, [
              { range: { start: place(text, start), end: place(text, end) }, text: one.edit },
            ]);
            text = text.slice(0, start) + one.edit + text.slice(end);
          } else if ('method' in one) {
            // Whatever the answer is, there is one, or a reason.
            await client.request(one.method, paramsFor(uri, one.line, one.character)).catch((error: unknown) => {
              expect(one.method).toBe('textDocument/rename');
              expect(String(error)).not.toContain('TypeError');
            });
          } else {
            await client
              .request(one.wild, { textDocument: { uri }, uri, position: { line: one.line, character: -3 } })
              .catch(() => undefined);
          }
        }
        const edited = (await client.diagnostics(uri, version)).map(({ code, range }) => ({ code, range }));
        const fresh = `untitled:fresh${runs}.bnn`;
        client.open(fresh, text);
        const anew = (await client.diagnostics(fresh, 1)).map(({ code, range }) => ({ code, range }));
        expect(edited).toEqual(anew);
        expect(edited.map(({ code }) => code)).not.toContain('BNN999');
        for (const one of [uri, fresh])
          void client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: one } });
      }),
      { numRuns: 40, seed: 20_260_731 },
    );
    expect(client.process.exitCode).toBeNull();
    expect(client.log.filter((line) => line.includes(' failed on '))).toEqual([]);
  }, 60_000);

  test('cancelled requests are answered', async () => {
    const client = await start();
    client.open(URI, NET);
    const answers = Array.from({ length: 20 }, () => client.request('textDocument/references', paramsFor(URI, 2, 8)));
    for (let id = 1; id <= 25; id++) void client.connection.sendNotification('$/cancelRequest', { id });
    const settled = await Promise.allSettled(answers);
    expect(settled).toHaveLength(20);
  });
});

function place(text: string, offset: number): { line: number; character: number } {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}
