import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../server/src/diagnostics/catalogue/index.js';
import { syntax } from '../../../server/src/diagnostics/catalogue/syntax.js';
import {
  layerKinds,
  reservedWords,
  statements,
  takesFromDefaults,
  typeNames,
} from '../../../server/src/language/table.js';
import { textmateGrammar } from '../../../server/src/language/textmate.js';
import { units } from '../../../server/src/language/units.js';
import { typeByName } from '../../../server/src/network/quantised-type.js';
import { parsed } from './support.js';

describe('the table', () => {
  test('every example is read without a fault where it may stand', () => {
    const inNetwork = (line: string): string => `network N {\n${line}\n}\n`;
    for (const { example } of layerKinds.values()) expect(parsed(inNetwork(example)).diagnostics).toEqual([]);
    for (const { example, within } of statements.values()) {
      const text = within.includes('file')
        ? example
        : within.includes('target')
          ? `target t for N {\n${example}\n}\n`
          : inNetwork(example);
      expect(parsed(text).diagnostics).toEqual([]);
    }
  });

  test('every snippet, with its defaults filled in, is read without a fault', () => {
    for (const { snippet, within } of [
      ...[...layerKinds.values()].map((kind) => ({ ...kind, within: ['network'] })),
      ...statements.values(),
    ]) {
      const filled = snippet.replace(/\$\{\d+:([^}]*)\}/g, '$1').replace(/\$\d/g, '');
      const text = within.includes('file')
        ? filled
        : `${within.includes('target') ? 'target t for N' : 'network N'} {\n${filled}\n}`;
      expect(parsed(text).diagnostics, snippet).toEqual([]);
    }
  });

  test('an attribute is named once a kind, and has a default or is required or may be left out', () => {
    for (const { name, attributes } of [...layerKinds.values(), ...statements.values()]) {
      expect(new Set(attributes.map((each) => each.name)).size, name).toBe(attributes.length);
      for (const each of attributes) if (each.required) expect(each.default, `${name} ${each.name}`).toBeUndefined();
    }
  });

  test('defaults reach the kinds that the language says', () => {
    const taking = (attribute: string): string[] =>
      [...layerKinds.values()].filter((kind) => takesFromDefaults(kind, attribute)).map(({ name }) => name);
    expect(taking('activation')).toEqual(['dense', 'conv', 'dwconv', 'threshold']);
    expect(taking('pad')).toEqual(['conv', 'dwconv']);
    expect(taking('weights')).toEqual(['dense', 'conv', 'dwconv']);
    expect(taking('from')).toEqual([]);
    const names = statements.get('defaults')?.attributes.map(({ name }) => name) ?? [];
    for (const attribute of ['weights', 'activation', 'pad', 'pe', 'simd', 'mem']) expect(names).toContain(attribute);
    expect(names).not.toContain('from');
    expect(new Set(names).size).toBe(names.length);
  });

  test('the names of types are types, and neither they nor units are reserved', () => {
    for (const name of typeNames) expect(typeByName(name)?.name).toBe(name);
    for (const name of [...typeNames, ...units.keys()]) expect(reservedWords.has(name)).toBe(false);
  });
});

describe('the catalogue of syntax faults', () => {
  test.each(Object.keys(syntax) as (keyof typeof syntax)[])('%s is raised by its example', (code) => {
    const { example, docs, title } = catalogue[code];
    expect(example).toBeDefined();
    expect(parsed(example ?? '').diagnostics.map((each) => each.code)).toContain(code);
    expect(docs.length).toBeGreaterThan(40);
    expect(title).not.toBe('');
  });

  test('messages are one line', () => {
    for (const code of Object.keys(syntax) as (keyof typeof syntax)[])
      for (const { message } of parsed(catalogue[code].example ?? '').diagnostics)
        expect(message).not.toMatch(/[\r\n]/);
  });
});

describe('the TextMate grammar', () => {
  const grammar = textmateGrammar();

  test('knows every word of the table', () => {
    const text = JSON.stringify(grammar);
    for (const word of [...layerKinds.keys(), ...statements.keys(), ...typeNames, 'MFPS', 'lutram', 'auto', 'same'])
      expect(text).toMatch(new RegExp(`\\b${word}\\b`));
  });

  test('every pattern is a regular expression, every include is there, scopes are of this language', () => {
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inner] of Object.entries(value)) {
        if (['match', 'begin', 'end'].includes(key)) expect(() => new RegExp(String(inner))).not.toThrow();
        if (key === 'include') expect(Object.keys(grammar.repository)).toContain(String(inner).slice(1));
        if (key === 'name' && inner !== 'BNN') expect(inner).toMatch(/^[a-z-]+(\.[a-z-]+)*\.bnn$/);
        visit(inner);
      }
    };
    visit(grammar);
  });

  test('the file in syntaxes/ has the same scope', () => {
    const written = JSON.parse(readFileSync('syntaxes/bnn.tmLanguage.json', 'utf8')) as { scopeName: string };
    expect(written.scopeName).toBe(grammar.scopeName);
  });
});
