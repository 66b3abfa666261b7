import { describe, expect, test } from 'vitest';
import { statementsOf } from '../../../server/src/language/walk.js';
import { checkDiagnostics, layersOf, parsed } from './support.js';

/** The layers of a network with these lines. */
const within = (lines: string): string[] => layersOf(`network N {\n${lines}\n}\ntarget t for N { }`);

describe('a half-typed statement never swallows the next', () => {
  test.each([
    ['conv c1 filters=\nmaxpool p1 size=2', ['conv c1 filters=?', 'maxpool p1 size=2']],
    ['conv c1 filters=\nres r1 p=64\nconv c2 filters=2', ['conv c1 filters=?', 'res r1 p=64', 'conv c2 filters=2']],
    ['conv c1 filters=\nkernel=3\ndense d units=2', ['conv c1 filters=? kernel=3', 'dense d units=2']],
    ['conv\ndense f units=2', ['conv ?', 'dense f units=2']],
    ['conv\nres r1 p=2', ['conv ?', 'res r1 p=2']],
    ['con\ndense f units=2', ['con ?', 'dense f units=2']],
    ['res\nres r2 p=3', ['res ?', 'res r2 p=3']],
    ['conv c1 fil\nmaxpool p1 size=2', ['conv c1 fil=?', 'maxpool p1 size=2']],
    ['conv c1 filters=64 fil\nres r1 p=64', ['conv c1 filters=64 fil=?', 'res r1 p=64']],
    ['conv c1 fil\nres r1\nfoo r2', ['conv c1 fil=?', 'res r1', 'foo r2']],
    ['conv c1 filters=64*\nres r1 p=2', ['conv c1 filters=(64*!)', 'res r1 p=2']],
    ['conv c1 filters=64 * \nmaxpool p1 size=2', ['conv c1 filters=(64*!)', 'maxpool p1 size=2']],
    ['conv c1 shape=[a,\nres r1 p=64', ['conv c1 shape=[a]', 'res r1 p=64']],
    ['conv c1 shape=[a,\nmaxpool p1 size=2', ['conv c1 shape=[a]', 'maxpool p1 size=2']],
    ['conv c1 filters=(2+\ndense d units=3', ['conv c1 filters=(2+!)', 'dense d units=3']],
    ['conv c1 file="a b\nmaxpool p1 size=2', ['conv c1 file="a b"', 'maxpool p1 size=2']],
    ['conv c1 filters=64 /* half\nmaxpool p1 size=2', ['conv c1 filters=64', 'maxpool p1 size=2']],
    ['conv c1 filters=@\nmaxpool p1 size=2', ['conv c1 filters=!', 'maxpool p1 size=2']],
    ['conv c1 from=r1.\nmaxpool p1 size=2', ['conv c1 from=r1.', 'maxpool p1 size=2']],
    ['repeat\nmaxpool p1 size=2', ['maxpool p1 size=2']],
    ['repeat 3\nmaxpool p1 size=2', ['maxpool p1 size=2']],
    ['repeat 3 {\nmaxpool p1 size=2', ['maxpool p1 size=2']],
    ['params\nmaxpool p1 size=2', ['maxpool p1 size=2']],
    ['params "a\nmaxpool p1 size=2', ['maxpool p1 size=2']],
    ['defaults weights=\nmaxpool p1 size=2', ['maxpool p1 size=2']],
    ['conv c1 ) ] filters=2\nmaxpool p1 size=2', ['conv c1 filters=2', 'maxpool p1 size=2']],
    ['conv c1 = 3\nmaxpool p1 size=2', ['conv ? c1=3', 'maxpool p1 size=2']],
    ['= = =\nmaxpool p1 size=2', ['maxpool p1 size=2']],
    ['conv input a=2\nmaxpool p1 size=2', ['conv input a=2', 'maxpool p1 size=2']],
  ])('%j', (lines, layers) => {
    expect(within(lines)).toEqual(layers);
    const { file, diagnostics } = parsed(`network N {\n${lines}\n}\ntarget t for N { }`);
    expect(file.statements.map(({ type }) => type)).toContain('network');
    expect(diagnostics.length).toBeGreaterThan(0);
    // A missing brace is the only fault that reaches beyond its line, and even that ends at the target.
    expect(file.statements.at(-1)).toMatchObject({ type: 'target', name: { text: 't' }, network: { text: 'N' } });
  });

  test.each([
    ['conv c1 weights=\nbipolar kernel=3\ndense d units=2', ['conv c1 weights=bipolar kernel=3', 'dense d units=2']],
    ['conv c1\ndense f units=2', ['conv c1', 'dense f units=2']],
    ['defaults\nmaxpool p1 size=2', ['maxpool p1 size=2']],
  ])('%j is legal', (lines, layers) => {
    expect(within(lines)).toEqual(layers);
    expect(parsed(`network N {\n${lines}\n}`).diagnostics).toEqual([]);
  });

  test('one fault is told once, at its place', () => {
    checkDiagnostics(`
network N {
  conv c1 filters=
                 ^ BNN106 filters=64
  maxpool p1 size=2
  conv
  ^^^^ BNN108 conv c1
  dense f units=2 wei
                  ^^^ BNN107 wei=value
  conv input kernel=3
       ^^^^^ BNN109 input_1
  conv c3 kernel=3 x 3
                 ^^^^^ BNN120 3x3
  conv c4 kernel=3, filters=64;
                  ^ BNN112
                              ^ BNN112
  conv c5 kernel=3 3
                   ^ BNN126
  conv b5 pad=1, 2, 3 kernel=3
               ^^^^^^ BNN126 [1, 2]
  conv b6 kernel=3,,
                  ^ BNN112
  conv c6 kernel=[3 3]
                    ^ BNN118
  conv c7 kernel=[3, 3,]
                      ^ BNN112
  conv c8 kernel=[3,, 3]
                    ^ BNN127
  conv c9 kernel=[3, 3
                 ^ BNN113
  conv d0 kernel=3xR
                 ^^^ BNN119 [R, R, 3]
  conv d1 filters=2*
                   ^ BNN117
  conv d.2 filters=2
       ^^^ BNN121 d_2
}
target t for N {
  clock=100 MHz
        ^^^^^^^ BNN110 100MHz
  latency=10mS
          ^^^^ BNN111 10ms
  budget lut=80 %
             ^^^^ BNN110 80%
  fold pe=4
  ^^^^ BNN124
}
`);
  });

  test('braces', () => {
    checkDiagnostics(`
network N {
          ^ BNN113
  input a type=int8 shape=4
target t for N { }
`);
    checkDiagnostics(`
network N
^^^^^^^ BNN115
  input a type=int8 shape=4
}
target t for N { }
`);
    checkDiagnostics(`
network N {
  input a type=int8 shape=4
}
^ BNN114
  dense d units=2
}
target t for N { }
`);
    checkDiagnostics(`
network N {
  input a type=int8 shape=4
}
}
^ BNN114
conv c filters=2
^^^^ BNN116
conv d filters=2
`);
    checkDiagnostics(`
network N {
  repeat 2
  ^^^^^^ BNN115
    dense d units=2
  }
}
const A = 3
`);
  });

  test('statements in the wrong place are told, and those around them kept', () => {
    checkDiagnostics(`
network N {
  budget lut=3%
  ^^^^^^ BNN116 inside the braces of a target
  input a type=int8 shape=4
  repeat 2 { params "a.npz" }
             ^^^^^^ BNN116
}
target t for N {
  conv c filters=3
  ^^^^ BNN116
  clock=1MHz
}
pe=3
^^^^ BNN116
`);
  });

  test('top statements', () => {
    checkDiagnostics(`
import blocks
       ^^^^^^ BNN122
import
^^^^^^ BNN122
const
^^^^^ BNN108
const A
      ^ BNN106
const B =
        ^ BNN106
const for = 3
      ^^^ BNN109
const s = 3
block f(a b, 3, in) { }
          ^ BNN118
             ^ BNN126
                ^^ BNN109
block { }
^^^^^ BNN108
target t { }
       ^ BNN125
target u
^^^^^^ BNN115
network
^^^^^^^ BNN108
`);
  });

  test('every network and target of a file with a fault in each is there', () => {
    const text =
      'network A {\n conv\nnetwork B {\n input i type=\nblock c(\ntarget d for\nconst e =\nimport\ntarget f for B {';
    expect([...statementsOf(parsed(text).file)].map(({ type }) => type)).toEqual([
      'network',
      'layer',
      'network',
      'layer',
      'block',
      'target',
      'const',
      'import',
      'target',
    ]);
  });
});
