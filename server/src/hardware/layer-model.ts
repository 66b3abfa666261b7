import type { Correction } from '../devices/correction.js';
import type { Family, Resources } from '../devices/primitives.js';
import { addResources, NO_RESOURCES } from '../devices/primitives.js';
import type { Layer, MemoryStyle, MultiplierStyle, Network, Operation, Tensor } from '../network/graph.js';
import { typeByName, type QuantisedType } from '../network/quantised-type.js';
import { corrected, correctedResources, type Costs } from './corrections.js';
import type { EngineDraft } from './draft.js';
import { CHAIN_DEPTH, fifoResources, withFifo } from './engines/fifo.js';
import { legalFoldings, type LegalFoldings } from './foldings.js';
import { enginesOfLayer, type LayerEngines } from './layer-engines.js';
import { boundedMemo, type Memo } from './memo.js';
import type { LayerFolding, StreamShape } from './pipeline.js';
import { isReady, leadOut, type ReadyLayer } from './ready.js';
import { isSameTensor, isSameType } from '../network/same.js';

/**
 * One layer as hardware, for every folding. Equal layers (by value, not by place) share one model, so that an edit
 * computes anew only what it changed, and so does a search that tries the same folding again.
 */
export interface LayerModel {
  readonly legal: LegalFoldings;
  /** The engines of the layer itself under one folding; pe and simd must be legal. */
  plan(folding: Pick<LayerFolding, 'pe' | 'simd' | 'mem' | 'impl'>): LayerPlan;
}

/** A layer's own engines, without the width converters that its neighbours' words may call for. */
export interface LayerPlan extends LayerEngines {
  /** Of the slowest engine. */
  readonly cycles: number;
  /** Of all its engines, the FIFOs between them included. */
  readonly resources: Resources;
  /** The streams that it wants, one for each input. */
  readonly inputs: readonly StreamShape[];
  readonly output: StreamShape;
}

/** The model of a layer on a family, the same object for equal layers and the same corrections. */
export function modelOf(layer: ReadyLayer, costs: Costs): LayerModel {
  const { byValue } = keptFor(costs);
  const key = keyOf(layer);
  return byValue.find(key) ?? byValue.keep(key, makeModel(layer, costs));
}

/** The models of a network's layers, by index; undefined where a layer is not built. Kept as long as the network. */
export function modelsOf(network: Network, costs: Costs): readonly (LayerModel | undefined)[] {
  const { byNetwork, recent } = keptFor(costs);
  const known = byNetwork.get(network);
  if (known) return known;
  const leads = leadOut(network);
  const last = recent.get(network.name);
  // An edit moves what stands behind it by a layer or so: equal layers are looked for from both ends.
  const moved = last ? last.network.layers.length - network.layers.length : 0;
  const models = network.layers.map((layer, index) => {
    if (!leads[index] || !isReady(layer)) return undefined;
    return (
      modelAt(last, index, layer) ??
      (moved === 0 ? undefined : modelAt(last, index + moved, layer)) ??
      modelOf(layer, costs)
    );
  });
  byNetwork.set(network, models);
  recent.set(network.name, { network, models });
  for (const oldest of recent.keys()) {
    if (recent.size <= RECENT_KEPT) break;
    recent.delete(oldest);
  }
  return models;
}

/** The model of a layer of the network before, where that one is hardware of the same value: cheaper to tell than its key. */
function modelAt(last: Recent | undefined, index: number, layer: ReadyLayer): LayerModel | undefined {
  const before = last?.network.layers[index];
  return before && (before === layer || isSameHardware(before, layer)) ? last.models[index] : undefined;
}

/** What of a layer says nothing of its hardware; anything else of it stands in `SAME`, and in its key. */
type Other =
  'index' | 'name' | 'kind' | 'inputs' | 'consumers' | 'guessed' | 'wishes' | 'statement' | 'uri' | 'instances';

const SAME: Readonly<Record<Exclude<keyof Layer, Other>, (a: Layer, b: ReadyLayer) => boolean>> = {
  operation: (a, b) => isSameOperation(a.operation, b.operation),
  inputTensors: (a, b) =>
    a.inputTensors.length === b.inputTensors.length &&
    a.inputTensors.every((tensor, slot) => isSameTensor(tensor, b.inputTensors[slot])),
  accumulator: (a, b) => isSameType(a.accumulator, b.accumulator),
  output: (a, b) => isSameTensor(a.output, b.output),
  loadable: (a, b) => a.loadable === b.loadable,
};
const COMPARISONS = Object.values(SAME);

function isSameHardware(a: Layer, b: ReadyLayer): boolean {
  return COMPARISONS.every((same) => same(a, b));
}

function isSameOperation(a: Operation | undefined, b: Operation): boolean {
  if (a?.kind !== b.kind) return false;
  const [before, now] = [a, b] as readonly Readonly<Record<string, unknown>>[];
  for (const name in now) {
    const [was, is] = [before?.[name], now[name]];
    if (was !== is && !(isObject(was) && isObject(is) && valueKey(was) === valueKey(is))) return false;
  }
  return true;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** More than the layers of the largest network, so that one keystroke never throws out what the next one needs. */
const MODELS_KEPT = 32_768;

/** Few: each holds a network. */
const RECENT_KEPT = 4;

interface Recent {
  readonly network: Network;
  readonly models: readonly (LayerModel | undefined)[];
}

interface Kept {
  readonly byNetwork: WeakMap<Network, Recent['models']>;
  /** The newest networks by name: what the next keystroke is compared with. */
  readonly recent: Map<string, Recent>;
  readonly byValue: Memo<string, LayerModel>;
}

type KeptByFamily = Readonly<Record<Family, Kept>>;

const plain = perFamily();
/** Corrections are one object as long as their file is the same. */
const byCorrections = new WeakMap<readonly Correction[], KeptByFamily>();

function keptFor({ family, corrections }: Costs): Kept {
  if (!corrections) return plain[family];
  const known = byCorrections.get(corrections) ?? perFamily();
  byCorrections.set(corrections, known);
  return known[family];
}

function perFamily(): KeptByFamily {
  const make = (): Kept => ({ byNetwork: new WeakMap(), recent: new Map(), byValue: boundedMemo(MODELS_KEPT) });
  return { xc7: make(), xcup: make(), versal: make() };
}

const MEMORY_STYLES: readonly MemoryStyle[] = ['auto', 'lutram', 'bram', 'uram', 'external'];
const MULTIPLIER_STYLES: readonly MultiplierStyle[] = ['auto', 'lut', 'dsp'];

function makeModel(layer: ReadyLayer, costs: Costs): LayerModel {
  const plans = new Map<number, LayerPlan>();
  return {
    legal: legalFoldings(layer),
    plan(folding) {
      const style = MEMORY_STYLES.indexOf(folding.mem) * 3 + MULTIPLIER_STYLES.indexOf(folding.impl);
      const key = ((folding.pe ?? 0) * 2 ** 22 + (folding.simd ?? 0)) * 15 + style;
      let plan = plans.get(key);
      if (!plan) {
        plan = planOf(enginesOfLayer(layer, folding, costs.family), costs);
        plans.set(key, plan);
      }
      return plan;
    },
  };
}

/** Engines as one plan: corrected, with the FIFOs between them, and summed. */
export function planOf(made: LayerEngines, costs: Costs): LayerPlan {
  const { engines } = made;
  const drafts = engines.map((plain, at) => {
    const engine = corrected(plain, costs);
    const [stream] = engine.inputs;
    return at === 0 || !stream ? engine : withFifo(engine, stream, costs.family);
  });
  const cycles = drafts.reduce((most, engine) => Math.max(most, engine.cycles), 0);
  const resources = drafts.reduce((sum, engine) => addResources(sum, engine.resources), NO_RESOURCES);
  return { ...made, engines: drafts, cycles, resources, inputs: drafts[0]?.inputs ?? [], output: outputOf(drafts) };
}

/** What a layer takes under one folding, without the engines themselves: enough for a search, which tries thousands. */
export interface LayerCost extends Pick<LayerPlan, 'cycles' | 'resources' | 'inputs' | 'output'> {
  /** Of its widest stream. */
  readonly widestBits: number;
  /** LUTs of its last engine, without the FIFO before it. */
  readonly lastLuts: number;
  /** Words of a frame that its engines read and it gives, over all streams. */
  readonly words: number;
}

/** The numbers of `planOf`. */
export function costOf({ engines }: LayerEngines, costs: Costs): LayerCost {
  let [cycles, widestBits, lastLuts, words] = [0, 0, 0, 0];
  let [lut, ff, bram18, uram, dsp] = [0, 0, 0, 0, 0];
  for (const [at, engine] of engines.entries()) {
    const own = correctedResources(engine, costs);
    const [stream] = engine.inputs;
    const fifo = at === 0 || !stream ? NO_RESOURCES : fifoResources(CHAIN_DEPTH, stream.bits, costs.family);
    lut += own.lut + fifo.lut;
    ff += own.ff + fifo.ff;
    bram18 += own.bram18 + fifo.bram18;
    uram += own.uram + fifo.uram;
    dsp += own.dsp + fifo.dsp;
    lastLuts = own.lut;
    cycles = Math.max(cycles, engine.cycles);
    for (const { bits, words: read } of engine.inputs) {
      widestBits = Math.max(widestBits, bits);
      words += read;
    }
    for (const { bits } of engine.outputs) widestBits = Math.max(widestBits, bits);
  }
  const resources = { lut, ff, bram18, uram, dsp };
  const output = outputOf(engines);
  words += output.words;
  return { cycles, resources, widestBits, lastLuts, words, inputs: engines[0]?.inputs ?? [], output };
}

function outputOf(engines: readonly EngineDraft[]): StreamShape {
  return engines.at(-1)?.outputs[0] ?? { lanes: 1, valueBits: 1, bits: 1, words: 0 };
}

/** Everything that a layer's hardware depends on, as text. */
function keyOf({ operation, inputTensors, accumulator, output, loadable }: ReadyLayer): string {
  let key: string = loadable ? `loadable ${operation.kind}` : operation.kind;
  for (const value of Object.values(operation) as readonly unknown[]) key += `,${valueKey(value)}`;
  for (const tensor of inputTensors) key += `|${tensorKey(tensor)}`;
  return `${key}|${accumulator ? typeKey(accumulator) : '-'}|${tensorKey(output)}`;
}

function valueKey(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return isType(value) ? typeKey(value) : Object.values(value).join(' ');
}

function isType(value: object): value is QuantisedType {
  return 'bipolar' in value;
}

function tensorKey({ shape, type }: Tensor): string {
  return `${shape.height} ${shape.width} ${shape.channels} ${typeKey(type)}`;
}

/** A type of the language is known by its name; a carried one may be narrower than its name says. */
function typeKey(type: QuantisedType): string {
  return typeByName(type.name) === type ? type.name : `${type.name} ${type.lo} ${type.hi}`;
}
