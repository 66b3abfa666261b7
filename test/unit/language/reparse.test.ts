import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from '../../../server/src/language/parser.js';
import { reparse } from '../../../server/src/language/reparse.js';
import { cases } from '../../support/cases.js';
import { randomNetworkText, seeded, type Random } from '../../support/random-network.js';

const URI = 'file:///main.bnn';
const EXAMPLES = new URL('../../../examples/', import.meta.url);

/** Bits that people type and delete, and bits that change what other lines mean. */
const BITS = [
  '1',
  '64',
  ' pe=2',
  ' simd',
  '=',
  'x',
  '[a, b]',
  ' ',
  '\n',
  '\r\n',
  '{',
  '}',
  '//',
  '/*',
  '*/',
  '///',
  '"',
  '(',
  ']',
];

function edited(text: string, random: Random): string {
  const at = Math.floor(random() * (text.length + 1));
  const gone = Math.floor(random() * 4);
  const bit = random() < 0.3 ? '' : (BITS[Math.floor(random() * BITS.length)] ?? '');
  return text.slice(0, at) + bit + text.slice(at + gone);
}

function examples(): string[] {
  const names = readdirSync(EXAMPLES).filter((name) => name.endsWith('.bnn'));
  return names.map((name) => readFileSync(new URL(name, EXAMPLES), 'utf8'));
}

/** Whether a part of the tree before was taken over: then the line alone was read. */
function kept(before: ReturnType<typeof parse>, after: ReturnType<typeof parse>): boolean {
  return (
    after.file.statements.some((statement, at) => statement === before.file.statements[at] && at > 0) ||
    after.file.statements.some((statement, at) => {
      const was = before.file.statements[at];
      return was && 'body' in statement && 'body' in was && statement.body.statements[0] === was.body.statements[0];
    })
  );
}

const CHAIN = `/// Documented.
network N { // first
  defaults weights=bipolar
  input x type=bipolar shape=64
  /// The layer.
  dense a units=64 pe=2
  repeat 2 {
    dense b units=[32]
  } // second
  dense c units=10
}
target t for N { device=pynq_z1 }
`;

describe('a text that is parsed again after an edit', () => {
  it('gives the tree that a new parse gives, whatever was typed', () => {
    const random = seeded(11);
    const texts = [...examples(), ...Array.from({ length: 10 }, () => randomNetworkText(random, 8))];
    let taken = 0;
    for (const text of [...texts, ...texts.map((each) => each.replaceAll('\n', '\r\n')), CHAIN]) {
      let before = parse(text, URI);
      for (let edit = 0; edit < cases(15); edit++) {
        // Back to what is whole now and then: behind a fault everything is parsed anew.
        const now = edited(before.diagnostics.length > 0 ? text : before.file.text, random);
        const after = reparse(before, now, URI);
        expect(after).toStrictEqual(parse(now, URI));
        if (kept(before, after)) taken++;
        before = after;
      }
    }
    expect(taken).toBeGreaterThan(25);
  });

  it.each([
    ['a number', 'units=64', 'units=128'],
    ['a name', 'dense a', 'dense first'],
    ['an attribute more', 'pe=2', 'pe=2 simd=4'],
    ['inside a repeat', 'units=[32]', 'units=[320]'],
    ['of the same length', 'units=10', 'units=12'],
    ['the indentation', '  dense c', '    dense c'],
  ])('reads the line alone where a layer changes: %s', (_, old, now) => {
    const before = parse(CHAIN, URI);
    const text = CHAIN.replace(old, now);
    const after = reparse(before, text, URI);
    expect(kept(before, after)).toBe(true);
    expect(after).toStrictEqual(parse(text, URI));
  });

  it.each([
    ['a comment that begins', 'pe=2', 'pe=2 /*'],
    ['a line that ends', 'units=64 pe=2', 'units=64\npe=2'],
    ['a kind that is none', 'dense c', 'dens c'],
    ['a target', 'pynq_z1', 'zc706'],
    ['a fault', 'pe=2', 'pe='],
    ['a brace', 'units=10', 'units=10 }'],
  ])('is parsed as a whole where other lines are concerned: %s', (_, old, now) => {
    const before = parse(CHAIN, URI);
    const text = CHAIN.replace(old, now);
    const after = reparse(before, text, URI);
    expect(kept(before, after)).toBe(false);
    expect(after).toStrictEqual(parse(text, URI));
  });
});
