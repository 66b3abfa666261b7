import type { IToken } from 'chevrotain';
import * as t from './tokens.js';
import { layerKinds, statements } from './table.js';

/** What one pass over the tokens finds out for the arrangement: which brackets match, and where lines break. */
export interface Survey {
  /** 1 where a line break stands before the token. */
  readonly newLine: Uint8Array;
  /** The index of the bracket that a `[`, `(`, `]` or `)` belongs to, or -1. */
  readonly match: Int32Array;
  /** Closing braces minus opening ones from the token on, up to the next `network`, `target`, `block`, ... */
  readonly closers: Int32Array;
}

const STATEMENT_ROLES: ReadonlyMap<string, (typeof t)['Kind']> = new Map([
  ['import', t.Import],
  ['const', t.Const],
  ['block', t.Block],
  ['network', t.Network],
  ['target', t.Target],
  ['defaults', t.Defaults],
  ['params', t.Params],
  ['repeat', t.Repeat],
  ['budget', t.Budget],
  ['fold', t.Fold],
]);

/** Words that begin a statement wherever a statement may begin, and the role that each then has. */
export const starters: ReadonlyMap<string, (typeof t)['Kind']> = new Map([
  ...[...layerKinds.keys()].map((kind) => [kind, t.Kind] as const),
  ...[...statements.keys()].flatMap((word) => {
    const role = STATEMENT_ROLES.get(word);
    return role ? [[word, role] as const] : [];
  }),
]);

/** Statements that stand outside of all braces: where one begins, every brace ought to be closed. */
export const isTop = (role: (typeof t)['Kind'] | undefined): boolean =>
  role === t.Import || role === t.Const || role === t.Block || role === t.Network || role === t.Target;

export function survey(tokens: readonly IToken[], text: string): Survey {
  const newLine = new Uint8Array(tokens.length);
  const match = new Int32Array(tokens.length).fill(-1);
  const closers = new Int32Array(tokens.length + 1);
  const open: number[] = [];
  let squares = 0;
  let rounds = 0;
  const clear = (): void => {
    open.length = 0;
    squares = 0;
    rounds = 0;
  };
  let end = 0;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (!token) continue;
    for (let at = end; at < token.startOffset; at++) {
      const code = text.charCodeAt(at);
      if (code === 10 || code === 13) {
        newLine[i] = 1;
        break;
      }
    }
    end = token.startOffset + token.image.length;
    const type = token.tokenType;
    if (type === t.Word) {
      if (open.length === 0) continue;
      const key = tokens[i + 1]?.tokenType === t.Equals;
      const first = open[0] ?? 0;
      if (key ? !opensParameters(tokens, first) : starters.has(token.image)) clear();
    } else if (type === t.LBracket || type === t.LParen) {
      open.push(i);
      if (type === t.LBracket) squares++;
      else rounds++;
    } else if (type === t.RBracket || type === t.RParen) {
      const wanted = type === t.RBracket ? t.LBracket : t.LParen;
      if ((type === t.RBracket ? squares : rounds) === 0) continue;
      for (let opener = open.pop(); opener !== undefined; opener = open.pop()) {
        const found = tokens[opener]?.tokenType;
        if (found === t.LBracket) squares--;
        else rounds--;
        if (found !== wanted) continue;
        match[i] = opener;
        match[opener] = i;
        break;
      }
    } else if (type === t.LBrace || type === t.RBrace) {
      clear();
    }
  }
  for (let i = tokens.length - 1; i >= 0; i--) {
    const type = tokens[i]?.tokenType;
    const after = closers[i + 1] ?? 0;
    if (type === t.RBrace) closers[i] = after + 1;
    else if (type === t.LBrace) closers[i] = after - 1;
    else if (
      type === t.Word &&
      isTop(starters.get(tokens[i]?.image ?? '')) &&
      tokens[i + 1]?.tokenType !== t.Equals &&
      !isValueWord(tokens, i)
    )
      closers[i] = 0;
    else closers[i] = after;
  }
  return { newLine, match, closers };
}

/** Whether a word stands directly behind a `=`, without a blank: there the word of a statement is a value, if a wrong one. */
export function isValueWord(tokens: readonly IToken[], index: number): boolean {
  const before = tokens[index - 1];
  return before?.tokenType === t.Equals && before.startOffset + 1 === tokens[index]?.startOffset;
}

/** Whether the `(` at this index opens the parameters of a block. */
export function opensParameters(tokens: readonly IToken[], index: number): boolean {
  if (tokens[index]?.tokenType !== t.LParen) return false;
  const before = tokens[index - 1];
  if (before?.tokenType === t.Block || (before?.tokenType === t.Word && before.image === 'block')) return true;
  const keyword = tokens[index - 2];
  return (
    (before?.tokenType === t.Word || before?.tokenType === t.Naming) &&
    (keyword?.tokenType === t.Block || (keyword?.tokenType === t.Word && keyword.image === 'block'))
  );
}
