import { frameRate, fullCount, shortCount, significant } from '../diagnostics/format-numbers.js';
import { besideEstimate, FIGURE_NAMES, type Figures, type LayerBeside } from '../reports/beside-estimate.js';
import { ratioText, stageText } from '../reports/beside-text.js';
import type { BuildFolder, FoundReport } from '../reports/build-folder.js';
import { fifosBeside, type FifoBeside } from '../reports/fifos-beside.js';
import { fingerprintsOf } from '../reports/fingerprint.js';
import { freshnessOf } from '../reports/freshness.js';
import type { Analysis, Design } from '../workspace/analysis.js';
import { foldingOf, type LayerLine, type LineCost } from './layer-lines.js';
import { code, escapeMarkdown, table } from './markdown.js';
import type { MeasuredDesign, MeasuredLine, MeasuredView } from './measured-view.js';

/** What the builds of a text measured of its designs, each worked out when it is first asked for. */
export function measuredView(analysis: Analysis, builds: readonly BuildFolder[]): MeasuredView {
  const known = new Map<Design, MeasuredDesign | undefined>();
  const design = (of: Design): MeasuredDesign | undefined => {
    if (!known.has(of)) known.set(of, measuredDesign(analysis, of, builds));
    return known.get(of);
  };
  return {
    design,
    line(line, cost) {
      const measured = design(line.design);
      return measured && measuredLine(line, cost, measured);
    },
  };
}

/** The newest build of the design's network for its target. */
function measuredDesign(
  analysis: Analysis,
  design: Design,
  builds: readonly BuildFolder[],
): MeasuredDesign | undefined {
  const { network, target, device, clockHz, estimate } = design;
  let newest: BuildFolder | undefined;
  for (const build of builds) {
    const { origin } = build;
    if (build.reports.length === 0 || origin?.network !== network.name || origin.target !== target?.name) continue;
    if (!newest || newestMs(build) > newestMs(newest)) newest = build;
  }
  if (!newest) return undefined;
  const beside = besideEstimate(newest.reports, estimate, newest.framesOfCall ?? 1);
  const whole = analysis.imports.size === 0 ? analysis.text : undefined;
  const now = fingerprintsOf(network, target, device, clockHz, estimate.pipeline.folding);
  const freshness = freshnessOf(newest, whole, now);
  const { origin } = newest;
  const fifos = (): readonly FifoBeside[] => fifosBeside(beside.stages, estimate, target, origin?.depths);
  const measured = { build: newest, beside, fifos, freshness };
  return { ...measured, headline: headlineOf(measured) };
}

export function newestMs({ reports }: BuildFolder): number {
  return reports.reduce((most, { modifiedMs }) => Math.max(most, modifiedMs ?? 0), 0);
}

/** `measured (routed): 5k LUT (1.04x), 22 BRAM, 133 MHz, timing met`. */
function headlineOf({ beside, freshness }: Pick<MeasuredDesign, 'beside' | 'freshness'>): string {
  const { measured, ratio, stage } = beside.total;
  const count = (name: 'lut' | 'bram18' | 'dsp', word: string): string[] => {
    const value = measured[name];
    if (value === undefined || (value === 0 && name === 'dsp')) return [];
    const times = ratioText(ratio[name]);
    return [`${shortCount(value)} ${word}${times === '' ? '' : ` (${times}x)`}`];
  };
  const parts = [
    ...count('lut', 'LUT'),
    ...count('bram18', 'BRAM18'),
    ...count('dsp', 'DSP'),
    ...(measured.fps === undefined ? [] : [`${frameRate(measured.fps)} by ${stageText(stage.cycles)}`]),
    ...(measured.maximumMHz === undefined ? [] : [`up to ${significant(measured.maximumMHz)} MHz`]),
    ...(measured.timingMet === false ? ['timing NOT met'] : []),
  ];
  const state = freshness.state === 'outdated' ? 'measured before the edit' : 'measured';
  const where = stage.resources ?? stage.cycles ?? stage.timing;
  return `${state}${where === undefined ? '' : ` (${stageText(where)})`}: ${parts.length > 0 ? parts.join(', ') : 'no totals'}`;
}

function measuredLine(
  line: LayerLine,
  cost: LineCost,
  { build, beside, freshness }: MeasuredDesign,
): MeasuredLine | undefined {
  const rows = line.layers.flatMap((layer) => beside.layers.filter((row) => row.layer === layer.index));
  const [first] = rows;
  // A line of several layers is measured when all of them are.
  if (!first || rows.length < cost.estimates.length) return undefined;
  const outdated = rows.some(({ name }) => freshness.ofLayer(name) === 'outdated');
  const measured = together(rows.map((row) => row.measured));
  const { stage } = first;
  const cycles =
    measured.cycles === undefined || outdated
      ? []
      : [`${shortCount(measured.cycles)} cycles`, frameRate(line.design.clockHz / measured.cycles)];
  const counts = [
    ...(measured.lut === undefined ? [] : [`${shortCount(measured.lut)} LUT`]),
    ...((measured.bram18 ?? 0) === 0 ? [] : [`${shortCount(measured.bram18 ?? 0)} BRAM`]),
  ];
  const bottleneck = cost.bottleneck ? ', bottleneck' : '';
  const label = outdated
    ? `before the edit ${stageText(stage.resources ?? stage.cycles)}: ${counts.length > 0 ? counts.join(', ') : 'no count'}`
    : `${byStage(stage, counts, cycles)}${bottleneck}`;
  return { outdated, label, details: detailsOf(line, rows, build, freshness) };
}

/** `routed: 150 LUT; HLS's estimate: 27 cycles, 3.7 MFPS`: no number stands behind the name of another stage than its own. */
function byStage(
  { resources, cycles }: LayerBeside['stage'],
  counts: readonly string[],
  times: readonly string[],
): string {
  if (resources === cycles || counts.length === 0 || times.length === 0) {
    const stage = counts.length > 0 ? resources : cycles;
    return `${stageText(stage ?? resources ?? cycles)}: ${[...times, ...counts].join(', ')}`;
  }
  return `${stageText(resources)}: ${counts.join(', ')}; ${stageText(cycles)}: ${times.join(', ')}`;
}

/** The slowest of several layers, the sum of their resources; unknown where one is. */
function together(rows: readonly Figures[]): Figures {
  const sum = (name: keyof Figures): number | undefined =>
    rows.reduce<number | undefined>((total, row) => {
      const value = row[name];
      return total === undefined || value === undefined ? undefined : total + value;
    }, 0);
  const cycles = rows.map((row) => row.cycles);
  return {
    cycles: cycles.every((each) => each !== undefined) ? Math.max(...cycles) : undefined,
    lut: sum('lut'),
    ff: sum('ff'),
    bram18: sum('bram18'),
    uram: sum('uram'),
    dsp: sum('dsp'),
  };
}

const MAX_ROWS = 12;

function detailsOf(
  line: LayerLine,
  rows: readonly LayerBeside[],
  build: BuildFolder,
  freshness: MeasuredDesign['freshness'],
): readonly string[] {
  const parts = rows.slice(0, MAX_ROWS).flatMap((row) => {
    const layer = line.layers.find(({ index }) => index === row.layer);
    const built = build.origin?.folding.get(row.name);
    const now = layer && foldingOf(line.design, layer);
    const other = built && now && (built.pe !== now.pe || built.simd !== now.simd) ? built : undefined;
    const state = freshness.ofLayer(row.name);
    const figures = FIGURE_NAMES.filter((name) => row.measured[name] !== undefined);
    const cells = figures.map((name) => {
      const at = name === 'cycles' ? row.stage.cycles : row.stage.resources;
      return [
        name === 'cycles' ? name : name.toUpperCase(),
        fullCount(row.measured[name] ?? NaN),
        row.estimated[name] === undefined ? '' : fullCount(row.estimated[name]),
        // Of another folding the ratio would say nothing.
        other || state === 'outdated' ? '' : ratioText(row.ratio[name]),
        stageText(at),
      ];
    });
    const title = rows.length > 1 ? `${code(row.name)} ` : '';
    return [
      `${title}${stateText(state, freshness.reason)}${toolText(row.source)}.`,
      ...(other
        ? [`It was built with ${foldingText(other)}, where the tool now chooses ${foldingText(now ?? {})}.`]
        : []),
      ...(row.missing.length > 0
        ? [`The reports do not show ${row.missing.map(code).join(', ')}; the ratio is of the rest.`]
        : []),
      table(['', 'measured', 'estimated', 'ratio', 'stage'], cells),
    ];
  });
  return rows.length > MAX_ROWS ? [...parts, `and ${rows.length - MAX_ROWS} more layers`] : parts;
}

function foldingText({ pe, simd }: { readonly pe?: number; readonly simd?: number }): string {
  return `pe=${pe ?? '-'} simd=${simd ?? '-'}`;
}

function stateText(state: string, reason: string | undefined): string {
  if (state === 'measured') return '**Measured**, and unchanged since';
  return state === 'outdated' ? `**Outdated**: ${escapeMarkdown(reason ?? 'edited since')}` : '**Measured**';
}

/** `, Vivado 2022.2, 2026-11-25 12:00, vivado/reports/utilization_routed.rpt`. */
function toolText({ path, modified, report: { tool } }: FoundReport): string {
  const parts = [tool && `${tool.name} ${tool.version}`, modified, code(path)];
  return parts.map((part) => (part === undefined ? '' : `, ${part}`)).join('');
}
