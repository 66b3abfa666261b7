import type { Device } from '../../devices/device.js';
import { contextOf, type LowerContext } from '../../hardware/lower.js';
import type { Folding } from '../../hardware/pipeline.js';
import { isReady, leadOut, type ReadyLayer } from '../../hardware/ready.js';
import { layerKinds } from '../../language/table.js';
import { specsOf } from '../../network/given.js';
import type { Network, Target } from '../../network/graph.js';
import { sourceLayer } from '../../network/source-layer.js';
import { wishesOf } from '../../network/wishes.js';
import { startOf, type Start } from '../start.js';
import { choicesOf, type Choice } from './choices.js';
import type { Problem } from './problem.js';
import { savingBehind } from './saving.js';
import { wire } from './wiring.js';

/** The folding of a network as a problem, and the way back. */
export interface NetworkProblem {
  readonly problem: Problem;
  readonly start: Start;
  readonly context: LowerContext;
  /** The layer of each node, in layer order, and its choices. */
  readonly layers: readonly number[];
  readonly choices: readonly (readonly Choice[])[];
  /** Choices that were made ready: those of equal layers once. */
  readonly modelled: number;
  /** By node: the nodes that it reads. */
  readonly readsFrom: readonly (readonly number[])[];
  /** The folding that one choice for each node makes. */
  foldingOf(chosen: ArrayLike<number>): Folding;
}

/** What may be chosen besides what is legal: a bench's peer limits it. */
export type Allowed = (layer: ReadyLayer, choice: Choice) => boolean;

/**
 * The problem of a network on a target, with every choice in `maxCycles`. What cannot be built is left as it is. Gives a
 * layer index where that layer has no choice in the time. Without `sparing` the problem is that of the fewest LUTs alone,
 * without limits: choices that only spare block RAM are left out, and others that cannot be among the best.
 */
export function networkProblem(
  network: Network,
  target: Target | undefined,
  device: Device | undefined,
  maxCycles: number,
  allowed?: Allowed,
  sparing = true,
): NetworkProblem | { readonly tooSlow: number; readonly fewestCycles: number } {
  const context = contextOf(target, device);
  const start = startOf(network, target, context);
  const wishes = wishesOf(network, target);
  const uram = (device?.available.uram ?? 0) > 0;
  const built = builtLayers(network);
  // What wider words save is known in LUTs as they are, and only beside every choice.
  const lean = !sparing && !allowed && context.corrections === undefined;
  const layers: number[] = [];
  const choices: (readonly Choice[])[] = [];
  const modelled = new Set<readonly Choice[]>();
  for (const layer of network.layers) {
    const folding = start.folding[layer.index];
    const kind = layer.operation?.kind;
    if (!built[layer.index] || !isReady(layer) || !folding || kind === 'input' || kind === 'output') continue;
    const open = start.chosen[layer.index];
    const wish = wishes[layer.index];
    const auto = open !== undefined && (open.pe || open.simd);
    const pins = {
      folding,
      pe: open?.pe ?? false,
      simd: open?.simd ?? false,
      // A layer that the author folded is built as it is written, its memory by its depth.
      mem: auto && wish?.mem === undefined && takes(layer.kind, 'mem'),
      impl: auto && wish?.impl === undefined && takes(layer.kind, 'impl'),
      uram,
    };
    const mostSaved = lean ? savingBehind(network, layer.index, built, context, start) : undefined;
    const every = choicesOf(layer, context, pins, maxCycles, { sparing, mostSaved });
    const within = (all: readonly Choice[]): readonly Choice[] =>
      allowed ? all.filter((choice) => allowed(layer, choice)) : all;
    const found = within(every).filter(({ cycles }) => cycles <= maxCycles);
    if (found.length === 0) {
      const all = within(choicesOf(layer, context, pins, Infinity, { sparing }));
      return { tooSlow: layer.index, fewestCycles: Math.min(...all.map(({ cycles }) => cycles)) };
    }
    layers.push(layer.index);
    choices.push(found);
    modelled.add(every);
  }
  const wired = wire({ network, context, start, built, layers, choices });
  const nodeOfLayer = new Map(layers.map((layer, node) => [layer, node]));
  return {
    problem: wired,
    start,
    context,
    layers,
    choices,
    modelled: [...modelled].reduce((sum, { length }) => sum + length, 0),
    readsFrom: layers.map((layer) =>
      (network.layers[layer]?.inputs ?? []).flatMap((input) => nodeOfLayer.get(sourceLayer(network, input)) ?? []),
    ),
    foldingOf(chosen) {
      const folding = [...start.folding];
      layers.forEach((layer, node) => {
        const before = folding[layer];
        const choice = choices[node]?.[chosen[node] ?? -1];
        if (!before || !choice) return;
        const { pe, simd, mem, impl } = choice;
        folding[layer] = { pe, simd, mem, impl, fifo: before.fifo };
      });
      return folding;
    },
  };
}

/** Whether the language has an attribute for a kind of layer: only such choices can be written down. */
function takes(kind: string, attribute: string): boolean {
  const spec = layerKinds.get(kind);
  return spec !== undefined && specsOf(spec).has(attribute);
}

/** Layers that are built: read by something, ready themselves, and fed by layers that are. */
function builtLayers(network: Network): readonly boolean[] {
  const leads = leadOut(network);
  const built: boolean[] = [];
  for (const layer of network.layers)
    built.push(leads[layer.index] === true && isReady(layer) && layer.inputs.every((input) => built[input] === true));
  return built;
}
