import path from 'node:path';
import type { RunRecord } from '../../reports/runs/run-record.js';
import type { StepPlan } from '../../vendor/plan.js';
import { lastSeconds, type History } from './history.js';

/** How a run ended, behind the name of its step. */
export const ENDED: Readonly<Record<RunRecord['state'], string>> = {
  running: 'still runs',
  succeeded: 'succeeded',
  failed: 'failed',
  killed: 'was killed',
  licence: 'found no licence',
  stopped: 'stopped without an end',
  cancelled: 'was cancelled; nothing that it started is left',
  left: 'was left',
};

/** How long a step will take, as far as that is known. */
export function expectation(history: History, { step, expected }: StepPlan): string {
  const last = lastSeconds(history, step);
  if (last !== undefined) return `; it took ${duration(last)} last time`;
  return expected ? `; it took ${duration(expected.seconds)} elsewhere (${expected.source})` : '';
}

/** Where a run's log stands, as short as it can be said. */
export function logOf(history: History, { id }: RunRecord): string {
  const file = path.join(history.folderOf(id), 'tool.log');
  const here = path.relative(process.cwd(), file);
  return `log: ${here.startsWith('..') ? file : here}`;
}

/** When a run ended. */
export function when({ endedAt, startedAt }: RunRecord): string {
  return (endedAt ?? startedAt).replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
}

/** `8 s`, `2 min 11 s`, `1 h 5 min`. */
export function duration(seconds: number | null): string {
  const whole = Math.round(seconds ?? 0);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
