import type { Span } from '../diagnostics/span.js';
import type { Expression } from '../language/ast.js';
import type { Environment } from './evaluate.js';
import { report } from './faults.js';
import {
  isDefinedLater,
  isPartial,
  lookUpLayer,
  NO_LAYER,
  UNKNOWN_LAYER,
  suggestLayer,
  type LayerScope,
} from './layer-scope.js';
import { describeValue, type Value } from './values.js';

/** The layers that a `from=` names, by index; UNKNOWN_LAYER for what was reported, or is not known without an instance. */
export function resolveSources(
  expression: Expression | undefined,
  env: Environment,
  scope: LayerScope,
  self: string | undefined,
): readonly number[] {
  if (!expression) return [UNKNOWN_LAYER];
  if (expression.type === 'list') {
    const sources = expression.items.flatMap((item) => resolveSources(item, env, scope, self));
    // Of a list that is still being written nobody knows how long it gets.
    return env.file.source.text[expression.span.end - 1] === ']' ? sources : [UNKNOWN_LAYER, ...sources];
  }
  if (expression.type === 'paren') return resolveSources(expression.inner, env, scope, self);
  if (expression.type === 'word') return resolveWord(expression.text, expression.span, env, scope, self);
  if (expression.type !== 'error') {
    const found = expression.type === 'string' ? `the string "${expression.value}"` : 'a number';
    report(env, 'BNN234', expression.span, { attribute: 'from', expected: "a layer's name, or a list of them", found });
  }
  return [UNKNOWN_LAYER];
}

function resolveWord(
  text: string,
  span: Span,
  env: Environment,
  scope: LayerScope,
  self: string | undefined,
): readonly number[] {
  if (text === 'in') return [inputOf(scope, span, env)];
  const entry = lookUpLayer(scope, text);
  if (entry) return [entry.index];
  const parameter = env.parameters?.get(text);
  if (parameter) return sourcesOfValue(parameter, span, env, scope);
  const constant = env.file.consts.get(text)?.state.value;
  if (constant) return sourcesOfValue(constant, span, env, scope);
  reportUnknownLayer(text, span, env, scope, self);
  return [UNKNOWN_LAYER];
}

/** What a parameter or const holds: a layer's name, which means a layer where it was written. */
function sourcesOfValue(value: Value, span: Span, env: Environment, scope: LayerScope): readonly number[] {
  if (value.type === 'unknown') return [UNKNOWN_LAYER];
  if (value.type === 'list') return value.items.flatMap((item) => sourcesOfValue(item, span, env, scope));
  if (value.type !== 'word') {
    const expected = "a layer's name, or a list of them";
    report(env, 'BNN234', span, { attribute: 'from', expected, found: describeValue(value) });
    return [UNKNOWN_LAYER];
  }
  const written = value.layers ?? scope;
  if (value.text === 'in') return [inputOf(written, span, env)];
  const entry = lookUpLayer(written, value.text);
  if (entry) return [entry.index];
  reportUnknownLayer(value.text, span, env, written, undefined);
  return [UNKNOWN_LAYER];
}

function inputOf(scope: LayerScope, span: Span, env: Environment): number {
  let top = scope;
  while (top.parent) top = top.parent;
  if (top.input === undefined) report(env, 'BNN225', span, {});
  else if (top.input === NO_LAYER) report(env, 'BNN221', span, { name: 'in', kind: 'block input' });
  return top.input === undefined || top.input === NO_LAYER ? UNKNOWN_LAYER : top.input;
}

function reportUnknownLayer(
  name: string,
  span: Span,
  env: Environment,
  scope: LayerScope,
  self: string | undefined,
): void {
  if (isPartial(scope)) return;
  const itself = name === self;
  if (itself || isDefinedLater(scope, name)) report(env, 'BNN202', span, { name, itself });
  else report(env, 'BNN201', span, { name, suggestion: suggestLayer(scope, name) });
}
