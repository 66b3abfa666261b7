import { describe, expect, test } from 'vitest';
import { documentLinks } from '../../../server/src/ide/document-links.js';
import { foldingRanges } from '../../../server/src/ide/folding-ranges.js';
import { formatting, rangeFormatting } from '../../../server/src/ide/formatting.js';
import { selectionRanges } from '../../../server/src/ide/selection-ranges.js';
import { documentSymbols, workspaceSymbols } from '../../../server/src/ide/symbols.js';
import { applied, open, SMALL } from './support.js';

describe('the outline', () => {
  test('holds blocks, networks with their layers, targets', () => {
    const { analysis } = open(SMALL);
    const [network, pynq] = documentSymbols(analysis);
    expect(network?.name).toBe('Small');
    expect(network?.children?.map(({ name, detail }) => `${name} ${detail ?? ''}`)).toEqual([
      'image input -> 16x16x3 int8',
      'c0 conv -> 14x14x16 bipolar',
      'p0 maxpool -> 7x7x16 bipolar',
      'f1 dense -> 32 bipolar',
      expect.stringMatching(/^f2 dense -> 10 int\d+$/),
      expect.stringMatching(/^label argmax -> /),
    ]);
    expect(pynq?.detail).toBe('for Small');
  });

  test('every range holds its selection', () => {
    const check = (symbols: ReturnType<typeof documentSymbols>): void => {
      for (const { range, selectionRange, children } of symbols) {
        expect(range.start.line <= selectionRange.start.line && selectionRange.end.line <= range.end.line).toBe(true);
        check(children ?? []);
      }
    };
    check(documentSymbols(open(SMALL).analysis));
  });

  test('a workspace query finds the letters in their order', () => {
    expect(workspaceSymbols([open(SMALL).analysis], 'sml').map(({ name }) => name)).toEqual(['Small']);
  });
});

describe('structure', () => {
  test('bodies, comments and imports fold; the closing brace stays in sight', () => {
    const text =
      '// a\n// b\nimport "a.bnn"\nimport "b.bnn"\nnetwork N {\n  input x type=int8 shape=4\n}\n/* c\n d */\n';
    expect(foldingRanges(open(text).analysis)).toEqual([
      { startLine: 4, endLine: 5 },
      { startLine: 0, endLine: 1, kind: 'comment' },
      { startLine: 7, endLine: 8, kind: 'comment' },
      { startLine: 2, endLine: 3, kind: 'imports' },
    ]);
  });

  test('a selection grows from word to value, attribute, layer, body, network, file', () => {
    const { analysis, offset } = open('network N {\n  input x type=int8 shape=[4, 4, 3$0]\n}\n');
    const [first] = selectionRanges(analysis, [analysis.lines.position(offset)]);
    const seen: string[] = [];
    for (let here = first; here; here = here.parent) {
      seen.push(
        analysis.text
          .slice(analysis.lines.offset(here.range.start), analysis.lines.offset(here.range.end))
          .trim()
          .split('\n')[0] ?? '',
      );
    }
    expect(seen.slice(0, 4)).toEqual(['3', '[4, 4, 3]', 'shape=[4, 4, 3]', 'input x type=int8 shape=[4, 4, 3]']);
    expect(seen.at(-1)).toBe('network N {');
  });

  test('paths are links', () => {
    const { analysis } = open('import "lib/a b.bnn"\nnetwork N {\n  params "w.npz"\n}\n');
    expect(documentLinks(analysis).map(({ target }) => target)).toEqual([
      'file:///project/lib/a%20b.bnn',
      'file:///project/w.npz',
    ]);
  });

  test('formatting changes blanks only, the whole or the lines that are asked for', () => {
    const text =
      'network N {\ninput x type=int8   shape=4\n      dense d   units=2 weights=bipolar activation=none\n}\n';
    const { analysis } = open(text);
    const formatted = applied(analysis, formatting(analysis));
    expect(formatted.replace(/\s+/g, ' ')).toBe(text.replace(/\s+/g, ' '));
    expect(formatting(open(formatted).analysis)).toEqual([]);
    const line = { start: { line: 2, character: 0 }, end: { line: 2, character: 3 } };
    expect(applied(analysis, rangeFormatting(analysis, line)).split('\n')[1]).toBe('input x type=int8   shape=4');
  });
});
