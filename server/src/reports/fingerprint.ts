import type { Device } from '../devices/device.js';
import { contextOf } from '../hardware/lower.js';
import { textSha256 } from '../hls/sha256.js';
import type { Layer, Network, Target } from '../network/graph.js';
import { wishesOf } from '../network/wishes.js';

/** What a design was built from, to tell later which of its layers an edit has changed. Plain data, stands in manifests. */
export interface Fingerprints {
  /** Of everything that decides what the tool chooses: layers, device, clock, goals, budgets. */
  readonly design: string;
  /** By layer name. */
  readonly layers: Readonly<Record<string, string>>;
}

/**
 * The fingerprints of a design as written; where it stands, comments and trained values are no part of them. A layer
 * that is folded by its author changes with its own operation, shapes, types and folding, and with device and clock. One
 * that the tool folds changes with everything that the folding is chosen by. So they do not depend on how it was searched.
 */
export function fingerprintsOf(
  network: Network,
  target: Target | undefined,
  device: Device | undefined,
  clockHz: number,
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
  const layers = network.layers.flatMap((layer): [string, string][] => {
    if (layer.kind === 'input' || layer.kind === 'output') return [];
    const wish = wishes[layer.index] ?? [];
    const open = wish[0] === 'auto' || wish[1] === 'auto';
    return [[layer.name, short([place, written(network, layer), wish, open ? design : ''])]];
  });
  return { design, layers: Object.fromEntries(layers) };
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
