import type { IToken, TokenType } from 'chevrotain';
import type { Span } from '../diagnostics/span.js';
import type { Report } from './arrange-state.js';
import type { Expression, Name, NumberExpression, StringExpression } from './ast.js';
import { numberForm } from './lexer.js';
import { layerKinds, reservedWords, statements } from './table.js';
import { spanOf, Text, Word } from './tokens.js';
import { unitInOtherCase, units } from './units.js';

/** What a name is given to, as messages say it. */
export type Named = 'a layer' | 'a const' | 'a block' | 'a network' | 'a target' | 'a parameter';

const PLAIN_NAME = /^[A-Za-z_]\w*$/;
const PATH = /^[A-Za-z_]\w*(?:\.\w+)*$/;
const KNOWN_UNITS = [...units.keys()].join(', ');

/** A literal or word of the text, which the lexer took for a token of this type. */
export function literalOf(token: IToken, type: TokenType, report: Report): Expression {
  const span = spanOf(token);
  if (type === Text) return stringOf(token, report);
  if (type === Word) {
    if (!PATH.test(token.image)) tellUnreadable(token.image, span, report);
    return { type: 'word', text: token.image, span };
  }
  const { image } = token;
  const found = numberForm(image);
  switch (found.form) {
    case 'number':
      return { type: 'number', text: image, span };
    case 'dims':
      return { type: 'dims', items: dimsOf(image, span), span };
    case 'quantity': {
      const { number, unit } = found;
      const spaced = span.end - span.start !== image.length;
      if (!units.has(unit)) {
        const meant = unitInOtherCase(unit)?.name;
        const replacement = meant === undefined ? undefined : `${number}${meant}`;
        report('BNN111', span, { text: image, unit, replacement, known: KNOWN_UNITS });
      }
      return { type: 'quantity', text: number, unit, spaced, span };
    }
    case 'malformed':
      report('BNN119', span, { text: image.slice(0, 60) });
      return { type: 'error', span };
  }
}

function dimsOf(image: string, span: Span): NumberExpression[] {
  const written = span.end - span.start === image.length;
  let at = span.start;
  return image.split('x').map((text) => {
    const start = at;
    at += text.length + 1;
    // Where blanks stand in between, each number has the place of all.
    return { type: 'number', text, span: written ? { start, end: start + text.length } : span };
  });
}

function stringOf(token: IToken, report: Report): StringExpression {
  const span = spanOf(token);
  const closed = token.image.length > 1 && token.image.endsWith('"');
  if (!closed) report('BNN102', span, {});
  return { type: 'string', value: token.image.slice(1, closed ? -1 : undefined), span };
}

/** Tells a name that is none: reserved, or with dots or letters that names do not have. */
export function checkName(name: Name, what: Named, report: Report): void {
  const { text, span } = name;
  if (reservedWords.has(text)) report('BNN109', span, { word: text, what });
  else if (!PLAIN_NAME.test(text)) tellUnreadable(text, span, report);
}

function tellUnreadable(text: string, span: Span, report: Report): void {
  const short = text.slice(0, 60);
  const mended = short
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\w]+/g, '_')
    .replace(/^(?=\d)/, '_')
    .replace(/_+$/, '');
  report('BNN121', span, { text: short, replacement: /[A-Za-z]/.test(mended) ? mended : undefined });
}

/** A value for an attribute, for the message that it has none: the default, or what the first example says. */
export function valueExample(attribute: string): string | undefined {
  return EXAMPLES.get(attribute);
}

const EXAMPLES: ReadonlyMap<string, string> = new Map(
  [...layerKinds.values(), ...statements.values()]
    .flatMap(({ example, attributes }) => [
      ...attributes.flatMap((each) => (each.default === undefined ? [] : [[each.name, each.default] as const])),
      ...[...example.matchAll(/(\w+)=(\[[^\]]*\]|\S+)/g)].map(([, name = '', value = '']) => [name, value] as const),
    ])
    // The first one that is found counts.
    .reverse(),
);
