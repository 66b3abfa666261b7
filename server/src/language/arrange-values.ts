import type { IToken } from 'chevrotain';
import { ArrangementState, NESTING_LIMIT } from './arrange-state.js';
import { numberForm } from './lexer.js';
import { opensParameters, starters } from './survey.js';
import * as t from './tokens.js';
import { units } from './units.js';

const { spanOf } = t;

/** Values, their brackets, and what fits nowhere. Each method takes the index of a token and gives the next one. */
export abstract class ValueArrangement extends ArrangementState {
  /** A literal or word as a value; the next token stands at `after`. */
  protected value(i: number, token: IToken, after = i + 1): number {
    const next = this.tokens[after]?.tokenType;
    const last = this.out.at(-1);
    this.state = 'after value';
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

  protected literal(i: number, token: IToken): number {
    const valid = this.state === 'value' || (this.state === 'after value' && this.brackets.length > 0);
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
  protected spacedEnd(i: number): number {
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

  protected unknown(i: number, token: IToken): number {
    if (token.tokenType === t.Equals) return this.junk(i, token);
    this.report('BNN101', spanOf(token), { text: token.image });
    if (this.state !== 'value') return i + 1;
    const next = this.tokens[i + 1];
    // What follows on the line may still be the value: `=@64`.
    if (next && this.newLine[i + 1] === 0 && (next.tokenType === t.Numeral || next.tokenType === t.Text)) return i + 1;
    this.push(token, t.Unreadable);
    this.state = 'after value';
    return i + 1;
  }

  protected separator(i: number, token: IToken): number {
    const next = this.tokens[i + 1]?.tokenType;
    // `pad=1, 2`: what follows the comma is the fault.
    const entry = next === t.Numeral || next === t.Text || next === t.LBracket || next === t.LParen;
    if (token.tokenType === t.Comma && entry && this.newLine[i + 1] === 0) return this.junk(i, token);
    if (this.junkEnd !== i) this.report('BNN112', spanOf(token), { text: token.image });
    if (next === token.tokenType) this.junkEnd = i + 1;
    return i + 1;
  }

  /** Passes over a token that fits nowhere; neighbours are told together. */
  protected junk(i: number, token: IToken): number {
    if (this.junkEnd !== i) {
      let end = i + 1;
      while (end < this.tokens.length && this.newLine[end] === 0 && this.isJunk(end)) end++;
      const advice = this.state === 'after value' ? 'Several numbers are a list, `[1, 2]`, or dims, `1x2`.' : '';
      this.tellJunk(i, end, advice);
      this.junkEnd = end;
      if (end > i + 1) return end;
    }
    this.junkEnd = i + 1;
    if (token.tokenType === t.LBracket || token.tokenType === t.LParen) return this.skipBracket(i);
    return i + 1;
  }

  protected isJunk(index: number): boolean {
    switch (this.tokens[index]?.tokenType) {
      case t.Numeral:
      case t.Percent:
      case t.Text:
      case t.Star:
      case t.Slash:
      case t.Comma:
      case t.Equals:
      case t.Plus:
      case t.Minus:
        return true;
      default:
        return false;
    }
  }

  protected openBracket(i: number, token: IToken): number {
    const allowed = this.state === 'value' || (this.state === 'after value' && this.brackets.length > 0);
    if (!allowed) return this.junk(i, token);
    if (this.brackets.length + this.braces.length >= NESTING_LIMIT) {
      this.report('BNN104', spanOf(token), { limit: NESTING_LIMIT });
      this.push({ ...token, payload: 'deep' }, t.Unreadable);
      this.state = 'after value';
      return this.skipBracket(i);
    }
    this.out.push(token);
    this.brackets.push(i);
    this.state = 'value';
    return i + 1;
  }

  /** Behind the closing bracket; where there is none, where the next statement or attribute begins. */
  protected skipBracket(i: number): number {
    const close = this.match[i] ?? -1;
    if (close >= 0) return close + 1;
    let at = i + 1;
    for (; at < this.tokens.length; at++) {
      const token = this.tokens[at];
      if (!token || token.tokenType === t.LBrace || token.tokenType === t.RBrace) break;
      if (token.tokenType === t.Word && (starters.has(token.image) || this.tokens[at + 1]?.tokenType === t.Equals))
        break;
      if (this.newLine[at] === 1 && this.state === 'statement') break;
    }
    return at;
  }

  protected closeBracket(i: number, token: IToken): number {
    const opener = this.match[i] ?? -1;
    if (opener < 0 || !this.brackets.includes(opener)) {
      this.report('BNN114', spanOf(token), { text: token.image });
      return i + 1;
    }
    while (this.brackets.pop() !== opener);
    this.out.push(token);
    this.state = opensParameters(this.tokens, opener) ? 'statement' : 'after value';
    return i + 1;
  }
}
