import type { IToken, ParserMethod } from 'chevrotain';
import type { Span } from '../diagnostics/span.js';
import type { Attribute, Body, Expression, Name, StringExpression, TopStatement } from './ast.js';
import { AttributeGrammar } from './grammar-attributes.js';
import { nameOf, NOWHERE, orElse, orNone, type Alternatives, type Context } from './grammar-expressions.js';
import { checkName, type Named } from './literals.js';
import { place, type AnyStatement } from './placement.js';
import { layerKinds } from './table.js';
import * as t from './tokens.js';

const { spanOf } = t;

type Maybe<T> = T | undefined;

export interface Grammar {
  /** The statements of arranged tokens. */
  parse(tokens: IToken[], context: Context): TopStatement[];
}

/** The parser; `skipValidations: false` has Chevrotain check the grammar itself, which only the tests need. */
export function createGrammar(options: { readonly skipValidations: boolean }): Grammar {
  const parser = new BnnParser(options.skipValidations);
  return { parse: (tokens, context) => parser.parse(tokens, context) };
}

interface BodyParts {
  readonly statements: readonly AnyStatement[];
  readonly braces: Span | undefined;
  readonly missing: boolean;
}

class BnnParser extends AttributeGrammar {
  constructor(skipValidations: boolean) {
    super(skipValidations);
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

  private file = this.RULE(
    'file',
    (): TopStatement[] => {
      const found: AnyStatement[] = [];
      this.MANY(() => {
        const statement = this.SUBRULE(this.statement);
        this.ACTION(() => {
          if (statement) found.push(statement);
        });
      });
      return this.ACTION(() => place(found, 'file', this.context.report).top);
    },
    orElse<TopStatement[]>([]),
  );

  private statement: ParserMethod<[], Maybe<AnyStatement>> = this.RULE(
    'statement',
    (): Maybe<AnyStatement> => {
      return this.OR<Maybe<AnyStatement>>(
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
    },
    orNone,
  );
  private statementCases: Alternatives<Maybe<AnyStatement>> | undefined;

  private layer = this.RULE(
    'layer',
    (): Maybe<AnyStatement> => {
      const first = this.take(this.CONSUME(t.Kind));
      const naming = this.OPTION(() => this.take(this.CONSUME(t.Naming)));
      const attributes: Attribute[] = [];
      this.MANY(() => {
        const attribute = this.SUBRULE(this.attribute);
        this.ACTION(() => {
          if (attribute) attributes.push(attribute);
        });
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
    },
    orNone,
  );

  private importStatement = this.RULE(
    'importStatement',
    (): Maybe<AnyStatement> => {
      const first = this.take(this.CONSUME(t.Import));
      const value = this.OPTION(() => this.SUBRULE(this.expression));
      return this.ACTION(() => ({
        type: 'import',
        path: this.path(value, first, 'blocks.bnn'),
        span: this.spanFrom(first),
        ...this.about(first),
      }));
    },
    orNone,
  );

  private paramsStatement = this.RULE(
    'paramsStatement',
    (): Maybe<AnyStatement> => {
      const first = this.take(this.CONSUME(t.Params));
      const value = this.OPTION(() => this.SUBRULE(this.expression));
      return this.ACTION(() => ({
        type: 'params',
        path: this.path(value, first, 'weights.npz'),
        span: this.spanFrom(first),
        ...this.about(first),
      }));
    },
    orNone,
  );

  private path(value: Expression | undefined, first: IToken, example: string): StringExpression | undefined {
    if (value?.type === 'string') return value;
    this.context.report('BNN122', value ? value.span : spanOf(first), { statement: first.image, example });
    return undefined;
  }

  private constStatement = this.RULE(
    'constStatement',
    (): Maybe<AnyStatement> => {
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
    },
    orNone,
  );

  private blockStatement = this.RULE(
    'blockStatement',
    (): Maybe<AnyStatement> => {
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
    },
    orNone,
  );

  private networkStatement = this.RULE(
    'networkStatement',
    (): Maybe<AnyStatement> => {
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
    },
    orNone,
  );

  private targetStatement = this.RULE(
    'targetStatement',
    (): Maybe<AnyStatement> => {
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
    },
    orNone,
  );

  private repeatStatement = this.RULE(
    'repeatStatement',
    (): Maybe<AnyStatement> => {
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
    },
    orNone,
  );

  private defaultsStatement = this.RULE(
    'defaultsStatement',
    (): Maybe<AnyStatement> => {
      const first = this.take(this.CONSUME(t.Defaults));
      const attributes = this.SUBRULE(this.attributes);
      return this.ACTION(() => ({ type: 'defaults', attributes, span: this.spanFrom(first), ...this.about(first) }));
    },
    orNone,
  );

  private budgetStatement = this.RULE(
    'budgetStatement',
    (): Maybe<AnyStatement> => {
      const first = this.take(this.CONSUME(t.Budget));
      const attributes = this.SUBRULE(this.attributes);
      return this.ACTION(() => ({ type: 'budget', attributes, span: this.spanFrom(first), ...this.about(first) }));
    },
    orNone,
  );

  private foldStatement = this.RULE(
    'foldStatement',
    (): Maybe<AnyStatement> => {
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
    },
    orNone,
  );

  /** An attribute that stands alone: a target's own, or one in a wrong place. */
  private ownAttribute = this.RULE(
    'ownAttribute',
    (): Maybe<AnyStatement> => {
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
      return this.ACTION(() => attribute && { type: 'attribute', attribute, span: attribute.span });
    },
    orNone,
  );

  // ---- bodies

  private body: ParserMethod<[], BodyParts> = this.RULE(
    'body',
    (): BodyParts => {
      const found: AnyStatement[] = [];
      let braces: Span | undefined;
      let missing = false;
      this.OR([
        {
          ALT: () => {
            const open = this.take(this.CONSUME(t.Open));
            this.MANY(() => {
              const statement = this.SUBRULE(this.statement);
              this.ACTION(() => {
                if (statement) found.push(statement);
              });
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
    },
    orElse<BodyParts>({ statements: [], braces: undefined, missing: true }),
  );

  private placed(parts: BodyParts, where: 'network' | 'block' | 'repeat'): Body {
    return { braces: parts.braces, statements: place(parts.statements, where, this.context.report).body };
  }
}
