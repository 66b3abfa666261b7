import { layerKinds, statements, table, typeNames } from './table.js';
import { units } from './units.js';

/** A TextMate rule, as far as this grammar uses them. */
interface Rule {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly include?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
  readonly beginCaptures?: Readonly<Record<string, { readonly name: string }>>;
  readonly patterns?: readonly Rule[];
}

export interface TextmateGrammar {
  readonly $schema: string;
  readonly name: string;
  readonly scopeName: string;
  readonly fileTypes: readonly string[];
  readonly patterns: readonly Rule[];
  readonly repository: Readonly<Record<string, { readonly patterns: readonly Rule[] }>>;
}

/** Longest first, so that no alternative hides a longer one. */
const anyOf = (words: Iterable<string>): string => [...words].sort((a, b) => b.length - a.length).join('|');
const whole = (words: Iterable<string>): string => `\\b(?:${anyOf(words)})\\b`;

/** Not the key of an attribute: words of the language are free as keys. */
const NO_KEY = '(?!\\s*=)';
const NAME = '[A-Za-z_]\\w*';
const DIGITS = '\\d[\\d_]*';

/** The TextMate grammar `syntaxes/bnn.tmLanguage.json`, read off the language's table. */
export function textmateGrammar(): TextmateGrammar {
  const symbols = [...units.keys()].filter((unit) => /^\w/.test(unit));
  const kinds = anyOf(layerKinds.keys());
  return {
    $schema: 'https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json',
    name: 'BNN',
    scopeName: 'source.bnn',
    fileTypes: ['bnn'],
    patterns: ['comments', 'strings', 'statements', 'layers', 'attributes', 'values'].map((name) => ({
      include: `#${name}`,
    })),
    repository: {
      comments: {
        patterns: [
          { name: 'comment.line.documentation.bnn', match: '///(?!/).*$' },
          { name: 'comment.line.double-slash.bnn', match: '//.*$' },
          { name: 'comment.block.bnn', begin: '/\\*', end: '\\*/' },
        ],
      },
      strings: { patterns: [{ name: 'string.quoted.double.bnn', match: '"[^"\\r\\n]*"?' }] },
      statements: {
        patterns: [
          named('(block)', 'entity.name.function.bnn'),
          named('(network)', 'entity.name.class.bnn'),
          named('(const)', 'variable.other.constant.bnn', '(?=\\s*=|\\s|$)'),
          {
            match: `\\b(target)\\b${NO_KEY}(?:\\s+(?!for\\b)(${NAME}))?(?:\\s+(for)\\b(?:\\s+(${NAME}))?)?`,
            captures: {
              '1': { name: 'keyword.control.bnn' },
              '2': { name: 'entity.name.type.bnn' },
              '3': { name: 'keyword.control.bnn' },
              '4': { name: 'entity.name.class.bnn' },
            },
          },
          {
            match: `\\b(fold)\\b${NO_KEY}(?:\\s+([\\w.*]+)${NO_KEY})?`,
            captures: { '1': { name: 'keyword.control.bnn' }, '2': { name: 'string.regexp.bnn' } },
          },
          { name: 'keyword.control.bnn', match: `${whole(statements.keys())}${NO_KEY}` },
        ],
      },
      layers: {
        patterns: [
          {
            match: `\\b(${kinds})\\b${NO_KEY}(?:\\s+(?!(?:${kinds})\\b)(${NAME})\\b${NO_KEY})?`,
            captures: { '1': { name: 'storage.type.bnn' }, '2': { name: 'entity.name.variable.bnn' } },
          },
          // The instance of a block: two words at the beginning of a line.
          {
            match: `^\\s*(?!(?:${anyOf(table.statements.keys())})\\b)(${NAME})[ \\t]+(${NAME})\\b${NO_KEY}`,
            captures: { '1': { name: 'entity.name.function.bnn' }, '2': { name: 'entity.name.variable.bnn' } },
          },
        ],
      },
      attributes: {
        patterns: [
          {
            match: `\\b(${NAME})\\s*(=)`,
            captures: {
              '1': { name: 'entity.other.attribute-name.bnn' },
              '2': { name: 'keyword.operator.assignment.bnn' },
            },
          },
        ],
      },
      values: {
        patterns: [
          { name: 'constant.numeric.dims.bnn', match: `\\b${DIGITS}(?:x${DIGITS})+\\b` },
          {
            match: `\\b(${DIGITS}(?:\\.${DIGITS})?(?:[eE][+-]?\\d+)?)(${anyOf(symbols)}\\b|%)`,
            captures: { '1': { name: 'constant.numeric.bnn' }, '2': { name: 'keyword.other.unit.bnn' } },
          },
          { name: 'constant.numeric.bnn', match: `\\b${DIGITS}(?:\\.${DIGITS})?(?:[eE][+-]?\\d+)?\\b` },
          { name: 'support.type.bnn', match: whole(typeNames) },
          { name: 'constant.language.bnn', match: whole(wordsOfTable()) },
          { name: 'variable.language.bnn', match: '\\bin\\b' },
          { name: 'variable.other.bnn', match: `\\b${NAME}(?:\\.\\w+)*` },
          { name: 'keyword.operator.arithmetic.bnn', match: '[-+*/]' },
          { name: 'punctuation.separator.comma.bnn', match: ',' },
          { name: 'punctuation.section.braces.bnn', match: '[{}]' },
          { name: 'punctuation.section.brackets.bnn', match: '[\\[\\]()]' },
        ],
      },
    },
  };
}

/** A statement word with the name that follows it. */
function named(word: string, scope: string, behind = ''): Rule {
  return {
    match: `\\b${word}\\b${NO_KEY}\\s+(?!(?:${anyOf([...layerKinds.keys(), ...statements.keys()])})\\b)(${NAME})${behind}`,
    captures: { '1': { name: 'keyword.control.bnn' }, '2': { name: scope } },
  };
}

/** `auto`, `none`, `same` and the words of the attributes that list theirs. */
function wordsOfTable(): Set<string> {
  const words = new Set(['auto', 'none', 'same']);
  for (const { attributes } of [...layerKinds.values(), ...statements.values()])
    for (const attribute of attributes) for (const word of attribute.words ?? []) words.add(word);
  return words;
}
