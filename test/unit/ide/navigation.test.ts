import { describe, expect, test } from 'vitest';
import { definition } from '../../../server/src/ide/definition.js';
import { fileRename, type FileMove } from '../../../server/src/ide/file-rename.js';
import { highlights } from '../../../server/src/ide/highlight.js';
import { references } from '../../../server/src/ide/references.js';
import { prepareRename, rename } from '../../../server/src/ide/rename.js';
import { applied, open, type Fixture } from './support.js';

const LIBRARY = `const WIDTH = 8
block pair(width, step=1) {
  dense a units=width
  dense b units=width from=a
}
`;
const MAIN = `import "lib.bnn"
network N {
  defaults weights=bipolar activation=bipolar
  input x type=bipolar shape=64
  repeat 2 { dense mid units=64 }
  pair p width=WIDTH from=mid_1
  add s from=[p.a, p]
}
target t for N { device=pynq_z1 fold p.a pe=2 fold mid* pe=4 }
`;

/** The text with `$0` where a piece of it begins. */
const at = (text: string, piece: string): string => text.replace(piece, `$0${piece}`);
const files = (main: string, lib = LIBRARY): Fixture => ({ 'main.bnn': main, 'lib.bnn': lib });

describe('definition', () => {
  /** File and text of the place, to the end of its line. */
  const checkDefinition = (fixture: Fixture): string[] => {
    const { analysis, offset, all } = open(fixture);
    return definition(analysis, offset).map(({ uri, range }) => {
      const there = all.find((one) => one.uri === uri);
      const start = there ? there.lines.offset(range.start) : 0;
      return `${uri.split('/').at(-1) ?? ''}: ${there?.text.slice(start, there.lines.lineSpan(range.start.line).end) ?? ''}`;
    });
  };

  test('of a block, a const and a parameter in an imported file', () => {
    expect(checkDefinition(files(at(MAIN, 'pair p')))).toEqual(['lib.bnn: pair(width, step=1) {']);
    expect(checkDefinition(files(at(MAIN, 'WIDTH')))).toEqual(['lib.bnn: WIDTH = 8']);
    expect(checkDefinition(files(at(MAIN, 'width=')))).toEqual(['lib.bnn: width, step=1) {']);
  });

  test('of a layer in a round, inside an instance, in a pattern; of a network', () => {
    expect(checkDefinition(files(at(MAIN, 'mid_1')))).toEqual(['main.bnn: mid units=64 }']);
    expect(checkDefinition(files(MAIN.replace('[p.a', '[p.$0a')))).toEqual(['lib.bnn: a units=width']);
    expect(checkDefinition(files(MAIN.replace('fold p.a', 'fold p.$0a')))).toEqual(['lib.bnn: a units=width']);
    expect(checkDefinition(files(at(MAIN, 'N { device')))).toEqual(['main.bnn: N {']);
  });

  test('of a path the file; of nothing nothing', () => {
    expect(checkDefinition(files(at(MAIN, 'lib.bnn')))).toEqual(['lib.bnn: const WIDTH = 8']);
    expect(checkDefinition(files(at(MAIN, 'shape')))).toEqual([]);
  });
});

describe('references and highlights', () => {
  test('go through all files', () => {
    const { analysis, offset, all } = open(files(MAIN, at(LIBRARY, 'pair')));
    expect(
      references(analysis, offset, all, true).map(
        ({ uri, range }) => `${uri.split('/').at(-1) ?? ''} ${range.start.line}`,
      ),
    ).toEqual(['lib.bnn 1', 'main.bnn 5']);
    expect(references(analysis, offset, all, false)).toHaveLength(1);
  });

  test('a definition is marked as written, its uses as read', () => {
    const { analysis, offset } = open(files(MAIN, at(LIBRARY, 'width, ')));
    expect(highlights(analysis, offset).map(({ kind, range }) => [range.start.line, kind])).toEqual([
      [1, 3],
      [2, 2],
      [3, 2],
    ]);
  });
});

describe('rename', () => {
  /** All texts after the rename, or why it is refused. */
  const checkRename = (fixture: Fixture, newName: string): Record<string, string> | string => {
    const { analysis, offset, all } = open(fixture);
    const result = rename(analysis, offset, newName, all);
    if ('refused' in result) return result.refused;
    return Object.fromEntries(
      all.map((one) => [one.uri.split('/').at(-1) ?? '', applied(one, result.edit.changes?.[one.uri] ?? [])]),
    );
  };

  test.each([
    ['pair p', 'twin'],
    ['WIDTH', 'W2'],
    ['width=', 'w'],
    ['mid units', 'middle'],
    ['p width', 'q'],
    ['x type', 'image'],
    ['N {', 'Net'],
    ['t for', 'board'],
  ])('of %s to %s and back is where it began', (piece, newName) => {
    const { analysis, offset, all } = open(files(at(MAIN, piece)));
    const old = prepareRename(analysis, offset)?.placeholder ?? '';
    const there = checkRename(files(at(MAIN, piece)), newName);
    if (typeof there === 'string') throw new Error(there);
    expect(there['main.bnn']).not.toBe(MAIN);
    const errors = (fixture: Fixture): string[] => open(fixture).analysis.diagnostics.map(({ code }) => code);
    expect(errors(there)).toEqual(errors(files(MAIN)));
    const moved = piece.replace(old, newName);
    const back = checkRename(
      { 'main.bnn': at(there['main.bnn'] ?? '', moved), 'lib.bnn': there['lib.bnn'] ?? '' },
      old,
    );
    expect(back).toEqual(files(MAIN));
    expect(all).toHaveLength(2);
  });

  test('is refused where the texts would no longer mean the same', () => {
    expect(checkRename(files(at(MAIN, 'pair p')), 'dense')).toBe('"dense" is a word of the language.');
    expect(checkRename(files(at(MAIN, 'WIDTH')), 'MHz')).toBe('"MHz" is a unit.');
    expect(checkRename(files(at(MAIN, 'WIDTH')), 'int8')).toBe('"int8" is a word for values.');
    expect(checkRename(files(at(MAIN, 'x type')), '2x')).toMatch(/^"2x" is no name/);
    expect(checkRename(files(at(MAIN, 'x type')), 's')).toBe('There already is a layer s (line 7).');
    expect(checkRename(files(at(MAIN, 'x type')), 'mid_0')).toMatch(/^There already is a layer mid/);
    expect(checkRename(files(at(MAIN, 'width=')), 'step')).toMatch(/^There already is a parameter step/);
    expect(checkRename(files(at(MAIN, 'WIDTH')), 'width')).toMatch(/^There already is a parameter width/);
    expect(checkRename(files(at(MAIN, 'shape')), 'y')).toBe('There is no name here that can be renamed.');
  });

  test('of a layer is refused where a const holds its name', () => {
    const text = (source: string): string => `const SOURCE = x
const AGAIN = [SOURCE]
const OTHER = y
block B(reads) { dense c units=4 from=reads }
network N {
  defaults weights=bipolar activation=bipolar
  input x type=bipolar shape=4
  dense y units=4
  ${source}
}
`;
    for (const source of ['dense z units=4 from=SOURCE', 'dense z units=4 from=AGAIN', 'B z reads=SOURCE']) {
      const name = source.includes('AGAIN') ? 'AGAIN (line 2)' : 'SOURCE (line 1)';
      expect(checkRename({ 'main.bnn': at(text(source), 'x type') }, 'image')).toBe(
        `The const ${name} holds the name "x", and layers read from it: write "x" in its place there, then rename.`,
      );
      expect(checkRename({ 'main.bnn': at(text(source), 'y units') }, 'image')).toHaveProperty(['main.bnn']);
    }
    expect(checkRename({ 'main.bnn': at(text('dense z units=4'), 'x type') }, 'image')).toHaveProperty(['main.bnn']);
  });

  test('is refused where a name would then hide another, or be hidden', () => {
    const text = `const W = 4
const SOURCE = x
block B(from_layer) { conv c from=from_layer filters=W kernel=1 }
network N {
  defaults weights=bipolar activation=bipolar
  input x type=int8 shape=4x4x4
  conv a filters=W kernel=1
  B r1 from_layer=a
  conv d from=SOURCE filters=4 kernel=1
}
target t for N { device=pynq_z1 minimize=lut }
`;
    const inOne = (piece: string, newName: string): Record<string, string> | string =>
      checkRename({ 'main.bnn': at(text, piece), 'lib.bnn': '' }, newName);
    expect(inOne('a filters', 'W')).toBe('"W" is taken: line 8 would mean something else.');
    expect(inOne('d from', 'SOURCE')).toBe('"SOURCE" is taken: line 9 would mean something else.');
    expect(inOne('SOURCE filters', 'r1')).toBe('"r1" is taken: line 9 would mean something else.');
    expect(inOne('W = 4', 'pynq_z1')).toBe('"pynq_z1" is taken: line 11 would mean something else.');
    expect(inOne('W = 4', 'lut')).toBe('"lut" is taken: line 11 would mean something else.');
    expect(inOne('a filters', 'b')).toMatchObject({ 'main.bnn': text.replaceAll(/\ba\b/g, 'b') });
  });

  test('is prepared on names only', () => {
    const { analysis, offset } = open(files(at(MAIN, 'shape')));
    expect(prepareRename(analysis, offset)).toBeUndefined();
  });
});

describe('moving files', () => {
  const checkMove = (moves: readonly FileMove[]): Record<string, string> => {
    const { all } = open({
      'main.bnn': 'import "lib/blocks.bnn"\nnetwork N {\n  params "w.npz"\n}\n',
      'lib/blocks.bnn': 'import "../consts.bnn"\n',
      'consts.bnn': 'const A = 1\n',
    });
    const edit = fileRename(all, moves);
    return Object.fromEntries(
      all.flatMap((one) => {
        const edits = edit?.changes?.[one.uri];
        return edits ? [[one.uri.replace('file:///project/', ''), applied(one, edits)]] : [];
      }),
    );
  };
  const root = 'file:///project';

  test('mends the imports of others and of the file itself', () => {
    expect(checkMove([{ oldUri: `${root}/lib/blocks.bnn`, newUri: `${root}/blocks.bnn` }])).toEqual({
      'main.bnn': 'import "blocks.bnn"\nnetwork N {\n  params "w.npz"\n}\n',
      'lib/blocks.bnn': 'import "consts.bnn"\n',
    });
  });

  test('mends params', () => {
    expect(checkMove([{ oldUri: `${root}/w.npz`, newUri: `${root}/weights/w 1.npz` }])).toEqual({
      'main.bnn': 'import "lib/blocks.bnn"\nnetwork N {\n  params "weights/w 1.npz"\n}\n',
    });
  });

  test('of a folder, and of everything together, changes only what must', () => {
    expect(checkMove([{ oldUri: `${root}/lib`, newUri: `${root}/parts/lib` }])).toEqual({
      'main.bnn': 'import "parts/lib/blocks.bnn"\nnetwork N {\n  params "w.npz"\n}\n',
      'lib/blocks.bnn': 'import "../../consts.bnn"\n',
    });
    expect(checkMove([{ oldUri: root, newUri: 'file:///moved' }])).toEqual({});
  });
});
