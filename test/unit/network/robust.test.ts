import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from '../../../server/src/language/parser.js';
import { calculate, parseRational, showRational, type Rational } from '../../../server/src/network/rational.js';
import { resolve } from '../../../server/src/network/resolve.js';
import { cases } from '../../support/cases.js';
import { MAIN, program } from './support.js';

const SAMPLE = `import "lib.bnn"
const W = 4*(2+1)/3
const SAME = [1, 1]
block unit(width, k=3, short=in) {
  defaults activation=int4
  conv a filters=width kernel=k pad=same pad_value=1
  repeat 2 { dwconv d kernel=SAME }
  add s from=[d_1, short] activation=bipolar
}
network N {
  defaults weights=bipolar activation=bipolar pe=2
  params "w.npz"
  input x type=bipolar shape=[W, 2*W, 4]
  unit u width=W short=x
  maxpool p size=2 stride=1x2
  avgpool q size=2 shift=1 activation=uint3 from=p
  concat c from=[p, p]
  upsample up scale=2
  globalavgpool g shift=2
  dense f units=10 activation=none align=3 fifo=[3]
  argmax label top=2
  output best
  output q2 from=q
}
target t for N { device=pynq_z1 clock=100MHz throughput=1kFPS budget lut=80% fold u.* pe=1 fold f simd=auto }
`;

describe('resolving', () => {
  it('never throws, and gives only diagnostics with a place in the text', () => {
    const words = SAMPLE.match(/[A-Za-z_]\w*|\d+|[^\s\w]|\s+/g) ?? [];
    const change = fc.record({ at: fc.nat(words.length - 1), take: fc.nat(3), put: fc.constantFrom(...words) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const changed = [...words];
        for (const { at, take, put } of changes) changed.splice(at, take, put);
        const text = changed.join('');
        const { file } = parse(text, MAIN);
        const { diagnostics } = resolve(MAIN, (uri) =>
          uri === MAIN ? file : uri.endsWith('lib.bnn') ? 'missing' : undefined,
        );
        for (const { span, message, uri } of diagnostics) {
          expect(uri).toBeTypeOf('string');
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          expect(span.end).toBeLessThanOrEqual(text.length);
          expect(message).not.toMatch(/\n|undefined|NaN|\[object/);
        }
      }),
      { seed: 4, numRuns: cases(250) },
    );
  });

  it.each([
    ['clock=1e300GHz', 'BNN244'],
    ['clock=1e-300Hz', 'BNN244'],
    ['clock=999kHz', 'BNN244'],
    ['clock=5s', 'BNN244'],
    ['clock=1001ns', 'BNN244'],
    ['clock=0.09ns', 'BNN244'],
    ['latency=1e-300s', 'BNN244'],
    ['throughput=1e300FPS', 'BNN244'],
    ['budget lut=1e309', 'BNN236'],
  ])('says in numbers that can be read that %s is out of range', (wish, code) => {
    const text = `network N { input x type=int8 shape=4 threshold t activation=uint2 }\ntarget t for N { device=pynq_z1 ${wish} }\n`;
    const { diagnostics } = program(text);
    expect(diagnostics.map((one) => one.code)).toEqual([code]);
    expect(diagnostics[0]?.message).not.toMatch(/Infinity|NaN/);
  });

  it('writes control characters of the text as what they are', () => {
    const { file, diagnostics } = parse('const A = 3 \u001b\u202e\u0000\n', MAIN);
    expect(file.statements).toHaveLength(1);
    for (const { message } of diagnostics) expect(message).toMatch(/^[^\p{Cc}\u202e]*$/u);
    expect(diagnostics.map(({ message }) => message).join()).toContain('\\u{1b}');
  });

  it('tells a list that is still being written once', () => {
    const text = 'network N {\n input x type=int8 shape=4\n threshold t activation=uint2 from=[x,\n argmax a\n}\n';
    const { file, diagnostics } = parse(text, MAIN);
    const found = [...diagnostics, ...resolve(MAIN, () => file).diagnostics];
    expect(found.map(({ code }) => code)).toEqual(['BNN113']);
  });

  it('tells nothing that follows from a text still being written, or from another fault', () => {
    const codes = (lines: string): string[] =>
      program(`block U() { maxpool i size=1 }
      block B() { U u  maxpool p size=1 from=u.i  add s from=[p, u] }
      network N {
        defaults weights=bipolar activation=bipolar
        input x type=int8 shape=8x8x3
        B first
        ${lines}
      }`).diagnostics.map(({ code }) => code);
    expect(codes('')).toEqual([]);
    expect(codes('con\n maxpool p size=2')).toEqual([]);
    expect(codes('conv c filters=8 ker\n maxpool p size=2')).toEqual([]);
    expect(codes('conv c filters=8 kernel=\n maxpool p size=2')).toEqual([]);
    expect(codes('add s from=[x,\n maxpool p size=2')).toEqual([]);
    expect(codes('maxpool p size=2 from=\n dense d units=3')).toEqual([]);
    // The shape behind a faulty layer is not known; what does not need it is still checked.
    expect(codes('conv c filters=8 kernel=9\n conv d filters=2.5 kernel=99\n argmax a')).toEqual(['BNN301', 'BNN235']);
    expect(codes('Unknown k p=3\n maxpool q size=2 from=k.deep\n add t from=[q, k]')).toEqual(['BNN205']);
    expect(codes('maxpool q size=1 from=nothing\n maxpool r size=1')).toEqual(['BNN201']);
    expect(codes('maxpool q size=1 from=first.j')).toEqual(['BNN201']);
  });

  it('works on every prefix', () => {
    for (let end = 0; end <= SAMPLE.length; end += 3) {
      const { file } = parse(SAMPLE.slice(0, end), MAIN);
      expect(() => resolve(MAIN, (uri) => (uri === MAIN ? file : undefined))).not.toThrow();
    }
  });

  it('the same again gives the same', () => {
    const strip = (text: string): unknown =>
      program(text).networks.map(({ layers }) => layers.map(({ name, output }) => [name, output]));
    expect(strip(SAMPLE)).toEqual(strip(SAMPLE));
  });

  it('imports without end', () => {
    const { file } = parse('import "a/x.bnn"\nimport "b/x.bnn"\n', MAIN);
    const { diagnostics } = resolve(MAIN, () => file);
    expect(new Set(diagnostics.map(({ code }) => code))).toEqual(new Set(['BNN217', 'BNN105']));
  });

  it('long chains of consts', () => {
    const chain = Array.from({ length: 5000 }, (_, i) => `const C${i} = C${i + 1}`).join('\n');
    expect(() => program(`${chain}\nconst C5000 = 1\n`)).not.toThrow();
    const squares = Array.from({ length: 60 }, (_, i) => `const S${i + 1} = S${i}*S${i}`).join('\n');
    const codes = program(`const S0 = 1e100\n${squares}\n`).diagnostics.map(({ code }) => code);
    expect(codes).toEqual(['BNN240']);
  });
});

describe('rationals', () => {
  const rational = fc
    .tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }))
    .map(([a, b]) => calculate('/', a, b) ?? 0);

  it('are exact', () => {
    expect(showRational(parseRational('22.4') ?? 0)).toBe('22.4');
    expect(parseRational('1_000')).toBe(1000);
    expect(parseRational('1e3')).toBe(1000);
    expect(parseRational('1e999')).toBeUndefined();
    expect(calculate('*', calculate('/', 1, 3) ?? 0, 3)).toBe(1);
    expect(showRational(calculate('/', 1, 3) ?? 0)).toBe('1/3');
    expect(calculate('+', parseRational('0.1') ?? 0, parseRational('0.2') ?? 0)).toEqual(parseRational('0.3'));
  });

  it('undo what they do', () => {
    fc.assert(
      fc.property(rational, rational, (a: Rational, b: Rational) => {
        expect(calculate('-', calculate('+', a, b) ?? 0, b)).toEqual(a);
        if (b !== 0) expect(calculate('/', calculate('*', a, b) ?? 0, b)).toEqual(a);
      }),
      { seed: 5, numRuns: cases(200) },
    );
  });
});
