import type { BlockStatement, Body, NetworkStatement } from '../language/ast.js';
import { valueOfConst, type Environment } from './evaluate.js';
import { expandBody } from './expand.js';
import { newExpansion, type Expansion, type Frame } from './expansion.js';
import { allFound, noFaults, report } from './faults.js';
import { checkReserved, loadFiles, type Declared, type FileScope, type SourceOf } from './file-scope.js';
import type { Layer, Network, Program } from './graph.js';
import { layerScope, NO_LAYER, UNKNOWN_LAYER } from './layer-scope.js';
import type { ValueRange } from './ranges.js';
import { reportRecursion } from './recursion.js';
import { layersOf, networkBefore, rememberNetwork, surroundingsOf } from './reuse.js';
import { resolveTarget } from './targets.js';
import { instantiatedBlocks, reportUnusedLayers, reportUnusedNames } from './unused.js';
import { evaluate } from './evaluate.js';
import { UNKNOWN, type Value } from './values.js';

export interface ResolveOptions {
  /**
   * Bounds of a layer's sums that are narrower than its types allow, such as those from real weights; they take the
   * place of the range from the types, for accumulators and for everything that is carried on from them.
   */
  readonly bounds?: (network: string, layer: string) => ValueRange | undefined;
  /** What was resolved before: layers that are the same are taken from it. What is given does not depend on it. */
  readonly before?: Program;
}

/**
 * Everything that one file says, with the files that it imports taken in: its networks expanded to single layers with
 * shapes, types and ranges, its targets, and all faults of names, attributes, shapes and types. `source` gives a file's
 * tree, 'missing' where there is none, undefined where it is not at hand; then it is wanted, and what it might define
 * is not reported. Never throws; the same trees give the same program.
 */
export function resolve(uri: string, source: SourceOf, options: ResolveOptions = {}): Program {
  const faults = noFaults();
  const root = loadFiles(uri, source, faults);
  if (!root) return { uri, networks: [], targets: [], diagnostics: [], wanted: [uri] };
  const files = [...root.program.files.values()];
  for (const file of files)
    for (const entry of file.consts.values()) if (entry.file === file) valueOfConst(entry, file);
  const instantiated = instantiatedBlocks(files);
  reportRecursion(files);
  for (const file of files) {
    for (const block of file.blocks.values()) {
      if (block.file === file) checkBlock(block, instantiated.has(block.statement), file === root);
    }
  }
  const resolved = new Map<NetworkStatement, Network>();
  const surroundings = surroundingsOf(files);
  const networkOf = (declared: Declared<NetworkStatement>): Network => {
    const found = resolved.get(declared.statement) ?? resolveNetwork(declared, options, surroundings);
    resolved.set(declared.statement, found);
    return found;
  };
  for (const file of files) {
    for (const statement of file.source.statements) {
      if (statement.type !== 'network') continue;
      const name = statement.name ?? { text: '', span: statement.span };
      networkOf({ name, statement, file });
    }
  }
  const targets = root.source.statements.flatMap((statement) =>
    statement.type === 'target'
      ? [
          resolveTarget(statement, root, (name) => {
            const declared = root.networks.get(name);
            return declared && networkOf(declared);
          }),
        ]
      : [],
  );
  reportUnusedNames(root);
  const networks = [...resolved.values()].filter((network) => network.uri === uri);
  return { uri, networks, targets, diagnostics: allFound(faults), wanted: [...root.program.wanted] };
}

function resolveNetwork(
  declared: Declared<NetworkStatement>,
  options: ResolveOptions,
  surroundings: readonly unknown[],
): Network {
  const { statement, file, name } = declared;
  const { body } = statement;
  const { bounds } = options;
  const before = networkBefore(options.before, file, name.text, surroundings);
  const state = newExpansion(bounds && ((layer) => bounds(name.text, layer)), before);
  const hasInput = containsInput(body, file, new Set());
  if (!hasInput && body.braces && !file.open) report(file, 'BNN219', name.span, { name: name.text });
  const scope = layerScope(body, undefined);
  const frame: Frame = {
    env: { ...file, file, parameters: undefined, layers: scope },
    scope,
    where: 'network',
    prefix: '',
    defaults: [],
    defaultStatements: [],
    instances: [],
    blocks: [],
    alone: false,
  };
  // A missing input is one fault, not one at every layer that would read it.
  const flow = { previous: hasInput ? NO_LAYER : UNKNOWN_LAYER };
  expandBody(state, body, frame, flow);
  const outputs = outputsOf(state, flow.previous);
  if (hasInput) reportUnusedLayers(state, outputs, frame.env);
  const { params } = state;
  const layers = layersOf(state);
  const network: Network = {
    name: name.text,
    uri: file.uri,
    statement,
    layers,
    inputs: layers.filter((layer) => layer.kind === 'input').map((layer) => layer.index),
    outputs,
    params: params?.path && { path: params.path.value, span: params.path.span },
    complete: !state.full && outputs.length > 0 && !scope.partial && layers.every(isComplete),
    guessed: layers.some((layer) => layer.guessed),
  };
  rememberNetwork(network, state, surroundings);
  return network;
}

function isComplete(layer: Layer): boolean {
  return layer.operation !== undefined && layer.output !== undefined && !layer.guessed;
}

/** The `output` layers, or, where there are none, the last layer. */
function outputsOf(state: Expansion, last: number): readonly number[] {
  const named = state.layers.filter((layer) => layer.kind === 'output').map((layer) => layer.index);
  return named.length > 0 || last < 0 ? named : [last];
}

/**
 * Checks a block by itself, with an input and parameters of which nothing is known: what is wrong with it in any
 * instance is reported here, without naming one.
 */
function checkBlock(block: Declared<BlockStatement>, instantiated: boolean, own: boolean): void {
  const { file, statement, name } = block;
  for (const [at, parameter] of statement.parameters.entries()) {
    const { text, span } = parameter.name;
    checkReserved(file, parameter.name, 'parameter');
    const first = statement.parameters.findIndex((each) => each.name.text === text);
    const before = statement.parameters[first];
    if (first >= at || !before) continue;
    const related = { uri: file.uri, span: before.name.span, message: `the first \`${text}\`` };
    report(file, 'BNN203', span, { name: text, what: 'parameter' }, [related]);
  }
  const state = newExpansion(undefined);
  const scope = layerScope(statement.body, 0);
  const parameters = new Map<string, Value>();
  const env: Environment = { ...file, file, parameters, layers: scope };
  for (const parameter of statement.parameters) {
    parameters.set(parameter.name.text, parameter.default ? evaluate(parameter.default, env) : UNKNOWN);
  }
  state.layers.push(inputOfBlock(statement, file));
  const flow = { previous: 0 };
  const frame: Frame = {
    env,
    scope,
    where: 'block',
    prefix: '',
    defaults: [],
    defaultStatements: [],
    instances: [],
    blocks: [block],
    alone: true,
  };
  expandBody(state, statement.body, frame, flow);
  if (state.layers.length === 1 && statement.body.braces && !state.unclear) {
    report(file, 'BNN218', name.span, { name: name.text });
  }
  // Of an instance, layers inside may be read from outside.
  if (own && !instantiated && flow.previous >= 0) reportUnusedLayers(state, [0, flow.previous], env);
}

function inputOfBlock(statement: BlockStatement, file: FileScope): Expansion['layers'][number] {
  return {
    index: 0,
    name: 'in',
    kind: 'in',
    operation: undefined,
    inputs: [],
    consumers: [],
    inputTensors: [],
    accumulator: undefined,
    output: undefined,
    guessed: false,
    loadable: false,
    wishes: {},
    statement: { type: 'layer', span: statement.span, kind: { text: 'in', span: statement.span }, attributes: [] },
    uri: file.uri,
    instances: [],
  };
}

function containsInput(body: Body, file: FileScope, seen: Set<BlockStatement>): boolean {
  return body.statements.some((statement) => {
    if (statement.type === 'repeat') return containsInput(statement.body, file, seen);
    if (statement.type !== 'layer') return false;
    if (statement.kind.text === 'input') return true;
    const block = file.blocks.get(statement.kind.text);
    if (!block || seen.has(block.statement)) return false;
    seen.add(block.statement);
    return containsInput(block.statement.body, block.file, seen);
  });
}
