import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { format } from '../../../server/src/language/formatter.js';
import { applyChanges } from '../../../server/src/language/text-change.js';
import { lex } from '../../../server/src/language/lexer.js';
import { cases } from '../../support/cases.js';
import { parsed, RICH, SAMPLE, shapeOf } from './support.js';

const formatted = (text: string): string => applyChanges(text, format(text));

function checkFormat(text: string, expected: string): void {
  expect(formatted(text)).toBe(expected);
  expect(formatted(expected)).toBe(expected);
}

/** What no layout may change: tokens, comments, the tree. */
const content = (text: string) => {
  const { tokens, comments } = lex(text);
  return {
    tokens: tokens.map(({ image }) => image),
    comments: comments.map(({ span }) => text.slice(span.start, span.end)),
    tree: shapeOf(parsed(text).file.statements),
  };
};

describe('formatter', () => {
  test('leaves the layout of the language reference as it is', () => {
    expect(formatted(SAMPLE)).toBe(SAMPLE);
  });

  test('brings every layout of a text to the same one', () => {
    checkFormat(SAMPLE.replace(/ +/g, ' ').replace(/^ /gm, '\t\t'), SAMPLE);
    checkFormat(SAMPLE.replace(/\n\n/g, '\n \n\n\n'), SAMPLE);
    checkFormat(SAMPLE.trimEnd(), SAMPLE);
    checkFormat(SAMPLE.replaceAll('=', ' = '), SAMPLE);
  });

  test('one statement a line, columns aligned within a run', () => {
    checkFormat(
      'network N{input a type=int8 shape=8x8x4 conv long_name filters=8 kernel=3 pe=2 simd=4 conv c filters=128 kernel=3 pe=16 simd=1 maxpool p size=2}',
      `network N {
  input   a         type=int8 shape=8x8x4
  conv    long_name filters=8   kernel=3  pe=2  simd=4
  conv    c         filters=128 kernel=3  pe=16 simd=1
  maxpool p         size=2
}
`,
    );
  });

  test('expressions, lists, headers', () => {
    checkFormat(
      `const  A=2*3+ - 4
const B =[ 1,2 ,- 3 ]
block res( w ,step=2*3){conv a filters=w * 2 kernel=[ 3,1 ] stride = step}
network   N{ repeat   2{ } repeat A*2{ conv c filters=3 kernel=3 } }
target t   for N{ }`,
      `const A = 2 * 3 + -4
const B = [1, 2, -3]
block res(w, step=2*3) {
  conv a filters=w*2 kernel=[3, 1] stride=step
}
network N {
  repeat 2 {}
  repeat A * 2 {
    conv c filters=3 kernel=3
  }
}
target t for N {}
`,
    );
  });

  test('a target keeps the lines of its own attributes', () => {
    checkFormat(
      'target t for N {device=a   clock=1MHz\n throughput=1FPS\nbudget   lut=3%  ff=4\n fold c*   pe=2 simd=3\nfold longer   pe=16   simd=3 minimize=lut }',
      `target t for N {
  device=a clock=1MHz
  throughput=1FPS
  budget lut=3% ff=4
  fold c*     pe=2 simd=3
  fold longer pe=16 simd=3
  minimize=lut
}
`,
    );
  });

  test('comments stay where they are, as deep as what follows them', () => {
    checkFormat(
      `// first
/* a */ const A = 1    // behind
network N { // of the brace
      // own line
input a type=int8 /* why */ shape=4
/// doc
  dense d // half way
     units=2
        // last
}
// end`,
      `// first
/* a */ const A = 1 // behind
network N { // of the brace
  // own line
  input a type=int8 /* why */ shape=4
  /// doc
  dense d // half way
      units=2
  // last
}
// end
`,
    );
  });

  test('a faulty statement stays as it is, its neighbours are laid out', () => {
    checkFormat(
      'network N {\ninput   a type=int8 shape=4\n conv   c1   filters=   kernel = 3\n   dense   d units=2\n}\n',
      'network N {\n  input a type=int8 shape=4\n conv   c1   filters=   kernel = 3\n  dense d units=2\n}\n',
    );
    checkFormat(
      'network  N {\nconv  c1  filters=3\ntarget  t  for N {clock=1MHz}\n',
      'network  N {\n  conv c1 filters=3\ntarget t for N {\n  clock=1MHz\n}\n',
    );
  });

  test('the word of a statement directly behind `=` is a value, and stays one', () => {
    checkFormat('const  A =import "x"\n', 'const A =import "x"\n');
    checkFormat('const  A =fold\nconst B=2\n', 'const A =fold\nconst B = 2\n');
  });

  test('keeps CRLF, a byte order mark, and ends with a line break', () => {
    const windows = SAMPLE.replaceAll('\n', '\r\n');
    checkFormat(windows, windows);
    checkFormat(windows.replace(/ +/g, ' '), windows);
    checkFormat('\uFEFF  const  A=1', '\uFEFFconst A = 1\n');
    checkFormat('', '');
    checkFormat(' \n\n', '');
  });

  test('a range changes the statements on its lines only', () => {
    const text = 'const  A = 1\nconst  B = 2\nconst  C = 3\n';
    const at = text.indexOf('B');
    expect(applyChanges(text, format(text, { start: at, end: at }))).toBe('const  A = 1\nconst B = 2\nconst  C = 3\n');
    const network = 'network N {\ninput  a type=int8 shape=4\ndense  d units=2\n}\n';
    const of = network.indexOf('dense');
    expect(applyChanges(network, format(network, { start: of, end: of + 3 }))).toBe(
      'network N {\ninput  a type=int8 shape=4\n  dense d units=2\n}\n',
    );
  });

  test('changes are blanks only, in order, and do not overlap', () => {
    const text = RICH.replace(/ +/g, '  ');
    let end = 0;
    for (const { span, text: replacement } of format(text)) {
      expect(span.start).toBeGreaterThanOrEqual(end);
      expect(text.slice(span.start, span.end).trim() + replacement.trim()).toBe('');
      ({ end } = span);
    }
  });

  test('idempotent, and tokens, comments and tree stay, whatever the blanks were', () => {
    const blank = fc.constantFrom(' ', '  ', '\n', '\n\n\n', '\t', ' \n ', ' // c\n', ' /* b */ ', '\n/// d\n');
    const tokens = lex(RICH).tokens.filter((token, index, all) => token.image !== '' && index < all.length);
    const glued = (index: number): boolean => {
      const token = tokens[index];
      const before = tokens[index - 1];
      return before !== undefined && token?.startOffset === before.startOffset + before.image.length;
    };
    fc.assert(
      fc.property(fc.array(blank, { minLength: tokens.length, maxLength: tokens.length }), (blanks) => {
        const text = tokens.map(({ image }, index) => (glued(index) ? '' : (blanks[index] ?? ' ')) + image).join('');
        const result = formatted(text);
        expect(content(result)).toEqual(content(text));
        expect(formatted(result)).toBe(result);
      }),
      { seed: 3, numRuns: cases(60) },
    );
  });

  test('idempotent and true to its tokens for faulty texts', () => {
    const { tokens } = lex(RICH);
    const index = fc.nat(tokens.length - 1);
    const edits = fc.array(fc.tuple(index, fc.constantFrom('delete', 'double', 'join', 'break', 'junk')), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(edits, (chosen) => {
        const wanted = new Map(chosen);
        let at = 0;
        let text = '';
        tokens.forEach(({ startOffset, image }, position) => {
          const edit = wanted.get(position);
          const gap = RICH.slice(at, startOffset);
          const own =
            edit === 'delete'
              ? ''
              : edit === 'double'
                ? `${image} ${image}`
                : edit === 'junk'
                  ? `${image} @ ) =`
                  : image;
          text += (edit === 'join' && !gap.includes('//') ? ' ' : edit === 'break' ? `${gap}\n` : gap) + own;
          at = startOffset + image.length;
        });
        const result = formatted(text);
        const [before, after] = [content(text), content(result)];
        expect(after.tokens).toEqual(before.tokens);
        expect(after.comments).toEqual(before.comments);
        expect(formatted(result)).toBe(result);
      }),
      { seed: 4, numRuns: cases(200) },
    );
  });
});
