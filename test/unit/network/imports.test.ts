import { describe, expect, it } from 'vitest';
import { parse } from '../../../server/src/language/parser.js';
import { resolvePath } from '../../../server/src/network/paths.js';
import { resolve } from '../../../server/src/network/resolve.js';
import { check, MAIN, program } from './support.js';

const NET = `network N {
  defaults weights=bipolar activation=bipolar
  input x type=int8 shape=8x8x4
`;

describe('imports', () => {
  it('bring in blocks, consts and networks, at any depth; each file sees its own consts', () => {
    const { networks, diagnostics, targets } = program({
      'main.bnn': `import "lib/blocks.bnn"\nconst W = 4\n${NET} B b w=W }\ntarget t for M { clock=100MHz }\n`,
      'lib/blocks.bnn': 'import "deep.bnn"\nblock B(w) { conv c filters=w*W2 kernel=K }\nconst W2 = 2\n',
      'lib/deep.bnn': 'const K = 3\nnetwork M { input x type=int8 shape=4 }\n',
    });
    expect(diagnostics).toEqual([]);
    expect(networks.map(({ name }) => name)).toEqual(['N']);
    expect(networks[0]?.layers[1]?.output?.shape.channels).toBe(8);
    expect(networks[0]?.layers[1]?.uri).toBe('file:///p/lib/blocks.bnn');
    expect(targets[0]?.network?.name).toBe('M');
  });

  it('that are not at hand are wanted, and what they may define is not reported', () => {
    const { file } = parse(`import "lib.bnn"\n${NET} B b w=W  dense d units=K }\ntarget t for Q { }`, MAIN);
    const { wanted, diagnostics } = resolve(MAIN, (uri) => (uri === MAIN ? file : undefined));
    expect(wanted).toEqual(['file:///p/lib.bnn']);
    expect(diagnostics).toEqual([]);
  });

  it('that do not exist, have backslashes, or are empty', () => {
    check(`
      import "nowhere.bnn"
             ^^^^^^^^^^^^^ error BNN214: There is no file "nowhere.bnn" beside this one
      import "lib\\blocks.bnn"
             ^^^^^^^^^^^^^^^^ error BNN215: "lib\\blocks.bnn" has backslashes; write "lib/blocks.bnn".
      import ""
             ^^ error BNN215: The path is empty
      network N { input x type=int8 shape=8  B b }
    `);
  });

  it('of params that are empty or have backslashes', () => {
    check(`
      network N {
        params ""
               ^^ error BNN215: The path is empty
        input x type=int8 shape=8
        dense d units=2 weights=bipolar activation=none
      }
      network M {
        params "a\\b.npz"
               ^^^^^^^^^ error BNN215: "a\\b.npz" has backslashes; write "a/b.npz".
        input x type=int8 shape=8
        dense d units=2 weights=bipolar activation=none
      }
    `);
  });

  it('in a circle are told once, with the chain', () => {
    const { diagnostics } = check({
      'main.bnn': `
        import "a.bnn"
               ^^^^^^^ error BNN213: These files import each other: main.bnn -> a.bnn -> b.bnn -> main.bnn.
      `,
      'a.bnn': 'import "b.bnn"\n',
      'b.bnn': 'import "main.bnn"\n',
    });
    expect(diagnostics).toHaveLength(1);
    check({ 'main.bnn': 'import "main.bnn"\n       ^^^^^^^^^^ error BNN213: main.bnn -> main.bnn\n' });
    check({
      'main.bnn': 'import "a.bnn"\n',
      'a.bnn': 'import "a.bnn"\n       ^^^^^^^ error BNN213: a.bnn -> a.bnn\n',
    });
  });

  it('that share a name', () => {
    const { diagnostics } = check({
      'main.bnn': `
        import "a.bnn"
        import "b.bnn"
               ^^^^^^^ error BNN211: This import brings in \`B\` a second time (from a.bnn and b.bnn)
        const A = 2
              ^ error BNN203: There already is a const \`A\`
      `,
      'a.bnn': 'const A = 1\nconst B = 1\n',
      'b.bnn': 'const B = 3\n',
    });
    expect(diagnostics.find(({ code }) => code === 'BNN203')?.related[0]?.uri).toBe('file:///p/a.bnn');
    // The same file on two ways is no second.
    check({
      'main.bnn': 'import "a.bnn"\nimport "b.bnn"\n',
      'a.bnn': 'import "c.bnn"\n',
      'b.bnn': 'import "c.bnn"\n',
      'c.bnn': 'const A = 1\n',
    });
  });

  it('faults in a file stand in that file, once, with the import line', () => {
    const { diagnostics } = check({
      'main.bnn': `
        import "lib.bnn"
        network N {
          defaults weights=bipolar activation=bipolar
          input x type=int8 shape=4x4x1
          B b1 k=1
          B b2 k=7
          B b3 k=8
        }
      `,
      'lib.bnn': `
        block B(k) {
          conv a filters=4 kernel=1 pd=1
                                    ^^ error BNN232: The conv \`a\` has no attribute \`pd\`.
          dwconv b kernel=k from=in
                   ^^^^^^^^ error BNN301: The 7x7 window
        }
        const Z = 1/0
                  ^^^ error BNN239
      `,
    });
    const related = (code: string): string[] | undefined =>
      diagnostics
        .find((diagnostic) => diagnostic.code === code)
        ?.related.map(({ uri, message }) => `${uri} ${message}`);
    expect(related('BNN232')).toEqual(['file:///p/main.bnn imported here']);
    expect(related('BNN301')).toEqual(['file:///p/main.bnn in the instance `b2`', 'file:///p/main.bnn imported here']);
  });
});

describe('paths', () => {
  it('are relative to the file, with . and .. and odd characters', () => {
    expect(resolvePath('file:///p/q/main.bnn', 'lib.bnn')).toBe('file:///p/q/lib.bnn');
    expect(resolvePath('file:///p/q/main.bnn', '../r/./a b.bnn')).toBe('file:///p/r/a%20b.bnn');
    expect(resolvePath('file:///c%3A/p/main.bnn', '../../../x.bnn')).toBe('file:///x.bnn');
    expect(resolvePath('vscode-vfs://github/o/r/main.bnn', 'x#1.bnn')).toBe('vscode-vfs://github/o/r/x%231.bnn');
    expect(resolvePath('file:///p/main.bnn', '/abs/x.bnn')).toBe('file:///abs/x.bnn');
    expect(resolvePath('main.bnn', 'lib/x.bnn')).toBe('lib/x.bnn');
    expect(resolvePath('p/main.bnn', '../../x.bnn')).toBe('../x.bnn');
    expect(resolvePath('untitled:Untitled-1', 'x.bnn')).toBeUndefined();
    expect(resolvePath('file:///p/main.bnn', 'a\\b.bnn')).toBeUndefined();
  });
});
