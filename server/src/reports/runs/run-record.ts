/** How a run of one step ended. `left`: whoever ran it ended without a word, as after a power cut. */
export const RUN_STATES = [
  'running',
  'succeeded',
  'failed',
  'killed',
  'licence',
  'stopped',
  'cancelled',
  'left',
] as const;
export type RunState = (typeof RUN_STATES)[number];

/** A problem as it was printed. Lines and columns count from 1. */
export interface RunProblem {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A report that a run wrote. */
export interface RunReport {
  /** Relative to the project's folder. */
  readonly path: string;
  readonly kind: string;
  readonly sha256: string;
  /** Relative to the run's folder; undefined for what is too large to be kept twice, such as a bitstream. */
  readonly copy?: string;
}

/**
 * What is kept of one run of a vendor tool, in `.bnn/runs/<id>/run.json` of the project's folder. Beside it stand
 * `tool.log` (all that the tool printed), `reports/` (copies) and `replaced/` (what stood where its reports were to go).
 */
export interface RunRecord {
  readonly format: 1;
  /** `0003-csynth`: counted through all steps. */
  readonly id: string;
  readonly step: string;
  readonly state: RunState;
  readonly network: string;
  readonly target: string | null;
  readonly tool: { readonly name: string; readonly path: string; readonly version: string | null };
  /** As it was started, and where: relative to the project's folder. */
  readonly command: { readonly executable: string; readonly args: readonly string[]; readonly folder: string };
  /** Of the command, the inputs and the runs before it that it builds on: equal keys give equal results. */
  readonly key: string;
  /** SHA-256 by path, relative to the project's folder. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly seconds: number | null;
  readonly exitCode: number | null;
  /** By which its processes can be found. */
  readonly mark: string;
  readonly problems: readonly RunProblem[];
  readonly reports: readonly RunReport[];
}

/** Reads a record; undefined where the text is none. Anybody may have written it: only what is used is believed. */
export function readRunRecord(text: string): RunRecord | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const record = parsed as Partial<Record<keyof RunRecord, unknown>>;
  const whole =
    record.format === 1 &&
    [record.id, record.step, record.key, record.startedAt, record.mark].every((each) => typeof each === 'string') &&
    RUN_STATES.some((state) => state === record.state) &&
    Array.isArray(record.reports) &&
    record.reports.every(isReport) &&
    Array.isArray(record.problems);
  return whole ? (parsed as RunRecord) : undefined;
}

function isReport(value: unknown): value is RunReport {
  if (typeof value !== 'object' || value === null) return false;
  const { path, sha256 } = value as Partial<Record<keyof RunReport, unknown>>;
  return typeof path === 'string' && typeof sha256 === 'string';
}
