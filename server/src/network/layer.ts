import type { Related } from '../diagnostics/diagnostic.js';
import type { Span } from '../diagnostics/span.js';
import type { LayerStatement } from '../language/ast.js';
import type { KindSpec } from '../language/table-types.js';
import { takesFromDefaults } from '../language/table.js';
import type { Expansion, Flow, Frame, LayerDraft } from './expansion.js';
import { report } from './faults.js';
import { asWord, MOST } from './forms.js';
import { readAttributes, specsOf, type Given } from './given.js';
import type { Layer, Operation, Shape, Tensor } from './graph.js';
import { fullSuffix, NO_LAYER, shownName, UNKNOWN_LAYER } from './layer-scope.js';
import { operations } from './operations/index.js';
import { resolveInput } from './operations/others.js';
import { readsGuess, type LayerInput, type Reading } from './operations/reading.js';
import { typeOfRange } from './quantised-type.js';
import { accumulatorType, outputType, sumRange } from './ranges.js';
import { layerBefore, remember } from './reuse.js';
import { elements, isGuessedShape, showShape } from './shapes.js';
import { readWishes } from './wishes.js';
import { resolveSources } from './wiring.js';

/** Adds one layer: reads its attributes, wires it, and resolves what it computes as far as its inputs are known. */
export function addLayer(
  state: Expansion,
  statement: LayerStatement,
  kind: KindSpec | undefined,
  frame: Frame,
  flow: Flow,
): number {
  const { env } = frame;
  const own = shownName(statement);
  const nameSpan = (statement.name ?? statement.kind).span;
  // What an unknown kind takes is not known; that it reads the layer above keeps that from being called unused.
  if (!kind) return addOpaque(state, statement, flow.previous, frame);
  const before = layerBefore(state, statement, frame, flow);
  if (before) return takeOver(state, before);
  const reported = env.faults.reports;
  const layer = draft(state, statement, own, frame);
  const meant: string[] = [];
  const given = readAttributes(
    statement.attributes,
    specsOf(kind),
    () => (statement.name ? `The ${kind.name} \`${own}\`` : `This ${kind.name}`),
    env,
    meant,
  );
  takeFromDefaults(given, kind, frame);
  // A statement without a name is still being typed; the parser has said so.
  if (statement.name) reportMissing(given, meant, kind, own, nameSpan, frame);
  const sources = kind.name === 'input' ? [] : sourcesOf(statement, given, kind, frame, flow, own, nameSpan);
  const reading: Reading = {
    name: own,
    kind: kind.name,
    nameSpan,
    given,
    env,
    inputs: inputsOf(state, sources, kind, own, nameSpan, frame),
    guesses: { activation: false, types: false, shape: false, channels: false },
  };
  layer.wishes = readWishes(given, kind.name === 'input' ? undefined : sources.length).wishes;
  connect(state, layer, sources);
  layer.inputTensors = reading.inputs.map((input) => input.tensor);
  resolveOperation(state, layer, reading);
  layer.loadable = readLoadable(layer, reading);
  if (layer.loadable) checkLoadable(layer, reading);
  state.layers.push(layer);
  state.remembered.push(env.faults.reports === reported ? remember(state, layer, frame) : undefined);
  return layer.index;
}

function takeOver(state: Expansion, before: Layer): number {
  for (const input of before.inputs) state.layers[input]?.consumers.push(before.index);
  state.layers.push({ ...before, consumers: [] });
  state.remembered.push(state.before?.remembered[before.index]);
  return before.index;
}

/** Whether the author wants a layer's parameters loadable. One that has none is told where it says so itself. */
function readLoadable({ operation, guessed, statement }: LayerDraft, { name, given, env }: Reading): boolean {
  const found = given.get('parameters');
  if (!found || asWord(found) !== 'loadable') return false;
  if (!operation || guessed || 'weights' in operation || ('activation' in operation && operation.activation))
    return true;
  if (statement.attributes.includes(found.attribute)) report(env, 'BNN246', found.attribute.span, { name });
  return false;
}

/** Words of the port that loads thresholds have 32 bits; a threshold may lie one beyond what it is compared with. */
function checkLoadable({ operation, inputTensors, accumulator, guessed }: LayerDraft, reading: Reading): void {
  if (guessed || !operation || !('activation' in operation) || !operation.activation) return;
  const compared = operation.kind === 'threshold' ? inputTensors[0]?.type : accumulator;
  if (!compared || (compared.lo > -(2 ** 31) && compared.hi < 2 ** 31 - 1)) return;
  report(reading.env, 'BNN318', reading.nameSpan, { name: reading.name, lo: compared.lo, hi: compared.hi });
}

/** Adds a layer of which nothing is known but what it reads. */
export function addOpaque(state: Expansion, statement: LayerStatement, source: number, frame: Frame): number {
  const layer = draft(state, statement, shownName(statement), frame);
  connect(state, layer, [source]);
  state.layers.push(layer);
  state.remembered.push(undefined);
  return layer.index;
}

function draft(state: Expansion, statement: LayerStatement, own: string, frame: Frame): LayerDraft {
  return {
    index: state.layers.length,
    name: frame.prefix + own + fullSuffix(frame.scope),
    kind: statement.kind.text,
    operation: undefined,
    inputs: [],
    consumers: [],
    inputTensors: [],
    accumulator: undefined,
    output: undefined,
    guessed: false,
    loadable: false,
    wishes: {},
    statement,
    uri: frame.env.uri,
    instances: frame.instances,
  };
}

function resolveOperation(state: Expansion, layer: LayerDraft, reading: Reading): void {
  if (layer.kind === 'input') {
    const tensor = resolveInput(reading);
    if (!tensor || !fits(reading, tensor.shape)) return;
    layer.operation = { kind: 'input' };
    layer.guessed = reading.guesses.types;
    layer.output = layer.guessed ? { ...tensor, guessed: 'type' } : tensor;
    return;
  }
  const found = operations.get(layer.kind)?.(reading);
  if (!found || !fits(reading, found.shape)) return;
  const { operation, shape } = found;
  const { guesses } = reading;
  const read = layer.inputTensors.some((tensor) => tensor?.guessed !== undefined);
  layer.guessed = read || guesses.activation || guesses.types || guesses.shape;
  const handed = state.bounds?.(layer.name);
  const sum = handed ?? sumRange(operation, layer.inputTensors);
  const wide = sum && typeOfRange(sum.lo, sum.hi);
  if (wide && wide.bits > 32) {
    if (layer.guessed) return;
    const { lo, hi, bits } = wide;
    report(reading.env, 'BNN309', reading.nameSpan, { name: reading.name, lo, hi, bits });
    return;
  }
  const accumulator = handed ? wide : accumulatorType(operation, wide);
  const type = outputType(operation, layer.inputTensors, accumulator);
  layer.operation = operation;
  layer.accumulator = accumulator;
  if (!type) return;
  const guessed = layer.guessed ? guessOf(operation, reading) : undefined;
  layer.output = guessed ? { shape, type, guessed } : { shape, type };
}

/**
 * What of the output is guessed where something of the layer is: an activation that was read is a type that is sure, filters
 * are channels that are, and a dense layer's units are a whole shape.
 */
function guessOf(operation: Operation, { inputs, guesses }: Reading): Tensor['guessed'] {
  if (guesses.channels) return 'channels';
  const read = inputs.flatMap(({ tensor }) => (tensor && isGuessedShape(tensor) ? [tensor.guessed] : []));
  const handedOn = operation.kind !== 'dense' && read.length > 0;
  if (handedOn && operation.kind !== 'conv' && read.includes('channels')) return 'channels';
  if (guesses.shape || handedOn) return 'shape';
  const written = 'activation' in operation && operation.activation !== undefined && !guesses.activation;
  return written ? undefined : 'type';
}

function fits(reading: Reading, shape: Shape): boolean {
  if (elements(shape) <= MOST) return true;
  if (reading.guesses.shape || readsGuess(reading)) return false;
  report(reading.env, 'BNN316', reading.nameSpan, { name: reading.name, shape: showShape(shape) });
  return false;
}

function connect(state: Expansion, layer: LayerDraft, sources: readonly number[]): void {
  layer.inputs = sources.filter((source) => state.layers[source] !== undefined);
  for (const source of sources) {
    const read = state.layers[source];
    if (read) read.consumers.push(layer.index);
    else if (source === UNKNOWN_LAYER) state.unclear = true;
  }
}

/** The layers that it reads; their number is checked. */
function sourcesOf(
  statement: LayerStatement,
  given: ReadonlyMap<string, Given>,
  kind: KindSpec,
  frame: Frame,
  flow: Flow,
  name: string,
  nameSpan: Span,
): readonly number[] {
  const from = given.get('from');
  const joins = kind.name === 'add' || kind.name === 'concat';
  if (!from) {
    if (joins) return [UNKNOWN_LAYER];
    if (flow.previous !== NO_LAYER) return [flow.previous];
    report(frame.env, 'BNN221', nameSpan, { name, kind: kind.name });
    return [UNKNOWN_LAYER];
  }
  const sources = resolveSources(from.attribute.value, frame.env, frame.scope, statement.name?.text);
  if (joins ? sources.length >= 2 : sources.length === 1) return sources;
  // Of a list that is still being written nobody knows how long it gets.
  if (from.attribute.value?.type === 'list' && sources[0] === UNKNOWN_LAYER && isOpen(from)) return [UNKNOWN_LAYER];
  // A single value that is not known may hold a list.
  if (joins && sources[0] === UNKNOWN_LAYER) return [UNKNOWN_LAYER];
  const wanted = joins ? 'two or more layers' : 'one layer';
  report(frame.env, 'BNN222', from.attribute.span, { name, kind: kind.name, found: sources.length, wanted });
  return sources.length > 0 && joins ? [...sources, UNKNOWN_LAYER] : [UNKNOWN_LAYER];
}

/** Whether a list has no closing bracket, which the parser has told. */
function isOpen({ attribute, env }: Given): boolean {
  const end = attribute.value?.span.end ?? 0;
  return env.file.source.text.charAt(end - 1) !== ']';
}

function inputsOf(
  state: Expansion,
  sources: readonly number[],
  kind: KindSpec,
  name: string,
  nameSpan: Span,
  frame: Frame,
): readonly LayerInput[] {
  const here = { uri: frame.env.uri, span: nameSpan };
  return sources.map((source) => {
    const read = state.layers[source];
    if (!read) return { name, at: here, tensor: undefined };
    const at = { uri: read.uri, span: (read.statement.name ?? read.statement.kind).span };
    const indices = read.kind === 'argmax' && kind.name !== 'output';
    if (!indices && read.kind !== 'output') return { name: read.name, at, tensor: read.output };
    const related: Related = { ...at, message: `\`${read.name}\`` };
    report(frame.env, 'BNN223', nameSpan, { name: read.name, kind: read.kind }, [related]);
    return { name: read.name, at, tensor: undefined };
  });
}

const TAKEN = new WeakMap<KindSpec, readonly string[]>();

function takeFromDefaults(given: Map<string, Given>, kind: KindSpec, frame: Frame): void {
  if (frame.defaults.length === 0) return;
  let taken = TAKEN.get(kind);
  if (!taken) {
    taken = kind.attributes.map((each) => each.name).filter((attribute) => takesFromDefaults(kind, attribute));
    TAKEN.set(kind, taken);
  }
  for (const attribute of taken) {
    if (given.has(attribute)) continue;
    for (const defaults of frame.defaults) {
      const found = defaults.get(attribute);
      if (!found) continue;
      given.set(attribute, found);
      break;
    }
  }
}

function reportMissing(
  given: ReadonlyMap<string, Given>,
  meant: readonly string[],
  kind: KindSpec,
  name: string,
  nameSpan: Span,
  frame: Frame,
): void {
  const missing: string[] = [];
  const types: string[] = [];
  for (const { name: attribute, required } of kind.attributes) {
    if (!required || given.has(attribute) || meant.includes(attribute)) continue;
    // Of a block on its own nobody knows what the network's `defaults` will give.
    const fromDefaults = takesFromDefaults(kind, attribute);
    if (frame.alone && fromDefaults) continue;
    if (fromDefaults && (attribute === 'weights' || attribute === 'activation')) types.push(attribute);
    else missing.push(attribute);
  }
  const on = `The ${kind.name} \`${name}\``;
  const factsOf = (attributes: readonly string[]): { on: string; attributes: readonly string[]; example: string } => ({
    on,
    attributes,
    example: attributes.map((attribute) => `${attribute}=${EXAMPLES[attribute] ?? '...'}`).join(' '),
  });
  if (missing.length > 0) report(frame.env, 'BNN230', nameSpan, factsOf(missing));
  if (types.length > 0) report(frame.env, 'BNN231', nameSpan, factsOf(types));
}

const EXAMPLES: Readonly<Record<string, string>> = {
  type: 'int8',
  shape: '32x32x3',
  units: '10',
  filters: '64',
  kernel: '3',
  size: '2',
  scale: '2',
  weights: 'bipolar',
  activation: 'bipolar',
  from: '[a, b]',
};
