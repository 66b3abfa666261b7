import { layerKinds, statements, typeNames, unmappableKinds } from '../../server/src/language/table.js';
import type { AttributeSpec, KindSpec, StatementSpec, ValueForm } from '../../server/src/language/table-types.js';
import { languageProse } from './language-prose.js';
import { units } from '../../server/src/language/units.js';

const FORMS: Readonly<Record<ValueForm, string>> = {
  count: 'a whole number from 1',
  whole: 'a whole number from 0',
  integer: 'a whole number',
  pair: 'one count, or one per axis (`3x1`)',
  padding: 'a number, a number per side, or `same`',
  shape: 'a shape',
  'weight-type': 'a type',
  'value-type': 'a type',
  activation: 'a type of at most 8 bits, or `none`',
  layers: 'a layer, or a list of layers',
  folding: 'a count, or `auto`',
  fifo: 'a depth, `auto`, or a list of them',
  word: 'a word',
  device: "a device's name, or a string",
  clock: 'a frequency, or a period',
  rate: 'frames per second',
  time: 'a time',
  amount: 'a share (`80%`), or a count',
};

/** The reference of the language, `docs/language.md`, from its table. */
export function languageReference(): string {
  return [
    '# The `.bnn` language: reference',
    'Generated from the table in `server/src/language/table.ts`, which the parser, the checks, completion and hover read too.',
    languageProse,
    '## Statements',
    ...[...statements.values()].map(statement),
    '## Layers',
    'Every layer is `kind name key=value ...` on one line. It reads the layer above unless `from=` says otherwise.',
    ...[...layerKinds.values()].map((kind) => section(kind, '')),
    '## Types',
    typeNames.map((name) => `\`${name}\``).join(', ') + '; `none` for no activation.',
    '## Units',
    'A unit stands directly behind its number.',
    unitList(),
    '## Kinds of other tools that have no engine here',
    [...new Set(unmappableKinds.values())].map(unmappable).join('\n'),
    '',
  ].join('\n\n');
}

function statement(spec: StatementSpec): string {
  return section(spec, `Stands in: ${spec.within.join(', ')}.`);
}

function section({ name, doc, example, attributes }: KindSpec, more: string): string {
  return [`### \`${name}\``, doc, more, `\`\`\`bnn\n${example}\n\`\`\``, attributes.map(attribute).join('\n')]
    .filter((part) => part !== '')
    .join('\n\n');
}

function attribute({ name, form, required, default: fallback, words, doc }: AttributeSpec): string {
  const value = words ? words.map((word) => `\`${word}\``).join(', ') : FORMS[form];
  const need = required ? '; required' : fallback === undefined ? '' : `; default \`${fallback}\``;
  return `- \`${name}=\` (${value}${need}): ${doc}`;
}

function unitList(): string {
  const byDimension = new Map<string, string[]>();
  for (const { name, dimension } of units.values()) {
    byDimension.set(dimension, [...(byDimension.get(dimension) ?? []), `\`${name}\``]);
  }
  return [...byDimension].map(([dimension, names]) => `- ${dimension}: ${names.join(', ')}`).join('\n');
}

function unmappable(advice: string): string {
  const kinds = [...unmappableKinds].filter(([, each]) => each === advice).map(([kind]) => kind);
  return `- ${kinds.join(', ')}: ${advice}`;
}
