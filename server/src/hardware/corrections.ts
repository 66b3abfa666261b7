import type { Correction } from '../devices/correction.js';
import { RESOURCE_TITLES, type Family, type ResourceName, type Resources } from '../devices/primitives.js';
import { lutBand, type LutBand } from './bands.js';
import type { EngineDraft } from './draft.js';
import type { Engine, EngineKind, FormulaLine } from './pipeline.js';

/** What the cost of an engine depends on beside its layer and folding. */
export interface Costs {
  readonly family: Family;
  /** What reports of one's own correct; none where it is left out. */
  readonly corrections?: readonly Correction[] | undefined;
}

/**
 * The kinds of engine that reports of one's own correct: those that a layer is made of. What stands between layers
 * (converters, FIFOs, forks) and the shell are sized by the streams, and are left as they are.
 */
export const CORRECTED_KINDS: readonly EngineKind[] = [
  'mvtu',
  'dwmvtu',
  'sliding-window',
  'pad',
  'pool',
  'threshold',
  'add',
  'concat',
  'upsample',
  'argmax',
];

/** An engine with its resources corrected, and the corrections among its formulas; the same where nothing corrects it. */
export function corrected(draft: EngineDraft, costs: Costs): EngineDraft {
  const own = correctionsOf(draft, costs);
  if (own.length === 0) return draft;
  return {
    ...draft,
    resources: correctedResources(draft, costs),
    corrected: own,
    explain: () => [...draft.explain(), ...own.flatMap((each) => explained(each, draft.resources))],
  };
}

/** The resources of `corrected` alone. */
export function correctedResources(draft: EngineDraft, costs: Costs): Resources {
  const own = correctionsOf(draft, costs);
  if (own.length === 0) return draft.resources;
  const resources: Record<ResourceName, number> = { ...draft.resources };
  for (const { resource, factor } of own) resources[resource] = Math.round(draft.resources[resource] * factor);
  return resources;
}

function correctionsOf({ kind }: EngineDraft, { family, corrections }: Costs): readonly Correction[] {
  if (!corrections || corrections.length === 0) return NONE;
  return corrections.filter((each) => each.engine === kind && each.family === family);
}

const NONE: readonly Correction[] = [];

function explained({ resource, factor, source }: Correction, plain: Resources): readonly FormulaLine[] {
  const before = plain[resource];
  if (before === 0) return [];
  return [
    {
      what: `${RESOURCE_TITLES[resource]}, corrected by reports of your own`,
      formula: 'estimate*factor',
      substituted: `${before}*${factor}`,
      value: Math.round(before * factor),
      unit: RESOURCE_TITLES[resource],
      source: `bnn-calibration.json: ${source}`,
      instead: true,
    },
  ];
}

/** The band of an engine's LUTs: of the reports that corrected it where they are enough, else of its kind. */
export function engineBand({
  kind,
  resources,
  corrected: own,
}: Pick<Engine, 'kind' | 'resources' | 'corrected'>): LutBand {
  const correction = own?.find(({ resource }) => resource === 'lut');
  if (correction?.low === undefined || correction.high === undefined) return lutBand(kind, resources.lut);
  return { low: Math.floor(resources.lut * correction.low), high: Math.ceil(resources.lut * correction.high) };
}
