import type { IToken, TokenType } from 'chevrotain';
import type { FactsOf } from '../diagnostics/catalogue/index.js';
import type { syntax } from '../diagnostics/catalogue/syntax.js';
import type { Span } from '../diagnostics/span.js';
import { isTop, starters, survey } from './survey.js';
import * as t from './tokens.js';

/** Reports a syntax fault at a span of the text. */
export type Report = <C extends keyof typeof syntax>(code: C, span: Span, facts: FactsOf<C>) => void;

/** How deep brackets, braces and operators may lie in each other. */
export const NESTING_LIMIT = 100;

/** What the next token may be: a statement, a value (behind `=`, `[`, an operator), or what follows a value. */
type State = 'statement' | 'value' | 'after value';

interface Brace {
  readonly kind: 'network' | 'block' | 'repeat' | 'target' | 'stray';
  readonly opener: Span;
  readonly written: boolean;
}

interface Header {
  readonly kind: 'network' | 'block' | 'repeat' | 'target';
  readonly token: IToken;
  readonly name: string | undefined;
}

const { spanOf } = t;

/**
 * What the arrangement of one text knows while it goes over the tokens. Classes only because its parts share this much
 * state: values and brackets are in `arrange-values.ts`, words and braces in `arrange.ts`.
 */
export abstract class ArrangementState {
  protected readonly out: IToken[] = [];
  protected readonly newLine: Uint8Array;
  protected readonly match: Int32Array;
  protected readonly closers: Int32Array;
  protected state: State = 'statement';
  /** Open brackets, by index. */
  protected readonly brackets: number[] = [];
  protected readonly braces: Brace[] = [];
  protected header: Header | undefined;
  /** Words that a run of junk consists of are told once. */
  protected junkEnd = -1;
  /** How the statement that attributes would belong to is called. */
  protected owner = 'the statement';

  constructor(
    protected readonly tokens: readonly IToken[],
    protected readonly text: string,
    protected readonly report: Report,
  ) {
    ({ newLine: this.newLine, match: this.match, closers: this.closers } = survey(tokens, text));
  }

  /** Whether an operator may follow: what stands in between may have been left out, and the value be complete. */
  protected isAfterOperand(): boolean {
    const type = this.out.at(-1)?.tokenType;
    return (
      this.state === 'after value' &&
      (type === t.Operand || type === t.RBracket || type === t.RParen || type === t.Unreadable)
    );
  }

  protected isPlain(index: number): boolean {
    const token = this.tokens[index];
    return token?.tokenType === t.Word && this.tokens[index + 1]?.tokenType !== t.Equals && !starters.has(token.image);
  }

  protected runEnds = -1;

  protected runFrom = -1;

  /** The end of the plain words from this index on. Remembered, so that a long run is walked once. */
  protected runEnd(i: number): number {
    if (i >= this.runFrom && i < this.runEnds) return this.runEnds;
    let end = i;
    while (this.isPlain(end)) end++;
    this.runFrom = i;
    this.runEnds = end;
    return end;
  }

  protected tellJunk(from: number, to: number, expected: string): void {
    const first = this.tokens[from];
    const last = this.tokens[to - 1];
    if (!first || !last) return;
    const span = { start: first.startOffset, end: last.startOffset + last.image.length };
    this.report('BNN126', span, {
      text: this.text.slice(span.start, Math.min(span.end, span.start + 80)),
      expected: expected || 'Attributes are `name=value`, layers `kind name`.',
    });
  }

  protected skipBrace(i: number): number {
    let depth = 0;
    for (let at = i; at < this.tokens.length; at++) {
      const token = this.tokens[at];
      if (token?.tokenType === t.LBrace) depth++;
      else if (token?.tokenType === t.RBrace && --depth === 0) return at + 1;
      else if (token?.tokenType === t.Word && isTop(starters.get(token.image)) && !this.isKey(at)) return at;
    }
    return this.tokens.length;
  }

  protected isKey(index: number): boolean {
    return this.tokens[index + 1]?.tokenType === t.Equals;
  }

  /** A header whose brace has not come when something else begins. */
  protected endHeader(i: number): void {
    const header = this.header;
    if (!header) return;
    this.header = undefined;
    const next = this.tokens[i];
    const depth = this.braces.length;
    const ends = !next || (next.tokenType === t.Word && isTop(starters.get(next.image)) && !this.isKey(i));
    const closing = this.closers[i] ?? 0;
    const hasBody =
      !ends &&
      depth < NESTING_LIMIT &&
      (header.kind === 'repeat' ? closing > depth : next.tokenType !== t.RBrace || closing > depth);
    // One fault, one message: a statement without a name or count is told by the parser.
    const named = header.kind === 'repeat' ? this.out.at(-1)?.tokenType !== t.Repeat : header.name !== undefined;
    const what = header.name === undefined ? `\`${header.kind}\`` : `\`${header.kind} ${header.name}\``;
    if (hasBody || named) this.report('BNN115', spanOf(header.token), { what });
    if (!hasBody) {
      this.virtual(t.NoBody, i);
      return;
    }
    this.virtual(t.Open, i);
    this.braces.push({ kind: header.kind, opener: spanOf(header.token), written: false });
  }

  /** Ends the bodies that are open before this token: all before it is theirs, junk too. */
  protected closeAll(i: number): void {
    const insertAt = this.endBefore(i);
    for (let brace = this.braces.pop(); brace; brace = this.braces.pop()) {
      if (brace.written) this.report('BNN113', brace.opener, { open: '{', close: '}', insertAt });
      if (brace.kind !== 'stray') this.virtual(t.Close, i);
    }
  }

  private endBefore(i: number): number {
    const last = this.tokens[i - 1];
    return last ? spanOf(last).end : 0;
  }

  /** A token that the text lacks before this one. */
  protected virtual(role: TokenType, i: number): void {
    const at = this.endBefore(i);
    this.push({ image: '', startOffset: at, endOffset: at - 1, tokenType: role, tokenTypeIdx: 0 }, role);
  }

  protected push(token: IToken, role: TokenType): void {
    token.tokenType = role;
    token.tokenTypeIdx = role.tokenTypeIdx ?? 0;
    this.out.push(token);
  }
}
