/** How a run of one step ended. `left`: whoever ran it ended without a word, as after a power cut. */
const RUN_STATES = ['running', 'succeeded', 'failed', 'killed', 'licence', 'stopped', 'cancelled', 'left'] as const;
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

/** Where a project's folder keeps its runs: `<id>/run.json`, beside it `tool.log`. */
export const RUNS_FOLDER = '.bnn/runs';
export const RUN_RECORD = 'run.json';

/** Reads a record; undefined where the text is none. Anybody may have written it, so every key is looked at. */
export function readRunRecord(text: string): RunRecord | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(parsed)) return undefined;
  const whole = Object.entries(KEYS).every(([key, holds]) => holds(parsed[key]));
  return whole ? (parsed as unknown as RunRecord) : undefined;
}

type Holds = (value: unknown) => boolean;

const text: Holds = (value) => typeof value === 'string';
const number: Holds = (value) => typeof value === 'number';
const orNull =
  (holds: Holds): Holds =>
  (value) =>
    value === null || holds(value);
const orMissing =
  (holds: Holds): Holds =>
  (value) =>
    value === undefined || holds(value);
const listOf =
  (holds: Holds): Holds =>
  (value) =>
    Array.isArray(value) && value.every(holds);
const objectOf =
  (keys: Readonly<Record<string, Holds>>): Holds =>
  (value) =>
    isObject(value) && Object.entries(keys).every(([key, holds]) => holds(value[key]));

/** What each key of a record holds. */
const KEYS: Readonly<Record<keyof RunRecord, Holds>> = {
  format: (value) => value === 1,
  id: text,
  step: text,
  state: (value) => RUN_STATES.some((state) => state === value),
  network: text,
  target: orNull(text),
  tool: objectOf({ name: text, path: text, version: orNull(text) }),
  command: objectOf({ executable: text, args: listOf(text), folder: text }),
  key: text,
  inputs: (value) => isObject(value) && Object.values(value).every(text),
  startedAt: text,
  endedAt: orNull(text),
  seconds: orNull(number),
  exitCode: orNull(number),
  mark: text,
  problems: listOf(objectOf({ code: text, severity: text, message: text, file: text, line: number, column: number })),
  reports: listOf(objectOf({ path: text, kind: text, sha256: text, copy: orMissing(text) })),
};

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
