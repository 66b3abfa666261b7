import { Lexer, type IToken } from 'chevrotain';
import type { Comment } from './ast.js';
import { BlockComment, DocComment, lexed } from './tokens.js';

export interface Lexed {
  readonly tokens: readonly IToken[];
  readonly comments: readonly Comment[];
}

const lexer = new Lexer(lexed, {
  ensureOptimizations: true,
  positionTracking: 'onlyOffset',
  // Line ends are of no matter to the lexer; `arrange.ts` sees them between tokens.
  lineTerminatorCharacters: ['\n', '\r'],
  lineTerminatorsPattern: /\r\n|\r|\n/g,
  skipValidations: true,
});

/** The tokens and comments of any text; every character lies in a token, in a comment, or is a blank. */
export function lex(text: string): Lexed {
  const { tokens, groups } = lexer.tokenize(text);
  const comments = groups['comments'] ?? [];
  return {
    tokens,
    comments: comments.map((token) => ({
      span: { start: token.startOffset, end: token.startOffset + token.image.length },
      kind: token.tokenType === DocComment ? 'doc' : token.tokenType === BlockComment ? 'block' : 'line',
    })),
  };
}

/** What a numeral is. `number` is the part before the unit. */
export type NumberForm =
  | { readonly form: 'number' }
  | { readonly form: 'dims' }
  | { readonly form: 'quantity'; readonly number: string; readonly unit: string }
  | { readonly form: 'malformed' };

const PLAIN = /^\d(?:_?\d)*(?:\.\d(?:_?\d)*)?(?:[eE][+-]?\d+)?/;

/** Tells plain numbers, dims and quantities apart. */
export function numberForm(text: string): NumberForm {
  // Longer ones are no numbers of this language, and would only cost time.
  if (text.length > 400) return { form: 'malformed' };
  if (isWhole(text)) return { form: 'number' };
  const number = PLAIN.exec(text)?.[0] ?? '';
  if (number.length === text.length) return { form: 'number' };
  if (/^\d(?:_?\d)*(?:x\d(?:_?\d)*)+$/.test(text)) return { form: 'dims' };
  const unit = text.slice(number.length);
  // `3xR` is dims with a name in them, not a quantity.
  return number && /^(?:(?!x)[A-Za-z]+|%)$/.test(unit) ? { form: 'quantity', number, unit } : { form: 'malformed' };
}

function isWhole(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return true;
}
