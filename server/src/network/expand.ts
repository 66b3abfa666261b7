import type { Related } from '../diagnostics/diagnostic.js';
import type { Span } from '../diagnostics/span.js';
import type {
  Attribute,
  Body,
  BlockStatement,
  DefaultsStatement,
  LayerStatement,
  ParamsStatement,
  RepeatStatement,
} from '../language/ast.js';
import type { AttributeSpec } from '../language/table-types.js';
import { absorbedKinds, kindSynonyms, layerKinds, plainKind, statements, unmappableKinds } from '../language/table.js';
import { evaluate, type Environment } from './evaluate.js';
import { report } from './faults.js';
import type { Expansion, Flow, Frame } from './expansion.js';
import type { Declared } from './file-scope.js';
import { asCount, checkForm } from './forms.js';
import { readAttributes, specsOf, type Given, type GivenAttributes } from './given.js';
import type { Layer } from './graph.js';
import { addLayer, addOpaque } from './layer.js';
import { enterLayer, fullSuffix, layerScope, shownName, UNKNOWN_LAYER, type LayerScope } from './layer-scope.js';
import { suggest } from './suggest.js';
import { UNKNOWN, type Value } from './values.js';
import { resolveSources } from './wiring.js';

/** Layers that one network may have after expansion. */
export const MOST_LAYERS = 20_000;
const MOST_LEVELS = 64;

/** Expands the statements of a body, one layer after the other. */
export function expandBody(state: Expansion, body: Body, frame: Frame, flow: Flow): void {
  let begun = false;
  let defaults: DefaultsStatement | undefined;
  for (const statement of body.statements) {
    if (state.full || !step(state, statement.span, frame)) return;
    switch (statement.type) {
      case 'defaults':
        takeDefaults(statement, frame, defaults, begun);
        defaults ??= statement;
        break;
      case 'params':
        takeParams(state, statement, frame);
        break;
      case 'repeat':
        begun = true;
        expandRepeat(state, statement, frame, flow);
        break;
      case 'layer':
        begun = true;
        expandStatement(state, statement, frame, flow);
    }
  }
}

function step(state: Expansion, span: Span, frame: Frame): boolean {
  if (state.layers.length < MOST_LAYERS && ++state.steps < 4 * MOST_LAYERS) return true;
  reportLarge(state, span, frame);
  state.full = true;
  return false;
}

function reportLarge(state: Expansion, span: Span, frame: Frame): void {
  if (!state.large) report(frame.env, 'BNN217', span, { what: 'layers', limit: MOST_LAYERS });
  state.large = true;
  state.unclear = true;
}

function takeDefaults(
  statement: DefaultsStatement,
  frame: Frame,
  before: DefaultsStatement | undefined,
  late: boolean,
): void {
  const { env, where } = frame;
  const span = { start: statement.span.start, end: statement.span.start + 'defaults'.length };
  const facts = { statement: 'defaults', where };
  if (before) {
    const first = { uri: env.uri, span: before.span, message: 'the first' };
    report(env, 'BNN220', span, { ...facts, problem: 'second' }, [first]);
  } else if (late) report(env, 'BNN220', span, { ...facts, problem: 'late' });
  const spec = statements.get('defaults');
  const given = readAttributes(statement.attributes, spec ? specsOf(spec) : new Map(), () => '`defaults`', env);
  for (const each of given.values()) checkForm(each);
  if (before) return;
  frame.defaults = [given, ...frame.defaults];
  frame.defaultStatements = [statement, ...frame.defaultStatements];
}

function takeParams(state: Expansion, statement: ParamsStatement, frame: Frame): void {
  const { env, where } = frame;
  const span = { start: statement.span.start, end: statement.span.start + 'params'.length };
  const facts = { statement: 'params', where };
  if (state.params) {
    const first = { uri: env.uri, span: state.params.span, message: 'the first' };
    report(env, 'BNN220', span, { ...facts, problem: 'second' }, [first]);
  } else {
    state.params = statement;
    const { path } = statement;
    const problem = path?.value === '' ? 'empty' : path?.value.includes('\\') ? 'backslash' : undefined;
    if (path && problem) report(env, 'BNN215', path.span, { path: path.value, problem });
  }
}

const COUNT: AttributeSpec = { name: 'repeat', form: 'count', required: true, doc: '', group: 'shape' };

function expandRepeat(state: Expansion, statement: RepeatStatement, frame: Frame, flow: Flow): void {
  const { env, scope } = frame;
  const { body, count } = statement;
  const attribute: Attribute = {
    name: { text: 'repeat', span: statement.span },
    value: count,
    span: count?.span ?? statement.span,
  };
  let rounds = asCount({ attribute, spec: COUNT, value: evaluate(count, env), env });
  if (rounds !== undefined && rounds * Math.max(1, body.statements.length) > MOST_LAYERS - state.layers.length) {
    reportLarge(state, attribute.span, frame);
    rounds = undefined;
  }
  if (rounds === undefined) {
    // One round is checked; nobody knows the names of the others.
    scope.partial = true;
    state.unclear = true;
  }
  if (frame.blocks.length + depthOf(scope) > MOST_LEVELS) {
    report(env, 'BNN217', statement.span, { what: 'levels', limit: MOST_LEVELS });
    state.unclear = true;
    return;
  }
  for (let round = 0; round < (rounds ?? 1) && body.statements.length > 0 && !state.full; round++) {
    const inner = layerScope(body, undefined, scope, `_${round}`);
    expandBody(state, body, { ...frame, env: { ...env, layers: inner }, scope: inner, where: 'repeat' }, flow);
  }
}

function depthOf(scope: LayerScope): number {
  let depth = 0;
  for (let here = scope.parent; here; here = here.parent) depth++;
  return depth;
}

function expandStatement(state: Expansion, statement: LayerStatement, frame: Frame, flow: Flow): void {
  const { env } = frame;
  const kind = layerKinds.get(statement.kind.text);
  const block = kind ? undefined : env.file.blocks.get(statement.kind.text);
  if (block) {
    expandInstance(state, statement, block, frame, flow);
    return;
  }
  if (!kind) reportUnknownKind(statement, frame);
  const index = addLayer(state, statement, kind, frame, flow);
  enterName(statement, index, kind ? undefined : unknownInside(), frame);
  if (statement.kind.text !== 'output') flow.previous = index;
}

/** What an unknown kind holds inside is not known either. */
function unknownInside(): LayerScope {
  const scope = layerScope({ statements: [] }, undefined);
  scope.partial = true;
  return scope;
}

function reportUnknownKind(statement: LayerStatement, frame: Frame): void {
  // A word alone is still being written, and the parser has told so.
  if (!statement.name && statement.attributes.length === 0) return;
  const { env } = frame;
  const { text, span } = statement.kind;
  const plain = plainKind(text);
  const advice = unmappableKinds.get(plain) ?? absorbedKinds.get(plain);
  if (advice !== undefined) report(env, 'BNN206', span, { kind: text, advice });
  else if (!env.file.open) {
    const suggestion = kindSynonyms.get(plain) ?? suggest(text, [...layerKinds.keys(), ...env.file.blocks.keys()]);
    report(env, 'BNN205', span, { kind: text, suggestion });
  }
}

function enterName(statement: LayerStatement, index: number, inner: LayerScope | undefined, frame: Frame): void {
  const { name } = statement;
  if (!name) return;
  const { env, scope } = frame;
  const before = enterLayer(scope, name.text, { index, inner, at: { uri: env.uri, span: name.span } });
  if (!before) return;
  const related = { ...before.at, message: `the first \`${name.text}\`` };
  report(env, 'BNN203', name.span, { name: name.text, what: 'layer' }, [related]);
}

function expandInstance(
  state: Expansion,
  statement: LayerStatement,
  block: Declared<BlockStatement>,
  frame: Frame,
  flow: Flow,
): void {
  const { env, scope, blocks } = frame;
  const { body } = block.statement;
  const again = blocks.some((each) => each.statement === block.statement);
  if (again || blocks.length > MOST_LEVELS) {
    // Recursion has been told where the blocks are checked.
    if (!again) report(env, 'BNN217', statement.kind.span, { what: 'levels', limit: MOST_LEVELS });
    state.unclear = true;
    enterName(statement, UNKNOWN_LAYER, undefined, frame);
    flow.previous = UNKNOWN_LAYER;
    return;
  }
  const instances = [...frame.instances, { statement, uri: env.uri }];
  const led = (): readonly Related[] => ledBy(instances, block);
  const given = readAttributes(
    statement.attributes,
    specsOfBlock(block),
    () => `The block \`${block.name.text}\``,
    env,
  );
  const input = sourceOfInstance(statement, given, frame, flow);
  const inner = layerScope(body, input);
  const parameters = new Map<string, Value>();
  const blockEnv: Environment = {
    faults: env.faults,
    uri: block.file.uri,
    led,
    file: block.file,
    parameters,
    layers: inner,
  };
  bindParameters(block.statement, given, statement, blockEnv, frame, parameters);
  if (frame.alone) {
    // The block inside is checked by itself; here it is one layer of which nothing is known but that it reads and is read.
    const index = addOpaque(state, statement, input, frame);
    inner.partial = true;
    enterName(statement, index, inner, frame);
    flow.previous = index;
    return;
  }
  const name = shownName(statement);
  const innerFlow = { previous: input };
  const first = state.layers.length;
  const innerFrame: Frame = {
    env: blockEnv,
    scope: inner,
    where: 'block',
    prefix: `${frame.prefix}${name}${fullSuffix(scope)}.`,
    defaults: frame.defaults,
    defaultStatements: frame.defaultStatements,
    instances,
    blocks: [...blocks, block],
    alone: frame.alone,
  };
  expandBody(state, body, innerFrame, innerFlow);
  const output = state.layers.length > first ? innerFlow.previous : UNKNOWN_LAYER;
  if (output >= 0) state.givenBy.set(output, { statement, uri: env.uri });
  enterName(statement, output, inner, frame);
  flow.previous = output;
}

/** The instances that led to a fault inside a block, innermost first, and the import line. */
function ledBy(instances: Layer['instances'], block: Declared<BlockStatement>): readonly Related[] {
  const related: Related[] = instances.toReversed().map(({ statement, uri }) => ({
    uri,
    span: (statement.name ?? statement.kind).span,
    message: `in the instance \`${statement.name?.text ?? statement.kind.text}\``,
  }));
  return [...related, ...block.file.led()];
}

function sourceOfInstance(statement: LayerStatement, given: GivenAttributes, frame: Frame, flow: Flow): number {
  const from = given.get('from');
  if (!from) return flow.previous;
  const sources = resolveSources(from.attribute.value, frame.env, frame.scope, statement.name?.text);
  const [source = UNKNOWN_LAYER] = sources;
  if (sources.length === 1) return source;
  const name = statement.name?.text ?? '';
  const facts = { name, kind: 'block', found: sources.length, wanted: 'one layer' };
  report(frame.env, 'BNN222', from.attribute.span, facts);
  return UNKNOWN_LAYER;
}

function bindParameters(
  block: BlockStatement,
  given: ReadonlyMap<string, Given>,
  statement: LayerStatement,
  blockEnv: Environment,
  frame: Frame,
  into: Map<string, Value>,
): void {
  const missing: string[] = [];
  for (const parameter of block.parameters) {
    const name = parameter.name.text;
    if (into.has(name)) continue;
    const found = given.get(name);
    if (found) into.set(name, found.value);
    else if (parameter.default) into.set(name, evaluate(parameter.default, blockEnv));
    else {
      into.set(name, UNKNOWN);
      missing.push(name);
    }
  }
  if (missing.length === 0) return;
  const on = `\`${statement.name?.text ?? statement.kind.text}\`, an instance of \`${statement.kind.text}\`,`;
  const example = missing.map((name) => `${name}=...`).join(' ');
  report(frame.env, 'BNN230', (statement.name ?? statement.kind).span, { on, attributes: missing, example });
}

const FROM: AttributeSpec = { name: 'from', form: 'layers', required: false, doc: '', group: 'wiring' };
const OF_BLOCKS = new WeakMap<BlockStatement, ReadonlyMap<string, AttributeSpec>>();

/** What an instance of a block takes: its parameters and `from`. */
function specsOfBlock(block: Declared<BlockStatement>): ReadonlyMap<string, AttributeSpec> {
  let specs = OF_BLOCKS.get(block.statement);
  if (!specs) {
    const ofParameters = block.statement.parameters.map((parameter): [string, AttributeSpec] => [
      parameter.name.text,
      { name: parameter.name.text, form: 'word', required: !parameter.default, doc: '', group: 'shape' },
    ]);
    specs = new Map([...ofParameters, ['from', FROM]]);
    OF_BLOCKS.set(block.statement, specs);
  }
  return specs;
}
