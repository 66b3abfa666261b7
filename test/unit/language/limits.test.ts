import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lex } from '../../../server/src/language/lexer.js';
import { parse } from '../../../server/src/language/parser.js';
import { statementsOf } from '../../../server/src/language/walk.js';
import { cases } from '../../support/cases.js';
import { layersOf, parsed, RICH, SAMPLE, URI } from './support.js';

/** What calls itself for each of these runs out of stack: it has room for about ten thousand calls. */
const MANY = 30_000;

describe('any text at all', () => {
  test('strings', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        parsed(text);
      }),
      { seed: 1, numRuns: cases(600) },
    );
  });

  test('pieces of the language in any order', () => {
    const piece = fc.constantFrom(
      ...'network target block repeat conv dense input for in import const fold budget defaults params'.split(' '),
      ...'{ } [ ] ( ) = , ; + - * / . @ " "a" // /* */ /// 3 3x3 100MHz 80% % MHz x a b.c ü 2x \n \r\n'.split(' '),
      '\n',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.constantFrom('', ' '), (pieces, between) => {
        const { diagnostics } = parsed(pieces.join(between));
        // The arrangement leaves nothing to Chevrotain's own recovery.
        expect(diagnostics.filter(({ message }) => message.includes('The statement ends before it'))).toEqual([]);
      }),
      { seed: 2, numRuns: cases(1500) },
    );
  });

  test('samples with a token deleted, doubled, swapped or cut', () => {
    for (const text of [SAMPLE, RICH]) {
      const { tokens } = lex(text);
      const spans = tokens.map(({ startOffset, image }) => [startOffset, startOffset + image.length] as const);
      spans.forEach(([start, end], index) => {
        const next = spans[index + 1] ?? [end, end];
        parsed(text.slice(0, start) + text.slice(end));
        parsed(`${text.slice(0, end)} ${text.slice(start, end)}${text.slice(end)}`);
        parsed(
          text.slice(0, start) +
            text.slice(next[0], next[1]) +
            text.slice(end, next[0]) +
            text.slice(start, end) +
            text.slice(next[1]),
        );
        parsed(text.slice(0, start + 1) + text.slice(end));
      });
    }
  });

  test('every prefix of a sample', () => {
    for (let end = 0; end <= RICH.length; end++) parsed(RICH.slice(0, end));
  });

  test('a token deleted in one layer leaves all others as they were', () => {
    const lines = Array.from({ length: 9 }, (_, index) => `  conv c${index} filters=64 kernel=[3, 3] from=a${index}`);
    const all = layersOf(`network N {\n${lines.join('\n')}\n}\n`);
    const line = lines[4] ?? '';
    const spans = lex(line).tokens.map(({ startOffset, image }) => [startOffset, startOffset + image.length] as const);
    for (const [start, end] of spans)
      for (const broken of [line.slice(0, start) + line.slice(end), line.slice(0, end), line.slice(0, start)]) {
        const layers = layersOf(`network N {\n${lines.with(4, broken).join('\n')}\n}\n`);
        for (const layer of all.filter((_, index) => index !== 4)) expect(layers, broken).toContain(layer);
      }
  });
});

describe('limits', () => {
  test('nesting beyond 100 is told once and not read, and what follows is', () => {
    for (const open of ['[', '(', '-', '{', 'repeat 2 {', '[(', '1+', '1*', '-(']) {
      const text = `network N {\n conv c1 filters=${open.repeat(MANY)}\n}\nnetwork M { }`;
      const { file, diagnostics } = parsed(text);
      if (open !== '{')
        expect(
          diagnostics.map(({ code }) => code),
          open,
        ).toContain('BNN104');
      expect(diagnostics.filter(({ code }) => code === 'BNN104').length, open).toBeLessThanOrEqual(1);
      expect(file.statements.at(-1), open).toMatchObject({ name: { text: 'M' } });
      expect([...statementsOf(file)].find(({ type }) => type === 'layer')).toBeDefined();
    }
    const closed = `const A = ${'('.repeat(MANY)}1${')'.repeat(MANY)}\nconst B = 2`;
    expect(parsed(closed).diagnostics.map(({ code }) => code)).toEqual(['BNN104']);
    expect(parsed(closed).file.statements.at(-1)).toMatchObject({ name: { text: 'B' }, value: { text: '2' } });
    expect(parsed(`const A = ${'('.repeat(99)}1${')'.repeat(99)}`).diagnostics).toEqual([]);
  });

  test('a tree is never so high that walking it runs out of stack', () => {
    const text = `const A = ${'(1+'.repeat(90)}${'1+'.repeat(MANY)}1${')'.repeat(90)}`;
    expect(() => JSON.stringify(parsed(text).file)).not.toThrow();
  });

  test('at most 500 faults and one that counts the rest', () => {
    const { diagnostics } = parsed('const = @ '.repeat(MANY));
    expect(diagnostics).toHaveLength(501);
    expect(diagnostics.at(-1)).toMatchObject({ code: 'BNN105', facts: { shown: 500 } });
  });

  test('long lines and texts dense with faults take linear time', () => {
    const texts = [
      'a'.repeat(10_000_000),
      '1'.repeat(3_000_000),
      ' '.repeat(3_000_000),
      `"${'x'.repeat(3_000_000)}`,
      `// ${'x'.repeat(3_000_000)}`,
      '@'.repeat(3_000_000),
      '/*\n'.repeat(50_000),
      'a '.repeat(100_000),
      'a\n'.repeat(100_000),
      'a b c\n'.repeat(50_000),
      'conv '.repeat(60_000),
      '= '.repeat(60_000),
      '3 x '.repeat(60_000),
      '} conv '.repeat(50_000),
      '{ '.repeat(60_000),
      'network { '.repeat(50_000),
      'repeat '.repeat(50_000),
      `[${'1 '.repeat(60_000)}`,
      `const A = ${'[ '.repeat(50_000)}`,
      `const A = [${'a, '.repeat(60_000)}]`,
      `const A = ${'1 + '.repeat(60_000)}1`,
      `const A = ${'- '.repeat(60_000)}1`,
      `const A = ${'3x'.repeat(60_000)}3`,
      `const A = [(${'[)'.repeat(50_000)}`,
      'fold ***'.repeat(50_000),
      '/// d\n'.repeat(60_000),
      `network N { conv c ${'pe=3 '.repeat(50_000)} }`,
      `block f(${'a, '.repeat(50_000)}) { }`,
    ];
    // What is not linear takes longer than a test may.
    for (const text of texts) expect(() => parse(text, URI), text.slice(0, 30)).not.toThrow();
  });

  test('odd blanks, byte order marks and lone line breaks part words like any other', () => {
    const layers = ['input a type=int8 shape=4', 'dense d units=2'];
    for (const text of [
      '\uFEFFnetwork\u00A0N\u2003{\r\tinput a type=int8 shape=4\r dense d units=2 }',
      'network N{input\u3000a type=int8 shape=4\u2028dense d units=2}',
    ]) {
      expect(layersOf(text)).toEqual(layers);
      expect(parsed(text).diagnostics).toEqual([]);
    }
  });
});
