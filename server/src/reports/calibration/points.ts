import type { Family, Resources } from '../../devices/primitives.js';
import { CORRECTED_KINDS } from '../../hardware/corrections.js';
import { enginesOfLayer } from '../../hardware/layer-engines.js';
import type { EngineKind, Pipeline } from '../../hardware/pipeline.js';
import { isReady } from '../../hardware/ready.js';
import { matchLayers, type LayerMatch } from '../match-layers.js';
import type { MeasuredModule, MeasuredReport, MeasuredResources, MeasuredStage } from '../measured-report.js';

/** One engine of a design, as it was estimated without corrections and as a report counts it. */
export interface CalibrationPoint {
  readonly layer: string;
  /** Its name in the pipeline, such as `c1.mvtu`. */
  readonly engine: string;
  readonly kind: EngineKind;
  readonly estimated: Resources;
  readonly measured: Partial<Resources>;
}

/** What a report says of a design, and what of it cannot be used. */
export interface PointsOfReport {
  readonly points: readonly CalibrationPoint[];
  /** Engines and streams of the design that the report names, whether they can be corrected or not. */
  readonly matched: number;
  /** Whole sentences. */
  readonly notes: readonly string[];
}

const NO_COUNTS: ReadonlySet<MeasuredStage> = new Set(['model-estimate', 'simulated']);

/** Why a report teaches nothing, whatever the design; undefined where it may. */
export function refusal(report: MeasuredReport): string | undefined {
  if (report.stage === 'model-estimate') return 'it is an estimate of FINN, not a measurement';
  if (NO_COUNTS.has(report.stage) || !hasCounts(report)) return `it counts no resources (${report.kind})`;
  return undefined;
}

function hasCounts({ resources, modules }: MeasuredReport): boolean {
  const counts = (each: MeasuredResources): boolean => Object.keys(each).length > 0;
  return counts(resources) || modules.some((module) => counts(module.resources));
}

/**
 * The engines of a pipeline that a report counts. A report may count the whole design by instances, or one engine as its
 * top. Estimates are those of the engine alone: FIFOs are instances of their own.
 */
export function pointsOf(report: MeasuredReport, pipeline: Pipeline, family: Family): PointsOfReport {
  const { matched, notes } = matchesIn(report, pipeline);
  // Nodes of FINN are told apart by their numbers alone: where not all kinds are as many as here, it is another network.
  const another = notes.length > 0 && matched.every(({ by }) => by === 'order');
  const points: CalibrationPoint[] = [];
  const apart: string[] = [];
  for (const match of another ? [] : matched) {
    if (match.layer === undefined || match.stream !== undefined) continue;
    const layer = pipeline.network.layers[match.layer];
    const folding = pipeline.folding[match.layer];
    if (!layer || !folding || !isReady(layer)) continue;
    const own = enginesOfLayer(layer, folding, family).engines;
    const kind = match.engine === undefined ? undefined : pipeline.engines[match.engine]?.kind;
    if (kind !== undefined && !CORRECTED_KINDS.includes(kind)) continue;
    const draft = kind === undefined ? (own.length === 1 ? own[0] : undefined) : own.find((each) => each.kind === kind);
    if (draft) {
      const engine = `${layer.name}.${draft.kind}`;
      const measured = countsOf(match.module.resources);
      points.push({ layer: layer.name, engine, kind: draft.kind, estimated: draft.resources, measured });
    } else if (kind === undefined) apart.push(match.module.name);
  }
  const more =
    apart.length === 0
      ? []
      : [
          `${apart.join(', ')}: of a layer of several engines, which are not told apart; their instances would be named like c1_mvtu.`,
        ];
  return { points, matched: matched.length, notes: [...notes.map((note) => `${note}.`), ...more] };
}

function matchesIn(
  report: MeasuredReport,
  pipeline: Pipeline,
): { readonly matched: readonly LayerMatch[]; readonly notes: readonly string[] } {
  if (report.top !== undefined && Object.keys(report.resources).length > 0) {
    const { top, resources } = report;
    const whole: MeasuredModule = { name: top, path: [top], module: top, resources };
    const alone = matchLayers([whole], pipeline);
    if (alone.matched.some(({ by }) => by === 'name')) return alone;
  }
  return matchLayers(report.modules, pipeline);
}

function countsOf({ lut, ff, bram18, uram, dsp }: MeasuredResources): Partial<Resources> {
  const known = Object.entries({ lut, ff, bram18, uram, dsp }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known);
}
