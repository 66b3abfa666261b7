import type { Span } from '../diagnostics/span.js';

/**
 * Where a cursor stands while a statement is half written. The tree of a broken text says little about the word that
 * is being typed, so this looks at the words before the cursor only; it holds for any text.
 */
export interface CompletionContext {
  readonly place: Place;
  /** What is being typed, from its first character to the cursor: completion replaces it. */
  readonly typed: Span;
  /** The body that the cursor stands in. */
  readonly body: BodyKind;
  /** Name of the network, block or target around the cursor, and for a target its network. */
  readonly owner: { readonly name: string; readonly network?: string } | undefined;
  /** Whether nothing but blanks stands before the word on its line. */
  readonly lineStart: boolean;
}

export type BodyKind = 'file' | 'network' | 'block' | 'repeat' | 'target';

export type Place =
  | { readonly at: 'nothing' }
  | { readonly at: 'comment'; readonly text: string }
  | { readonly at: 'string'; readonly keyword: string; readonly attribute: string | undefined; readonly text: string }
  /** A new statement may start here, or, where `open` is set, its attributes go on. */
  | { readonly at: 'statement'; readonly open: OpenStatement | undefined }
  | { readonly at: 'name'; readonly keyword: string }
  /** Behind `target NAME for`. */
  | { readonly at: 'network' }
  /** Behind `target NAME`. */
  | { readonly at: 'for' }
  | { readonly at: 'value'; readonly open: OpenStatement; readonly attribute: string; readonly inList: boolean };

export interface OpenStatement {
  readonly keyword: string;
  readonly start: number;
  readonly given: readonly string[];
}

/** Statement words that are followed by something other than a name. */
const NAMELESS = new Set(['import', 'params', 'defaults', 'budget', 'repeat', 'for', 'in']);
const TOKEN = /\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)|"[^"\r\n]*"?|[A-Za-z_*][\w.*]*|\d[\w.]*%?|[{}()[\]=,+\-*/]|[^\s\w]/g;

interface Frame {
  readonly kind: BodyKind;
  readonly owner: CompletionContext['owner'];
}

interface Statement {
  readonly keyword: string;
  readonly start: number;
  readonly given: string[];
  name: string | undefined;
  network: string | undefined;
  sawFor: boolean;
}

export function completionContext(text: string, offset: number): CompletionContext {
  const walk = new Walk();
  const tokens = [...text.slice(0, offset).matchAll(TOKEN)].map((match) => ({ text: match[0], start: match.index }));
  const last = tokens.at(-1);
  const touched = last && last.start + last.text.length === offset ? last : undefined;
  const typing =
    touched && /^[\w."/*]/.test(touched.text) && touched.text !== '*' && touched.text !== '/' ? touched : undefined;
  const before = typing ? tokens.slice(0, -1) : tokens;
  before.forEach((token, at) => walk.take(token, before[at + 1]?.text));
  const start = typing ? typing.start : offset;
  const lineStart = /(?:^|[\r\n])[ \t]*$/.test(text.slice(0, start));
  const frame = walk.frames.at(-1) ?? { kind: 'file', owner: undefined };
  return {
    place: placeOf(walk, typing, lineStart),
    typed: typedSpan(typing, offset),
    body: frame.kind,
    owner: frame.owner,
    lineStart,
  };
}

function typedSpan(typing: { text: string; start: number } | undefined, offset: number): Span {
  if (!typing) return { start: offset, end: offset };
  // In a string the text behind the quote is being typed; completion replaces all of it.
  return typing.text.startsWith('"') ? { start: typing.start + 1, end: offset } : { start: typing.start, end: offset };
}

function placeOf(walk: Walk, typing: { text: string } | undefined, lineStart: boolean): Place {
  const { statement } = walk;
  if (typing?.text.startsWith('/')) {
    // A closed block comment that the cursor touches is behind us.
    return typing.text.startsWith('/*') && typing.text.endsWith('*/') && typing.text.length > 3
      ? { at: 'nothing' }
      : { at: 'comment', text: typing.text };
  }
  if (typing?.text.startsWith('"')) {
    if (typing.text.length > 1 && typing.text.endsWith('"')) return { at: 'nothing' };
    return { at: 'string', keyword: statement?.keyword ?? '', attribute: walk.attribute, text: typing.text.slice(1) };
  }
  const open: OpenStatement | undefined = statement && {
    keyword: statement.keyword,
    start: statement.start,
    given: statement.given,
  };
  if (walk.attribute !== undefined && open && (walk.operandWanted || walk.depth > 0)) {
    if (typing && /^\d/.test(typing.text) && !walk.operandWanted) return { at: 'nothing' };
    return { at: 'value', open, attribute: walk.attribute, inList: walk.depth > 0 };
  }
  if (typing && /^\d/.test(typing.text)) return { at: 'nothing' };
  if (walk.parentheses) return { at: 'nothing' };
  if (statement) {
    if (statement.keyword === 'target' && statement.name !== undefined && statement.network === undefined) {
      return statement.sawFor ? { at: 'network' } : { at: 'for' };
    }
    const named = statement.name !== undefined || NAMELESS.has(statement.keyword);
    if (!named && !lineStart) return { at: 'name', keyword: statement.keyword };
    if (statement.keyword === 'repeat' || statement.keyword === 'import' || statement.keyword === 'params') {
      if (!lineStart) return statement.given.length > 0 ? { at: 'statement', open: undefined } : { at: 'nothing' };
      return { at: 'statement', open: undefined };
    }
  }
  const closed =
    statement && (statement.start < 0 || ['network', 'block', 'const', 'target'].includes(statement.keyword));
  return { at: 'statement', open: closed ? undefined : open };
}

/** Follows statements, attributes and braces, token by token. */
class Walk {
  readonly frames: Frame[] = [{ kind: 'file', owner: undefined }];
  statement: Statement | undefined;
  attribute: string | undefined;
  /** Whether the value cannot end here: behind `=`, an operator, a comma, an opening bracket. */
  operandWanted = false;
  depth = 0;
  parentheses = false;

  take(token: { text: string; start: number }, next: string | undefined): void {
    const { text } = token;
    if (text.startsWith('//') || text.startsWith('/*')) return;
    if (text === '{') this.open();
    else if (text === '}') this.close();
    else if (this.parentheses) this.parentheses = text !== ')';
    else if (this.attribute !== undefined && (this.depth > 0 || this.operandWanted || /^[-+*/]$/.test(text)))
      this.value(text);
    else if (text === '(' && this.statement?.keyword === 'block') this.parentheses = true;
    else if (text === '=') this.assign();
    else if (/^[A-Za-z_*]/.test(text)) this.word(token, next);
    else if (/^["\d]/.test(text)) this.statement?.given.push(text);
  }

  private value(text: string): void {
    if (text === '[' || text === '(') this.depth++;
    else if (text === ']' || text === ')') this.depth = Math.max(0, this.depth - 1);
    this.operandWanted = /^[[(,+\-*/]$/.test(text);
  }

  private assign(): void {
    if (this.attribute === undefined && this.statement?.keyword === 'const') this.attribute = '';
    this.operandWanted = this.attribute !== undefined;
    this.depth = 0;
  }

  private word({ text, start }: { text: string; start: number }, next: string | undefined): void {
    const { statement } = this;
    const isConstName = statement?.keyword === 'const' && statement.name === undefined;
    if (next === '=' && statement && !isConstName) {
      statement.given.push(text);
      this.attribute = text;
      return;
    }
    this.attribute = undefined;
    if (statement?.keyword === 'target' && text === 'for' && statement.name !== undefined) statement.sawFor = true;
    else if (statement?.sawFor && statement.network === undefined) statement.network = text;
    else if (statement && statement.name === undefined && !NAMELESS.has(statement.keyword)) statement.name = text;
    else this.statement = { keyword: text, start, given: [], name: undefined, network: undefined, sawFor: false };
  }

  private open(): void {
    const kind = this.statement?.keyword;
    const known = kind === 'network' || kind === 'block' || kind === 'repeat' || kind === 'target';
    const outer = this.frames.at(-1);
    const name = this.statement?.name;
    const network = this.statement?.network;
    const owner = kind === 'repeat' ? outer?.owner : name === undefined ? undefined : { name, network };
    this.frames.push({ kind: known ? kind : (outer?.kind ?? 'file'), owner: known ? owner : outer?.owner });
    this.reset();
    // The attributes of a target stand in its body, without a statement of their own.
    if (kind === 'target') {
      this.statement = {
        keyword: 'target',
        start: -1,
        given: [],
        name: name ?? '',
        network: network ?? '',
        sawFor: true,
      };
    }
  }

  private close(): void {
    if (this.frames.length > 1) this.frames.pop();
    this.reset();
  }

  private reset(): void {
    this.statement = undefined;
    this.attribute = undefined;
    this.operandWanted = false;
    this.depth = 0;
    this.parentheses = false;
  }
}
