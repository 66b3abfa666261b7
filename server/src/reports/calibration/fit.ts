import { RESOURCE_NAMES, type Family, type ResourceName } from '../../devices/primitives.js';
import type { EngineKind } from '../../hardware/pipeline.js';
import type { MeasuredStage } from '../measured-report.js';
import { HLS_BIAS } from './hls-bias.js';
import type { CalibrationPoint } from './points.js';

/** One report of a calibration, with the engines that it counts. */
export interface CalibrationReport {
  /** Relative to the calibration file. */
  readonly file: string;
  readonly sha256: string;
  /** Such as `Vivado 2022.2`; null where the report does not say. */
  readonly tool: string | null;
  readonly part: string | null;
  readonly family: Family;
  readonly stage: MeasuredStage;
  /** The `.bnn` file, relative to the calibration file, and the target that were matched. */
  readonly design: string;
  readonly target: string | null;
  readonly points: readonly CalibrationPoint[];
}

/** A correction with all that it rests on. */
export interface FittedFactor {
  readonly family: Family;
  readonly engine: EngineKind;
  readonly resource: ResourceName;
  readonly factor: number;
  readonly points: number;
  /** Median of measured over estimated, before it is drawn towards 1. */
  readonly median: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Whether only estimates of HLS were known, divided by what they are known to exceed. */
  readonly from: 'measured' | 'hls-estimate';
  readonly reports: readonly string[];
}

export interface Fit {
  readonly factors: readonly FittedFactor[];
  /** What was left out, and why; whole sentences. */
  readonly notes: readonly string[];
}

/** As many points of no change count beside the measured ones. */
const PRIOR_POINTS = 2;
/** An HLS estimate counts as so many measured points. */
const HLS_WEIGHT = 0.5;
/** Points from which the spread of the residuals says something. */
const BAND_POINTS = 5;
/** Counted resources are corrected by so many points that agree within this share of their median. */
const COUNTED_POINTS = 3;
const COUNTED_SPREAD = 0.1;
/** Beyond these ratios an engine was folded otherwise, or is another one. */
const PLAUSIBLE = { least: 0.2, greatest: 5 };

/**
 * Correction factors of a workspace: for each family, kind of engine and resource the median of measured over estimated,
 * drawn towards 1 by two points of no change (`median ^ (n / (n + 2))`), so that one report moves an estimate by a third
 * of what it says and ten by five sixths. The median withstands a single strange engine. LUTs and FFs are fits, and are
 * corrected by any number of points; block RAM, URAM and DSPs are counted, and are corrected only where three engines or
 * more agree that they are counted otherwise. Stages are never mixed: estimates of HLS count only for a kind and
 * resource that nothing measured.
 */
export function fit(reports: readonly CalibrationReport[]): Fit {
  const samples = latest(reports).flatMap(samplesOf);
  const strange = samples.filter(({ ratio }) => ratio < PLAUSIBLE.least || ratio > PLAUSIBLE.greatest);
  const groups = new Map<string, Sample[]>();
  for (const sample of samples) {
    if (strange.includes(sample)) continue;
    const key = `${sample.family} ${sample.kind} ${sample.resource}`;
    groups.set(key, [...(groups.get(key) ?? []), sample]);
  }
  const notes = strange.map(
    ({ engine, resource, ratio }) =>
      `${engine}: ${ratio.toPrecision(3)} times the ${resource} that is estimated; so it is taken for another folding and left out.`,
  );
  const factors: FittedFactor[] = [];
  for (const group of groups.values()) {
    const made = factorOf(group);
    if (typeof made === 'string') notes.push(made);
    else if (made) factors.push(made);
  }
  factors.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return { factors, notes };
}

interface Sample {
  readonly family: Family;
  readonly kind: EngineKind;
  readonly engine: string;
  readonly resource: ResourceName;
  readonly ratio: number;
  readonly hls: boolean;
  readonly report: string;
}

const STAGES: readonly MeasuredStage[] = ['hls-estimate', 'unknown', 'synthesised', 'optimised', 'placed', 'routed'];

/** One point an engine: that of the report that was taken the furthest along, the later one of equals. */
function latest(reports: readonly CalibrationReport[]): readonly (CalibrationReport & { point: CalibrationPoint })[] {
  const best = new Map<string, CalibrationReport & { point: CalibrationPoint }>();
  for (const report of reports) {
    for (const point of report.points) {
      const key = `${report.design} ${report.target ?? ''} ${point.engine}`;
      const before = best.get(key);
      if (!before || STAGES.indexOf(report.stage) >= STAGES.indexOf(before.stage)) best.set(key, { ...report, point });
    }
  }
  return [...best.values()];
}

function samplesOf({ family, stage, file, point }: CalibrationReport & { point: CalibrationPoint }): readonly Sample[] {
  const hls = stage === 'hls-estimate';
  return RESOURCE_NAMES.flatMap((resource) => {
    const measured = point.measured[resource];
    const estimated = point.estimated[resource];
    const bias = hls ? HLS_BIAS[point.kind]?.ratios[resource] : 1;
    if (measured === undefined || estimated === 0 || bias === undefined) return [];
    const ratio = measured / bias / estimated;
    return [{ family, kind: point.kind, engine: point.engine, resource, ratio, hls, report: file }];
  });
}

/** The factor of one family, kind and resource; a sentence where there are points but none is fitted. */
function factorOf(group: readonly Sample[]): FittedFactor | string | undefined {
  const measured = group.filter(({ hls }) => !hls);
  const used = measured.length > 0 ? measured : group;
  const [first] = used;
  if (!first) return undefined;
  const ratios = used.map(({ ratio }) => ratio).sort((a, b) => a - b);
  const median = quantile(ratios, 0.5);
  const { family, kind: engine, resource } = first;
  if (resource !== 'lut' && resource !== 'ff') {
    const agree = ratios.every((ratio) => Math.abs(ratio / median - 1) <= COUNTED_SPREAD);
    if (Math.abs(median - 1) < 1e-9 && agree) return undefined;
    if (ratios.length < COUNTED_POINTS || !agree) {
      const range = ratios.map((ratio) => ratio.toPrecision(3)).join(', ');
      return `${resource} of ${engine}: measured over counted is ${range}. It is counted by the shapes of the primitives, and corrected only where ${COUNTED_POINTS} or more engines agree.`;
    }
  }
  const weight = used.length * (first.hls ? HLS_WEIGHT : 1);
  const factor = Number((median ** (weight / (weight + PRIOR_POINTS))).toPrecision(4));
  const residuals = ratios.map((ratio) => ratio / factor);
  const band = measured.length >= BAND_POINTS;
  const round = (value: number): number => Number(value.toPrecision(3));
  return {
    family,
    engine,
    resource,
    factor,
    points: used.length,
    median: round(median),
    // The estimate itself always lies in its band: what is drawn towards 1 errs on one side.
    low: band ? Math.min(1, round(quantile(residuals, 0.05))) : null,
    high: band ? Math.max(1, round(quantile(residuals, 0.95))) : null,
    from: first.hls ? 'hls-estimate' : 'measured',
    reports: [...new Set(used.map(({ report }) => report))],
  };
}

function keyOf({ family, engine, resource }: FittedFactor): string {
  return `${family} ${engine} ${RESOURCE_NAMES.indexOf(resource)}`;
}

/** Of ascending values, linear between two. */
function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}
