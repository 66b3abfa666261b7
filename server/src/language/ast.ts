import type { Span } from '../diagnostics/span.js';

/**
 * The syntax tree of one `.bnn` text. It is total: any text gives a tree, and whatever could not be read is
 * absent (`undefined`) or an `error` expression; every span lies inside the text.
 */
export interface SourceFile {
  readonly text: string;
  readonly statements: readonly TopStatement[];
  readonly comments: readonly Comment[];
}

export interface Comment {
  readonly span: Span;
  readonly kind: 'line' | 'block' | 'doc';
}

/** A word of the text that names something. `text` may hold dots (`r1.conv_a`) where a path is allowed. */
export interface Name {
  readonly text: string;
  readonly span: Span;
}

export type TopStatement = ImportStatement | ConstStatement | BlockStatement | NetworkStatement | TargetStatement;

interface StatementBase {
  /** From the first token to the last, doc comment not included. */
  readonly span: Span;
  /** The text of the `///` lines above, without the slashes; undefined where there are none. */
  readonly documentation?: string;
}

export interface ImportStatement extends StatementBase {
  readonly type: 'import';
  readonly path?: StringExpression;
}

export interface ConstStatement extends StatementBase {
  readonly type: 'const';
  readonly name?: Name;
  readonly value?: Expression;
}

export interface Parameter {
  readonly name: Name;
  readonly default?: Expression;
}

export interface BlockStatement extends StatementBase {
  readonly type: 'block';
  readonly name?: Name;
  readonly parameters: readonly Parameter[];
  readonly body: Body;
}

export interface NetworkStatement extends StatementBase {
  readonly type: 'network';
  readonly name?: Name;
  readonly body: Body;
}

export interface TargetStatement extends StatementBase {
  readonly type: 'target';
  readonly name?: Name;
  readonly network?: Name;
  /** From `{` to `}`; undefined where there is no `{`. */
  readonly braces?: Span;
  /** device, clock, throughput, ... in the order written. */
  readonly attributes: readonly Attribute[];
  readonly items: readonly (BudgetStatement | FoldStatement)[];
}

export interface BudgetStatement extends StatementBase {
  readonly type: 'budget';
  readonly attributes: readonly Attribute[];
}

export interface FoldStatement extends StatementBase {
  readonly type: 'fold';
  /** The layer pattern: names, `.`, `*`, written without blanks. */
  readonly pattern?: Name;
  readonly attributes: readonly Attribute[];
}

/** What stands between the braces of a network, block or repeat. */
export interface Body {
  /** From `{` to `}`; undefined where there is no `{`. */
  readonly braces?: Span;
  readonly statements: readonly BodyStatement[];
}

export type BodyStatement = DefaultsStatement | ParamsStatement | RepeatStatement | LayerStatement;

export interface DefaultsStatement extends StatementBase {
  readonly type: 'defaults';
  readonly attributes: readonly Attribute[];
}

export interface ParamsStatement extends StatementBase {
  readonly type: 'params';
  readonly path?: StringExpression;
}

export interface RepeatStatement extends StatementBase {
  readonly type: 'repeat';
  readonly count?: Expression;
  readonly body: Body;
}

/** `kind name key=value ...`: a layer, an input, an output, or an instance of a block (`kind` is then its name). */
export interface LayerStatement extends StatementBase {
  readonly type: 'layer';
  readonly kind: Name;
  readonly name?: Name;
  readonly attributes: readonly Attribute[];
}

export interface Attribute {
  readonly name: Name;
  /** Absent where nothing readable follows the `=`. */
  readonly value?: Expression;
  readonly span: Span;
}

export type Expression =
  | NumberExpression
  | QuantityExpression
  | StringExpression
  | WordExpression
  | DimsExpression
  | ListExpression
  | UnaryExpression
  | BinaryExpression
  | ParenExpression
  | ErrorExpression;

/** A literal number as written: digits, `_`, an optional fraction and exponent. */
export interface NumberExpression {
  readonly type: 'number';
  readonly text: string;
  readonly span: Span;
}

/** A number with a unit directly behind it: `100MHz`, `80%`. A unit after a blank is kept with `spaced`. */
export interface QuantityExpression {
  readonly type: 'quantity';
  readonly text: string;
  readonly unit: string;
  readonly spaced: boolean;
  readonly span: Span;
}

export interface StringExpression {
  readonly type: 'string';
  /** Without the quotes. */
  readonly value: string;
  /** With the quotes; an unterminated one ends at its line's end. */
  readonly span: Span;
}

/** A const, a parameter, a type, a layer, `auto`, `same`, ...; may hold dots. */
export interface WordExpression {
  readonly type: 'word';
  readonly text: string;
  readonly span: Span;
}

/** `32x32x3`. */
export interface DimsExpression {
  readonly type: 'dims';
  readonly items: readonly NumberExpression[];
  readonly span: Span;
}

export interface ListExpression {
  readonly type: 'list';
  readonly items: readonly Expression[];
  readonly span: Span;
}

export interface UnaryExpression {
  readonly type: 'unary';
  readonly operator: '-' | '+';
  readonly operand: Expression;
  readonly span: Span;
}

export interface BinaryExpression {
  readonly type: 'binary';
  readonly operator: '+' | '-' | '*' | '/';
  readonly left: Expression;
  readonly right: Expression;
  readonly span: Span;
}

export interface ParenExpression {
  readonly type: 'paren';
  readonly inner: Expression;
  readonly span: Span;
}

export interface ErrorExpression {
  readonly type: 'error';
  readonly span: Span;
}
