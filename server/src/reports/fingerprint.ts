import type { Device } from '../devices/device.js';
import { contextOf } from '../hardware/lower.js';
import type { Folding } from '../hardware/pipeline.js';
import { textSha256 } from '../hls/sha256.js';
import type { Layer, Network, Target } from '../network/graph.js';
import { wishesOf } from '../network/wishes.js';

/** What a design was built from, to tell later which of its layers an edit has changed. Plain data, stands in manifests. */
export interface Fingerprints {
  /** Of everything that decides what the tool chooses: layers, device, clock, goals, budgets. */
  readonly design: string;
  /** By layer name: of what its author wrote, and where the tool folds it of all that this is chosen by. */
  readonly layers: Readonly<Record<string, string>>;
  /** By layer name: of the layer as it is built, whoever chose its folding; undefined in older manifests. */
  readonly built?: Readonly<Record<string, string>> | undefined;
}

/**
 * The fingerprints of a design as written; where it stands, comments and trained values are no part of them. A layer
 * that is folded by its author changes with its own operation, shapes, types and folding, and with device and clock. One
 * that the tool folds changes with everything that the folding is chosen by. So they do not depend on how it was searched.
 * What is built is the same where a chosen folding is written down, or where other goals lead to the same one.
 *
 * @param folding the one that is built, by layer index
 */
export function fingerprintsOf(
  network: Network,
  target: Target | undefined,
  device: Device | undefined,
  clockHz: number,
  folding: Folding,
): Fingerprints {
  const wishes = wishesOf(network, target).map((wish) => [
    wish.pe?.value ?? 'auto',
    wish.simd?.value ?? 'auto',
    wish.mem?.value ?? 'auto',
    wish.impl?.value ?? 'auto',
    wish.fifo?.value ?? 'auto',
  ]);
  const place = [device?.part ?? null, clockHz, contextOf(target, device)];
  const built = network.layers.map((layer) => [written(network, layer), wishes[layer.index] ?? []]);
  const goals = [target?.throughputFps?.value, target?.latencyS?.value, target?.minimize, budgetOf(target)];
  const design = short([place, goals, built]);
  const parts = network.layers.filter(({ kind }) => kind !== 'input' && kind !== 'output');
  const layers = parts.map((layer): [string, string] => {
    const wish = wishes[layer.index] ?? [];
    const open = wish[0] === 'auto' || wish[1] === 'auto';
    return [layer.name, short([place, written(network, layer), wish, open ? design : ''])];
  });
  const asBuilt = parts.map((layer): [string, string] => {
    const { pe, simd, mem, impl, fifo } = folding[layer.index] ?? {};
    const depths = fifo?.some((depth) => depth !== undefined) ? fifo.map((depth) => depth ?? 'auto') : 'auto';
    return [layer.name, short([place, written(network, layer), pe, simd, mem, impl, depths])];
  });
  return { design, layers: Object.fromEntries(layers), built: Object.fromEntries(asBuilt) };
}

/** What the layer computes, on what. Sums that trained weights narrow are left out: they are read after the text is. */
function written(network: Network, layer: Layer): readonly unknown[] {
  const inputs = layer.inputs.map((index, slot) => {
    const before = network.layers[index];
    const operation = before?.operation;
    const fixed = operation && (operation.kind === 'input' || 'activation' in operation) ? before : undefined;
    const carried = operation && 'activation' in operation && operation.activation === undefined;
    return [layer.inputTensors[slot]?.shape, fixed && !carried ? fixed.output?.type.name : 'carried'];
  });
  return [layer.name, layer.kind, layer.operation, inputs, ...(layer.loadable ? ['loadable'] : [])];
}

function budgetOf(target: Target | undefined): readonly unknown[] {
  return Object.entries(target?.budget ?? {}).map(([name, { value }]) => [name, value]);
}

function short(value: unknown): string {
  return textSha256(JSON.stringify(value)).slice(0, 16);
}
