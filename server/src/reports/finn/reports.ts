import {
  knownOnly,
  measuredReport,
  type MeasuredModule,
  type MeasuredReport,
  type MeasuredResources,
  type ReportKind,
} from '../measured-report.js';

/** A file name of FINN's `report` folder and what it holds. Names may carry a prefix (`config_A_cycles.json`). */
const NAMES: readonly (readonly [RegExp, ReportKind])[] = [
  [/estimate_layer_config_alternatives\.json$/, 'finn-alternatives'],
  [/op_and_param_counts\.json$/, 'finn-operations'],
  [/resources_hls\.json$/, 'finn-resources-hls'],
  [/post_synth_resources\.json$/, 'finn-post-synthesis'],
  [/ooc_synth_and_timing\.json$/, 'finn-out-of-context'],
  [/rtlsim_performance\.json$/, 'finn-rtlsim'],
  [/time_per_step\.json$/, 'finn-steps'],
  [/(?:hw_config|folding_config)\.json$/, 'finn-folding'],
  [/layer_cycles\.json$|_cycles\.json$/, 'finn-cycles'],
  [/layer_resources\.json$/, 'finn-resources'],
  [/network_performance\.json$|_performance\.json$/, 'finn-performance'],
];

type Entries = readonly (readonly [string, unknown])[];

/** The kind of a FINN report, by its name, else by what stands in it. */
export function finnKind(name: string, text: string): ReportKind | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  const base = name.replace(/^.*[\\/]/, '');
  if (!/\.json$/.test(base) && base !== '') return undefined;
  const named = NAMES.find(([pattern]) => pattern.test(base))?.[1];
  return named ?? kindOf(entriesOf(parse(text)));
}

function kindOf(entries: Entries): ReportKind | undefined {
  const keys = new Set(entries.map(([key]) => key));
  if (keys.has('critical_path_cycles')) return 'finn-performance';
  if (keys.has('fmax_mhz') && keys.has('WNS')) return 'finn-out-of-context';
  if (keys.has('throughput[images/s]')) return 'finn-rtlsim';
  if (keys.has('(top)')) return 'finn-post-synthesis';
  // Other files have defaults as well: floorplans, and which layers are made of RTL.
  if (keys.has('Defaults')) return entries.some(([, value]) => isFolded(value)) ? 'finn-folding' : undefined;
  const inner = entriesOf(entries[0]?.[1]).map(([key]) => key);
  if (inner.includes('BRAM_efficiency')) return 'finn-resources';
  if (inner.includes('DSP48E')) return 'finn-resources-hls';
  return undefined;
}

function isFolded(node: unknown): boolean {
  return entriesOf(node).some(([key]) => key === 'PE' || key === 'SIMD');
}

/** Reads a report of the FINN compiler. What is not valid JSON gives a report without numbers. */
export function readFinnReport(kind: ReportKind, text: string): MeasuredReport {
  const entries = entriesOf(parse(text));
  switch (kind) {
    case 'finn-cycles':
      return cycles(entries);
    case 'finn-resources':
    case 'finn-resources-hls':
      return resources(kind, entries);
    case 'finn-alternatives':
      return alternatives(entries);
    case 'finn-performance':
      return performance(entries);
    case 'finn-rtlsim':
      return rtlsim(entries);
    case 'finn-post-synthesis':
      return postSynthesis(entries);
    case 'finn-out-of-context':
      return outOfContext(entries);
    case 'finn-steps':
      return measuredReport(kind, 'unknown', {
        steps: entries.flatMap(([name, value]) => {
          const seconds = figure([[name, value]], name);
          return seconds === undefined ? [] : [{ name, seconds }];
        }),
      });
    case 'finn-folding':
      return measuredReport(kind, 'unknown', {
        folding: new Map(
          entries
            .filter(([name]) => name !== 'Defaults')
            .map(([name, value]) => [name, Object.fromEntries(entriesOf(value))]),
        ),
      });
    default:
      return measuredReport(kind, 'model-estimate', { modules: entries.map(([name]) => moduleNamed(name, {})) });
  }
}

function rangedModule(name: string, cycles: number | undefined): MeasuredModule[] {
  return cycles === undefined ? [] : [{ ...moduleNamed(name, {}), interval: { min: cycles, max: cycles } }];
}

function moduleNamed(name: string, counts: MeasuredResources): MeasuredModule {
  return { name, path: [name], module: undefined, resources: counts };
}

/** Figures that FINN writes as number or as text (`"1227"`). */
function figure(entries: Entries, ...names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = entries.find(([key]) => key === name)?.[1];
    const count = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof count === 'number' && Number.isFinite(count)) return count;
  }
  return undefined;
}

function countsOf(entries: Entries): MeasuredResources {
  const half = figure(entries, 'BRAM_18K');
  const whole = figure(entries, 'BRAM_36K');
  const tiles = figure(entries, 'BRAM');
  const halves = half === undefined && whole === undefined ? undefined : (half ?? 0) + 2 * (whole ?? 0);
  return knownOnly({
    lut: figure(entries, 'LUT'),
    ff: figure(entries, 'FF'),
    srl: figure(entries, 'SRL'),
    lutMemory: figure(entries, 'LUTRAM'),
    // Reports of FINN before 2022 tell the tiles alone.
    bram18: halves ?? (tiles === undefined ? undefined : 2 * tiles),
    uram: figure(entries, 'URAM'),
    dsp: dspOf(entries),
    carry: figure(entries, 'Carry'),
  });
}

/** HLS estimates hold both `DSP` and `DSP48E`; the one that does not apply is 0. */
function dspOf(entries: Entries): number | undefined {
  const both = [figure(entries, 'DSP'), figure(entries, 'DSP48E')].filter((value) => value !== undefined);
  return both.length === 0 ? undefined : Math.max(...both);
}

function cycles(entries: Entries): MeasuredReport {
  const modules = entries.flatMap(([name, value]): MeasuredModule[] =>
    typeof value === 'number' || typeof value === 'string' ? rangedModule(name, figure([[name, value]], name)) : [],
  );
  const slowest = modules.reduce<MeasuredModule | undefined>(
    (worst, module) => ((module.interval?.max ?? 0) > (worst?.interval?.max ?? 0) ? module : worst),
    undefined,
  );
  return measuredReport('finn-cycles', 'model-estimate', {
    modules,
    interval: slowest?.interval,
    network: slowest === undefined ? undefined : { intervalCycles: slowest.interval?.max, slowest: slowest.name },
  });
}

function resources(kind: 'finn-resources' | 'finn-resources-hls', entries: Entries): MeasuredReport {
  const total = entries.find(([name]) => name === 'total')?.[1];
  return measuredReport(kind, kind === 'finn-resources' ? 'model-estimate' : 'hls-estimate', {
    resources: countsOf(entriesOf(total)),
    modules: entries
      .filter(([name]) => name !== 'total')
      .map(([name, value]) => moduleNamed(name, countsOf(entriesOf(value)))),
  });
}

/** Several rows a layer, one for each memory and multiplier style. */
function alternatives(entries: Entries): MeasuredReport {
  return measuredReport('finn-alternatives', 'model-estimate', {
    modules: entries.flatMap(([name, value]) =>
      Array.isArray(value) ? value.map((option: unknown) => moduleNamed(name, countsOf(entriesOf(option)))) : [],
    ),
  });
}

function performance(entries: Entries): MeasuredReport {
  const slowest = entries.find(([key]) => key === 'max_cycles_node_name')?.[1];
  const interval = figure(entries, 'max_cycles');
  return measuredReport('finn-performance', 'model-estimate', {
    interval: interval === undefined ? undefined : { min: interval, max: interval },
    network: {
      fps: figure(entries, 'estimated_throughput_fps'),
      criticalPathCycles: figure(entries, 'critical_path_cycles'),
      intervalCycles: interval,
      slowest: typeof slowest === 'string' ? slowest : undefined,
    },
  });
}

function rtlsim(entries: Entries): MeasuredReport {
  // A simulation that ran out of time, or from which not all came back, has measured nothing.
  const ended = ['TIMEOUT', 'UNFINISHED_INS', 'UNFINISHED_OUTS'].every((key) => (figure(entries, key) ?? 0) === 0);
  const latency = ended ? figure(entries, 'latency_cycles') : undefined;
  return measuredReport('finn-rtlsim', 'simulated', {
    latency: latency === undefined ? undefined : { min: latency, max: latency },
    network: {
      fps: !ended ? undefined : figure(entries, 'stable_throughput[images/s]', 'throughput[images/s]'),
      clockMHz: figure(entries, 'fclk[mhz]'),
      latencyCycles: latency,
      images: figure(entries, 'N'),
    },
  });
}

/** Despite its name it is taken after implementation (FINN's templates open `impl_1`). */
function postSynthesis(entries: Entries): MeasuredReport {
  const top = entries.find(([name]) => name === '(top)')?.[1];
  return measuredReport('finn-post-synthesis', 'routed', {
    resources: countsOf(entriesOf(top)),
    modules: entries
      .filter(([name]) => name !== '(top)')
      .map(([name, value]) => moduleNamed(name, countsOf(entriesOf(value)))),
  });
}

function outOfContext(entries: Entries): MeasuredReport {
  const version = figure(entries, 'vivado_version');
  const wnsNs = figure(entries, 'WNS');
  return measuredReport('finn-out-of-context', 'routed', {
    tool: version === undefined ? undefined : { name: 'Vivado', version: String(version) },
    resources: countsOf(entries),
    network: { fps: figure(entries, 'estimated_throughput_fps'), maximumMHz: figure(entries, 'fmax_mhz') },
    timing: {
      wnsNs,
      tnsNs: undefined,
      whsNs: undefined,
      failingEndpoints: undefined,
      endpoints: undefined,
      met: wnsNs === undefined ? undefined : wnsNs >= 0,
      clocks: [],
      paths: [],
    },
  });
}

function parse(text: string): unknown {
  try {
    // Python writes NaN and Infinity, which JSON does not have; nobody knows the figure then.
    return JSON.parse(text.replace(/([:[,]\s*)-?(?:NaN|Infinity)(?=\s*[,}\]])/g, '$1null')) as unknown;
  } catch {
    return undefined;
  }
}

function entriesOf(value: unknown): Entries {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}
