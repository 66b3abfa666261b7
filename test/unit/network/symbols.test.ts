import { describe, expect, it } from 'vitest';
import type { SourceFile } from '../../../server/src/language/ast.js';
import { parse } from '../../../server/src/language/parser.js';
import { referencesTo, symbolAt, symbolsOf } from '../../../server/src/network/symbols.js';
import { dedent, fixture } from '../../support/fixture.js';

const LIB = 'file:///p/lib.bnn';
const MAIN = 'file:///p/main.bnn';

/** `kind name@line:column -> where it is defined` of every reference. */
function references(main: string, lib = ''): string[] {
  const trees = new Map<string, SourceFile>([
    [MAIN, parse(dedent(main), MAIN).file],
    [LIB, parse(dedent(lib), LIB).file],
  ]);
  const treeOf = (uri: string): SourceFile | undefined => trees.get(uri);
  const textOf = (uri: string): string => trees.get(uri)?.text ?? '';
  const place = (uri: string, offset: number): string => {
    const before = textOf(uri).slice(0, offset).split('\n');
    return `${uri === MAIN ? '' : 'lib:'}${before.length}:${(before.at(-1) ?? '').length + 1}`;
  };
  const file = treeOf(MAIN);
  if (!file) throw new Error('no tree');
  return symbolsOf(file, MAIN, treeOf).references.map(({ kind, name, span, definition }) => {
    expect(textOf(MAIN).slice(span.start, span.end)).toBe(name);
    const to = definition ? place(definition.at.uri, definition.at.span.start) : '?';
    return `${kind} ${name} ${place(MAIN, span.start)} -> ${to}`;
  });
}

describe('references', () => {
  it('to layers, consts, parameters, blocks and networks', () => {
    expect(
      references(`
        const W = 4
        const V = W*2
        block B(p, q=W) { conv c filters=p kernel=1  add s from=[c, in, q] }
        network N {
          input x type=int8 shape=[8, 8, W]
          B b p=V q=x
          repeat W { conv m filters=W kernel=1 from=b.c }
          add z from=[m_3, b, nothing]
        }
        target t for N { fold b.c pe=W  fold b.* pe=1  fold m_0 pe=1  fold * pe=1 }`),
    ).toEqual([
      'const W 2:11 -> 1:7',
      'const W 3:14 -> 1:7',
      'parameter p 3:34 -> 3:9',
      'layer c 3:58 -> 3:24',
      'parameter q 3:65 -> 3:12',
      'const W 5:34 -> 1:7',
      'block B 6:3 -> 3:7',
      'parameter p 6:7 -> 3:9',
      'const V 6:9 -> 2:7',
      'parameter q 6:11 -> 3:12',
      'layer x 6:13 -> 5:9',
      'const W 7:10 -> 1:7',
      'const W 7:29 -> 1:7',
      'layer b 7:45 -> 6:5',
      'layer c 7:47 -> 3:24',
      'layer m 8:15 -> 7:19',
      'layer b 8:20 -> 6:5',
      'layer nothing 8:23 -> ?',
      'network N 10:14 -> 4:9',
      'layer b 10:23 -> 6:5',
      'layer c 10:25 -> 3:24',
      'const W 10:30 -> 1:7',
      'layer b 10:38 -> 6:5',
      'layer m 10:53 -> 7:19',
    ]);
  });

  it('through imports', () => {
    expect(
      references(
        `
        import "lib.bnn"
        network N { input x type=int8 shape=K  B b p=K from=x  maxpool m size=1 from=b.inner }
        target t for M { fold y pe=1 }`,
        `
        const K = 3
        block B(p) { maxpool inner size=p }
        network M { input y type=int8 shape=K }`,
      ),
    ).toEqual([
      'const K 2:37 -> lib:1:7',
      'block B 2:40 -> lib:2:7',
      'parameter p 2:44 -> lib:2:9',
      'const K 2:46 -> lib:1:7',
      'layer x 2:53 -> 2:19',
      'layer b 2:78 -> 2:42',
      'layer inner 2:80 -> lib:2:22',
      'network M 3:14 -> lib:3:9',
      'layer y 3:23 -> lib:3:19',
    ]);
  });

  it('are found from the cursor, and listed for a definition', () => {
    const { text, cursor = 0 } = fixture('const W$0 = 4\nconst V = W\nnetwork N { input x type=int8 shape=W }');
    const symbols = symbolsOf(parse(text, MAIN).file, MAIN);
    const definition = symbolAt(symbols, cursor)?.definition;
    expect(definition?.kind).toBe('const');
    expect(definition && referencesTo(definition, symbols)).toHaveLength(2);
    expect(symbolAt(symbols, text.indexOf('shape=W') + 6)?.definition).toBe(definition);
    expect(symbolAt(symbols, text.indexOf('type'))).toBeUndefined();
  });

  it('work on every prefix of a text', () => {
    const text =
      'const W = 4 block B(p) { conv c filters=p kernel=1 from=in } network N { B b p=W from=x } target t for N { fold b.c pe=1 }';
    for (let end = 0; end <= text.length; end++) {
      const { references: found } = symbolsOf(parse(text.slice(0, end), MAIN).file, MAIN);
      for (const { span, name } of found) expect(text.slice(span.start, span.end)).toBe(name);
    }
  });
});
