/** A run of one step, as far as it is shown: from the history that `bnn build` keeps in a project's folder. */
export interface PastRun {
  readonly id: string;
  readonly step: string;
  /** `succeeded`, `failed`, `running`, `cancelled`, ... */
  readonly state: string;
  readonly startedAt: string;
  readonly seconds: number | undefined;
  readonly tool: string | undefined;
  /** The first thing that went wrong. */
  readonly problem: string | undefined;
}

/** Where a project's folder keeps its runs: `<id>/run.json`, beside it `tool.log`. */
export const RUNS_FOLDER = '.bnn/runs';
export const RUN_RECORD = 'run.json';

/** Reads a record; undefined where the text is none. Anybody may have written it: only what is used is believed. */
export function readPastRun(text: string): PastRun | undefined {
  const record = recordOf(parsed(text));
  const { id, step, state, startedAt, seconds } = record;
  if (typeof id !== 'string' || typeof step !== 'string' || typeof state !== 'string') return undefined;
  if (typeof startedAt !== 'string') return undefined;
  const { name, version } = recordOf(record['tool']);
  const [first] = Array.isArray(record['problems']) ? record['problems'].map(recordOf) : [];
  return {
    id,
    step,
    state,
    startedAt,
    seconds: typeof seconds === 'number' ? seconds : undefined,
    tool: typeof name === 'string' ? `${name}${typeof version === 'string' ? ` ${version}` : ''}` : undefined,
    problem: first && typeof first['message'] === 'string' ? first['message'] : undefined,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
