import type { Family } from '../../devices/primitives.js';
import { nearestLegal } from '../../hardware/foldings.js';
import { modelOf } from '../../hardware/layer-model.js';
import { lower, type LowerContext } from '../../hardware/lower.js';
import type { Folding, LayerFolding, Pipeline } from '../../hardware/pipeline.js';
import { isReady } from '../../hardware/ready.js';
import type { Network } from '../../network/graph.js';
import type { MeasuredReport } from '../measured-report.js';
import type { CalibrationReport } from './fit.js';
import { HLS_BIAS } from './hls-bias.js';
import { pointsOf, refusal, type PointsOfReport } from './points.js';

/** A design that reports may be of. */
export interface Candidate {
  /** As the calibration file names it. */
  readonly file: string;
  readonly target: string | undefined;
  readonly network: Network;
  readonly folding: Folding;
  readonly context: LowerContext;
  /** As reports compare parts; undefined without a device. */
  readonly part: string | undefined;
}

/** What the manifest of a generated project says of how it was folded. */
export interface GeneratedAs {
  readonly network: string;
  readonly target: string | undefined;
  readonly layers: ReadonlyMap<string, Omit<LayerFolding, 'fifo'> & { readonly cycles: number | undefined }>;
}

export interface GivenReport {
  /** As the calibration file names it. */
  readonly file: string;
  readonly sha256: string;
  readonly report: MeasuredReport;
  /** Of the project that the report lies in. */
  readonly generatedAs: GeneratedAs | undefined;
}

/** What became of one report: the points that it gives, or the reason why it gives none. */
export type Learnt =
  | { readonly file: string; readonly report: CalibrationReport; readonly notes: readonly string[] }
  | { readonly file: string; readonly refused: string };

/** Finds the design that a report is of, and the engines that it counts. */
export function learn(given: GivenReport, candidates: readonly Candidate[]): Learnt {
  const { file, report } = given;
  const refuse = (refused: string): Learnt => ({ file, refused });
  const reason = refusal(report);
  if (reason !== undefined) return refuse(reason);
  const family = report.part === undefined ? undefined : familyOfPart(report.part);
  const possible = candidates.filter((each) => fitsManifest(each, given.generatedAs));
  const onFamily = possible.filter(({ context }) => family === undefined || context.family === family);
  if (possible.length > 0 && onFamily.length === 0)
    return refuse(`it is of a ${report.part}, and no target is on that family`);
  const tried = onFamily.map((candidate): Tried => {
    const built = rebuilt(candidate, given.generatedAs);
    return { candidate, ...built, found: pointsOf(report, built.pipeline, candidate.context.family) };
  });
  const best = bestOf(tried, report.part);
  if (best === undefined) {
    const [notes = []] = tried.map(({ found }) => found.notes).filter((each) => each.length > 0);
    return refuse([unmatched(report, possible.length > 0), ...notes].join('; ').replace(/\.$/, ''));
  }
  if (best.length > 1) {
    const names = best.map(
      ({ candidate }) => `${candidate.file}${candidate.target === undefined ? '' : ` (${candidate.target})`}`,
    );
    return refuse(
      `it matches ${names.join(' and ')} alike, which are folded differently; say which with --design and --target`,
    );
  }
  const [chosen] = best;
  if (!chosen) return refuse(unmatched(report, true));
  const { candidate, found, changed } = chosen;
  const points = found.points.filter(
    ({ layer, kind }) => !changed.has(layer) && (report.stage !== 'hls-estimate' || HLS_BIAS[kind]),
  );
  const notes = [
    ...found.notes,
    ...(changed.size > 0 ? [`${[...changed].join(', ')}: changed since the project was generated; left out.`] : []),
    ...(report.stage === 'hls-estimate' ? [HLS_NOTE] : []),
  ];
  if (points.length === 0) return refuse(['it counts no engine that can be corrected', ...notes].join('. '));
  const learnt: CalibrationReport = {
    file,
    sha256: given.sha256,
    tool: report.tool ? `${report.tool.name} ${report.tool.version}` : null,
    part: report.part ?? null,
    family: candidate.context.family,
    stage: report.stage,
    design: candidate.file,
    target: candidate.target ?? null,
    points,
  };
  return { file, report: learnt, notes };
}

const HLS_NOTE =
  'HLS estimates: on 11 units of matrix products their LUTs were 2.2 times what synthesis made of them (1.9 to 2.7 for most), on 7 pools 5.3 times. They are divided by that, count half, and give way to anything measured; other kinds are not corrected by them.';

interface Tried {
  readonly candidate: Candidate;
  readonly pipeline: Pipeline;
  readonly changed: ReadonlySet<string>;
  readonly found: PointsOfReport;
}

/** Of the candidates on the report's own part, where there are any, those with the most points; of equals by folding the first. */
function bestOf(tried: readonly Tried[], part: string | undefined): readonly Tried[] | undefined {
  const matching = tried.filter(({ found }) => found.points.length > 0);
  const onPart = matching.filter(({ candidate }) => part !== undefined && candidate.part === part);
  const rest = onPart.length > 0 ? onPart : matching;
  if (rest.length === 0) return undefined;
  const most = Math.max(...rest.map(({ found }) => found.points.length));
  const seen = new Set<string>();
  return rest.filter(({ found }) => {
    if (found.points.length < most) return false;
    const key = JSON.stringify(found.points);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function unmatched(report: MeasuredReport, known: boolean): string {
  if (!known) return 'it lies in a project that was generated from another network or target';
  if (report.modules.length === 0) {
    return `it counts ${report.top ?? 'the design'} as a whole, which is no engine of a layer; \`report_utilization -hierarchical\` tells them apart`;
  }
  const names = report.modules.slice(0, 3).map(({ name }) => name);
  return `none of its ${report.modules.length} instances (${names.join(', ')}${report.modules.length > 3 ? ', ...' : ''}) carries the name of a layer`;
}

function fitsManifest({ network, target }: Candidate, as: GeneratedAs | undefined): boolean {
  return as === undefined || (as.network === network.name && (as.target === undefined || as.target === target));
}

/** The pipeline as it was generated, and the layers that are others now. */
function rebuilt(
  { network, folding, context }: Candidate,
  as: GeneratedAs | undefined,
): Pick<Tried, 'pipeline' | 'changed'> {
  const plain: LowerContext = { ...context, corrections: undefined };
  if (!as) return { pipeline: lower(network, folding, plain), changed: new Set() };
  const then = folding.map((now, index) => {
    const layer = network.layers[index];
    const was = layer && as.layers.get(layer.name);
    if (!layer || !was || !isReady(layer)) return now;
    const legal = nearestLegal(modelOf(layer, plain).legal, was.pe, was.simd);
    const kept = legal.pe === was.pe && legal.simd === was.simd;
    return kept ? { ...now, pe: was.pe, simd: was.simd, mem: was.mem, impl: was.impl } : now;
  });
  const pipeline = lower(network, then, plain);
  // A layer of another shape, or one that cannot be folded so any more, takes other cycles than were written down.
  const changed = new Set<string>();
  for (const { name, index } of network.layers) {
    const was = as.layers.get(name)?.cycles;
    const now = Math.max(0, ...(pipeline.enginesOf[index] ?? []).map((at) => pipeline.engines[at]?.cycles ?? 0));
    if (was !== undefined && was !== now) changed.add(name);
  }
  return { pipeline, changed };
}

/** By the first letters of a part string: `xc7...`, `xcv[cempdh]...` (Versal), else UltraScale(+). */
function familyOfPart(part: string): Family {
  if (/^xc7/i.test(part)) return 'xc7';
  return /^xcv[cempdh]/i.test(part) ? 'versal' : 'xcup';
}
