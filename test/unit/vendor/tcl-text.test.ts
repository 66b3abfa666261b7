import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tclList, tclWord } from '../../../server/src/vendor/tcl-text.js';
import { hasTcl } from '../../support/vendor-stand-in.js';

/** What tclsh makes of words, as the hexadecimal digits of their UTF-16. */
function readBack(words: readonly string[], script: string): string[] {
  const source = [
    'fconfigure stdin -encoding utf-8',
    'proc exec {args} { error "exec ran" }',
    'proc digits {text} { binary scan [encoding convertto utf-8 $text] H* digits; return $digits }',
    script,
  ].join('\n');
  const { stdout, stderr } = spawnSync('tclsh', { input: source, encoding: 'utf8', env: { LC_ALL: 'C.UTF-8' } });
  expect(stderr).toBe('');
  expect(words.length).toBeGreaterThan(0);
  return stdout.split('\n').slice(0, -1);
}

const utf8 = (text: string): string => Buffer.from(text).toString('hex');

describe.skipIf(!hasTcl)('texts in Tcl', () => {
  const hostile = [
    "a b $(touch x) [exec id] ; 'q' {",
    '}',
    '\\',
    '{a}\\',
    '[exec id]',
    '$env(HOME)',
    '"',
    '#',
    '',
    'a\nb\r',
    'é',
  ];
  const texts = [
    ...hostile,
    ...fc.sample(
      fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '$', '\\', '"', ';', '#', ' ', '\n', 'a'), maxLength: 12 }),
      200,
    ),
  ];

  it('stand for exactly themselves', () => {
    const script = texts.map((text) => `puts [digits ${tclWord(text)}]`).join('\n');
    expect(readBack(texts, script)).toEqual(texts.map(utf8));
  });

  it('stay themselves in a list of lists', () => {
    const script = `foreach each [lindex ${tclList(['first', texts])} 1] { puts [digits $each] }`;
    expect(readBack(texts, script)).toEqual(texts.map(utf8));
  });
});
