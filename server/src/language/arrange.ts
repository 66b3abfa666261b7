import type { IToken, TokenType } from 'chevrotain';
import type { FactsOf } from '../diagnostics/catalogue/index.js';
import type { syntax } from '../diagnostics/catalogue/syntax.js';
import type { Span } from '../diagnostics/span.js';
import { numberForm } from './lexer.js';
import { opensParameters, isTop, starters, survey } from './survey.js';
import { statements } from './table.js';
import * as t from './tokens.js';
import { units } from './units.js';

/** Reports a syntax fault at a span of the text. */
export type Report = <C extends keyof typeof syntax>(code: C, span: Span, facts: FactsOf<C>) => void;

/** How deep brackets, braces and operators may lie in each other. */
export const NESTING_LIMIT = 100;

/**
 * Gives every token its role, so that the grammar behind it is LL(1) and never stuck: where statements begin, which
 * word is an attribute's key, a kind, a name or a value, and braces that balance. What fits nowhere is told and left
 * out. For a legal text line breaks make no difference; for any other they are a hint where a statement begins.
 */
export function arrange(tokens: readonly IToken[], text: string, report: Report): IToken[] {
  return new Arrangement(tokens, text, report).run();
}

/** What the next token may be: a statement, a value (behind `=`, `[`, an operator), or what follows a value. */
const enum State {
  Statement,
  Value,
  AfterValue,
}

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

const TARGET_KEYS: ReadonlySet<string> = new Set(statements.get('target')?.attributes.map(({ name }) => name));

const { spanOf } = t;

// A class only because the passes below share this much state; nothing outside sees it.
class Arrangement {
  private readonly out: IToken[] = [];
  private readonly newLine: Uint8Array;
  private readonly match: Int32Array;
  private readonly closers: Int32Array;
  private state: State = State.Statement;
  /** Open brackets, by index. */
  private readonly brackets: number[] = [];
  private readonly braces: Brace[] = [];
  private header: Header | undefined;
  /** Words that a run of junk consists of are told once. */
  private junkEnd = -1;
  /** How the statement that attributes would belong to is called. */
  private owner = 'the statement';

  constructor(
    private readonly tokens: readonly IToken[],
    private readonly text: string,
    private readonly report: Report,
  ) {
    ({ newLine: this.newLine, match: this.match, closers: this.closers } = survey(tokens, text));
  }

  run(): IToken[] {
    let i = 0;
    while (i < this.tokens.length) i = this.step(i);
    this.endHeader(this.tokens.length);
    this.closeAll();
    return this.out;
  }

  private step(i: number): number {
    const token = this.tokens[i];
    if (!token) return i + 1;
    switch (token.tokenType) {
      case t.Word:
        return this.word(i, token);
      case t.Numeral:
      case t.Percent:
      case t.Text:
        return this.literal(i, token);
      case t.Plus:
      case t.Minus:
        if (this.state !== State.Value && !this.isAfterOperand()) return this.junk(i, token);
        this.out.push(token);
        this.state = State.Value;
        return i + 1;
      case t.Star:
      case t.Slash:
        if (this.state !== State.AfterValue || !this.isAfterOperand()) return this.junk(i, token);
        this.out.push(token);
        this.state = State.Value;
        return i + 1;
      case t.LBracket:
      case t.LParen:
        return this.openBracket(i, token);
      case t.RBracket:
      case t.RParen:
        return this.closeBracket(i, token);
      case t.LBrace:
        return this.openBrace(i, token);
      case t.RBrace:
        return this.closeBrace(i, token);
      case t.Comma:
        if (this.brackets.length > 0) {
          this.out.push(token);
          this.state = State.Value;
          return i + 1;
        }
        return this.separator(i, token);
      case t.Semicolon:
        return this.separator(i, token);
      default:
        return this.unknown(i, token);
    }
  }

  /** Whether an operator may follow: what stands in between may have been left out, and the value be complete. */
  private isAfterOperand(): boolean {
    const type = this.out.at(-1)?.tokenType;
    return (
      this.state === State.AfterValue &&
      (type === t.Operand || type === t.RBracket || type === t.RParen || type === t.Unreadable)
    );
  }

  // ---- words

  private word(i: number, token: IToken): number {
    const next = this.tokens[i + 1];
    if (next?.tokenType === t.Equals) return this.key(i, token, next);
    const role = starters.get(token.image);
    if (role) return this.starter(i, token, role);
    if (token.image === 'in' && (this.state === State.Value || this.brackets.length > 0)) return this.value(i, token);
    const bracket = this.brackets.at(-1);
    if (bracket !== undefined && (this.match[bracket] ?? -1) >= 0) return this.value(i, token);
    if (this.state === State.Value || bracket !== undefined) {
      const end = this.runEnd(i);
      const begins = this.newLine[i] === 1 && (end - i) % 2 === 0 && !this.continuesList(end);
      if (!begins) return this.value(i, token);
    }
    return this.layerRun(i, undefined);
  }

  /** Whether what stands at this index goes on with a list or an expression. */
  private continuesList(index: number): boolean {
    const type = this.tokens[index]?.tokenType;
    return this.brackets.length > 0 && (type === t.Comma || type === t.RBracket || type === t.RParen);
  }

  private key(i: number, token: IToken, equals: IToken): number {
    const opener = this.brackets[0];
    const parameter = opener !== undefined && opensParameters(this.tokens, opener);
    this.brackets.length = parameter ? 1 : 0;
    if (!parameter) this.endHeader(i);
    token.payload = equals;
    this.push(token, this.braces.at(-1)?.kind === 'target' && TARGET_KEYS.has(token.image) ? t.TargetKey : t.Key);
    this.state = State.Value;
    return i + 2;
  }

  /** A reserved word: a statement begins. */
  private starter(i: number, token: IToken, role: TokenType): number {
    this.brackets.length = 0;
    this.endHeader(i);
    if (isTop(role)) this.closeAll();
    this.state = State.Statement;
    if (role === t.Kind) return this.layerRun(i, token);
    this.push(token, role);
    this.owner = `\`${token.image}\``;
    switch (role) {
      case t.Import:
      case t.Params:
        this.state = State.Value;
        return i + 1;
      case t.Const: {
        const after = this.header1(i + 1);
        // `const NAME =`: the name is a key, of which the value follows.
        if (after === i + 1 && this.tokens[i + 2]?.tokenType === t.Equals && this.tokens[i + 1]?.tokenType === t.Word)
          return this.constName(i + 1);
        return after;
      }
      case t.Repeat:
        this.header = { kind: 'repeat', token, name: undefined };
        this.state = State.Value;
        return i + 1;
      case t.Fold:
        return this.pattern(i + 1);
      case t.Block:
      case t.Network:
      case t.Target:
        return this.headerOf(i, token, role);
      default:
        return i + 1;
    }
  }

  private constName(i: number): number {
    const token = this.tokens[i];
    const equals = this.tokens[i + 1];
    if (!token || !equals) return i;
    token.payload = equals;
    this.push(token, t.Key);
    this.state = State.Value;
    return i + 2;
  }

  private headerOf(i: number, token: IToken, role: TokenType): number {
    const kind = role === t.Block ? 'block' : role === t.Network ? 'network' : 'target';
    let at = this.header1(i + 1);
    const name = at > i + 1 ? this.tokens[i + 1]?.image : undefined;
    this.header = { kind, token, name };
    if (kind === 'target') {
      const word = this.tokens[at];
      if (word?.tokenType === t.Word && word.image === 'for' && this.tokens[at + 1]?.tokenType !== t.Equals) {
        this.push(word, t.For);
        at++;
      }
      at = this.header1(at);
    }
    if (kind === 'block' && this.tokens[at]?.tokenType === t.LParen) {
      this.state = State.Value;
      return at;
    }
    // What else stands on the line before the brace is told in one piece and passed over.
    let end = at;
    while (end < this.tokens.length && this.newLine[end] === 0 && this.isHeaderJunk(end)) end++;
    if (end > at && this.tokens[end]?.tokenType === t.LBrace) {
      this.tellJunk(at, end, 'A body in braces follows.');
      at = end;
    }
    return at;
  }

  private isHeaderJunk(index: number): boolean {
    const token = this.tokens[index];
    return token?.tokenType !== t.LBrace && token?.tokenType !== t.RBrace && !starters.has(token?.image ?? '');
  }

  /** Takes the name at this index, if one stands there: a plain word, or a reserved one that begins nothing. */
  private header1(i: number): number {
    const token = this.tokens[i];
    if (token?.tokenType !== t.Word || this.tokens[i + 1]?.tokenType === t.Equals || token.image === 'for') return i;
    if (starters.has(token.image) && !this.isMisnamed(i)) return i;
    this.push(token, t.Naming);
    return i + 1;
  }

  /** Whether a reserved word stands where a name would, behind its kind on the line, and begins nothing itself. */
  private isMisnamed(i: number): boolean {
    const next = this.tokens[i + 1];
    const begins =
      (next?.tokenType === t.Word && this.tokens[i + 2]?.tokenType !== t.Equals && next.image !== 'for') ||
      next?.tokenType === t.Text ||
      next?.tokenType === t.Star;
    return this.newLine[i] === 0 && (!begins || this.newLine[i + 1] === 1);
  }

  // ---- runs of words: kinds, names, and words that are neither

  private isPlain(index: number): boolean {
    const token = this.tokens[index];
    return token?.tokenType === t.Word && this.tokens[index + 1]?.tokenType !== t.Equals && !starters.has(token.image);
  }

  private runEnds = -1;
  private runFrom = -1;

  /** The end of the plain words from this index on. Remembered, so that a long run is walked once. */
  private runEnd(i: number): number {
    if (i >= this.runFrom && i < this.runEnds) return this.runEnds;
    let end = i;
    while (this.isPlain(end)) end++;
    this.runFrom = i;
    this.runEnds = end;
    return end;
  }

  /** `kind name`, `kind name kind name`, ...; `kind` is the reserved word that the run begins with, if it does. */
  private layerRun(i: number, kind: IToken | undefined): number {
    this.brackets.length = 0;
    this.endHeader(i);
    this.state = State.Statement;
    const first = kind ? i + 1 : i;
    const end = this.runEnd(first);
    if (kind) {
      this.push(kind, t.Kind);
      this.owner = `\`${kind.image}\``;
      const named = this.tokens[first];
      if (end === first && named?.tokenType === t.Word && starters.has(named.image) && this.isMisnamed(first)) {
        if (this.tokens[first + 1]?.tokenType === t.Equals) return first;
        this.push(named, t.Naming);
        return first + 1;
      }
    }
    if ((end - i) % 2 === 0) {
      this.pairs(i, end, kind !== undefined);
      return end;
    }
    this.byLines(first, end, kind !== undefined);
    return end;
  }

  private pairs(from: number, to: number, kindPushed: boolean): void {
    for (let at = from; at < to; at += 2) {
      const kind = this.tokens[at];
      const name = this.tokens[at + 1];
      if (!kind || !name) return;
      if (at > from || !kindPushed) this.push(kind, t.Kind);
      this.push(name, t.Naming);
      this.owner = `\`${kind.image}\``;
    }
  }

  /** A run that does not come out even: something is half typed, and its line says what belongs together. */
  private byLines(from: number, to: number, kindPushed: boolean): void {
    let pending = kindPushed;
    for (let at = from; at < to;) {
      let end = at + 1;
      while (end < to && this.newLine[end] === 0) end++;
      let continues = this.newLine[at] === 0;
      if (pending && (continues || (end - at) % 2 === 1)) {
        this.pushAs(at, t.Naming);
        at++;
        continues = true;
      }
      pending = false;
      if ((end - at) % 2 === 1 && continues && this.out.length > 0) {
        this.pushAs(at, t.Stray);
        at++;
      }
      const even = end - ((end - at) % 2);
      this.pairs(at, even, false);
      if (even < end) this.pushAs(even, even > at ? t.Stray : t.Kind);
      at = end;
    }
  }

  private pushAs(index: number, role: TokenType): void {
    const token = this.tokens[index];
    if (!token) return;
    if (role === t.Stray) this.report('BNN107', spanOf(token), { word: token.image, owner: this.owner });
    this.push(token, role);
  }

  /** The layer pattern of `fold`: everything without a blank in between. */
  private pattern(i: number): number {
    let end = i;
    let at = this.tokens[i]?.startOffset ?? 0;
    while (end < this.tokens.length) {
      const token = this.tokens[end];
      if (token?.startOffset !== at || !this.isPatternPart(end, token)) break;
      at += token.image.length;
      end++;
    }
    const first = this.tokens[i];
    if (!first || end === i) return i;
    if (starters.has(first.image) && end === i + 1 && !this.isMisnamed(i)) return i;
    const image = this.text.slice(first.startOffset, at);
    const pattern: IToken = { ...first, image, endOffset: at - 1 };
    if (!/^[\w.*]+$/.test(image)) this.report('BNN124', spanOf(pattern), { text: image });
    this.push(pattern, t.Pattern);
    return end;
  }

  private isPatternPart(index: number, token: IToken): boolean {
    switch (token.tokenType) {
      case t.Word:
        return this.tokens[index + 1]?.tokenType !== t.Equals;
      case t.Star:
      case t.Numeral:
      case t.Unknown:
        return true;
      default:
        return false;
    }
  }

  // ---- values

  /** A literal or word as a value; the next token stands at `after`. */
  private value(i: number, token: IToken, after = i + 1): number {
    const next = this.tokens[after]?.tokenType;
    const last = this.out.at(-1);
    this.state = State.AfterValue;
    if (
      (last?.tokenType === t.Key || last?.tokenType === t.TargetKey) &&
      next !== t.Plus &&
      next !== t.Minus &&
      next !== t.Star &&
      next !== t.Slash
    ) {
      // The whole attribute is one token for the parser: most are, and each token costs time.
      const given = last.tokenType === t.Key ? t.Given : t.TargetGiven;
      last.payload = token;
      last.tokenType = given;
      last.tokenTypeIdx = given.tokenTypeIdx ?? 0;
      return after;
    }
    token.payload = token.tokenType;
    this.push(token, t.Operand);
    return after;
  }

  private literal(i: number, token: IToken): number {
    const valid = this.state === State.Value || (this.state === State.AfterValue && this.brackets.length > 0);
    if (!valid) return this.junk(i, token);
    if (token.tokenType === t.Text) return this.value(i, token);
    if (token.tokenType === t.Percent) return this.unknown(i, token);
    const end = this.spacedEnd(i);
    if (end === i + 1) return this.value(i, token);
    const last = this.tokens[end - 1] ?? token;
    const from = token.startOffset;
    const to = last.startOffset + last.image.length;
    const joined = this.tokens
      .slice(i, end)
      .map(({ image }) => image)
      .join('');
    const merged: IToken = { ...token, image: joined, endOffset: to - 1 };
    if (numberForm(joined).form === 'dims') {
      this.report('BNN120', { start: from, end: to }, { text: this.text.slice(from, to), joined });
    } else {
      this.report('BNN110', { start: from, end: to }, { number: token.image, unit: last.image, joined });
    }
    return this.value(i, merged, end);
  }

  /** The end of a quantity or dims written with blanks: `100 MHz`, `80 %`, `3 x 3`. */
  private spacedEnd(i: number): number {
    const first = this.tokens[i];
    const next = this.tokens[i + 1];
    if (!first || !next || this.newLine[i + 1] === 1) return i + 1;
    if (next.tokenType === t.Percent) return numberForm(first.image).form === 'number' ? i + 2 : i + 1;
    if (next.tokenType !== t.Word && next.tokenType !== t.Numeral) return i + 1;
    if (this.tokens[i + 2]?.tokenType === t.Equals) return i + 1;
    if (units.has(next.image) && numberForm(first.image).form === 'number') return i + 2;
    if (!/^[\dx]+$/.test(first.image) || first.image.length > 400) return i + 1;
    let joined = first.image;
    let end = i + 1;
    while (joined.length <= 400 && this.newLine[end] === 0) {
      const token = this.tokens[end];
      if (!token || !/^[\dx]{1,40}$/.test(token.image) || this.tokens[end + 1]?.tokenType === t.Equals) break;
      // `x3 y` may be an instance of a block called x3.
      if (token.image.length > 1 && token.tokenType === t.Word && this.isPlain(end + 1)) break;
      if (token.tokenType === t.Numeral && !joined.endsWith('x')) break;
      joined += token.image;
      end++;
    }
    return numberForm(joined).form === 'dims' ? end : i + 1;
  }

  private unknown(i: number, token: IToken): number {
    if (token.tokenType === t.Equals) return this.junk(i, token);
    this.report('BNN101', spanOf(token), { text: token.image });
    if (this.state !== State.Value) return i + 1;
    const next = this.tokens[i + 1];
    // What follows on the line may still be the value: `=@64`.
    if (next && this.newLine[i + 1] === 0 && (next.tokenType === t.Numeral || next.tokenType === t.Text)) return i + 1;
    this.push(token, t.Unreadable);
    this.state = State.AfterValue;
    return i + 1;
  }

  private separator(i: number, token: IToken): number {
    if (this.junkEnd !== i) this.report('BNN112', spanOf(token), { text: token.image });
    const next = this.tokens[i + 1]?.tokenType;
    // `pad=1, 2`: the number behind tells more than the comma.
    this.junkEnd = token.tokenType === t.Semicolon && next === t.Semicolon ? i + 1 : this.junkEnd;
    return i + 1;
  }

  /** Passes over a token that fits nowhere; neighbours are told together. */
  private junk(i: number, token: IToken): number {
    if (this.junkEnd !== i) {
      let end = i + 1;
      while (end < this.tokens.length && this.newLine[end] === 0 && this.isJunk(end)) end++;
      const advice = this.state === State.AfterValue ? 'Several numbers are a list, `[1, 2]`, or dims, `1x2`.' : '';
      this.tellJunk(i, end, advice);
      this.junkEnd = end;
      if (end > i + 1) return end;
    }
    this.junkEnd = i + 1;
    if (token.tokenType === t.LBracket || token.tokenType === t.LParen) return this.skipBracket(i);
    return i + 1;
  }

  private isJunk(index: number): boolean {
    switch (this.tokens[index]?.tokenType) {
      case t.Numeral:
      case t.Percent:
      case t.Text:
      case t.Star:
      case t.Slash:
      case t.Equals:
      case t.Plus:
      case t.Minus:
        return true;
      default:
        return false;
    }
  }

  private tellJunk(from: number, to: number, expected: string): void {
    const first = this.tokens[from];
    const last = this.tokens[to - 1];
    if (!first || !last) return;
    const span = { start: first.startOffset, end: last.startOffset + last.image.length };
    this.report('BNN126', span, {
      text: this.text.slice(span.start, Math.min(span.end, span.start + 80)),
      expected: expected || 'Attributes are `name=value`, layers `kind name`.',
    });
  }

  // ---- brackets and braces

  private openBracket(i: number, token: IToken): number {
    const allowed = this.state === State.Value || (this.state === State.AfterValue && this.brackets.length > 0);
    if (!allowed) return this.junk(i, token);
    if (this.brackets.length + this.braces.length >= NESTING_LIMIT) {
      this.report('BNN104', spanOf(token), { limit: NESTING_LIMIT });
      this.push({ ...token, payload: 'deep' }, t.Unreadable);
      this.state = State.AfterValue;
      return this.skipBracket(i);
    }
    this.out.push(token);
    this.brackets.push(i);
    this.state = State.Value;
    return i + 1;
  }

  /** Behind the closing bracket; where there is none, where the next statement or attribute begins. */
  private skipBracket(i: number): number {
    const close = this.match[i] ?? -1;
    if (close >= 0) return close + 1;
    let at = i + 1;
    for (; at < this.tokens.length; at++) {
      const token = this.tokens[at];
      if (!token || token.tokenType === t.LBrace || token.tokenType === t.RBrace) break;
      if (token.tokenType === t.Word && (starters.has(token.image) || this.tokens[at + 1]?.tokenType === t.Equals))
        break;
      if (this.newLine[at] === 1 && this.state === State.Statement) break;
    }
    return at;
  }

  private closeBracket(i: number, token: IToken): number {
    const opener = this.match[i] ?? -1;
    if (opener < 0 || !this.brackets.includes(opener)) {
      this.report('BNN114', spanOf(token), { text: token.image });
      return i + 1;
    }
    while (this.brackets.pop() !== opener);
    this.out.push(token);
    this.state = opensParameters(this.tokens, opener) ? State.Statement : State.AfterValue;
    return i + 1;
  }

  private openBrace(i: number, token: IToken): number {
    this.brackets.length = 0;
    this.state = State.Statement;
    const header = this.header;
    if (!header) {
      this.report('BNN126', spanOf(token), {
        text: '{',
        expected: 'A body stands behind `network`, `block`, `target` or `repeat`.',
      });
      this.braces.push({ kind: 'stray', opener: spanOf(token), written: true });
      return i + 1;
    }
    this.header = undefined;
    if (this.braces.length >= NESTING_LIMIT) {
      this.report('BNN104', spanOf(token), { limit: NESTING_LIMIT });
      this.virtual(t.NoBody);
      return this.skipBrace(i);
    }
    this.push(token, t.Open);
    this.braces.push({ kind: header.kind, opener: spanOf(token), written: true });
    return i + 1;
  }

  private skipBrace(i: number): number {
    let depth = 0;
    for (let at = i; at < this.tokens.length; at++) {
      const token = this.tokens[at];
      if (token?.tokenType === t.LBrace) depth++;
      else if (token?.tokenType === t.RBrace && --depth === 0) return at + 1;
      else if (token?.tokenType === t.Word && isTop(starters.get(token.image)) && !this.isKey(at)) return at;
    }
    return this.tokens.length;
  }

  private isKey(index: number): boolean {
    return this.tokens[index + 1]?.tokenType === t.Equals;
  }

  private closeBrace(i: number, token: IToken): number {
    this.brackets.length = 0;
    this.endHeader(i);
    this.state = State.Statement;
    const top = this.braces.at(-1);
    if (!top || (this.braces.length === 1 && top.kind !== 'stray' && this.goesOn(i))) {
      this.report('BNN114', spanOf(token), { text: '}' });
      return i + 1;
    }
    this.braces.pop();
    if (top.kind !== 'stray') this.push(token, t.Close);
    return i + 1;
  }

  /** Whether layers follow a `}` that would end the network, and another `}` behind them. */
  private goesOn(i: number): boolean {
    const next = this.tokens[i + 1];
    if (next?.tokenType !== t.Word || this.isKey(i + 1) || (this.closers[i + 1] ?? 0) < 1) return false;
    const role = starters.get(next.image);
    return role !== undefined && !isTop(role);
  }

  /** A header whose brace has not come when something else begins. */
  private endHeader(i: number): void {
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
      this.virtual(t.NoBody);
      return;
    }
    this.virtual(t.Open);
    this.braces.push({ kind: header.kind, opener: spanOf(header.token), written: false });
  }

  private closeAll(): void {
    for (let brace = this.braces.pop(); brace; brace = this.braces.pop()) {
      if (brace.written) {
        const last = this.out.at(-1);
        const insertAt = last ? spanOf(last).end : brace.opener.end;
        this.report('BNN113', brace.opener, { open: '{', close: '}', insertAt });
      }
      if (brace.kind !== 'stray') this.virtual(t.Close);
    }
  }

  private virtual(role: TokenType): void {
    const last = this.out.at(-1);
    const at = last ? spanOf(last).end : 0;
    this.push({ image: '', startOffset: at, endOffset: at - 1, tokenType: role, tokenTypeIdx: 0 }, role);
  }

  private push(token: IToken, role: TokenType): void {
    token.tokenType = role;
    token.tokenTypeIdx = role.tokenTypeIdx ?? 0;
    this.out.push(token);
  }
}
