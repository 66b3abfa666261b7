import type { Pipeline } from '../hardware/pipeline.js';
import { partNames } from '../hls/design.js';
import type { FoundReport } from './build-folder.js';
import { finnOperation } from './finn/operations.js';
import { matchLayers, type LayerMatch } from './match-layers.js';
import type { FifoSize, MeasuredModule, MeasuredResources, MeasuredStage } from './measured-report.js';

/** From the first guess to the finished design; how far along its numbers were taken. */
const STAGE_ORDER = [
  'unknown',
  'model-estimate',
  'hls-estimate',
  'simulated',
  'synthesised',
  'optimised',
  'placed',
  'routed',
] as const satisfies readonly MeasuredStage[];

/** What the reports of one stage tell of a part of the design. What they do not tell is absent. */
export interface PartFigures {
  readonly resources: MeasuredResources;
  /** Cycles from one frame to the next. */
  readonly cycles: number | undefined;
  readonly by: LayerMatch['by'];
  /** The report that the resources, or else the cycles, are from. */
  readonly source: FoundReport;
  /** Of a stream, where the report tells its size. */
  readonly fifo?: FifoSize;
}

/** Of the whole design at one stage. */
export interface TotalFigures {
  readonly resources: MeasuredResources;
  /** Whether the resources are those of the accelerator alone, without the shell around it. */
  readonly bare: boolean;
  readonly wnsNs: number | undefined;
  readonly timingMet: boolean | undefined;
  readonly maximumMHz: number | undefined;
  readonly watts: number | undefined;
  /** The tool's own word for how sure it is of the watts. */
  readonly confidence: string | undefined;
  readonly fps: number | undefined;
  /** Of a simulation of a single frame: one over its latency, the least that a pipeline does. */
  readonly fpsAtLeast: number | undefined;
  readonly intervalCycles: number | undefined;
  readonly latencyCycles: number | undefined;
}

export interface StageFigures {
  readonly stage: MeasuredStage;
  /** By index of the engine. */
  readonly engines: ReadonlyMap<number, PartFigures>;
  /** By index of the layer, what could not be told to one of its engines. */
  readonly layers: ReadonlyMap<number, PartFigures>;
  /** By index of the edge: its FIFO. */
  readonly streams: ReadonlyMap<number, PartFigures>;
  readonly total: TotalFigures;
  readonly unmatched: readonly MeasuredModule[];
  readonly sources: readonly FoundReport[];
  readonly notes: readonly string[];
}

/** What each stage tells of the parts of a pipeline, the first stage first. */
export function stagesOf(found: readonly FoundReport[], pipeline: Pipeline): readonly StageFigures[] {
  const nodes = finnNodes(found);
  return STAGE_ORDER.flatMap((stage) => {
    const own = found.filter(({ report }) => report.stage === stage && report.kind !== 'finn-alternatives');
    return own.length === 0 ? [] : [stageFigures(stage, own, pipeline, nodes)];
  });
}

/** FINN's nodes of the whole graph, from the report that names most of them: others may hold only a part. */
function finnNodes(found: readonly FoundReport[]): readonly string[] {
  const lists = found.map(({ report }) => [
    ...report.modules.map(({ name }) => name).filter((name) => finnOperation(name)),
    ...[...report.folding.keys()].filter((name) => finnOperation(name)),
  ]);
  return lists.reduce<readonly string[]>((most, list) => (list.length > most.length ? list : most), []);
}

function stageFigures(
  stage: MeasuredStage,
  sources: readonly FoundReport[],
  pipeline: Pipeline,
  nodes: readonly string[],
): StageFigures {
  const engines = new Map<number, PartFigures>();
  const layers = new Map<number, PartFigures>();
  const streams = new Map<number, PartFigures>();
  const matches = sources.map((source) => {
    const modules = source.report.modules.length > 0 ? source.report.modules : [];
    return { source, ...matchLayers(modules, pipeline, nodes) };
  });
  // Reports of single modules, as HLS and out-of-context runs write them, are a list like that of `csynth.xml`.
  const tops = sources.flatMap((source) => {
    const module = topModule(source);
    return module ? [{ source, module }] : [];
  });
  const single = matchLayers(
    tops.map(({ module }) => module),
    pipeline,
    nodes,
  );
  const layerReports = new Set<FoundReport>();
  const singles = single.matched.flatMap((match) => {
    const source = tops.find(({ module }) => module === match.module)?.source;
    if (source) layerReports.add(source);
    return source ? [{ source, match }] : [];
  });
  const all = [
    ...matches
      .sort((a, b) => b.matched.length - a.matched.length)
      .flatMap(({ source, matched }) => matched.map((match) => ({ source, match }))),
    ...singles,
  ];
  // Inside of one report parts of one engine are summed; between reports the one that tells most comes first.
  for (const source of new Set(all.map((each) => each.source))) {
    const own = all.filter((each) => each.source === source).map(({ match }) => match);
    enter(engines, own, source, ({ engine }) => engine);
    enter(streams, own, source, ({ stream }) => stream);
    enter(layers, own, source, ({ engine, stream, layer }) =>
      engine === undefined && stream === undefined ? layer : undefined,
    );
  }
  const whole = sources.filter((source) => !layerReports.has(source));
  const best = matches[0];
  return {
    stage,
    engines,
    layers,
    streams,
    total: totalOf(whole, pipeline),
    unmatched: best && best.matched.length > 0 ? best.unmatched : [],
    sources,
    notes: [...new Set(matches.flatMap(({ notes }) => notes))],
  };
}

/** A report of one module as a module of its own. */
function topModule({ report }: FoundReport): MeasuredModule | undefined {
  const { top, resources, latency, interval, kind } = report;
  if (top === undefined || (kind !== 'hls-csynth' && kind !== 'utilization' && kind !== 'hls-export')) return undefined;
  return { name: top, path: [top], module: top, resources, latency, interval };
}

function enter(
  parts: Map<number, PartFigures>,
  matches: readonly LayerMatch[],
  source: FoundReport,
  indexOf: (match: LayerMatch) => number | undefined,
): void {
  const own = new Map<number, LayerMatch[]>();
  for (const match of matches) {
    const index = indexOf(match);
    if (index !== undefined) own.set(index, [...(own.get(index) ?? []), match]);
  }
  for (const [index, same] of own) {
    const resources = sumOf(same.map(({ module }) => module.resources));
    const cycles = Math.max(...same.map(({ module }) => cyclesOf(module))) || undefined;
    const fifo = same.find(({ module }) => module.fifo)?.module.fifo;
    const before = parts.get(index);
    if (!before) parts.set(index, { resources, cycles, by: same[0]?.by ?? 'name', source, ...(fifo ? { fifo } : {}) });
    else {
      const bare = Object.keys(before.resources).length === 0;
      parts.set(index, {
        ...(fifo ? { fifo } : {}),
        ...before,
        resources: { ...resources, ...before.resources },
        cycles: before.cycles ?? cycles,
        source: bare && Object.keys(resources).length > 0 ? source : before.source,
      });
    }
  }
}

/** Cycles from one frame to the next; 0 where nothing tells. An interval of 0 is none: HLS 2025 says so of a function that is one loop. */
function cyclesOf({ interval, latency }: MeasuredModule): number {
  const told = interval?.max ?? 0;
  return told > 0 ? told : (latency?.max ?? 0);
}

/** Sums what every one of them tells. */
export function sumOf(all: readonly MeasuredResources[]): MeasuredResources {
  const [first, ...others] = all;
  if (!first) return {};
  const sum: Record<string, number> = {};
  for (const [name, value] of Object.entries(first) as [keyof MeasuredResources, number][]) {
    const values = others.map((each) => each[name]);
    if (values.every((each) => each !== undefined)) sum[name] = values.reduce((total, each) => total + each, value);
  }
  return sum;
}

function totalOf(sources: readonly FoundReport[], pipeline: Pipeline): TotalFigures {
  const { top } = partNames(pipeline);
  // A block design's own report counts its cores as black boxes, so the biggest is the whole.
  let whole: FoundReport | undefined;
  let most = -1;
  for (const source of sources) {
    if (source.report.resources.lut === undefined) continue;
    if (source.report.resources.lut > most) [whole, most] = [source, source.report.resources.lut];
  }
  const first = <T>(pick: (found: FoundReport) => T | undefined): T | undefined => {
    for (const source of sources) {
      const value = pick(source);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  const timing = first(({ report }) => (report.timing?.wnsNs === undefined ? undefined : report.timing));
  const clocks = (timing?.clocks ?? []).flatMap(({ maximumMHz }) => maximumMHz ?? []);
  const power = first(({ report }) => (report.power?.totalW === undefined ? undefined : report.power));
  const isWhole = ({ report }: FoundReport): boolean => report === whole?.report || report.top === top;
  return {
    resources: wholeResources(whole, sources),
    bare: whole !== undefined && (whole.report.kind.startsWith('hls') || isCore(whole.report.top, top)),
    wnsNs: timing?.wnsNs,
    timingMet: timing?.met,
    maximumMHz: clocks.length > 0 ? Math.min(...clocks) : first(({ report }) => report.network?.maximumMHz),
    watts: power?.totalW,
    confidence: power?.confidence,
    fps: first(({ report: { network } }) => (network?.images === 1 ? undefined : network?.fps)),
    fpsAtLeast: first(({ report: { network } }) => (network?.images === 1 ? network.fps : undefined)),
    intervalCycles: first(
      (found) =>
        found.report.network?.intervalCycles ??
        (found.report.kind === 'hls-cosim' || isWhole(found) ? found.report.interval?.max : undefined),
    ),
    latencyCycles: first(
      (found) =>
        found.report.network?.latencyCycles ??
        (found.report.kind === 'hls-cosim' || isWhole(found) ? found.report.latency?.max : undefined),
    ),
  };
}

/** The flat report tells more of the same design than the hierarchical one (block RAM in halves), and the other way round. */
function wholeResources(whole: FoundReport | undefined, sources: readonly FoundReport[]): MeasuredResources {
  if (!whole) return {};
  const same = sources.filter(
    ({ report }) => report.top === whole.report.top && report.resources.lut === whole.report.resources.lut,
  );
  return same.reduce<MeasuredResources>((all, { report }) => ({ ...report.resources, ...all }), whole.report.resources);
}

/** Out of context the top of the design is our own function, or the core that was made of it. */
function isCore(found: string | undefined, top: string): boolean {
  return found === top || (found !== undefined && new RegExp(`^\\w*_?${top}(?:_\\d+)*$`).test(found));
}
