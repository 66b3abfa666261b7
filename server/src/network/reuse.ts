import type { LayerStatement } from '../language/ast.js';
import type { Expansion, Flow, Frame, LayerDraft, NetworkBefore, Remembered } from './expansion.js';
import type { FileScope } from './file-scope.js';
import type { Layer, Network, Program, Tensor } from './graph.js';
import { fullSuffix, shownName } from './layer-scope.js';
import type { ValueRange } from './ranges.js';
import { isSameTensor } from './same.js';

/*
 * A layer that an edit leaves as it was is not resolved again: it is the same object as before. A statement that is the same
 * object says the same at the same place, so a layer is what it was where its statement is, and all that it was read by: the
 * consts and blocks, the `defaults`, the instances around it, the layer that it reads, and the bounds of its sums. Layers with
 * a fault, and those that name what they read, are always resolved.
 */

interface Kept {
  readonly surroundings: readonly unknown[];
  readonly remembered: readonly (Remembered | undefined)[];
}

const KEPT = new WeakMap<Network, Kept>();

/** All that names of consts and blocks mean, as a list of objects that are the same as long as that is. */
export function surroundingsOf(files: readonly FileScope[]): readonly unknown[] {
  return files.flatMap(({ uri, open, source }) => [
    uri,
    open,
    ...source.statements.filter(({ type }) => type !== 'network' && type !== 'target'),
  ]);
}

/** Keeps what the next resolution may take over from a network. */
export function rememberNetwork(network: Network, state: Expansion, surroundings: readonly unknown[]): void {
  KEPT.set(network, { surroundings, remembered: state.remembered });
}

/** The network of this name in a program that was resolved before, where layers of it can be taken over. */
export function networkBefore(
  before: Program | undefined,
  file: FileScope,
  name: string,
  surroundings: readonly unknown[],
): NetworkBefore | undefined {
  const network = before?.networks.find((each) => each.name === name && each.uri === file.uri);
  const kept = network && KEPT.get(network);
  if (!kept || !areSame(kept.surroundings, surroundings)) return undefined;
  return { network, remembered: kept.remembered };
}

/** The layer of a statement as it was before, to be taken over; undefined where it is to be resolved. */
export function layerBefore(
  { before, layers, bounds }: Expansion,
  statement: LayerStatement,
  { env, scope, prefix, instances, defaultStatements }: Frame,
  flow: Flow,
): Layer | undefined {
  const layer = before?.network.layers[layers.length];
  const remembered = before?.remembered[layers.length];
  if (!before || !layer || !remembered || layer.statement !== statement || layer.uri !== env.uri) return undefined;
  const [input] = layer.inputs;
  if (input !== undefined) {
    const read = layers[input];
    if (input !== flow.previous || read?.kind !== before.network.layers[input]?.kind) return undefined;
    if (!isSameInput(read?.output, layer.inputTensors[0])) return undefined;
  }
  const same =
    layer.name === prefix + shownName(statement) + fullSuffix(scope) &&
    areSame(remembered.defaults, defaultStatements) &&
    layer.instances.length === instances.length &&
    layer.instances.every(
      (each, at) => each.statement === instances[at]?.statement && each.uri === instances[at].uri,
    ) &&
    isSameRange(remembered.bounds, bounds?.(layer.name));
  return same ? layer : undefined;
}

/** What is to be remembered of a layer that was resolved without a fault. */
export function remember(state: Expansion, layer: LayerDraft, { defaultStatements }: Frame): Remembered | undefined {
  const reads = layer.statement.attributes.some(({ name }) => name.text === 'from');
  if (reads || layer.inputs.length !== (layer.kind === 'input' ? 0 : 1)) return undefined;
  return { defaults: defaultStatements, bounds: state.bounds?.(layer.name) };
}

/** The layers of an expansion; one that was taken over, and is read by the same layers, is the same object again. */
export function layersOf({ layers, before }: Expansion): readonly Layer[] {
  if (!before) return layers;
  return layers.map((layer, index) => {
    const last = before.network.layers[index];
    return last && isTakenOver(layer, last) && areSame(layer.consumers, last.consumers) ? last : layer;
  });
}

/** The copies that are made of a layer share all but their readers with it. */
function isTakenOver(layer: LayerDraft, from: Layer): boolean {
  return layer.wishes === from.wishes && layer.inputs === from.inputs;
}

function isSameInput(a: Tensor | undefined, b: Tensor | undefined): boolean {
  return a === b || (a?.guessed === b?.guessed && isSameTensor(a, b));
}

function isSameRange(a: ValueRange | undefined, b: ValueRange | undefined): boolean {
  return a?.lo === b?.lo && a?.hi === b?.hi;
}

function areSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a === b || (a.length === b.length && a.every((each, at) => each === b[at]));
}
