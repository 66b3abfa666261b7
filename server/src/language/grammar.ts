import { EmbeddedActionsParser, type IToken, type ParserMethod, type TokenType } from 'chevrotain';
import { cover, type Span } from '../diagnostics/span.js';
import { NESTING_LIMIT, type Report } from './arrange.js';
import type { Attribute, Body, Expression, Name, Parameter, StringExpression, TopStatement } from './ast.js';
import { checkName, literalOf, valueExample, type Named } from './literals.js';
import { place, type AnyStatement } from './placement.js';
import { layerKinds } from './table.js';
import * as t from './tokens.js';

/** What the parser needs besides the tokens. */
export interface Context {
  readonly text: string;
  /** Doc comments by the offset of the token that they stand above. */
  readonly documentation: ReadonlyMap<number, string>;
  readonly report: Report;
}

export interface Grammar {
  /** The statements of arranged tokens. */
  parse(tokens: IToken[], context: Context): TopStatement[];
}

/** The parser; `skipValidations: false` has Chevrotain check the grammar itself, which only the tests need. */
export function createGrammar(options: { readonly skipValidations: boolean }): Grammar {
  const parser = new BnnParser(options.skipValidations);
  return { parse: (tokens, context) => parser.parse(tokens, context) };
}

const NOWHERE: Context = { text: '', documentation: new Map(), report: () => undefined };
/** Statements whose rule always gives one; only a recording of the grammar sees these. */
const NOTHING: Expression = { type: 'error', span: { start: 0, end: 0 } };

const { spanOf } = t;
const nameOf = (token: IToken): Name => ({ text: token.image, span: spanOf(token) });

type Alternatives<T> = { ALT: () => T }[];

interface BodyParts {
  readonly statements: readonly AnyStatement[];
  readonly braces: Span | undefined;
  readonly missing: boolean;
}

class BnnParser extends EmbeddedActionsParser {
  private context = NOWHERE;
  /** Nesting of the expression parsed last: a tree too high for those who walk it is not built. */
  private height = 0;
  /** End of the token taken last, for the spans. */
  private end = 0;

  constructor(skipValidations: boolean) {
    super(t.roles, { recoveryEnabled: true, maxLookahead: 1, skipValidations });
    this.performSelfAnalysis();
  }

  parse(tokens: IToken[], context: Context): TopStatement[] {
    this.context = context;
    this.input = tokens;
    const statements = this.file();
    for (const error of this.errors) this.tellError(error.token);
    this.context = NOWHERE;
    this.input = [];
    return statements;
  }

  /** The arrangement leaves nothing that the grammar is stuck at; this is for the day when it does. */
  private tellError(token: IToken): void {
    const length = this.context.text.length;
    const start = Number.isFinite(token.startOffset) ? Math.max(0, Math.min(token.startOffset, length)) : length;
    const end = Math.min(start + token.image.length, length);
    this.context.report('BNN126', { start, end }, { text: token.image, expected: 'The statement ends before it.' });
  }

  private take(token: IToken): IToken {
    this.end = spanOf(token).end;
    return token;
  }

  private spanFrom(token: IToken): Span {
    return { start: token.startOffset, end: Math.max(this.end, token.startOffset + token.image.length) };
  }

  private about(token: IToken): { readonly documentation?: string } {
    const documentation = this.context.documentation.get(token.startOffset);
    return documentation === undefined ? {} : { documentation };
  }

  private name(token: IToken | undefined, what: Named, example: string, first: IToken): Name | undefined {
    if (!token) {
      this.context.report('BNN108', spanOf(first), { what: `\`${first.image}\``, example });
      return undefined;
    }
    const name = nameOf(token);
    checkName(name, what, this.context.report);
    return name;
  }

  // ---- statements

  private file = this.RULE('file', (): TopStatement[] => {
    const found: AnyStatement[] = [];
    this.MANY(() => {
      const statement = this.SUBRULE(this.statement);
      this.ACTION(() => found.push(statement));
    });
    return this.ACTION(() => place(found, 'file', this.context.report).top);
  });

  private statement: ParserMethod<[], AnyStatement> = this.RULE('statement', (): AnyStatement => {
    return this.OR<AnyStatement>(
      (this.statementCases ??= [
        { ALT: () => this.SUBRULE(this.layer) },
        { ALT: () => this.SUBRULE(this.importStatement) },
        { ALT: () => this.SUBRULE(this.constStatement) },
        { ALT: () => this.SUBRULE(this.blockStatement) },
        { ALT: () => this.SUBRULE(this.networkStatement) },
        { ALT: () => this.SUBRULE(this.targetStatement) },
        { ALT: () => this.SUBRULE(this.defaultsStatement) },
        { ALT: () => this.SUBRULE(this.paramsStatement) },
        { ALT: () => this.SUBRULE(this.repeatStatement) },
        { ALT: () => this.SUBRULE(this.budgetStatement) },
        { ALT: () => this.SUBRULE(this.foldStatement) },
        { ALT: () => this.SUBRULE(this.ownAttribute) },
      ]),
    );
  });
  private statementCases: Alternatives<AnyStatement> | undefined;

  private layer = this.RULE('layer', (): AnyStatement => {
    const first = this.take(this.CONSUME(t.Kind));
    const naming = this.OPTION(() => this.take(this.CONSUME(t.Naming)));
    const attributes: Attribute[] = [];
    this.MANY(() => {
      const attribute = this.SUBRULE(this.attribute);
      this.ACTION(() => attributes.push(attribute));
    });
    return this.ACTION(() => {
      const known = layerKinds.get(first.image)?.example.split(' ', 2).join(' ');
      const name = this.name(naming, 'a layer', known ?? `${first.image} name`, first);
      return {
        type: 'layer',
        kind: nameOf(first),
        name,
        attributes,
        span: this.spanFrom(first),
        ...this.about(first),
      };
    });
  });

  private importStatement = this.RULE('importStatement', (): AnyStatement => {
    const first = this.take(this.CONSUME(t.Import));
    const value = this.OPTION(() => this.SUBRULE(this.expression));
    return this.ACTION(() => ({
      type: 'import',
      path: this.path(value, first, 'blocks.bnn'),
      span: this.spanFrom(first),
      ...this.about(first),
    }));
  });

  private paramsStatement = this.RULE('paramsStatement', (): AnyStatement => {
    const first = this.take(this.CONSUME(t.Params));
    const value = this.OPTION(() => this.SUBRULE(this.expression));
    return this.ACTION(() => ({
      type: 'params',
      path: this.path(value, first, 'weights.npz'),
      span: this.spanFrom(first),
      ...this.about(first),
    }));
  });

  private path(value: Expression | undefined, first: IToken, example: string): StringExpression | undefined {
    if (value?.type === 'string') return value;
    this.context.report('BNN122', value ? value.span : spanOf(first), { statement: first.image, example });
    return undefined;
  }

  private constStatement = this.RULE('constStatement', (): AnyStatement => {
    const first = this.take(this.CONSUME(t.Const));
    const naming = this.OPTION(() => this.take(this.CONSUME(t.Naming)));
    const assigned = this.OPTION1(() => this.SUBRULE(this.attribute));
    return this.ACTION(() => {
      let name = assigned?.name;
      if (name) checkName(name, 'a const', this.context.report);
      else {
        name = this.name(naming, 'a const', 'const WIDTH = 64', first);
        if (name) this.context.report('BNN106', name.span, { name: name.text, example: '64' });
      }
      return { type: 'const', name, value: assigned?.value, span: this.spanFrom(first), ...this.about(first) };
    });
  });

  private blockStatement = this.RULE('blockStatement', (): AnyStatement => {
    const first = this.take(this.CONSUME(t.Block));
    const naming = this.OPTION(() => this.take(this.CONSUME(t.Naming)));
    const parameters = this.OPTION1(() => this.SUBRULE(this.parameters)) ?? [];
    const name = this.ACTION(() => this.name(naming, 'a block', 'block residual(width)', first));
    const body = this.SUBRULE(this.body);
    return this.ACTION(() => ({
      type: 'block',
      name,
      parameters,
      body: this.placed(body, 'block'),
      span: this.spanFrom(first),
      ...this.about(first),
    }));
  });

  private networkStatement = this.RULE('networkStatement', (): AnyStatement => {
    const first = this.take(this.CONSUME(t.Network));
    const naming = this.OPTION(() => this.take(this.CONSUME(t.Naming)));
    const name = this.ACTION(() => this.name(naming, 'a network', 'network CNV', first));
    const body = this.SUBRULE(this.body);
    return this.ACTION(() => ({
      type: 'network',
      name,
      body: this.placed(body, 'network'),
      span: this.spanFrom(first),
      ...this.about(first),
    }));
  });

  private targetStatement = this.RULE('targetStatement', (): AnyStatement => {
    const first = this.take(this.CONSUME(t.Target));
    const naming = this.OPTION(() => this.take(this.CONSUME(t.Naming)));
    const word = this.OPTION1(() => this.take(this.CONSUME(t.For)));
    const aim = this.OPTION2(() => this.take(this.CONSUME1(t.Naming)));
    const name = this.ACTION(() => this.name(naming, 'a target', 'target pynq for CNV', first));
    const body = this.SUBRULE(this.body);
    return this.ACTION(() => {
      // Where not even the body is there, that has been told.
      if (!(word && aim) && !body.missing && (naming || aim))
        this.context.report('BNN125', spanOf(word ?? naming ?? first), { target: naming?.image ?? 'NAME' });
      const { items, attributes } = place(body.statements, 'target', this.context.report);
      return {
        type: 'target',
        name,
        network: aim ? nameOf(aim) : undefined,
        braces: body.braces,
        attributes,
        items,
        span: this.spanFrom(first),
        ...this.about(first),
      };
    });
  });

  private repeatStatement = this.RULE('repeatStatement', (): AnyStatement => {
    const first = this.take(this.CONSUME(t.Repeat));
    const count = this.OPTION(() => this.SUBRULE(this.expression));
    this.ACTION(() => {
      if (!count) this.context.report('BNN123', spanOf(first), {});
    });
    const body = this.SUBRULE(this.body);
    return this.ACTION(() => ({
      type: 'repeat',
      count,
      body: this.placed(body, 'repeat'),
      span: this.spanFrom(first),
      ...this.about(first),
    }));
  });

  private defaultsStatement = this.RULE('defaultsStatement', (): AnyStatement => {
    const first = this.take(this.CONSUME(t.Defaults));
    const attributes = this.SUBRULE(this.attributes);
    return this.ACTION(() => ({ type: 'defaults', attributes, span: this.spanFrom(first), ...this.about(first) }));
  });

  private budgetStatement = this.RULE('budgetStatement', (): AnyStatement => {
    const first = this.take(this.CONSUME(t.Budget));
    const attributes = this.SUBRULE(this.attributes);
    return this.ACTION(() => ({ type: 'budget', attributes, span: this.spanFrom(first), ...this.about(first) }));
  });

  private foldStatement = this.RULE('foldStatement', (): AnyStatement => {
    const first = this.take(this.CONSUME(t.Fold));
    const pattern = this.OPTION(() => this.take(this.CONSUME(t.Pattern)));
    this.ACTION(() => {
      if (!pattern) this.context.report('BNN124', spanOf(first), { text: undefined });
    });
    const attributes = this.SUBRULE(this.attributes);
    return this.ACTION(() => ({
      type: 'fold',
      pattern: pattern ? nameOf(pattern) : undefined,
      attributes,
      span: this.spanFrom(first),
      ...this.about(first),
    }));
  });

  /** An attribute that stands alone: a target's own, or one in a wrong place. */
  private ownAttribute = this.RULE('ownAttribute', (): AnyStatement => {
    const attribute = this.OR([
      { ALT: () => this.SUBRULE(this.attribute) },
      { ALT: () => this.given(this.CONSUME(t.TargetGiven)) },
      {
        ALT: () => {
          const key = this.take(this.CONSUME(t.TargetKey));
          const value = this.SUBRULE(this.assigned, { ARGS: [key] });
          return this.ACTION(() => ({ name: nameOf(key), value, span: this.spanFrom(key) }));
        },
      },
    ]);
    return this.ACTION(() => ({ type: 'attribute', attribute, span: attribute.span }));
  });

  // ---- bodies, attributes, parameters

  private body: ParserMethod<[], BodyParts> = this.RULE('body', (): BodyParts => {
    const found: AnyStatement[] = [];
    let braces: Span | undefined;
    let missing = false;
    this.OR([
      {
        ALT: () => {
          const open = this.take(this.CONSUME(t.Open));
          this.MANY(() => {
            const statement = this.SUBRULE(this.statement);
            this.ACTION(() => found.push(statement));
          });
          const close = this.CONSUME(t.Close);
          this.ACTION(() => {
            this.take(close);
            braces = open.image ? { start: open.startOffset, end: this.end } : undefined;
          });
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.NoBody);
          missing = true;
        },
      },
    ]);
    return this.ACTION(() => ({ statements: found, braces, missing }));
  });

  private placed(parts: BodyParts, where: 'network' | 'block' | 'repeat'): Body {
    return { braces: parts.braces, statements: place(parts.statements, where, this.context.report).body };
  }

  private attributes = this.RULE('attributes', (): Attribute[] => {
    const attributes: Attribute[] = [];
    this.MANY(() => {
      const attribute = this.SUBRULE(this.attribute);
      this.ACTION(() => attributes.push(attribute));
    });
    return attributes;
  });

  private attribute: ParserMethod<[], Attribute> = this.RULE('attribute', (): Attribute => {
    return this.OR<Attribute>(
      (this.attributeCases ??= [
        { ALT: () => this.given(this.CONSUME(t.Given)) },
        {
          ALT: () => {
            const key = this.take(this.CONSUME(t.Key));
            const value = this.SUBRULE(this.assigned, { ARGS: [key] });
            return this.ACTION(() => ({ name: nameOf(key), value, span: this.spanFrom(key) }));
          },
        },
        {
          ALT: () => {
            const word = this.take(this.CONSUME(t.Stray));
            return { name: nameOf(word), span: spanOf(word) };
          },
        },
      ]),
    );
  });
  private attributeCases: Alternatives<Attribute> | undefined;

  private given(key: IToken): Attribute {
    const token = key.payload as IToken | undefined;
    const name = nameOf(key);
    // Only a recording of the grammar has none.
    if (!token) return { name, span: name.span };
    const value = literalOf(token, token.tokenType, this.context.report);
    this.end = value.span.end;
    return { name, value, span: { start: name.span.start, end: this.end } };
  }

  /** What follows the `=` of a key; undefined, and told, where that is nothing. */
  private assigned: ParserMethod<[IToken], Expression | undefined> = this.RULE(
    'assigned',
    (key: IToken): Expression | undefined => {
      const equals = this.ACTION(() => this.take(key.payload as IToken));
      const value = this.OPTION(() => this.SUBRULE(this.expression));
      this.ACTION(() => {
        if (value) return;
        this.context.report('BNN106', spanOf(equals), { name: key.image, example: valueExample(key.image) });
      });
      return value;
    },
  );

  private parameters: ParserMethod<[], Parameter[]> = this.RULE('parameters', (): Parameter[] => {
    const found: Parameter[] = [];
    let separated = true;
    const open = this.take(this.CONSUME(t.LParen));
    this.MANY(() => {
      this.OR([
        {
          ALT: () => {
            const comma = this.take(this.CONSUME(t.Comma));
            this.ACTION(() => this.separate(separated, comma));
            separated = true;
          },
        },
        {
          ALT: () => {
            const attribute = this.SUBRULE(this.attribute);
            this.ACTION(() => {
              const { name, value } = attribute;
              this.parameter(found, name, value, separated);
              separated = false;
            });
          },
        },
        {
          ALT: () => {
            const word = this.SUBRULE(this.expression);
            this.ACTION(() => {
              if (word.type === 'word')
                this.parameter(found, { text: word.text, span: word.span }, undefined, separated);
              else this.unexpected(word.span, 'Parameters are names, each with `=value` where it has a default.');
              separated = false;
            });
          },
        },
      ]);
    });
    const close = this.OPTION(() => this.take(this.CONSUME(t.RParen)));
    this.ACTION(() => this.endList(open, close, ')', separated && found.length > 0));
    return found;
  });

  private parameter(found: Parameter[], name: Name, value: Expression | undefined, separated: boolean): void {
    if (!separated) this.context.report('BNN118', name.span, { text: name.text });
    checkName(name, 'a parameter', this.context.report);
    found.push({ name, default: value });
  }

  private separate(separated: boolean, comma: IToken): void {
    if (separated) this.context.report('BNN127', spanOf(comma), { open: '[' });
  }

  private unexpected(span: Span, expected: string): void {
    this.context.report('BNN126', span, {
      text: this.context.text.slice(span.start, Math.min(span.end, span.start + 80)),
      expected,
    });
  }

  private endList(open: IToken, close: IToken | undefined, wanted: string, trailing: boolean): void {
    if (!close) this.context.report('BNN113', spanOf(open), { open: open.image, close: wanted, insertAt: this.end });
    else if (trailing) {
      const at = this.context.text.lastIndexOf(',', close.startOffset);
      if (at >= open.startOffset) this.context.report('BNN112', { start: at, end: at + 1 }, { text: ',' });
    }
  }

  // ---- expressions

  private expression: ParserMethod<[], Expression> = this.RULE('expression', (): Expression => {
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
  });
  private sums: Alternatives<IToken> | undefined;

  private term: ParserMethod<[], Expression> = this.RULE('term', (): Expression => {
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
  });
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

  private factor: ParserMethod<[], Expression> = this.RULE('factor', (): Expression => {
    return this.OR<Expression>(
      (this.factorCases ??= [{ ALT: () => this.SUBRULE(this.primary) }, { ALT: () => this.SUBRULE(this.signed) }]),
    );
  });
  private factorCases: Alternatives<Expression> | undefined;

  private signed: ParserMethod<[], Expression> = this.RULE('signed', (): Expression => {
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
        value = { type: 'unary', operator: sign.image as '-', operand: value, span: { start: sign.startOffset, end } };
      return value;
    });
  });

  private primary: ParserMethod<[], Expression> = this.RULE('primary', (): Expression => {
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
  });
  private primaryCases: Alternatives<Expression> | undefined;

  private leaf(token: IToken): Expression {
    return this.ACTION(() => {
      this.take(token);
      this.height = 1;
      return literalOf(token, token.payload as TokenType, this.context.report);
    });
  }

  private list: ParserMethod<[], Expression> = this.RULE('list', (): Expression => {
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
  });

  private paren: ParserMethod<[], Expression> = this.RULE('paren', (): Expression => {
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
  });

  /** What stands between brackets, with commas. */
  private entries: ParserMethod<[], { items: Expression[]; height: number; trailing: boolean }> = this.RULE(
    'entries',
    () => {
      const items: Expression[] = [];
      let separated = true;
      let height = 0;
      this.MANY(() => {
        this.OR([
          {
            ALT: () => {
              const comma = this.take(this.CONSUME(t.Comma));
              this.ACTION(() => this.separate(separated, comma));
              separated = true;
            },
          },
          {
            ALT: () => {
              const item = this.SUBRULE(this.expression);
              this.ACTION(() => {
                if (!separated) {
                  const text = this.context.text.slice(item.span.start, Math.min(item.span.end, item.span.start + 30));
                  this.context.report('BNN118', { start: item.span.start, end: item.span.end }, { text });
                }
                separated = false;
                height = Math.max(height, this.height);
                items.push(item);
              });
            },
          },
        ]);
      });
      return { items, height, trailing: separated && items.length > 0 };
    },
  );
}
