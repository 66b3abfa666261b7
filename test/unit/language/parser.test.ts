import { describe, expect, test } from 'vitest';
import { createGrammar } from '../../../server/src/language/grammar.js';
import { parsed, RICH, SAMPLE, shapeOf, show } from './support.js';

const valueOf = (text: string): string => {
  const { file, diagnostics } = parsed(`const A = ${text}`);
  expect(diagnostics).toEqual([]);
  const [statement] = file.statements;
  return statement?.type === 'const' && statement.value ? show(statement.value) : '?';
};

describe('parser', () => {
  test('Chevrotain finds no fault in the grammar', () => {
    expect(() => createGrammar({ skipValidations: false })).not.toThrow();
  });

  test('reads values', () => {
    expect(valueOf('12_000')).toBe('12_000');
    expect(valueOf('1.5e-3')).toBe('1.5e-3');
    expect(valueOf('100MHz')).toBe('100~MHz');
    expect(valueOf('1.5MFPS')).toBe('1.5~MFPS');
    expect(valueOf('80%')).toBe('80~%');
    expect(valueOf('32x32x3')).toBe('32x32x3');
    expect(valueOf('[R, 2 * R, -3]')).toBe('[R (2*R) (-3)]');
    expect(valueOf('"a b.npz"')).toBe('"a b.npz"');
    expect(valueOf('1 + 2 * 3 - 4 / (5 - 6)')).toBe('((1+(2*3))-(4/(5-6)))');
    expect(valueOf('a - -b')).toBe('(a-(-b))');
    expect(valueOf('r1.inner.x')).toBe('r1.inner.x');
  });

  test('reads the two whole files without a word', () => {
    for (const text of [SAMPLE, RICH]) expect(parsed(text).diagnostics).toEqual([]);
  });

  test('line breaks are never syntax: a legal text on one line, or one word a line, is the same tree', () => {
    for (const text of [SAMPLE, RICH]) {
      const plain = text.replace(/\/\/.*$/gm, '').replace(/\/\*.*\*\//g, '');
      const tree = shapeOf(parsed(plain).file.statements);
      expect(shapeOf(parsed(plain.replace(/\s+/g, ' ')).file.statements)).toEqual(tree);
      const broken = plain.replace(/\s+/g, '\n').replace(/(?<=\w)=/g, '\n=\n');
      expect(parsed(broken).diagnostics).toEqual([]);
      expect(shapeOf(parsed(broken).file.statements)).toEqual(tree);
      expect(shapeOf(parsed(plain.replaceAll('\n', '\r\n')).file.statements)).toEqual(tree);
    }
  });

  test('doc comments belong to the statement that follows, and only those that stand above it', () => {
    const { file } = parsed(
      '/// One.\n///   Two.\nnetwork N { /// not this\n  /// In.\n  input a type=int8 shape=4 /// nor this\n  dense d units=2\n}',
    );
    const [network] = file.statements;
    if (network?.type !== 'network') throw new Error('no network');
    expect(network.documentation).toBe('One.\n  Two.');
    expect(network.body.statements.map(({ documentation }) => documentation)).toEqual(['In.', undefined]);
  });

  test("a target's own keys end budget and fold; others belong to them", () => {
    const { file, diagnostics } = parsed('target t for N { fold * pe=2 clock=1MHz budget lut=1 latency=2us ff=3 }');
    const [target] = file.statements;
    if (target?.type !== 'target') throw new Error('no target');
    expect(diagnostics).toEqual([]);
    expect(target.attributes.map(({ name }) => name.text)).toEqual(['clock', 'latency', 'ff']);
    expect(target.items.map(({ type, attributes }) => [type, ...attributes.map(({ name }) => name.text)])).toEqual([
      ['fold', 'pe'],
      ['budget', 'lut'],
    ]);
  });

  test('patterns are written without blanks', () => {
    const { file } = parsed('target t for N { fold * pe=1 fold c* pe=1 fold *.conv_a pe=1 fold r1.*_0 fold x pe=1 }');
    const [target] = file.statements;
    if (target?.type !== 'target') throw new Error('no target');
    expect(target.items.map((item) => (item.type === 'fold' ? item.pattern?.text : ''))).toEqual([
      '*',
      'c*',
      '*.conv_a',
      'r1.*_0',
      'x',
    ]);
  });

  test('words of objects are names like any other', () => {
    const text =
      'const __proto__ = 1\nblock constructor(toString=2) { }\nnetwork hasOwnProperty { __proto__ valueOf __proto__=3 constructor=4 }\ntarget __proto__ for hasOwnProperty { fold __proto__ __proto__=1 }';
    expect(parsed(text).diagnostics).toEqual([]);
  });
});
