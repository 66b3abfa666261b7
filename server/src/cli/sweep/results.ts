import { projectsBelow, readBuild, readRuns } from '../../host/build-folders.js';
import type { Host } from '../../host/host.js';
import { besideItsText } from '../commands/report.js';
import type { Terminal } from '../terminal.js';
import type { PointValues } from './grid.js';

/** One point as `sweep.json` holds it. */
export interface SweepPoint {
  readonly id: string;
  readonly values: PointValues;
  readonly feasible: boolean;
  /** Why it is not. */
  readonly reason: string | null;
  /** The first point that becomes the same hardware; older sweeps do not say. */
  readonly sameAs?: string | null;
  readonly estimated: PointFigures | null;
}

export interface PointFigures {
  readonly fps: number | null;
  readonly cycles: number | null;
  readonly lut: number | null;
  readonly ff: number | null;
  readonly bram18: number | null;
  readonly uram: number | null;
  readonly dsp: number | null;
}

export interface Sweep {
  readonly generator: 'bnn sweep';
  /** Relative to the sweep's folder. */
  readonly file: string;
  readonly network: string;
  readonly target: string;
  readonly keys: readonly string[];
  readonly points: readonly SweepPoint[];
}

/** A point with what its reports measured; null where nothing did. */
export interface SweepResult extends SweepPoint {
  /** Of the last run: `csynth succeeded`. */
  readonly state: string | null;
  readonly measured: PointFigures | null;
  readonly stage: string | null;
  readonly wnsNs: number | null;
  readonly maximumMHz: number | null;
  readonly watts: number | null;
}

/** Reads the reports of every point of a sweep. */
export async function collectSweep(
  terminal: Terminal,
  host: Host,
  folderUri: string,
  { points }: Sweep,
): Promise<readonly SweepResult[]> {
  const results: SweepResult[] = [];
  for (const point of points) {
    const project = `${folderUri}/points/${point.id}/project`;
    const found = point.feasible && (await projectsBelow(host, project)).includes(project);
    results.push(found ? await measured(terminal, host, point, project) : { ...point, ...NOTHING });
  }
  return results;
}

const NOTHING = { state: null, measured: null, stage: null, wnsNs: null, maximumMHz: null, watts: null };

async function measured(terminal: Terminal, host: Host, point: SweepPoint, project: string): Promise<SweepResult> {
  const build = await readBuild(host, project);
  const [last] = await readRuns(host, project);
  const state = last ? `${last.step} ${last.state}` : null;
  const { beside } = await besideItsText(terminal, host, build, project, {});
  if (!beside || build.reports.length === 0) return { ...point, ...NOTHING, state };
  const { measured: figures, stage } = beside.total;
  const { fps, cycles, lut, ff, bram18, uram, dsp } = figures;
  return {
    ...point,
    state,
    measured: {
      fps: fps ?? null,
      cycles: cycles ?? null,
      lut: lut ?? null,
      ff: ff ?? null,
      bram18: bram18 ?? null,
      uram: uram ?? null,
      dsp: dsp ?? null,
    },
    stage: stage.resources ?? stage.cycles ?? null,
    wnsNs: figures.wnsNs ?? null,
    maximumMHz: figures.maximumMHz ?? null,
    watts: figures.watts ?? null,
  };
}

const FIGURES = ['fps', 'cycles', 'lut', 'ff', 'bram18', 'uram', 'dsp'] as const;

/** The results as a table of texts, header first; what nobody knows is empty. */
export function resultRows(keys: readonly string[], results: readonly SweepResult[]): readonly (readonly string[])[] {
  const cell = (value: number | string | null | undefined): string =>
    value === null || value === undefined
      ? ''
      : typeof value === 'number'
        ? String(Number(value.toPrecision(6)))
        : value;
  const header = [
    'point',
    ...keys,
    'state',
    ...FIGURES.map((name) => `${name} estimated`),
    ...FIGURES.map((name) => `${name} measured`),
    'stage',
    'wns ns',
    'max MHz',
    'watts',
  ];
  const rows = results.map((result) => [
    result.id,
    ...keys.map((key) => cell(result.values[key])),
    result.feasible
      ? (result.state ?? 'not run')
      : result.reason === null
        ? 'infeasible'
        : `infeasible: ${result.reason}`,
    ...FIGURES.map((name) => cell(result.estimated?.[name])),
    ...FIGURES.map((name) => cell(result.measured?.[name])),
    cell(result.stage),
    cell(result.wnsNs),
    cell(result.maximumMHz),
    cell(result.watts),
  ]);
  return [header, ...rows];
}

/** As RFC 4180 has it. */
export function csvText(rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => `${row.map(cell).join(',')}\n`).join('');
}
