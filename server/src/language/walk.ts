import { touches } from '../diagnostics/span.js';
import type {
  Attribute,
  Body,
  BodyStatement,
  BudgetStatement,
  Expression,
  FoldStatement,
  Name,
  Parameter,
  SourceFile,
  TopStatement,
} from './ast.js';

export type Statement = TopStatement | BodyStatement | BudgetStatement | FoldStatement;

/** A node of the tree with what it is. */
export type Node =
  | { readonly is: 'statement'; readonly node: Statement }
  | { readonly is: 'attribute'; readonly node: Attribute }
  | { readonly is: 'parameter'; readonly node: Parameter }
  | { readonly is: 'name'; readonly node: Name }
  | { readonly is: 'expression'; readonly node: Expression };

/** The nodes that an offset lies in or touches the end of, outermost first; of neighbours the one that begins there. */
export function nodesAt(file: SourceFile, offset: number): Node[] {
  const path: Node[] = [];
  let candidates: Node[] = file.statements.map(asStatement);
  for (;;) {
    const touched = candidates.filter(({ node }) => touches(spanOf(node), offset));
    const found = touched.find(({ node }) => spanOf(node).start === offset) ?? touched.at(-1);
    if (!found) return path;
    path.push(found);
    candidates = childrenOf(found);
  }
}

/** Every statement of a file, each before those inside it. */
export function* statementsOf(file: SourceFile): Generator<Statement> {
  yield* nested(file.statements);
}

function* nested(statements: readonly Statement[]): Generator<Statement> {
  for (const statement of statements) {
    yield statement;
    if (statement.type === 'target') yield* nested(statement.items);
    else if ('body' in statement) yield* nested(statement.body.statements);
  }
}

/** The nodes directly below a node, in the order of the text. */
export function childrenOf(parent: Node): Node[] {
  switch (parent.is) {
    case 'name':
      return [];
    case 'attribute':
      return [asName(parent.node.name), ...optional(parent.node.value)];
    case 'parameter':
      return [asName(parent.node.name), ...optional(parent.node.default)];
    case 'expression':
      return operandsOf(parent.node).map(asExpression);
    case 'statement':
      return statementChildren(parent.node);
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

function statementChildren(statement: Statement): Node[] {
  switch (statement.type) {
    case 'import':
    case 'params':
      return optional(statement.path);
    case 'const':
      return [...named(statement.name), ...optional(statement.value)];
    case 'block': {
      const parameters = statement.parameters.map((node): Node => ({ is: 'parameter', node }));
      return [...named(statement.name), ...parameters, ...inside(statement.body)];
    }
    case 'network':
      return [...named(statement.name), ...inside(statement.body)];
    case 'repeat':
      return [...optional(statement.count), ...inside(statement.body)];
    case 'target': {
      const content = [...statement.attributes.map(asAttribute), ...statement.items.map(asStatement)];
      content.sort((a, b) => spanOf(a.node).start - spanOf(b.node).start);
      return [...named(statement.name), ...named(statement.network), ...content];
    }
    case 'fold':
      return [...named(statement.pattern), ...statement.attributes.map(asAttribute)];
    case 'budget':
    case 'defaults':
      return statement.attributes.map(asAttribute);
    case 'layer':
      return [asName(statement.kind), ...named(statement.name), ...statement.attributes.map(asAttribute)];
  }
}

const inside = (body: Body): Node[] => body.statements.map(asStatement);
const named = (name: Name | undefined): Node[] => (name ? [asName(name)] : []);
const optional = (expression: Expression | undefined): Node[] => (expression ? [asExpression(expression)] : []);
const asStatement = (node: Statement): Node => ({ is: 'statement', node });
const asAttribute = (node: Attribute): Node => ({ is: 'attribute', node });
const asName = (node: Name): Node => ({ is: 'name', node });
const asExpression = (node: Expression): Node => ({ is: 'expression', node });
const spanOf = (node: Node['node']) =>
  'span' in node ? node.span : { start: node.name.span.start, end: (node.default ?? node.name).span.end };
