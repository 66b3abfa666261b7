import { EmbeddedActionsParser, type IToken, type ParserMethod, type TokenType } from 'chevrotain';
import { cover, type Span } from '../diagnostics/span.js';
import { NESTING_LIMIT, type Report } from './arrange-state.js';
import type { Expression, Name } from './ast.js';
import { literalOf } from './literals.js';
import * as t from './tokens.js';

/** What the parser needs besides the tokens. */
export interface Context {
  readonly text: string;
  /** Doc comments by the offset of the token that they stand above. */
  readonly documentation: ReadonlyMap<number, string>;
  readonly report: Report;
}

export const NOWHERE: Context = { text: '', documentation: new Map(), report: () => undefined };
/** For rules that always give an expression; only a recording of the grammar, or a recovery, sees it. */
const NOTHING: Expression = { type: 'error', span: { start: 0, end: 0 } };

/** What a rule gives that Chevrotain's own recovery left in the middle. */
export const orElse = <T>(value: T) => ({ recoveryValueFunc: () => value });
export const orNone = orElse(undefined);
const orNothing = orElse<Expression>(NOTHING);

const { spanOf } = t;
export const nameOf = (token: IToken): Name => ({ text: token.image, span: spanOf(token) });

export type Alternatives<T> = { ALT: () => T }[];

interface Entries {
  readonly items: Expression[];
  readonly height: number;
  readonly trailing: boolean;
}

/** The part of the parser that reads values; `grammar-attributes.ts` goes on from here. */
export abstract class ExpressionGrammar extends EmbeddedActionsParser {
  protected context = NOWHERE;
  /** Nesting of the expression parsed last: a tree too high for those who walk it is not built. */
  protected height = 0;
  /** End of the token taken last, for the spans. */
  protected end = 0;

  constructor(skipValidations: boolean) {
    super(t.roles, { recoveryEnabled: true, maxLookahead: 1, skipValidations });
  }

  /** Notes where a token ends. One that Chevrotain put in to recover has no place: it gets the end of the last. */
  protected take(token: IToken): IToken {
    if (this.RECORDING_PHASE) return token;
    if (!Number.isFinite(token.startOffset))
      Object.assign(token, { startOffset: this.end, endOffset: undefined, image: '' });
    this.end = spanOf(token).end;
    return token;
  }

  protected spanFrom(token: IToken): Span {
    return { start: token.startOffset, end: Math.max(this.end, token.startOffset + token.image.length) };
  }

  protected separate(separated: boolean, comma: IToken): void {
    if (separated) this.context.report('BNN127', spanOf(comma), { open: '[' });
  }

  protected unexpected(span: Span, expected: string): void {
    this.context.report('BNN126', span, {
      text: this.context.text.slice(span.start, Math.min(span.end, span.start + 80)),
      expected,
    });
  }

  protected endList(open: IToken, close: IToken | undefined, wanted: string, trailing: boolean): void {
    if (!close) this.context.report('BNN113', spanOf(open), { open: open.image, close: wanted, insertAt: this.end });
    else if (trailing) {
      const at = this.context.text.lastIndexOf(',', close.startOffset);
      if (at >= open.startOffset) this.context.report('BNN112', { start: at, end: at + 1 }, { text: ',' });
    }
  }

  protected expression: ParserMethod<[], Expression> = this.RULE(
    'expression',
    (): Expression => {
      let left = this.SUBRULE(this.term);
      let height = this.height;
      this.MANY(() => {
        const operator = this.OR<IToken>(
          (this.sums ??= [{ ALT: () => this.CONSUME(t.Plus) }, { ALT: () => this.CONSUME(t.Minus) }]),
        );
        this.ACTION(() => this.take(operator));
        const right = this.OPTION(() => this.SUBRULE1(this.term));
        this.ACTION(() => {
          left = this.binary(left, operator, right, height);
          height = this.height;
        });
      });
      this.ACTION(() => (this.height = height));
      return left;
    },
    orNothing,
  );
  private sums: Alternatives<IToken> | undefined;

  private term: ParserMethod<[], Expression> = this.RULE(
    'term',
    (): Expression => {
      let left = this.SUBRULE(this.factor);
      let height = this.height;
      this.MANY(() => {
        const operator = this.OR<IToken>(
          (this.products ??= [{ ALT: () => this.CONSUME(t.Star) }, { ALT: () => this.CONSUME(t.Slash) }]),
        );
        this.ACTION(() => this.take(operator));
        const right = this.OPTION(() => this.SUBRULE1(this.factor));
        this.ACTION(() => {
          left = this.binary(left, operator, right, height);
          height = this.height;
        });
      });
      this.ACTION(() => (this.height = height));
      return left;
    },
    orNothing,
  );
  private products: Alternatives<IToken> | undefined;

  private binary(left: Expression, operator: IToken, right: Expression | undefined, height: number): Expression {
    const span = { start: left.span.start, end: this.end };
    if (!right) this.context.report('BNN117', spanOf(operator), { operator: operator.image });
    if (this.grow(Math.max(height, right ? this.height : 0), 1, operator)) return { type: 'error', span };
    const missing: Expression = { type: 'error', span: { start: this.end, end: this.end } };
    return { type: 'binary', operator: operator.image as '+', left, right: right ?? missing, span };
  }

  /** Counts levels upon a tree of this height; true where it grows too high. Told once: it stays too high above. */
  private grow(height: number, levels: number, at: IToken): boolean {
    this.height = height + levels;
    if (this.height <= NESTING_LIMIT) return false;
    if (height <= NESTING_LIMIT) this.context.report('BNN104', spanOf(at), { limit: NESTING_LIMIT });
    return true;
  }

  /** Brackets are limited by the arrangement, so they alone never make a tree too high. */
  private enclose(height: number): void {
    this.height = height < NESTING_LIMIT ? height + 1 : height;
  }

  private factor: ParserMethod<[], Expression> = this.RULE(
    'factor',
    (): Expression => {
      return this.OR<Expression>(
        (this.factorCases ??= [{ ALT: () => this.SUBRULE(this.primary) }, { ALT: () => this.SUBRULE(this.signed) }]),
      );
    },
    orNothing,
  );
  private factorCases: Alternatives<Expression> | undefined;

  private signed: ParserMethod<[], Expression> = this.RULE(
    'signed',
    (): Expression => {
      const signs: IToken[] = [];
      this.AT_LEAST_ONE(() => {
        const sign = this.OR([{ ALT: () => this.CONSUME(t.Plus) }, { ALT: () => this.CONSUME(t.Minus) }]);
        this.ACTION(() => signs.push(this.take(sign)));
      });
      const operand = this.OPTION(() => this.SUBRULE(this.primary));
      return this.ACTION(() => {
        const last = signs.at(-1);
        const first = signs[0];
        if (!first || !last) return NOTHING;
        if (!operand) {
          this.context.report('BNN117', spanOf(last), { operator: last.image });
          this.height = 1;
        }
        const end = this.end;
        let value: Expression = operand ?? { type: 'error', span: { start: end, end } };
        const span = { start: first.startOffset, end };
        if (this.grow(this.height, signs.length, first)) return { type: 'error', span };
        for (const sign of signs.reverse())
          value = {
            type: 'unary',
            operator: sign.image as '-',
            operand: value,
            span: { start: sign.startOffset, end },
          };
        return value;
      });
    },
    orNothing,
  );

  private primary: ParserMethod<[], Expression> = this.RULE(
    'primary',
    (): Expression => {
      return this.OR<Expression>(
        (this.primaryCases ??= [
          { ALT: () => this.leaf(this.CONSUME(t.Operand)) },
          { ALT: () => this.SUBRULE(this.list) },
          { ALT: () => this.SUBRULE(this.paren) },
          {
            ALT: () => {
              const token = this.take(this.CONSUME(t.Unreadable));
              // What the arrangement cut off as too deep has been told.
              this.ACTION(() => (this.height = token.payload === 'deep' ? NESTING_LIMIT + 1 : 1));
              return this.ACTION(() => ({ type: 'error', span: spanOf(token) }));
            },
          },
        ]),
      );
    },
    orNothing,
  );
  private primaryCases: Alternatives<Expression> | undefined;

  private leaf(token: IToken): Expression {
    return this.ACTION(() => {
      this.take(token);
      this.height = 1;
      return literalOf(token, token.payload as TokenType, this.context.report);
    });
  }

  private list: ParserMethod<[], Expression> = this.RULE(
    'list',
    (): Expression => {
      const open = this.take(this.CONSUME(t.LBracket));
      const { items, height, trailing } = this.SUBRULE(this.entries);
      const close = this.OPTION(() => this.take(this.CONSUME(t.RBracket)));
      return this.ACTION(() => {
        this.endList(open, close, ']', trailing);
        if (items.length === 0 && close)
          this.context.report('BNN127', { start: open.startOffset, end: spanOf(close).end }, { open: '[' });
        this.enclose(height);
        return { type: 'list', items, span: this.spanFrom(open) };
      });
    },
    orNothing,
  );

  private paren: ParserMethod<[], Expression> = this.RULE(
    'paren',
    (): Expression => {
      const open = this.take(this.CONSUME(t.LParen));
      const { items, height } = this.SUBRULE(this.entries);
      const close = this.OPTION(() => this.take(this.CONSUME(t.RParen)));
      return this.ACTION(() => {
        this.endList(open, close, ')', false);
        const span = this.spanFrom(open);
        this.enclose(height);
        const [inner, second] = items;
        if (!inner) this.context.report('BNN127', span, { open: '(' });
        else if (second) this.unexpected(cover(inner.span, items.at(-1)?.span ?? span), 'A list stands in `[ ]`.');
        if (inner && !second) return { type: 'paren', inner, span };
        return { type: 'error', span };
      });
    },
    orNothing,
  );

  /** What stands between brackets, with commas. */
  private entries: ParserMethod<[], Entries> = this.RULE(
    'entries',
    () => {
      const items: Expression[] = [];
      const after = { comma: true };
      let height = 0;
      this.MANY(() => {
        this.OR([
          {
            ALT: () => {
              const comma = this.take(this.CONSUME(t.Comma));
              this.ACTION(() => this.separate(after.comma, comma));
              after.comma = true;
            },
          },
          {
            ALT: () => {
              const item = this.SUBRULE(this.expression);
              this.ACTION(() => {
                if (!after.comma) {
                  const text = this.context.text.slice(item.span.start, Math.min(item.span.end, item.span.start + 30));
                  this.context.report('BNN118', { start: item.span.start, end: item.span.end }, { text });
                }
                after.comma = false;
                height = Math.max(height, this.height);
                items.push(item);
              });
            },
          },
        ]);
      });
      return { items, height, trailing: after.comma && items.length > 0 };
    },
    orElse<Entries>({ items: [], height: 0, trailing: false }),
  );
}
