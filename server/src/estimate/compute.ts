import type { Device } from '../devices/device.js';
import { RESOURCE_NAMES, sumResources, type ResourceName, type Resources } from '../devices/primitives.js';
import { fifoResources } from '../hardware/engines/fifo.js';
import { PARAMETER_PORT, parameterPort, weightPort, weightPortName } from '../hardware/engines/loading.js';
import { shellResources } from '../hardware/engines/shell.js';
import { contextOf, type LowerContext } from '../hardware/lower.js';
import type { Edge, Engine, EngineKind, Pipeline } from '../hardware/pipeline.js';
import type { BudgetName, Network, Target } from '../network/graph.js';
import type { Estimate, InfrastructureEstimate, LayerEstimate } from './estimate.js';

/** Clock of a network without a target, or of a target that names none: what a Zynq-7000 design closes with ease. */
export const DEFAULT_CLOCK_HZ = 100e6;

/** Share of the device that a target may fill where its budget says nothing. */
const DEFAULT_BUDGET_SHARE = 0.8;

export interface EstimateContext {
  readonly clockHz: number;
  readonly device: Device | undefined;
  readonly target: Target | undefined;
}

/**
 * What a pipeline does on a target: interval, rate, latency bound, resources against the budget. Equal rows of `before`,
 * the estimate of the pipeline before an edit, are taken as they are.
 */
export function estimate(
  pipeline: Pipeline,
  { clockHz, device, target }: EstimateContext,
  before?: Pick<Estimate, 'pipeline' | 'layers' | 'infrastructure'>,
): Estimate {
  const { network, engines } = pipeline;
  const layers = layersOf(pipeline, before?.layers);
  const infrastructure = infrastructureOf(pipeline, contextOf(target, device), before?.infrastructure);
  const slowest = slowestOf(engines);
  const intervalCycles = slowest?.cycles ?? 0;
  const criticalPathCycles = criticalPath(network, (layer) => layers[layer]?.cycles ?? 0);
  const totals = sumRows(layers, infrastructure);
  const latencyCycles = portCycles(engines, 'input-dma') + criticalPathCycles + portCycles(engines, 'output-dma');
  return {
    pipeline,
    device,
    clockHz,
    intervalCycles,
    fps: intervalCycles > 0 ? clockHz / intervalCycles : 0,
    criticalPathCycles,
    latencyS: latencyCycles / clockHz,
    latencyKind: 'bound',
    layers,
    infrastructure,
    totals,
    available: device?.available,
    budget: budgetOf(target, device),
    bottleneck: slowest && { layer: slowest.layer, engine: slowest },
  };
}

/** What a target allows: a count as written, a share of the device, or the default share; undefined without limit. */
export function budgetOf(target: Target | undefined, device: Device | undefined): Estimate['budget'] {
  const limit = (resource: ResourceName, name: BudgetName): number | undefined => {
    const written = target?.budget[name]?.value;
    if (written && 'count' in written) return written.count;
    const share = written?.share ?? DEFAULT_BUDGET_SHARE;
    return device && Math.floor(device.available[resource] * share);
  };
  return {
    lut: limit('lut', 'lut'),
    ff: limit('ff', 'ff'),
    bram18: limit('bram18', 'bram'),
    uram: limit('uram', 'uram'),
    dsp: limit('dsp', 'dsp'),
  };
}

/** Whether resources stay within a budget. */
export function fits(resources: Resources, budget: Estimate['budget']): boolean {
  return RESOURCE_NAMES.every((name) => resources[name] <= (budget[name] ?? Infinity));
}

/** The longest sum of cycles along a path from an input to any layer. */
export function criticalPath(network: Network, cycles: (layer: number) => number): number {
  const reached: number[] = [];
  let longest = 0;
  for (const layer of network.layers) {
    let before = 0;
    for (const input of layer.inputs) before = Math.max(before, reached[input] ?? 0);
    const here = before + cycles(layer.index);
    reached.push(here);
    longest = Math.max(longest, here);
  }
  return longest;
}

function layersOf(
  { network, engines, enginesOf }: Pipeline,
  before: Estimate['layers'] | undefined,
): readonly (LayerEstimate | undefined)[] {
  return network.layers.map(({ index }) => {
    const places = enginesOf[index] ?? [];
    const last = before?.[index];
    if (last?.layer === index && places.length === last.engines.length) {
      if (last.engines.every((engine, at) => engine === engines[places[at] ?? -1])) return last;
    }
    const own: Engine[] = [];
    let cycles = 0;
    for (const at of places) {
      const engine = engines[at];
      if (!engine) continue;
      own.push(engine);
      cycles = Math.max(cycles, engine.cycles);
    }
    const [only] = own;
    if (!only) return undefined;
    const resources = own.length === 1 ? only.resources : sumResources(own.map((engine) => engine.resources));
    return { layer: index, engines: own, cycles, resources };
  });
}

/** DMA and what else belongs to no layer, the shell, and the FIFO of each stream between layers. */
function infrastructureOf(
  pipeline: Pipeline,
  context: LowerContext,
  before: Estimate['infrastructure'] | undefined,
): readonly InfrastructureEstimate[] {
  const { engines, edges } = pipeline;
  const rows: InfrastructureEstimate[] = [];
  const add = (name: string, kind: EngineKind, cycles: number, resources: Resources): void => {
    const last = before?.[rows.length];
    const stays = last?.name === name && last.kind === kind && last.cycles === cycles && last.resources === resources;
    rows.push(stays ? last : { name, kind, cycles, resources });
  };
  for (const { name, kind, layer, cycles, resources } of engines) {
    if (layer === undefined) add(name, kind, cycles, resources);
  }
  if (context.interface === 'dma' && engines.length > 0) {
    add('shell', 'shell', 0, shellResources('dma', context.family));
  }
  const port = parameterPort(pipeline.network, context.interface, context.family);
  if (port) add(PARAMETER_PORT, 'input-dma', 0, port);
  for (const { index, name, operation } of pipeline.network.layers) {
    const folding = pipeline.folding[index];
    if (!folding || !pipeline.enginesOf[index]?.length) continue;
    const weights = weightPort(folding, operation?.kind, context.interface, context.family);
    if (weights) add(weightPortName(name), 'input-dma', 0, weights);
  }
  for (const edge of edges) {
    const from = engines[edge.from];
    const to = engines[edge.to];
    if (!from || !to || (from.layer === to.layer && from.layer !== undefined)) continue;
    add(fifoName(to, edge), 'fifo', edge.stream.words, fifoOf(edge, context));
  }
  return rows;
}

function sumRows(layers: Estimate['layers'], infrastructure: Estimate['infrastructure']): Resources {
  let [lut, ff, bram18, uram, dsp] = [0, 0, 0, 0, 0];
  for (const rows of [layers, infrastructure]) {
    for (const row of rows) {
      if (!row) continue;
      lut += row.resources.lut;
      ff += row.resources.ff;
      bram18 += row.resources.bram18;
      uram += row.resources.uram;
      dsp += row.resources.dsp;
    }
  }
  return { lut, ff, bram18, uram, dsp };
}

/** `c1.fifo`, `sum.fifo-1`: named by the reader, which has one a stream. */
export function fifoName({ name, inputs }: Engine, { toPort }: Edge): string {
  return inputs.length > 1 ? `${name}.fifo-${toPort}` : `${name}.fifo`;
}

function fifoOf({ depth, stream }: Edge, { family }: LowerContext): Resources {
  return fifoResources(depth, stream.bits, family);
}

/** The engine with the most cycles, the first of equals. */
function slowestOf(engines: readonly Engine[]): Engine | undefined {
  let slowest: Engine | undefined;
  for (const engine of engines) if (!slowest || engine.cycles > slowest.cycles) slowest = engine;
  return slowest;
}

function portCycles(engines: readonly Engine[], kind: 'input-dma' | 'output-dma'): number {
  return engines.reduce((most, engine) => (engine.kind === kind ? Math.max(most, engine.cycles) : most), 0);
}
