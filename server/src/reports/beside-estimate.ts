import {
  NO_RESOURCES,
  RESOURCE_NAMES,
  sumResources,
  type ResourceName,
  type Resources,
} from '../devices/primitives.js';
import type { Estimate } from '../estimate/estimate.js';
import type { FoundReport } from './build-folder.js';
import type { MeasuredResources, MeasuredStage } from './measured-report.js';
import { stagesOf, sumOf, type PartFigures, type StageFigures, type TotalFigures } from './stages.js';

/** Figures of a layer; those that nobody knows are undefined, never 0. */
export type Figures = { readonly [K in ResourceName | 'cycles']: number | undefined };

export const FIGURE_NAMES = ['cycles', ...RESOURCE_NAMES] as const;

/** What was measured of a layer, beside what is estimated. */
export interface LayerBeside {
  /** Index of the layer. */
  readonly layer: number;
  readonly name: string;
  readonly kind: string;
  readonly measured: Figures;
  readonly estimated: Figures;
  /** Measured / estimated, of those engines that were found in the reports. */
  readonly ratio: Figures;
  /** The stages that the resources and the cycles are of. */
  readonly stage: { readonly resources: MeasuredStage | undefined; readonly cycles: MeasuredStage | undefined };
  /** Engines of the layer that the reports do not show: merged into others, or named otherwise. */
  readonly missing: readonly string[];
  /** Whether it was found by its name, or as the n-th of its kind. */
  readonly by: PartFigures['by'];
  readonly source: FoundReport;
}

export interface TotalMeasured extends Figures {
  readonly fps: number | undefined;
  /** Where only a single frame was simulated: the least that the design does. */
  readonly fpsAtLeast: number | undefined;
  readonly latencyCycles: number | undefined;
  readonly wnsNs: number | undefined;
  readonly timingMet: boolean | undefined;
  readonly maximumMHz: number | undefined;
  readonly watts: number | undefined;
  readonly confidence: string | undefined;
}

export type TotalFigureName = keyof Figures | 'fps' | 'latencyCycles';
export type TotalNumbers = { readonly [K in TotalFigureName]: number | undefined };

export interface TotalBeside {
  readonly measured: TotalMeasured;
  readonly estimated: TotalNumbers;
  readonly ratio: TotalNumbers;
  readonly stage: {
    readonly resources: MeasuredStage | undefined;
    /** Of cycles and throughput. */
    readonly cycles: MeasuredStage | undefined;
    readonly latency: MeasuredStage | undefined;
    readonly timing: MeasuredStage | undefined;
  };
  /** Whether the shell (DMA, interconnect) is in neither of the two. */
  readonly withoutShell: boolean;
}

/** Measured beside estimated: of each stage, and the most advanced of each figure. */
export interface Beside {
  readonly layers: readonly LayerBeside[];
  readonly total: TotalBeside;
  readonly stages: readonly StageFigures[];
}

/**
 * Sets what reports measured beside an estimate. Of each figure the furthest stage counts: resources of a routed design
 * before those of a placed one, simulated cycles before those that HLS reckons.
 *
 * @param framesOfCall frames that one call of the co-simulation takes; more than one says nothing of a single frame
 */
export function besideEstimate(
  found: readonly FoundReport[],
  estimate: Estimate,
  framesOfCall: number | undefined = 1,
): Beside {
  const stages = stagesOf(found, estimate.pipeline);
  const layers = estimate.layers.flatMap((layer) => {
    const beside = layer && layerBeside(stages, estimate, layer.layer);
    return beside ? [beside] : [];
  });
  return { layers, total: totalBeside(stages, estimate, framesOfCall), stages };
}

/** A layer at one stage. */
interface LayerAtStage {
  readonly parts: readonly PartFigures[];
  /** Indexes of the engines that were found; all of them where the layer was found as a whole. */
  readonly engines: readonly number[];
}

function layerAtStage(stage: StageFigures, { pipeline }: Estimate, layer: number): LayerAtStage {
  const own = pipeline.enginesOf[layer] ?? [];
  const engines = own.filter((engine) => stage.engines.has(engine));
  const between = pipeline.edges.flatMap(({ from, to }, edge) => {
    const inside = pipeline.engines[from]?.layer === layer && pipeline.engines[to]?.layer === layer;
    return inside ? (stage.streams.get(edge) ?? []) : [];
  });
  const whole = stage.layers.get(layer);
  return {
    parts: [...engines.flatMap((engine) => stage.engines.get(engine) ?? []), ...between, ...(whole ? [whole] : [])],
    engines: whole && engines.length === 0 ? own : engines,
  };
}

function layerBeside(stages: readonly StageFigures[], estimate: Estimate, layer: number): LayerBeside | undefined {
  const { pipeline } = estimate;
  const described = pipeline.network.layers[layer];
  const estimated = estimate.layers[layer];
  if (!described || !estimated) return undefined;
  const furthest = (
    known: (part: PartFigures) => boolean,
  ): { stage: StageFigures; found: LayerAtStage } | undefined => {
    for (const stage of [...stages].reverse()) {
      const found = layerAtStage(stage, estimate, layer);
      if (found.parts.some(known)) return { stage, found };
    }
    return undefined;
  };
  const sized = furthest(({ resources }) => Object.keys(resources).length > 0);
  const timed = furthest(({ cycles }) => cycles !== undefined);
  const first = (sized ?? timed)?.found.parts[0];
  if (!first) return undefined;
  const measuredResources = sumOf(
    (sized?.found.parts ?? []).map(({ resources }) => resources).filter((each) => Object.keys(each).length > 0),
  );
  const cycles = timed && Math.max(...timed.found.parts.map((part) => part.cycles ?? 0));
  const measured = figures(measuredResources, cycles);
  const compared = sumResources((sized?.found.engines ?? []).flatMap((at) => pipeline.engines[at]?.resources ?? []));
  const comparedCycles = Math.max(0, ...(timed?.found.engines ?? []).map((at) => pipeline.engines[at]?.cycles ?? 0));
  const shown = new Set([...(sized?.found.engines ?? []), ...(timed?.found.engines ?? [])]);
  return {
    layer,
    name: described.name,
    kind: described.kind,
    measured,
    estimated: figures(estimated.resources, estimated.cycles),
    ratio: ratios(measured, figures(compared, comparedCycles)),
    stage: { resources: sized?.stage.stage, cycles: timed?.stage.stage },
    missing: (pipeline.enginesOf[layer] ?? [])
      .filter((engine) => !shown.has(engine))
      .map((engine) => pipeline.engines[engine]?.name ?? ''),
    by: first.by,
    source: first.source,
  };
}

function totalBeside(
  stages: readonly StageFigures[],
  estimate: Estimate,
  framesOfCall: number | undefined,
): TotalBeside {
  const furthest = (known: (total: TotalFigures) => unknown): StageFigures | undefined =>
    [...stages].reverse().find(({ total }) => known(total) !== undefined);
  const sized = furthest(({ resources }) => resources.lut ?? resources.ff ?? resources.dsp);
  const timing = furthest(({ wnsNs, maximumMHz }) => wnsNs ?? maximumMHz);
  const power = furthest(({ watts }) => watts);
  // The cycles of a call with several frames are those of no frame.
  const perFrame = (stage: StageFigures): boolean => stage.stage !== 'simulated' || framesOfCall === 1;
  const furthestFrame = (known: (total: TotalFigures) => unknown): StageFigures | undefined =>
    [...stages].reverse().find((stage) => perFrame(stage) && known(stage.total) !== undefined);
  // A simulation of a single frame knows its latency, and not how soon the next one may come.
  const cycled = furthestFrame(({ intervalCycles, fps }) => intervalCycles ?? fps);
  const latent = furthestFrame(({ latencyCycles }) => latencyCycles);
  const bare = sized?.total.bare === true;
  const cycles = cycled?.total.intervalCycles;
  const measured: TotalMeasured = {
    ...figures(sized?.total.resources ?? {}, cycles),
    fps: cycled?.total.fps ?? (cycles === undefined || cycles === 0 ? undefined : estimate.clockHz / cycles),
    fpsAtLeast: furthestFrame(({ fpsAtLeast }) => fpsAtLeast)?.total.fpsAtLeast,
    latencyCycles: latent?.total.latencyCycles,
    wnsNs: timing?.total.wnsNs,
    timingMet: timing?.total.timingMet,
    maximumMHz: timing?.total.maximumMHz,
    watts: power?.total.watts,
    confidence: power?.total.confidence,
  };
  const shell = estimate.infrastructure.filter(({ kind }) => kind === 'shell').map(({ resources }) => resources);
  const counted = bare ? minus(estimate.totals, sumResources(shell)) : estimate.totals;
  const estimated: TotalNumbers = {
    ...figures(counted, estimate.intervalCycles),
    fps: estimate.fps,
    latencyCycles: Math.round(estimate.latencyS * estimate.clockHz),
  };
  return {
    measured,
    estimated,
    ratio: {
      ...ratios(measured, estimated),
      fps: ratio(measured.fps, estimated.fps),
      latencyCycles: ratio(measured.latencyCycles, estimated.latencyCycles),
    },
    stage: { resources: sized?.stage, cycles: cycled?.stage, latency: latent?.stage, timing: timing?.stage },
    withoutShell: bare,
  };
}

function figures(resources: MeasuredResources | Resources, cycles: number | undefined): Figures {
  const { lut, ff, bram18, uram, dsp } = resources;
  return { cycles, lut, ff, bram18, uram, dsp };
}

function ratios(measured: Figures, estimated: Figures): Figures {
  const of = (name: keyof Figures): number | undefined => ratio(measured[name], estimated[name]);
  return { cycles: of('cycles'), lut: of('lut'), ff: of('ff'), bram18: of('bram18'), uram: of('uram'), dsp: of('dsp') };
}

/** Nothing measured where nothing was expected is right; something measured there has no ratio. */
function ratio(measured: number | undefined, estimated: number | undefined): number | undefined {
  if (measured === undefined || estimated === undefined) return undefined;
  if (estimated === 0) return measured === 0 ? 1 : undefined;
  return measured / estimated;
}

function minus(a: Resources, b: Resources): Resources {
  const result = { ...NO_RESOURCES };
  for (const name of RESOURCE_NAMES) result[name] = Math.max(0, a[name] - b[name]);
  return result;
}
