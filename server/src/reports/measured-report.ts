/** The kinds of report that are known. */
export type ReportKind =
  | 'hls-csynth'
  | 'hls-summary'
  | 'hls-export'
  | 'hls-cosim'
  | 'utilization'
  | 'utilization-hierarchical'
  | 'timing'
  | 'power'
  | 'finn-cycles'
  | 'finn-resources'
  | 'finn-resources-hls'
  | 'finn-alternatives'
  | 'finn-operations'
  | 'finn-performance'
  | 'finn-rtlsim'
  | 'finn-post-synthesis'
  | 'finn-out-of-context'
  | 'finn-steps'
  | 'finn-folding';

/** How far the design had come when the numbers were taken. An estimate is not a measurement, and is marked as one. */
export type MeasuredStage =
  'model-estimate' | 'hls-estimate' | 'simulated' | 'synthesised' | 'optimised' | 'placed' | 'routed' | 'unknown';

/**
 * Counts of primitives. What a report does not tell is absent, never 0. `bram18` counts 18-kbit halves; `lutMemory` is
 * `lutRam` plus `srl`, and `lut` holds them all.
 */
export interface MeasuredResources {
  readonly lut?: number;
  readonly lutLogic?: number;
  readonly lutMemory?: number;
  readonly lutRam?: number;
  readonly srl?: number;
  readonly ff?: number;
  readonly bram18?: number;
  readonly uram?: number;
  readonly dsp?: number;
  readonly carry?: number;
}

/** Clock cycles; `min` and `max` differ where the tool knows only bounds. */
export interface CycleRange {
  readonly min: number | undefined;
  readonly max: number | undefined;
}

/** One instance or module of a design; `name` is what leads back to a layer. */
export interface MeasuredModule {
  readonly name: string;
  /** Names from the top down to this one. */
  readonly path: readonly string[];
  readonly module: string | undefined;
  readonly resources: MeasuredResources;
  readonly latency?: CycleRange;
  readonly interval?: CycleRange;
  readonly slackNs?: number;
  readonly issue?: string;
  /** Of a stream. */
  readonly fifo?: FifoSize;
}

/** A FIFO as a tool made it. */
export interface FifoSize {
  readonly depthWords: number | undefined;
  readonly widthBits: number | undefined;
}

export interface MeasuredLoop {
  readonly name: string;
  readonly module: string | undefined;
  readonly latency: CycleRange | undefined;
  readonly tripCount: CycleRange | undefined;
  readonly iterationLatency: CycleRange | undefined;
  /** Initiation interval that was reached, and that was asked for. */
  readonly interval: number | undefined;
  readonly targetInterval: number | undefined;
  readonly pipelined: boolean | undefined;
}

export interface MeasuredClock {
  readonly targetNs: number | undefined;
  readonly estimatedNs: number | undefined;
  readonly uncertaintyNs: number | undefined;
}

export interface ClockTiming {
  readonly clock: string;
  readonly periodNs: number | undefined;
  readonly wnsNs: number | undefined;
  readonly whsNs: number | undefined;
  readonly failingEndpoints: number | undefined;
  /** 1000 / (period - worst slack). */
  readonly maximumMHz: number | undefined;
}

export interface MeasuredPath {
  readonly slackNs: number;
  readonly source: string;
  readonly destination: string;
}

export interface MeasuredTiming {
  readonly wnsNs: number | undefined;
  readonly tnsNs: number | undefined;
  readonly whsNs: number | undefined;
  readonly failingEndpoints: number | undefined;
  readonly endpoints: number | undefined;
  /** Undefined where nothing was constrained, so nothing was checked. */
  readonly met: boolean | undefined;
  readonly clocks: readonly ClockTiming[];
  /** Worst setup paths first. */
  readonly paths: readonly MeasuredPath[];
}

export interface MeasuredPower {
  readonly totalW: number | undefined;
  readonly dynamicW: number | undefined;
  readonly staticW: number | undefined;
  readonly junctionC: number | undefined;
  /** The tool's own word for how sure it is; always to be shown beside the watts. */
  readonly confidence: string | undefined;
}

export interface CosimResult {
  readonly language: string;
  readonly status: 'pass' | 'fail' | 'not run';
  readonly latency: CycleRange;
  readonly interval: CycleRange;
}

/** What a FINN report tells of a whole network. */
export interface NetworkFigures {
  readonly fps?: number;
  readonly clockMHz?: number;
  readonly maximumMHz?: number;
  readonly latencyCycles?: number;
  readonly criticalPathCycles?: number;
  readonly intervalCycles?: number;
  readonly slowest?: string;
  readonly images?: number;
}

/** One parsed report. Parts that its kind does not have are empty or undefined. */
export interface MeasuredReport {
  readonly kind: ReportKind;
  readonly stage: MeasuredStage;
  readonly tool: { readonly name: string; readonly version: string } | undefined;
  readonly date: string | undefined;
  readonly top: string | undefined;
  /** Lower case, with `xc`, without dashes: `xc7z020clg400-1` and `xc7z020-clg400-1` are both `xc7z020clg4001`. */
  readonly part: string | undefined;
  readonly resources: MeasuredResources;
  readonly available: MeasuredResources;
  readonly clock: MeasuredClock | undefined;
  readonly latency: CycleRange | undefined;
  readonly interval: CycleRange | undefined;
  readonly pipeline: string | undefined;
  readonly modules: readonly MeasuredModule[];
  readonly loops: readonly MeasuredLoop[];
  readonly violations: readonly { readonly issue: string; readonly location: string }[];
  readonly timing: MeasuredTiming | undefined;
  readonly power: MeasuredPower | undefined;
  readonly cosim: readonly CosimResult[];
  readonly network: NetworkFigures | undefined;
  /** Seconds of each step of a build. */
  readonly steps: readonly { readonly name: string; readonly seconds: number }[];
  /** Attributes of each node of a folding file. */
  readonly folding: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

const EMPTY: Omit<MeasuredReport, 'kind' | 'stage'> = {
  tool: undefined,
  date: undefined,
  top: undefined,
  part: undefined,
  resources: {},
  available: {},
  clock: undefined,
  latency: undefined,
  interval: undefined,
  pipeline: undefined,
  modules: [],
  loops: [],
  violations: [],
  timing: undefined,
  power: undefined,
  cosim: [],
  network: undefined,
  steps: [],
  folding: new Map(),
};

/** A report with only the given parts. */
export function measuredReport(
  kind: ReportKind,
  stage: MeasuredStage,
  parts: Partial<Omit<MeasuredReport, 'kind' | 'stage'>>,
): MeasuredReport {
  return { ...EMPTY, ...parts, kind, stage };
}

/** Drops the undefined entries, so that `in` and spreading tell known from unknown. */
export function knownOnly(counts: { readonly [K in keyof MeasuredResources]: number | undefined }): MeasuredResources {
  return Object.fromEntries(Object.entries<number | undefined>(counts).filter(([, value]) => value !== undefined));
}

/**
 * A part string to compare by. Reports write `7z020clg484-1`, `xc7z020clg400-1`, `xc7z020-clg400-1` and
 * `xczu3eg-sbva484-1-e` for the same things in different years.
 */
export function comparablePart(text: string): string {
  const part = text.trim().toLowerCase().replaceAll('-', '');
  return part === '' || part.startsWith('xc') ? part : `xc${part}`;
}
