import { touches, type Span } from '../diagnostics/span.js';
import type { Attribute, Body, Expression, LayerStatement, SourceFile, StringExpression } from '../language/ast.js';
import { childrenOf, operandsOf, type AnyStatement } from '../language/walk.js';

export type { AnyStatement } from '../language/walk.js';

/** A statement with those that it stands in, outermost first. */
export interface Placed {
  readonly statement: AnyStatement;
  readonly parents: readonly AnyStatement[];
}

/** The statements of a file, or those that touch a span, parents before children, in the order of the text. */
export function statementsOf(file: SourceFile, within?: Span): readonly Placed[] {
  const found: Placed[] = [];
  const open: Placed[] = [];
  const enter = (statements: readonly AnyStatement[], parents: readonly AnyStatement[]): void => {
    for (let at = statements.length - 1; at >= 0; at--) {
      const statement = statements[at];
      if (statement && (!within || overlaps(statement.span, within))) open.push({ statement, parents });
    }
  };
  enter(file.statements, []);
  for (let next = open.pop(); next; next = open.pop()) {
    found.push(next);
    const children = childrenOf(next.statement);
    if (children.length > 0) enter(children, [...next.parents, next.statement]);
  }
  return found;
}

function overlaps(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** The innermost statement that holds the offset (its end included), with its parents. */
export function statementAt(file: SourceFile, offset: number): Placed | undefined {
  let found: Placed | undefined;
  let level: readonly AnyStatement[] = file.statements;
  for (;;) {
    // Two statements may touch at one offset: the later one starts there, and is meant.
    const statement: AnyStatement | undefined = level.findLast((one) => touches(one.span, offset));
    if (!statement) return found;
    found = { statement, parents: found ? [...found.parents, found.statement] : [] };
    level = childrenOf(statement);
  }
}

/** The braces of a statement that has some. */
export function bracesOf(statement: AnyStatement): Span | undefined {
  const body = bodyOf(statement);
  return body ? body.braces : statement.type === 'target' ? statement.braces : undefined;
}

export function bodyOf(statement: AnyStatement): Body | undefined {
  return statement.type === 'block' || statement.type === 'network' || statement.type === 'repeat'
    ? statement.body
    : undefined;
}

export function attributesOf(statement: AnyStatement): readonly Attribute[] {
  switch (statement.type) {
    case 'defaults':
    case 'layer':
    case 'target':
    case 'budget':
    case 'fold':
      return statement.attributes;
    default:
      return [];
  }
}

/** The first keyword of a statement, as it stands in the text. */
export function keywordOf(statement: AnyStatement): string {
  return statement.type === 'layer' ? statement.kind.text : statement.type;
}

/** The expressions that stand directly in a statement. */
export function expressionsOf(statement: AnyStatement): readonly Expression[] {
  const found: (Expression | undefined)[] = attributesOf(statement).map((attribute) => attribute.value);
  if (statement.type === 'const') found.push(statement.value);
  if (statement.type === 'repeat') found.push(statement.count);
  if (statement.type === 'import' || statement.type === 'params') found.push(statement.path);
  if (statement.type === 'block') found.push(...statement.parameters.map((parameter) => parameter.default));
  return found.filter((one) => one !== undefined);
}

/** An expression and all its parts, outer before inner. A loop, not a recursion: a sum may have any number of terms. */
export function partsOf(expression: Expression): readonly Expression[] {
  const found: Expression[] = [];
  const open: Expression[] = [expression];
  for (let next = open.pop(); next; next = open.pop()) {
    found.push(next);
    open.push(...operandsOf(next).toReversed());
  }
  return found;
}

export function attributeNamed(statement: AnyStatement, name: string): Attribute | undefined {
  return attributesOf(statement).find((attribute) => attribute.name.text === name);
}

/** Where an attribute may be added: behind the last one, or behind the name. */
export function endOfAttributes(statement: LayerStatement): number {
  const last = statement.attributes.at(-1);
  return Math.max(last?.span.end ?? 0, statement.name?.span.end ?? 0, statement.kind.span.end);
}

/** The string at an offset of an `import` or `params` statement, or any other string of a statement. */
export function stringAt(
  file: SourceFile,
  offset: number,
): (Placed & { readonly string: StringExpression }) | undefined {
  const placed = statementAt(file, offset);
  if (!placed) return undefined;
  for (const expression of expressionsOf(placed.statement))
    for (const string of partsOf(expression))
      if (string.type === 'string' && touches(string.span, offset)) return { ...placed, string };
  return undefined;
}

/** The comment that holds the offset. */
export function commentAt(file: SourceFile, offset: number): SourceFile['comments'][number] | undefined {
  return file.comments.find(
    ({ span, kind }) => span.start < offset && (kind === 'block' ? offset < span.end : offset <= span.end),
  );
}
