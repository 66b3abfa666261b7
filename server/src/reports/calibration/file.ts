import type { Correction } from '../../devices/correction.js';
import { RESOURCE_NAMES, type Family, type ResourceName } from '../../devices/primitives.js';
import { CORRECTED_KINDS } from '../../hardware/corrections.js';
import type { EngineKind } from '../../hardware/pipeline.js';
import { fit, type CalibrationReport, type Fit, type FittedFactor } from './fit.js';

/** Stands beside `bnn.json`, or alone; true of all `.bnn` files in its folder and below. */
export const CALIBRATION_FILE = 'bnn-calibration.json';

/** What the file holds: the factors that are applied, and the measured points that they were fitted to. */
export interface Calibration {
  readonly factors: readonly FittedFactor[];
  readonly reports: readonly CalibrationReport[];
}

/** A calibration with more reports: one with the same content, or the same file read anew, takes the place of the old. */
export function withReports(
  before: readonly CalibrationReport[],
  more: readonly CalibrationReport[],
): Calibration & Pick<Fit, 'notes'> {
  const kept = before.filter((old) => !more.some(({ file, sha256 }) => file === old.file || sha256 === old.sha256));
  const reports = [...kept, ...more];
  return { reports, ...fit(reports) };
}

/** The text of the file. The same reports in the same order give the same bytes. */
export function calibrationText({ factors, reports }: Calibration): string {
  const about =
    'Correction factors of the estimates, learnt from reports of your own by `bnn calibrate`. Estimate x factor is shown. Delete this file, or run `bnn calibrate --reset`, to undo.';
  return `${JSON.stringify({ about, factors, reports }, null, 2)}\n`;
}

/** What was understood of the file's text, and what was not: `key` and what it should be. Never throws. */
export function readCalibration(text: string): {
  readonly calibration: Calibration;
  readonly faults: readonly { readonly key: string; readonly expected: string }[];
} {
  const faults: { key: string; expected: string }[] = [];
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (error) {
    const expected = `JSON (${error instanceof Error ? error.message : String(error)})`;
    return { calibration: { factors: [], reports: [] }, faults: [{ key: CALIBRATION_FILE, expected }] };
  }
  const list = (key: string): readonly unknown[] => {
    const value = fieldOf(root, key);
    if (Array.isArray(value)) return value as readonly unknown[];
    faults.push({ key, expected: 'a list' });
    return [];
  };
  const factors = list('factors').flatMap((item, at) => {
    const factor = factorOf(item);
    if (!factor) faults.push({ key: `factors[${at}]`, expected: FACTOR_FORM });
    return factor ?? [];
  });
  const reports = list('reports').filter((item, at): item is CalibrationReport => {
    const known = isReport(item);
    if (!known) faults.push({ key: `reports[${at}]`, expected: 'a report as `bnn calibrate` writes it' });
    return known;
  });
  return { calibration: { factors, reports }, faults };
}

/** The factors as devices carry them. */
export function correctionsOf({ factors, reports }: Calibration): readonly Correction[] {
  return factors.map(({ family, engine, resource, factor, points, low, high, from, reports: files }) => ({
    family,
    engine,
    resource,
    factor,
    points,
    low: low ?? undefined,
    high: high ?? undefined,
    source: sourceOf(points, from, files, reports),
  }));
}

function sourceOf(
  points: number,
  from: FittedFactor['from'],
  files: readonly string[],
  reports: readonly CalibrationReport[],
): string {
  const own = reports.filter(({ file }) => files.includes(file));
  const tools = [...new Set(own.map(({ tool, stage }) => [tool ?? 'tool unknown', stage].join(', ')))];
  const engines = `${points} engine${points === 1 ? '' : 's'} of ${files.length} report${files.length === 1 ? '' : 's'}`;
  const bias = from === 'hls-estimate' ? '; HLS estimates over what they are known to exceed' : '';
  return `${engines}${tools.length > 0 ? ` (${tools.join('; ')})` : ''}${bias}`;
}

const FACTOR_FORM =
  '{family: "xc7" | "xcup" | "versal", engine: a kind of engine, resource: "lut" | "ff" | "bram18" | "uram" | "dsp", factor: from 0.1 to 10, points, ...}';

function factorOf(item: unknown): FittedFactor | undefined {
  const family = FAMILIES.find((name) => name === fieldOf(item, 'family'));
  const engine: EngineKind | undefined = CORRECTED_KINDS.find((name) => name === fieldOf(item, 'engine'));
  const resource: ResourceName | undefined = RESOURCE_NAMES.find((name) => name === fieldOf(item, 'resource'));
  const factor = numberOf(item, 'factor');
  if (!family || !engine || !resource || factor === undefined || factor < 0.1 || factor > 10) return undefined;
  const files = fieldOf(item, 'reports');
  return {
    family,
    engine,
    resource,
    factor,
    points: numberOf(item, 'points') ?? 0,
    median: numberOf(item, 'median') ?? factor,
    low: numberOf(item, 'low') ?? null,
    high: numberOf(item, 'high') ?? null,
    from: fieldOf(item, 'from') === 'hls-estimate' ? 'hls-estimate' : 'measured',
    reports: Array.isArray(files) ? files.filter((file) => typeof file === 'string') : [],
  };
}

const FAMILIES: readonly Family[] = ['xc7', 'xcup', 'versal'];

function isReport(item: unknown): boolean {
  const points = fieldOf(item, 'points');
  return (
    ['file', 'sha256', 'design', 'stage'].every((key) => typeof fieldOf(item, key) === 'string') &&
    FAMILIES.some((name) => name === fieldOf(item, 'family')) &&
    Array.isArray(points) &&
    points.every(
      (point) =>
        typeof fieldOf(point, 'engine') === 'string' &&
        typeof fieldOf(point, 'kind') === 'string' &&
        isRecord(fieldOf(point, 'estimated')) &&
        isRecord(fieldOf(point, 'measured')),
    )
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldOf(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined;
}

function numberOf(value: unknown, key: string): number | undefined {
  const found = fieldOf(value, key);
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
}
