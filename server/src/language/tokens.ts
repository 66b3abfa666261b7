import { createToken, Lexer, type IToken, type TokenType } from 'chevrotain';
import type { Span } from '../diagnostics/span.js';

/** The token types: those that the lexer finds, and the roles that `arrange.ts` gives them for the parser. */

// Chevrotain sorts characters above 255 into buckets of 255; one of each bucket names them all.
const BEYOND_ASCII = [
  ...Array.from({ length: 128 }, (_, index) => 128 + index),
  ...Array.from({ length: 257 }, (_, index) => Math.min(256 + 255 * index, 65535)),
];
const ASCII_OTHER = Array.from({ length: 128 }, (_, index) => index);
const codesOf = (characters: string): number[] => Array.from(characters, (each) => each.charCodeAt(0));
const LETTERS = codesOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_');

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isWordCode = (code: number): boolean =>
  isDigit(code) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);
const isBreak = (code: number): boolean => code === 10 || code === 13;

// Hand-written scanners: a regular expression's greedy loop runs out of stack on a line of megabytes.
type Scan = (text: string, offset: number) => number;
const scanned = (scan: Scan) => {
  const result: [string] = [''];
  return (text: string, offset: number): [string] | null => {
    const end = scan(text, offset);
    if (end <= offset) return null;
    result[0] = text.slice(offset, end);
    return result;
  };
};

const toLineEnd: Scan = (text, offset) => {
  let at = offset;
  while (at < text.length && !isBreak(text.charCodeAt(at))) at++;
  return at;
};

/** Whether a character is a blank or a line break, the odd ones of Unicode and the byte order mark included. */
function isBlank(code: number): boolean {
  if (code <= 32) return code === 32 || (code >= 9 && code <= 13);
  if (code < 160) return false;
  return (
    code === 160 ||
    code === 0xfeff ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

const isLetterBeyond = (code: number): boolean =>
  code >= 0xaa && code !== 0xd7 && code !== 0xf7 && !isBlank(code) && !(code >= 0x2010 && code <= 0x2bff);

const scanBlank: Scan = (text, offset) => {
  let at = offset;
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  return at;
};

/** A word with its dots: `conv_a`, `r1.inner`; letters beyond ASCII are taken in, to be told in one piece. */
const scanWord: Scan = (text, offset) => {
  let at = offset;
  for (;;) {
    const code = text.charCodeAt(at);
    if (isWordCode(code) || code === 46 || (code > 127 && isLetterBeyond(code))) at++;
    else return at;
  }
};

const digits = (text: string, offset: number): number => {
  let at = offset;
  while (isDigit(text.charCodeAt(at)) || text.charCodeAt(at) === 95) at++;
  return at;
};

/** The end of digits, fraction and exponent. */
function scanPlainNumber(text: string, offset: number): number {
  let at = digits(text, offset);
  if (text.charCodeAt(at) === 46 && isDigit(text.charCodeAt(at + 1))) at = digits(text, at + 1);
  const e = text.charCodeAt(at);
  if (e === 101 || e === 69) {
    const sign = text.charCodeAt(at + 1);
    const exponent = sign === 43 || sign === 45 ? at + 2 : at + 1;
    if (isDigit(text.charCodeAt(exponent))) return digits(text, exponent);
  }
  return at;
}

/** Everything that hangs together behind a digit; what it is says `numberForm`. */
const scanNumber: Scan = (text, offset) => {
  let at = scanPlainNumber(text, offset);
  for (;;) {
    const code = text.charCodeAt(at);
    if (isWordCode(code) || code === 37 || (code === 46 && isWordCode(text.charCodeAt(at + 1)))) at++;
    else return at;
  }
};

const scanString: Scan = (text, offset) => {
  let at = offset + 1;
  while (at < text.length && text.charCodeAt(at) !== 34 && !isBreak(text.charCodeAt(at))) at++;
  return text.charCodeAt(at) === 34 ? at + 1 : at;
};

const scanDoc: Scan = (text, offset) =>
  text.startsWith('///', offset) && text.charCodeAt(offset + 3) !== 47 ? toLineEnd(text, offset) : offset;
const scanLineComment: Scan = (text, offset) => (text.startsWith('//', offset) ? toLineEnd(text, offset) : offset);

// Where the last `*/` of the text stands is remembered, so that a text of many `/*` is not searched once for each.
let searched = '';
let lastClose = -1;
const scanBlockComment: Scan = (text, offset) => {
  if (!text.startsWith('/*', offset)) return offset;
  if (searched !== text) {
    searched = text;
    lastClose = text.lastIndexOf('*/');
  }
  return lastClose >= offset + 2 ? text.indexOf('*/', offset + 2) + 2 : toLineEnd(text, offset);
};

const isUnknown = (code: number): boolean => {
  if (isWordCode(code) || isBlank(code)) return false;
  if (code > 127) return !isLetterBeyond(code);
  return !PUNCTUATION.has(code);
};
const PUNCTUATION = new Set(codesOf('{}[]()=,;+-*/"%'));
const scanUnknown: Scan = (text, offset) => {
  let at = offset;
  while (at < text.length && isUnknown(text.charCodeAt(at))) at++;
  return Math.max(at, offset + 1);
};

const one = (name: string, pattern: string): TokenType => createToken({ name, pattern });
const scannedToken = (name: string, scan: Scan, starts: (string | number)[], group?: string): TokenType =>
  createToken({ name, pattern: scanned(scan), start_chars_hint: starts, line_breaks: false, ...(group && { group }) });

const Blank = scannedToken(
  'Blank',
  scanBlank,
  [9, 10, 11, 12, 13, 32, ...BEYOND_ASCII],
  // The type of `group` says string; the lexer drops what has this one.
  Lexer.SKIPPED,
);
export const DocComment = scannedToken('DocComment', scanDoc, ['/'], 'comments');
const LineComment = scannedToken('LineComment', scanLineComment, ['/'], 'comments');
export const BlockComment = scannedToken('BlockComment', scanBlockComment, ['/'], 'comments');
export const Word = scannedToken(
  'Word',
  (text, offset) => {
    const code = text.charCodeAt(offset);
    return code > 127 && !isLetterBeyond(code) ? offset : scanWord(text, offset);
  },
  [...LETTERS, ...BEYOND_ASCII],
);
export const Numeral = scannedToken('Numeral', scanNumber, codesOf('0123456789'));
export const Text = scannedToken('Text', scanString, ['"']);
export const Percent = one('Percent', '%');
export const LBrace = one('LBrace', '{');
export const RBrace = one('RBrace', '}');
export const LBracket = one('LBracket', '[');
export const RBracket = one('RBracket', ']');
export const LParen = one('LParen', '(');
export const RParen = one('RParen', ')');
export const Equals = one('Equals', '=');
export const Comma = one('Comma', ',');
export const Semicolon = one('Semicolon', ';');
export const Plus = one('Plus', '+');
export const Minus = one('Minus', '-');
export const Star = one('Star', '*');
export const Slash = one('Slash', '/');
export const Unknown = scannedToken('Unknown', scanUnknown, [...ASCII_OTHER, ...BEYOND_ASCII]);

/** In the order in which the lexer tries them. */
export const lexed: TokenType[] = [
  Blank,
  DocComment,
  LineComment,
  BlockComment,
  Word,
  Numeral,
  Equals,
  Text,
  LBrace,
  RBrace,
  LBracket,
  RBracket,
  LParen,
  RParen,
  Comma,
  Semicolon,
  Plus,
  Minus,
  Star,
  Slash,
  Percent,
  Unknown,
];

const role = (name: string): TokenType => createToken({ name, pattern: Lexer.NA });

/** A word with its `=`, which stands in the token's payload; a target's own key is told apart. */
export const Key = role('Key');
export const TargetKey = role('TargetKey');
/** The first word of a layer statement, and the second. */
export const Kind = role('Kind');
export const Naming = role('Naming');
/** A word where an attribute would stand, without `=`. */
export const Stray = role('Stray');
export const Pattern = role('Pattern');
export const Import = role('Import');
export const Const = role('Const');
export const Block = role('Block');
export const Network = role('Network');
export const Target = role('Target');
export const Defaults = role('Defaults');
export const Params = role('Params');
export const Repeat = role('Repeat');
export const Budget = role('Budget');
export const Fold = role('Fold');
export const For = role('For');
/** A key with its `=` and a value that is one literal or word; that token is the payload. */
export const Given = role('Given');
export const TargetGiven = role('TargetGiven');
/** A literal or word in an expression. Its payload is the type that the lexer found. */
export const Operand = role('Operand');
/** Something unreadable in the place of a value, told already. */
export const Unreadable = role('Unreadable');
/** Braces of a body; one that is missing is put in, of no length. `NoBody` stands for both. */
export const Open = role('Open');
export const Close = role('Close');
export const NoBody = role('NoBody');

/** All that the parser meets. */
export const roles: TokenType[] = [
  Key,
  TargetKey,
  Kind,
  Naming,
  Stray,
  Pattern,
  Import,
  Const,
  Block,
  Network,
  Target,
  Defaults,
  Params,
  Repeat,
  Budget,
  Fold,
  For,
  Given,
  TargetGiven,
  Operand,
  Unreadable,
  Open,
  Close,
  NoBody,
  LBracket,
  RBracket,
  LParen,
  RParen,
  Comma,
  Plus,
  Minus,
  Star,
  Slash,
];

/** The place of a token. One that was put together of several says its end, as its image has no blanks. */
export function spanOf(token: IToken): Span {
  return {
    start: token.startOffset,
    end: token.endOffset === undefined ? token.startOffset + token.image.length : token.endOffset + 1,
  };
}
