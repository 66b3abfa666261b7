import { addResources, NO_RESOURCES, type Resources } from '../../devices/primitives.js';
import { branchDepth, lagsOf } from '../../hardware/branch-depth.js';
import { inputDma, outputDma, portStream } from '../../hardware/engines/dma.js';
import { CHAIN_DEPTH } from '../../hardware/engines/fifo.js';
import { parameterPort, weightPort } from '../../hardware/engines/loading.js';
import { shellResources } from '../../hardware/engines/shell.js';
import type { LayerPlan } from '../../hardware/layer-model.js';
import type { LowerContext } from '../../hardware/lower.js';
import type { StreamShape } from '../../hardware/pipeline.js';
import type { Network } from '../../network/graph.js';
import { sourceLayer } from '../../network/source-layer.js';
import type { Start } from '../start.js';
import type { Choice } from './choices.js';
import { forkCost, leaveCost, linkCost, streamInCost, streamOutCost, type EdgeCost, type EdgeRule } from './edges.js';
import { linkOf, nodeOf, vectorOf, type Problem, type ProblemLink, type ProblemNode } from './problem.js';

/** The choices of a network's layers, and what they stand in. */
export interface Wiring {
  readonly network: Network;
  readonly context: LowerContext;
  readonly start: Start;
  readonly built: readonly boolean[];
  readonly layers: readonly number[];
  readonly choices: readonly (readonly Choice[])[];
}

/** The words on one side of a layer: one value of a variable each, or, without a variable, always the same. */
interface Words {
  readonly variable: number;
  readonly streams: readonly StreamShape[];
}

/** The problem of choices that are known: their words as variables, and what stands between layers as links. */
export function wire({ network, context, start, built, layers, choices }: Wiring): Problem {
  const { family, portBits } = context;
  const sizes: number[] = [];
  const nodes: ProblemNode[] = [];
  const links: ProblemLink[] = [];
  let constant: Resources = NO_RESOURCES;
  let floorCycles = 0;
  const inWords = new Map<number, readonly Words[]>();
  const outWords = new Map<number, Words>();

  layers.forEach((layer, node) => {
    const own = choices[node] ?? [];
    const ins = distinct(own, ({ inputs }) => inputs.map(({ bits, words }) => `${bits}*${words}`).join());
    const outs = distinct(own, ({ output }) => `${output.bits}*${output.words}`);
    const one = isOneToOne(ins.of, outs.of);
    const inVar = sizes.push(ins.firsts.length) - 1;
    const outVar = one ? inVar : sizes.push(outs.firsts.length) - 1;
    const outOf = one ? ins.of : outs.of;
    const slots = ins.firsts[0]?.inputs.length ?? 0;
    inWords.set(
      layer,
      Array.from({ length: slots }, (_, slot) => ({
        variable: inVar,
        streams: ins.firsts.flatMap(({ inputs }) => inputs[slot] ?? []),
      })),
    );
    outWords.set(layer, { variable: outVar, streams: (one ? ins : outs).firsts.map(({ output }) => output) });
    nodes.push(
      nodeOf(
        inVar,
        outVar,
        own.map(({ cycles, resources }, at) => ({ in: ins.of[at] ?? 0, out: outOf[at] ?? 0, cycles, resources })),
      ),
    );
  });

  const fixed = (stream: StreamShape): Words => ({ variable: -1, streams: [stream] });
  const add = (from: Words, to: Words | undefined, cost: (from: StreamShape, to: StreamShape) => EdgeCost): void => {
    const at = ({ streams }: Words, value: number): StreamShape => streams[value] ?? NO_STREAM;
    const toVar = to && to.variable !== from.variable ? to.variable : -1;
    if (from.variable < 0 && toVar < 0)
      constant = addResources(constant, cost(at(from, 0), to ? at(to, 0) : NO_STREAM).resources);
    else if (from.variable < 0) {
      links.push(
        linkOf(toVar, to?.streams.length ?? 1, -1, 1, (value) => cost(at(from, 0), to ? at(to, value) : NO_STREAM)),
      );
    } else if (toVar < 0) {
      const size = from.streams.length;
      const other = (value: number): StreamShape =>
        !to ? NO_STREAM : at(to, to.variable === from.variable ? value : 0);
      links.push(linkOf(from.variable, size, -1, 1, (value) => cost(at(from, value), other(value))));
    } else {
      const [sizeA, sizeB] = [from.streams.length, to?.streams.length ?? 1];
      links.push(linkOf(from.variable, sizeA, toVar, sizeB, (a, b) => cost(at(from, a), to ? at(to, b) : NO_STREAM)));
    }
  };

  const given = (index: number): Words | undefined => outWords.get(sourceLayer(network, index));
  const readers = readersOf(network, built);
  for (const layer of network.layers) {
    if (!built[layer.index] || layer.operation?.kind !== 'input' || !layer.output) continue;
    const bare = context.interface === 'stream' ? firstReader(network, inWords, layer.index) : undefined;
    const words = bare ?? fixed(portStream(layer.output, portBits));
    outWords.set(layer.index, words);
    if (bare) add(bare, undefined, (stream) => streamInCost(stream));
    else {
      const port = inputDma(layer.output, portBits, family);
      constant = addResources(constant, port.resources);
      floorCycles = Math.max(floorCycles, port.cycles);
    }
  }
  for (const [layer, copies] of readers.entries()) {
    const words = outWords.get(layer);
    if (copies > 1 && words) add(words, undefined, (stream) => forkCost(stream, copies, family));
  }
  const lags = lagsOf(network, plansOf(start));
  for (const layer of layers) {
    const { inputs = [] } = network.layers[layer] ?? {};
    inputs.forEach((input, slot) => {
      const from = given(input);
      const to = inWords.get(layer)?.[slot];
      if (!from || !to) return;
      const pinned = start.folding[layer]?.fifo[slot];
      const rule: EdgeRule = {
        depth: (words) => pinned ?? (inputs.length < 2 ? CHAIN_DEPTH : branchDepth(inputs, slot, lags, words)),
        port: network.layers[sourceLayer(network, input)]?.operation?.kind === 'input',
      };
      add(from, to, (a, b) => linkCost(a, b, rule, family));
    });
  }
  for (const index of network.outputs) {
    const from = built[index] ? given(index) : undefined;
    const tensor = network.layers[index]?.output;
    if (!from || !tensor) continue;
    if (context.interface === 'stream') add(from, undefined, (stream) => streamOutCost(stream, family));
    else {
      const port = portStream(tensor, portBits);
      add(from, undefined, (stream) => leaveCost(stream, port, family));
      const engine = outputDma(tensor, portBits, family);
      constant = addResources(constant, engine.resources);
      floorCycles = Math.max(floorCycles, engine.cycles);
    }
  }
  if (context.interface === 'dma' && built.includes(true))
    constant = addResources(constant, shellResources('dma', context.family));
  const loading = parameterPort(network, context.interface, family);
  if (loading) constant = addResources(constant, loading);
  // No search chooses external weights: where the author does, their port is there whatever is chosen.
  for (const layer of layers) {
    const folding = start.folding[layer];
    const port = folding && weightPort(folding, network.layers[layer]?.operation?.kind, context.interface, family);
    if (port) constant = addResources(constant, port);
  }
  return { sizes, nodes, links, constant: vectorOf(constant), floorCycles };
}

const NO_STREAM: StreamShape = { lanes: 0, valueBits: 0, bits: 0, words: 0 };

/** The first choice of each class, and the class of each choice, classes in order of appearance. */
function distinct(
  choices: readonly Choice[],
  key: (choice: Choice) => string,
): { readonly firsts: readonly Choice[]; readonly of: readonly number[] } {
  const classes = new Map<string, number>();
  const firsts: Choice[] = [];
  const of = choices.map((choice) => {
    const text = key(choice);
    const known = classes.get(text);
    if (known !== undefined) return known;
    classes.set(text, firsts.length);
    return firsts.push(choice) - 1;
  });
  return { firsts, of };
}

function isOneToOne(a: readonly number[], b: readonly number[]): boolean {
  return a.every((value, at) => value === b[at]);
}

function plansOf({ models, folding }: Start): readonly (LayerPlan | undefined)[] {
  return models.map((model, layer) => {
    const how = folding[layer];
    return how && model?.plan(how);
  });
}

/** How many streams leave each layer, as the pipeline counts them. */
function readersOf(network: Network, built: readonly boolean[]): readonly number[] {
  const readers = network.layers.map(() => 0);
  const outputs = new Set(network.outputs);
  const read = (index: number): void => {
    const source = sourceLayer(network, index);
    readers[source] = (readers[source] ?? 0) + 1;
  };
  for (const layer of network.layers) {
    if (!built[layer.index]) continue;
    if (outputs.has(layer.index)) read(layer.index);
    if (layer.operation?.kind !== 'output') for (const input of layer.inputs) read(input);
  }
  return readers;
}

/** The words that the first reader of an input takes: what a bare stream brings. */
function firstReader(
  network: Network,
  inWords: ReadonlyMap<number, readonly Words[]>,
  input: number,
): Words | undefined {
  for (const index of network.layers[input]?.consumers ?? []) {
    const slot = network.layers[index]?.inputs.indexOf(input) ?? -1;
    const words = inWords.get(index)?.[slot];
    if (words) return words;
  }
  return undefined;
}
