import { describe, expect, it } from 'vitest';
import { catalogue, type DiagnosticCode } from '../../../server/src/diagnostics/catalogue/index.js';
import type { CatalogueEntry } from '../../../server/src/diagnostics/entry.js';
import { suggest } from '../../../server/src/network/suggest.js';
import { check, program } from './support.js';

describe('names', () => {
  it('unknown, later, self, duplicate', () => {
    const { diagnostics } = check(`
      network N {
        input image type=int8 shape=8
        maxpool p size=1 from=imgae
                              ^^^^^ error BNN201: There is no layer \`imgae\` here. Did you mean \`image\`?
        add a from=[image, b]
                           ^ error BNN202: \`b\` is defined further down; a layer reads only layers above it. Move \`b\` up.
        add b from=[a, b]
                       ^ error BNN202: \`b\` reads itself
        add b from=[a, in]
            ^ error BNN203: There already is a layer \`b\`; give one of them another name.
                       ^^ error BNN225: \`in\` is the input of a block; in a network name the layer to read.
      }
    `);
    expect(diagnostics.find(({ code }) => code === 'BNN203')?.related[0]?.message).toBe('the first `b`');
  });

  it('kinds: unknown, of other tools, absorbed', () => {
    check(`
      network N {
        input x type=int8 shape=8
        dens d units=3
        ^^^^ error BNN205: There is no layer kind or block \`dens\`. Did you mean \`dense\`?
        linear e units=3
        ^^^^^^ error BNN205: Did you mean \`dense\`?
        LSTM l units=3
        ^^^^ error BNN206: \`LSTM\` is not mappable to a streaming engine.
        softmax s
        ^^^^^^^ error BNN206: end with \`argmax\`
        argmax a
      }
    `);
  });

  it('reserved words and units', () => {
    check(`
      const MHz = 3
            ^^^ error BNN204: \`MHz\` is a unit and cannot name a const
      const none = 3
            ^^^^ error BNN204: \`none\` is a word for values and cannot name a const
      block s(from, a) { dense d units=a weights=bipolar activation=bipolar }
            ^ error BNN204: \`s\` is a unit and cannot name a block
              ^^^^ error BNN204: \`from\` is what every instance says to wire it and cannot name a parameter
              ^^^^ hint BNN210
    `);
  });

  it('unused layers, consts, blocks, parameters and imports', () => {
    check({
      'main.bnn': `
        import "lib.bnn"
               ^^^^^^^^^ hint BNN210: Nothing of \`lib.bnn\` is used in this file.
        const A = 1
              ^ hint BNN210: The const \`A\` is not used in this file.
        block B(p, q) { maxpool m size=p }
              ^ hint BNN210: The block \`B\` is not used in this file.
                   ^ hint BNN210: The parameter \`q\` is not used in this file.
        network N {
          input x type=int8 shape=8x8x1
          maxpool a size=2
                  ^ warning BNN209: Nothing reads \`a\`
          maxpool b size=2 from=x
        }
      `,
      'lib.bnn': 'const C = 3\n',
    });
  });

  it('an instance whose output nobody reads', () => {
    check(
      `
      block B() {
        maxpool a size=1
        maxpool b size=1
        maxpool c size=1 from=a
      }
      network N {
        input x type=int8 shape=8x8x1
        B one
          ^^^ warning BNN209: Nothing reads \`one\`
        B two from=x
      }
    `.replace('maxpool b size=1\n', 'maxpool b size=1\n                ^ warning BNN209: Nothing reads `b`\n'),
    );
  });

  it('inputs: none, the wrong number, no values', () => {
    check(`
      network M {
              ^ error BNN219: The network \`M\` has no input
        maxpool p size=2
      }
      network N {
        maxpool p size=2
                ^ error BNN221: \`p\` (maxpool) has no layer above it to read
        input x type=int8 shape=8
        add a from=x
              ^^^^^^ error BNN222: \`a\` (add) reads two or more layers, but \`from\` names 1.
        argmax c from=x
        threshold t activation=bipolar
                  ^ error BNN223: \`c\` is an argmax
        output o
        maxpool q size=1 from=o
                ^ error BNN223: \`o\` is an output and has no values of its own
      }
    `);
  });

  it('statements in the wrong place', () => {
    check(`
      block B() { maxpool p size=1 }
      network N {
        defaults pe=1
        defaults pe=2
        ^^^^^^^^ error BNN220: There already is a \`defaults\` in this network
        params "a.npz"
        params "b.npz"
        ^^^^^^ error BNN220: There already is a \`params\`
        input x type=int8 shape=8x8x1
        repeat 2 { B b }
      }
      network M {
        input x type=int8 shape=8x8x1
        defaults pe=2
        ^^^^^^^^ error BNN220: \`defaults\` stands before the layers; move it to the top of this network.
      }
    `);
  });
});

describe('attributes', () => {
  it('missing, unknown, duplicate', () => {
    check(`
      network N {
        input x shape=8
              ^ error BNN230: The input \`x\` needs \`type\`, such as \`type=int8\`.
        dense d
              ^ error BNN230: The dense \`d\` needs \`units\`, such as \`units=10\`.
              ^ error BNN231: The dense \`d\` has no \`weights\` and no \`activation\`; write \`weights=bipolar activation=bipolar\` here or once in \`defaults\`.
        dense e unit=3 units=3 units=4 weights=bipolar activation=none
                ^^^^ error BNN232: The dense \`e\` has no attribute \`unit\`. Did you mean \`units\`?
                               ^^^^^^^ error BNN233: \`units\` is given twice; the first counts.
        dense g unts=3 weights=bipolar activation=none
                ^^^^ error BNN232: Did you mean \`units\`?
        maxpool f size=1 simd=3
                ^ error BNN313: \`f\` (maxpool) reads a map (HxWxC or WxC), but its input is a vector of 3.
                         ^^^^ error BNN232: The maxpool \`f\` has no attribute \`simd\`.
      }
    `);
  });

  it('of the wrong kind, not whole, out of range, of the wrong unit', () => {
    check(`
      const HALF = 45/2
      const RATE = 3kFPS
      network N {
        defaults weights=bipolar activation=bipolar
        input x type=int8 shape=8
        dense a units="4"
                      ^^^ error BNN234: \`units\` wants a whole number, not the string "4".
        dense b units=22.4
                      ^^^^ error BNN235: \`units\` wants a whole number, not 22.4; the nearest are 22 and 23.
        dense c units=HALF
                      ^^^^ error BNN235: \`units\` wants a whole number, not 22.5
        dense d units=-3
                      ^^ error BNN236: \`units\` is -3; it is at least 1 and at most 2147483647.
        dense e units=10000000000000000000000
                      ^^^^^^^^^^^^^^^^^^^^^^^ error BNN236: \`units\` is 10000000000000000000000; it is at least 1
        dense f units=10%
                      ^^^ error BNN237: \`units\` wants a plain number, not a percentage
        dense g units=RATE
                      ^^^^ error BNN237: \`units\` wants a plain number, not a frame rate
        dense h units=HLAF
                      ^^^^ error BNN207: There is no const or parameter \`HLAF\`. Did you mean \`HALF\`?
        dense i units=4 weights=bipolr mem=blockram activation=int99 impl=3
                                ^^^^^^ error BNN238: \`weights\` does not know \`bipolr\`. Did you mean \`bipolar\`?
                                           ^^^^^^^^ error BNN238: \`mem\` does not know \`blockram\`. Did you mean \`bram\`?
                                                               ^^^^^ error BNN238: \`activation\` does not know \`int99\`.
                                                                          ^ error BNN234: \`impl\` wants one of auto, lut, dsp, not the number 3.
        add j from=["a", 3]
                    ^^^ error BNN234: \`from\` wants a layer's name, or a list of them, not the string "a".
                         ^ error BNN234: not a number.
      }
    `);
  });

  it('expressions: division by zero, huge numbers, words and units that do not combine', () => {
    check(`
      const A = 1/(2-2)
                ^^^^^^^ error BNN239: This divides by zero; give the divisor another value.
      const B = 1e9999
                ^^^^^^ error BNN240
      const C = 100MHz + 3
            ^ hint BNN210
                ^^^^^^^^^^ error BNN241: \`+\` cannot combine a frequency and the number 3; both sides are numbers of the same unit
      const D = 2 * 50MHz / 4
      const E = E2 + 1
            ^ hint BNN210
                ^^ error BNN207: There is no const or parameter \`E2\`.
      const F = D * D
            ^ hint BNN210
                ^^^^^ error BNN241: \`*\` cannot combine a frequency and a frequency; both sides are numbers, of which at most one has a unit
      const G = H
            ^ error BNN212: This const needs itself: G -> H -> G
      const H = G
      const I = 4 / 1ns
            ^ hint BNN210
                ^^^^^^^ error BNN241: the right one without a unit or with that of the left
      network N { input x type=int8 shape=[A, B+D/50MHz] }
      target t for N { clock=D }
    `);
  });

  it('defaults: of kinds that have them, checked once where they stand', () => {
    check(`
      network N {
        defaults weights=bipolar activation=uint9 padd=1 pe=1/2
                                            ^^^^^ error BNN308
                                                  ^^^^ error BNN232: \`defaults\` has no attribute \`padd\`. Did you mean \`pad\`?
                                                            ^^^ error BNN235
        input x type=int8 shape=8x8x4
        conv a filters=4 kernel=1
        conv b filters=4 kernel=1
        maxpool p size=2
      }
    `);
  });

  it('FIFO depths, one for each input', () => {
    check(`
      network N {
        input x type=int8 shape=8x8x4
        maxpool a size=1
        add s from=[a, x] fifo=[auto, 512, 3]
                               ^^^^^^^^^^^^^^ error BNN242: \`fifo\` has 3 entries, but there are 2 inputs; give one for each.
        add t from=[s, x] fifo=[auto, 512]
        add u from=[t, x] fifo=16
      }
    `);
  });
});

describe('a text that is no network', () => {
  it('has a thousand faults told, and the number of the others', () => {
    const { diagnostics } = program('const A = B + C\n'.repeat(1500));
    expect(diagnostics).toHaveLength(1001);
    expect(diagnostics.at(-1)).toMatchObject({ code: 'BNN105', facts: { what: 'faults', shown: 1000 } });
  });
});

describe('suggestions', () => {
  it('are near', () => {
    expect(suggest('filtres', ['filters', 'kernel'])).toBe('filters');
    expect(suggest('PYNQ_Z1', ['pynq_z2', 'pynq_z1'])).toBe('pynq_z1');
    expect(suggest('softmax', ['argmax', 'maxpool'])).toBeUndefined();
    expect(suggest('q', ['p', 'c1'])).toBeUndefined();
  });
});

describe('catalogue', () => {
  const codes = Object.keys(catalogue).filter((code) => /^BNN[23]/.test(code)) as DiagnosticCode[];
  // These need a second file; imports.test.ts raises them.
  const elsewhere = new Set(['BNN211', 'BNN213', 'BNN214']);

  it.each(codes.filter((code) => !elsewhere.has(code)))('%s is raised by its example', (code) => {
    const { example } = catalogue[code] as CatalogueEntry<never>;
    expect(program(example ?? '').diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
  });
});
