import type { Span } from '../diagnostics/span.js';
import type { BinaryExpression, Expression, UnaryExpression } from '../language/ast.js';
import { units } from '../language/units.js';
import type { ConstEntry, FileScope } from './file-scope.js';
import { report, type Place } from './faults.js';
import type { LayerScope } from './layer-scope.js';
import { calculate, negate, parseRational, scaleByTen } from './rational.js';
import { suggest } from './suggest.js';
import { describeValue, UNKNOWN, type Value } from './values.js';

/** What the words of an expression mean. */
export interface Environment extends Place {
  readonly file: FileScope;
  /** The values of the block's parameters; undefined outside a block. */
  readonly parameters: ReadonlyMap<string, Value> | undefined;
  /** Where a word may name a layer. */
  readonly layers: LayerScope | undefined;
}

const MAX_DEPTH = 400;

/** What an expression comes to. Faults are reported, and give `unknown`. A word that is no const or parameter stays a word. */
export function evaluate(expression: Expression | undefined, env: Environment): Value {
  if (!expression) return UNKNOWN;
  switch (expression.type) {
    case 'number':
      return numberValue(expression.text, expression.span, env);
    case 'word':
      return valueOfWord(expression.text, env);
    case 'dims':
      return { type: 'list', items: expression.items.map((item) => numberValue(item.text, item.span, env)) };
    case 'list':
      return { type: 'list', items: expression.items.map((item) => evaluate(item, env)) };
    case 'string':
      return { type: 'string', text: expression.value };
    case 'paren':
      return evaluate(expression.inner, env);
    case 'quantity': {
      const unit = units.get(expression.unit);
      const number = parseRational(expression.text);
      const scaled = number === undefined || !unit ? undefined : scaleByTen(number, unit.exponent);
      if (unit && scaled === undefined) report(env, 'BNN240', expression.span, {});
      // An unknown unit has been told by the parser.
      return unit && scaled !== undefined ? { type: 'number', number: scaled, dimension: unit.dimension } : UNKNOWN;
    }
    case 'unary':
      return evaluateUnary(expression, env);
    case 'binary':
      return evaluateBinary(expression, env);
    case 'error':
      return UNKNOWN;
  }
}

function numberValue(text: string, span: Span, env: Environment): Value {
  const number = parseRational(text);
  if (number === undefined) report(env, 'BNN240', span, {});
  return number === undefined ? UNKNOWN : { type: 'number', number, dimension: undefined };
}

function valueOfWord(text: string, env: Environment): Value {
  const parameter = env.parameters?.get(text);
  if (parameter) return parameter;
  const found = env.file.consts.get(text);
  if (found) return valueOfConst(found, env);
  return { type: 'word', text, layers: env.layers };
}

/** The value of a const, computed once. A const that needs itself is reported and unknown. */
export function valueOfConst(entry: ConstEntry, env: Place): Value {
  const { state } = entry;
  if (state.value) return state.value;
  const { evaluating } = entry.file.program;
  const at = evaluating.indexOf(entry);
  if (at >= 0 || evaluating.length > MAX_DEPTH) {
    const chain = at >= 0 ? [...evaluating.slice(at), entry] : [];
    const place = { faults: env.faults, uri: entry.file.uri, led: entry.file.led };
    if (at >= 0) report(place, 'BNN212', entry.name.span, { chain: chain.map((each) => each.name.text) });
    else report(place, 'BNN217', entry.name.span, { what: 'levels', limit: MAX_DEPTH });
    for (const each of chain) each.state.value = UNKNOWN;
    return UNKNOWN;
  }
  evaluating.push(entry);
  const value = evaluate(entry.statement.value, {
    faults: env.faults,
    uri: entry.file.uri,
    led: entry.file.led,
    file: entry.file,
    parameters: undefined,
    layers: undefined,
  });
  evaluating.pop();
  // A cycle found on the way has set it already.
  state.value ??= value;
  return state.value;
}

function evaluateUnary(expression: UnaryExpression, env: Environment): Value {
  const operand = operandOf(expression.operand, env);
  if (operand.type === 'unknown' || expression.operator === '+') return operand;
  if (operand.type === 'number') return { ...operand, number: negate(operand.number) };
  const found = describeValue(operand);
  report(env, 'BNN241', expression.span, { operator: '-', left: 'the number 0', right: found });
  return UNKNOWN;
}

function evaluateBinary(expression: BinaryExpression, env: Environment): Value {
  const left = operandOf(expression.left, env);
  const right = operandOf(expression.right, env);
  const { operator, span } = expression;
  if (left.type === 'unknown' || right.type === 'unknown') return UNKNOWN;
  if (left.type !== 'number' || right.type !== 'number' || !combines(operator, left, right)) {
    report(env, 'BNN241', span, { operator, left: describeValue(left), right: describeValue(right) });
    return UNKNOWN;
  }
  if (operator === '/' && right.number === 0) {
    report(env, 'BNN239', span, {});
    return UNKNOWN;
  }
  const number = calculate(operator, left.number, right.number);
  if (number === undefined) {
    report(env, 'BNN240', span, {});
    return UNKNOWN;
  }
  const ratio = operator === '/' && left.dimension === right.dimension;
  return { type: 'number', number, dimension: ratio ? undefined : (left.dimension ?? right.dimension) };
}

type NumberValue = Extract<Value, { type: 'number' }>;

function combines(operator: BinaryExpression['operator'], left: NumberValue, right: NumberValue): boolean {
  if (operator === '*') return left.dimension === undefined || right.dimension === undefined;
  if (operator === '/') return right.dimension === undefined || left.dimension === right.dimension;
  return left.dimension === right.dimension;
}

/** The value of an operand: a word there can only be a const or parameter. */
function operandOf(expression: Expression, env: Environment): Value {
  const value = evaluate(expression, env);
  if (value.type !== 'word') return value;
  reportUnknownName(env, value.text, expression.span);
  return UNKNOWN;
}

/** Reports a word that should have been a const or parameter, unless a file that may define it is not at hand. */
export function reportUnknownName(env: Environment, name: string, span: Span): void {
  if (env.file.open) return;
  const known = [...(env.parameters?.keys() ?? []), ...env.file.consts.keys()];
  report(env, 'BNN207', span, { name, suggestion: suggest(name, known) });
}
