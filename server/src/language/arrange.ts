import type { IToken, TokenType } from 'chevrotain';
import { NESTING_LIMIT, type Report } from './arrange-state.js';
import { ValueArrangement } from './arrange-values.js';
import { isValueWord, isTop, opensParameters, starters } from './survey.js';
import { statements } from './table.js';
import * as t from './tokens.js';

/**
 * Gives every token its role, so that the grammar behind it is LL(1) and never stuck: where statements begin, which
 * word is an attribute's key, a kind, a name or a value, and braces that balance. What fits nowhere is told and left
 * out. For a legal text line breaks make no difference; for any other they are a hint where a statement begins.
 */
export function arrange(tokens: readonly IToken[], text: string, report: Report): IToken[] {
  return new Arrangement(tokens, text, report).run();
}

const TARGET_KEYS: ReadonlySet<string> = new Set(statements.get('target')?.attributes.map(({ name }) => name));

const { spanOf } = t;

class Arrangement extends ValueArrangement {
  run(): IToken[] {
    let i = 0;
    while (i < this.tokens.length) i = this.step(i);
    this.endHeader(this.tokens.length);
    this.closeAll(this.tokens.length);
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
        if (this.state !== 'value' && !this.isAfterOperand()) return this.junk(i, token);
        this.out.push(token);
        this.state = 'value';
        return i + 1;
      case t.Star:
      case t.Slash:
        if (this.state !== 'after value' || !this.isAfterOperand()) return this.junk(i, token);
        this.out.push(token);
        this.state = 'value';
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
          this.state = 'value';
          return i + 1;
        }
        return this.separator(i, token);
      case t.Semicolon:
        return this.separator(i, token);
      default:
        return this.unknown(i, token);
    }
  }

  private word(i: number, token: IToken): number {
    const next = this.tokens[i + 1];
    if (next?.tokenType === t.Equals) return this.key(i, token, next);
    const role = starters.get(token.image);
    // `mem=block`: it begins no statement there.
    if (role && this.state === 'value' && isValueWord(this.tokens, i)) return this.value(i, token);
    if (role) return this.starter(i, token, role);
    if (token.image === 'in' && (this.state === 'value' || this.brackets.length > 0)) return this.value(i, token);
    const bracket = this.brackets.at(-1);
    if (bracket !== undefined && (this.match[bracket] ?? -1) >= 0) return this.value(i, token);
    if (this.state === 'value' || bracket !== undefined) {
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
    this.state = 'value';
    return i + 2;
  }

  /** A reserved word: a statement begins. */
  private starter(i: number, token: IToken, role: TokenType): number {
    this.brackets.length = 0;
    this.endHeader(i);
    if (isTop(role)) this.closeAll(i);
    this.state = 'statement';
    if (role === t.Kind) return this.layerRun(i, token);
    this.push(token, role);
    this.owner = `\`${token.image}\``;
    switch (role) {
      case t.Import:
      case t.Params:
        this.state = 'value';
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
        this.state = 'value';
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
    this.state = 'value';
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
      this.state = 'value';
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

  /** `kind name`, `kind name kind name`, ...; `kind` is the reserved word that the run begins with, if it does. */
  private layerRun(i: number, kind: IToken | undefined): number {
    this.brackets.length = 0;
    this.endHeader(i);
    this.state = 'statement';
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

  private openBrace(i: number, token: IToken): number {
    this.brackets.length = 0;
    this.state = 'statement';
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
      this.virtual(t.NoBody, i);
      return this.skipBrace(i);
    }
    this.push(token, t.Open);
    this.braces.push({ kind: header.kind, opener: spanOf(token), written: true });
    return i + 1;
  }

  private closeBrace(i: number, token: IToken): number {
    this.brackets.length = 0;
    this.endHeader(i);
    this.state = 'statement';
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
}
