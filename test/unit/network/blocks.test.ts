import { describe, expect, it } from 'vitest';
import { check, network, program, shapes, showDiagnostic } from './support.js';

const names = (text: string): string[] => network(text).layers.map((layer) => layer.name);

/** `name <- inputs` of every layer. */
const wires = (text: string): string[] => {
  const { layers } = network(text);
  return layers.map(({ name, inputs }) => `${name} <- ${inputs.map((index) => layers[index]?.name).join(', ')}`);
};

const NET = `network N {
  defaults weights=bipolar activation=bipolar
  input x type=int8 shape=8x8x4
`;

describe('blocks', () => {
  it('expand, with parameters, defaults of parameters, nested, and a layer for `from=`', () => {
    expect(
      wires(`
        block unit(width, k=3) {
          conv a filters=width kernel=k pad=same pad_value=1
          conv b filters=width kernel=1
        }
        block residual(width, short=in) {
          defaults activation=int4
          unit u width=width k=1
          add s from=[u, short] activation=bipolar
        }
        network N {
          defaults weights=bipolar activation=bipolar
          input x type=int8 shape=8x8x4
          conv first filters=16 kernel=1
          residual r1 width=16
          conv other filters=16 kernel=1 from=r1.u.a
          residual r2 width=2*8 short=first from=r1
          add all from=[r2, other]
        }`),
    ).toEqual([
      'x <- ',
      'first <- x',
      'r1.u.a <- first',
      'r1.u.b <- r1.u.a',
      'r1.s <- r1.u.b, first',
      'other <- r1.u.a',
      'r2.u.a <- r1.s',
      'r2.u.b <- r2.u.a',
      'r2.s <- r2.u.b, first',
      'all <- r2.s, other',
    ]);
  });

  it('take the block defaults before the network defaults', () => {
    expect(
      shapes(
        network(`
          block B() {
            defaults activation=uint4
            dense a units=4
          }
          network N {
            defaults weights=bipolar activation=bipolar
            input x type=int8 shape=8
            B b
            dense c units=4
          }`),
      ),
    ).toEqual(['x 8 int8', 'b.a 4 uint4', 'c 4 bipolar']);
  });

  it('carry the instances that they come from', () => {
    const { layers } = network(`
      block A() { maxpool p size=2 }
      block B() { A a }
      ${NET} B b }`);
    expect(layers[1]?.instances.map(({ statement }) => statement.name?.text)).toEqual(['b', 'a']);
    expect(layers[1]?.statement.kind.text).toBe('maxpool');
  });

  it('without an instance are checked as far as they go', () => {
    check(`
      block B(width, k=0) {
        conv a filters=width kernel=k
                                    ^ error BNN236: \`kernel\` is 0
        conv b filtres=width from=c
               ^^^^^^^ error BNN232: Did you mean \`filters\`?
                                  ^ error BNN201: There is no layer \`c\` here.
        maxpool m size=2
      }
    `);
  });

  it('faults that only instances have are told once, with the instance', () => {
    const { diagnostics } = check(`
      block B(k) {
        conv a filters=2 kernel=k
                         ^^^^^^^^ error BNN301: The 9x9 window of \`kernel\` is larger than its 8x8x4 input
        threshold t activation=bipolar
      }
      network N {
        defaults weights=bipolar activation=bipolar
        input x type=int8 shape=8x8x4
        B one k=9
        B two k=10 from=x
        add both from=[one, two]
      }
    `);
    expect(diagnostics[0]?.related.map(({ message }) => message)).toEqual(['in the instance `one`']);
  });

  it('recursion, parameters, emptiness', () => {
    check(`
      block A() { B b }
      block B() { A a }
                  ^ error BNN216: This block contains itself: A -> B -> A.
      block E() { }
            ^ error BNN218: The block \`E\` has no layer
      block P(p, p) { dense d units=p }
                 ^ error BNN203: There already is a parameter \`p\`
      network N {
        defaults weights=bipolar activation=bipolar
        input x type=int8 shape=8x8x4
        A a
        P q
          ^ error BNN230: \`q\`, an instance of \`P\`, needs \`p\`, such as \`p=...\`.
        P r p=1 units=3 from=[x, x]
                ^^^^^ error BNN232: The block \`P\` has no attribute \`units\`.
                        ^^^^^^^^^^^ error BNN222: \`r\` (block) reads one layer, but \`from\` names 2.
        E e
      }
    `);
  });
});

describe('repeat', () => {
  it('suffixes names, nested ones twice, and goes on from round to round', () => {
    expect(
      wires(`
        ${NET}
          repeat 2 {
            conv a filters=4 kernel=1
            repeat 2 { conv b filters=4 kernel=1 }
            add s from=[a, b_1]
          }
          add t from=[s_0, b_1_0]
          output o from=t
          output p from=s_1
        }`),
    ).toEqual([
      'x <- ',
      'a_0 <- x',
      'b_0_0 <- a_0',
      'b_0_1 <- b_0_0',
      's_0 <- a_0, b_0_1',
      'a_1 <- s_0',
      'b_1_0 <- a_1',
      'b_1_1 <- b_1_0',
      's_1 <- a_1, b_1_1',
      't <- s_0, b_1_0',
      'o <- t',
      'p <- s_1',
    ]);
  });

  it('holds instances and stands in blocks', () => {
    expect(
      names(`
        const N = 2
        block B(n) { repeat n { conv c filters=4 kernel=1 } }
        ${NET} repeat N { B b n=N } }`),
    ).toEqual(['x', 'b_0.c_0', 'b_0.c_1', 'b_1.c_0', 'b_1.c_1']);
  });

  it('wants a count that is whole, positive and bounded', () => {
    check(`
      network N {
        defaults weights=bipolar activation=bipolar
        input x type=int8 shape=8x8x4
        repeat 0 { conv a filters=4 kernel=1 }
               ^ error BNN236: \`repeat\` is 0; it is at least 1
        repeat 5/2 { conv b filters=4 kernel=1 }
               ^^^ error BNN235: \`repeat\` wants a whole number, not 2.5
        repeat 1_000_000_000 { conv c filters=4 kernel=1 }
               ^^^^^^^^^^^^^ error BNN217: This makes the network larger than 20000 layers
        conv d filters=4 kernel=1 from=c_77
      }
    `);
  });

  it('never hangs on blocks that double', () => {
    const blocks = Array.from({ length: 40 }, (_, i) => `block B${i + 1}() { B${i} a  B${i} b }`).join('\n');
    const { diagnostics } = program(`block B0() { maxpool p size=1 }\n${blocks}\n${NET} B40 b }`);
    expect(diagnostics.map(({ code }) => code)).toContain('BNN217');
  });

  it('never hangs on repeats of nothing', () => {
    const { diagnostics } = program(`${NET} repeat 20000 { repeat 20000 { repeat 20000 { } } } }`);
    expect(diagnostics.map(showDiagnostic)).toEqual([expect.stringContaining('BNN217')]);
  });
});
