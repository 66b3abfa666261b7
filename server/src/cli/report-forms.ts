import { besideRows, fifoLines, markdownTable, stageText, totalLines } from '../reports/beside-text.js';
import type { Beside } from '../reports/beside-estimate.js';
import type { BuildFolder, FoundReport } from '../reports/build-folder.js';
import type { FifoBeside } from '../reports/fifos-beside.js';
import type { BuildFreshness } from '../reports/freshness.js';
import type { MeasuredModule } from '../reports/measured-report.js';
import type { Design } from '../workspace/analysis.js';
import { alignColumns } from './align.js';
import { paint, type Terminal } from './terminal.js';

/** A build folder, beside the estimate where its text was found. */
export interface BuildReport {
  readonly build: BuildFolder;
  /** As given. */
  readonly folder: string;
  readonly file?: string;
  readonly design?: Design;
  readonly beside?: Beside;
  readonly fifos?: readonly FifoBeside[];
  readonly freshness?: BuildFreshness;
  /** Whether the estimate is of the folding that was built, not of what would be chosen now. */
  readonly foldedAsBuilt?: boolean;
  /** Why there is no estimate beside it. */
  readonly why?: string;
}

/** What `bnn report --json` prints of one build folder: the contract of docs/command-line.md. */
export function reportJson(of: BuildReport): object {
  const { build, folder, file, design, beside, freshness, why } = of;
  const found = [...build.reports, ...build.older];
  return {
    folder,
    file: file ?? null,
    network: design?.network.name ?? build.origin?.network ?? null,
    target: design?.target?.name ?? build.origin?.target ?? null,
    freshness: freshness?.state ?? 'unknown',
    outdatedBecause: freshness?.reason ?? null,
    foldedAsBuilt: of.foldedAsBuilt ?? false,
    layers: (beside?.layers ?? []).map((layer) => ({
      name: layer.name,
      kind: layer.kind,
      measured: known(layer.measured),
      estimated: known(layer.estimated),
      ratio: known(layer.ratio),
      stage: known(layer.stage),
      freshness: freshness?.ofLayer(layer.name) ?? 'unknown',
      missing: layer.missing,
      matchedBy: layer.by,
      report: layer.source.path,
    })),
    fifos: (of.fifos ?? []).map((fifo) => ({
      name: fifo.name,
      measured: fifoJson(fifo.measured),
      estimated: fifoJson(fifo.estimated),
      stage: { resources: fifo.stage.resources ?? null, size: fifo.stage.size ?? null },
      report: fifo.source.path,
    })),
    totals: beside
      ? {
          measured: known(beside.total.measured),
          estimated: known(beside.total.estimated),
          ratio: known(beside.total.ratio),
          stage: known(beside.total.stage),
          withoutShell: beside.total.withoutShell,
        }
      : null,
    stages: (beside?.stages ?? []).map(({ stage, total, engines, unmatched, sources }) => ({
      stage,
      engines: Object.fromEntries(
        [...engines].map(([at, { resources, cycles }]) => [
          design?.estimate.pipeline.engines[at]?.name ?? String(at),
          { cycles: cycles ?? null, ...resources },
        ]),
      ),
      totals: { ...total.resources, ...known({ ...total, resources: undefined }) },
      unmatched: unmatched.map(moduleJson),
      reports: sources.map(({ path }) => path),
    })),
    reports: found.map((one) => reportEntry(one, build.older.includes(one))),
    notUnderstood: build.notUnderstood,
    notes: [...(why === undefined ? [] : [why]), ...(beside?.stages ?? []).flatMap(({ notes }) => notes)],
  };
}

function reportEntry({ path, modified, report }: FoundReport, older: boolean): object {
  return {
    path,
    kind: report.kind,
    stage: report.stage,
    tool: report.tool ?? null,
    date: report.date ?? null,
    modified: modified ?? null,
    top: report.top ?? null,
    part: report.part ?? null,
    resources: report.resources,
    cosim: report.cosim.find(({ status }) => status !== 'not run')?.status ?? null,
    replacedByNewer: older,
  };
}

function fifoJson({ depthWords, widthBits, lut, ff, bram18, uram, dsp }: FifoBeside['measured']): object {
  return known({ depthWords, widthBits, lut, ff, bram18, uram, dsp });
}

function moduleJson({ path, module, resources }: MeasuredModule): object {
  return { instance: path.join('/'), module: module ?? null, resources };
}

/** Unknown is null, never 0. */
function known(values: object): object {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => name !== 'resources' || 'cycles' in values)
      .map(([name, value]: [string, unknown]) => [name, value ?? null]),
  );
}

/** The same for people, or as Markdown. */
export function reportText(terminal: Terminal, of: BuildReport, markdown: boolean): string {
  const { build, folder, design, beside, freshness, why } = of;
  const tools = [
    ...new Set(build.reports.flatMap(({ report: { tool } }) => (tool ? `${tool.name} ${tool.version}` : []))),
  ];
  const what = [
    design ? design.network.name : (build.origin?.network ?? 'reports'),
    ...(design?.target ? [`target ${design.target.name}`] : []),
    folder,
    ...(tools.length > 0 ? [tools.join(', ')] : []),
  ].join(', ');
  const lines = [markdown ? `### ${what}` : paint(terminal, 'bold', what)];
  if (freshness && freshness.state !== 'unknown') {
    const state = freshness.state === 'measured' ? 'of the text as it is now' : `outdated: ${freshness.reason ?? ''}`;
    lines.push(`measured: ${state}`);
  }
  if (why !== undefined) lines.push(`no estimate beside it: ${why}`);
  if (beside) {
    const rows = besideRows(beside);
    lines.push('', ...(markdown ? [markdownTable(rows)] : alignColumns(rows, 3)), '', ...totalLines(beside.total));
    lines.push(...fifoLines(of.fifos ?? []));
    lines.push(
      `cells: measured / estimated = ratio${of.foldedAsBuilt ? '; estimated for the folding that was built' : ''}`,
    );
    lines.push(...beside.stages.flatMap(({ notes }) => notes));
  } else lines.push('', ...plainRows(build, markdown));
  const quiet = build.notUnderstood.filter(({ reason }) => / tells nothing that is compared /.test(reason));
  for (const { path, reason } of build.notUnderstood) {
    if (!quiet.some((each) => each.path === path)) lines.push(`not understood: ${path}: ${reason}`);
  }
  if (quiet.length > 0) lines.push(`${quiet.length} other reports of Vivado passed over (design rules, clocks, ...)`);
  if (build.older.length > 0) lines.push(`${build.older.length} reports of older runs are kept, not shown`);
  return `${lines.join(markdown ? '\n\n' : '\n').replace(/\n{3,}/g, '\n\n')}\n`;
}

/** Without a text there is nothing to compare with: what each report says of the whole. */
function plainRows({ reports }: BuildFolder, markdown: boolean): readonly string[] {
  const cell = (count: number | undefined): string => (count === undefined ? '-' : String(count));
  const rows = reports.map(({ path, report: { stage, top, resources, interval, latency, timing } }) => [
    path,
    stageText(stage),
    top ?? '-',
    cell(resources.lut),
    cell(resources.ff),
    cell(resources.bram18),
    cell(resources.dsp),
    cell(latency?.max),
    cell(interval?.max),
    cell(timing?.wnsNs),
  ]);
  const header = ['report', 'stage', 'of', 'LUT', 'FF', 'BRAM18', 'DSP', 'latency', 'interval', 'slack ns'];
  return markdown ? [markdownTable([header, ...rows])] : alignColumns([header, ...rows], 3);
}
