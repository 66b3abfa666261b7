import type { IToken, ParserMethod } from 'chevrotain';
import type { Attribute, Expression, Name, Parameter } from './ast.js';
import { ExpressionGrammar, nameOf, orElse, orNone, type Alternatives } from './grammar-expressions.js';
import { checkName, literalOf, valueExample } from './literals.js';
import * as t from './tokens.js';

const { spanOf } = t;

/** The part of the parser that reads attributes and the parameters of blocks; `grammar.ts` adds the statements. */
export abstract class AttributeGrammar extends ExpressionGrammar {
  protected attributes = this.RULE(
    'attributes',
    (): Attribute[] => {
      const attributes: Attribute[] = [];
      this.MANY(() => {
        const attribute = this.SUBRULE(this.attribute);
        this.ACTION(() => {
          if (attribute) attributes.push(attribute);
        });
      });
      return attributes;
    },
    orElse<Attribute[]>([]),
  );

  protected attribute: ParserMethod<[], Attribute | undefined> = this.RULE(
    'attribute',
    (): Attribute | undefined => {
      return this.OR<Attribute | undefined>(
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
    },
    orNone,
  );
  private attributeCases: Alternatives<Attribute | undefined> | undefined;

  protected given(key: IToken): Attribute {
    const token = key.payload as IToken | undefined;
    const name = nameOf(key);
    // Only a recording of the grammar has none.
    if (!token) return { name, span: name.span };
    const value = literalOf(token, token.tokenType, this.context.report);
    this.end = value.span.end;
    return { name, value, span: { start: name.span.start, end: this.end } };
  }

  /** What follows the `=` of a key; undefined, and told, where that is nothing. */
  protected assigned: ParserMethod<[IToken], Expression | undefined> = this.RULE(
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
    orNone,
  );

  protected parameters: ParserMethod<[], Parameter[]> = this.RULE(
    'parameters',
    (): Parameter[] => {
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
                if (!attribute) return;
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
    },
    orElse<Parameter[]>([]),
  );

  private parameter(found: Parameter[], name: Name, value: Expression | undefined, separated: boolean): void {
    if (!separated) this.context.report('BNN118', name.span, { text: name.text });
    checkName(name, 'a parameter', this.context.report);
    found.push({ name, default: value });
  }
}
