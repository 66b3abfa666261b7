import type { BodyStatement, BudgetStatement, Expression, FoldStatement, SourceFile, TopStatement } from './ast.js';

/** Any statement of a file, at whatever depth. */
export type AnyStatement = TopStatement | BodyStatement | BudgetStatement | FoldStatement;

/** Every statement of a file, each before those inside it. */
export function* statementsOf(file: SourceFile): Generator<AnyStatement> {
  yield* nested(file.statements);
}

function* nested(statements: readonly AnyStatement[]): Generator<AnyStatement> {
  for (const statement of statements) {
    yield statement;
    yield* nested(childrenOf(statement));
  }
}

/** The statements directly inside a statement. */
export function childrenOf(statement: AnyStatement): readonly AnyStatement[] {
  switch (statement.type) {
    case 'block':
    case 'network':
    case 'repeat':
      return statement.body.statements;
    case 'target':
      return statement.items;
    default:
      return [];
  }
}

/** The expressions directly inside an expression. */
export function operandsOf(expression: Expression): readonly Expression[] {
  switch (expression.type) {
    case 'dims':
    case 'list':
      return expression.items;
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'paren':
      return [expression.inner];
    case 'number':
    case 'quantity':
    case 'string':
    case 'word':
    case 'error':
      return [];
  }
}
