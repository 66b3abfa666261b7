import { duration } from '../diagnostics/format-numbers.js';
import {
  besideRows,
  fifoLines,
  fifoText,
  figureText,
  markdownTable,
  stagesText,
  STAGE_WORDS,
  totalLines,
} from '../reports/beside-text.js';
import type { BuildFolder } from '../reports/build-folder.js';
import { RUNS_FOLDER, type RunRecord } from '../reports/runs/run-record.js';
import { newestMs } from './measured.js';
import type { MeasuredDesign } from './measured-view.js';
import { code, escapeMarkdown } from './markdown.js';

/** One row of the view of builds, worded; what the protocol calls `BuildItem`. */
export interface BuildRow {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  readonly icon: string;
  readonly kind: 'project' | 'run' | 'report' | 'figure' | 'group';
  readonly uri?: string;
  readonly rerun?: {
    readonly source: string;
    readonly step: string;
    readonly target: string | undefined;
    readonly folder: string;
  };
  readonly children: readonly BuildRow[];
}

/** A build of a text, with what is shown of it. */
export interface ShownBuild {
  readonly build: BuildFolder;
  readonly source: string | undefined;
  readonly runs: readonly RunRecord[];
  /** Undefined where its text, network or target is not there any more. */
  readonly measured: MeasuredDesign | undefined;
}

/** The rows of the view: projects, the latest measured first; below each its totals, layers, runs and reports. */
export function buildRows(builds: readonly ShownBuild[]): readonly BuildRow[] {
  return [...builds].sort((a, b) => newestMs(b.build) - newestMs(a.build)).map(projectRow);
}

function projectRow(shown: ShownBuild): BuildRow {
  const { build, runs, measured } = shown;
  const { origin, uri } = build;
  const folder = decodeURIComponent(uri.replace(/^.*\//, ''));
  const [last] = runs;
  const state = last ? `${last.step} ${last.state}` : build.reports.length > 0 ? 'reports' : 'generated';
  const outdated = measured?.freshness.state === 'outdated';
  return {
    id: uri,
    label: `${origin?.network ?? folder}${origin?.target === undefined ? '' : `, ${origin.target}`}`,
    description: `${folder}: ${state}${outdated ? ', outdated' : ''}`,
    tooltip: [
      `**${escapeMarkdown(folder)}** of ${code(origin?.file ?? '?')}`,
      ...(measured ? [escapeMarkdown(measured.headline)] : []),
      ...(outdated ? [escapeMarkdown(measured.freshness.reason ?? '')] : []),
    ].join('\n\n'),
    icon: last?.state === 'failed' ? 'error' : outdated ? 'history' : 'circuit-board',
    kind: 'project',
    uri,
    children: [
      ...(measured ? [totalsRow(uri, measured), layersRow(uri, measured), ...fifosRow(uri, measured)] : []),
      ...(runs.length > 0 ? [runsRow(shown)] : []),
      ...(build.reports.length + build.notUnderstood.length > 0 ? [reportsRow(build)] : []),
    ],
  };
}

function totalsRow(uri: string, { beside, headline }: MeasuredDesign): BuildRow {
  const { measured, estimated, ratio, stage } = beside.total;
  const names = ['lut', 'ff', 'bram18', 'uram', 'dsp', 'cycles'] as const;
  const figures = names.flatMap((name) =>
    measured[name] === undefined || (measured[name] === 0 && estimated[name] === 0)
      ? []
      : [
          figureRow(
            `${uri}#total/${name}`,
            name === 'cycles' ? 'cycles a frame' : name.toUpperCase(),
            figureText(measured[name], estimated[name], ratio[name]),
            STAGE_WORDS[(name === 'cycles' ? stage.cycles : stage.resources) ?? 'unknown'],
          ),
        ],
  );
  const lines = totalLines(beside.total).map((line, at) => {
    const [label = '', ...rest] = line.split(': ');
    return figureRow(`${uri}#line/${at}`, label, rest.join(': '), line);
  });
  return group(`${uri}#totals`, 'Totals', headline.replace(/^[^:]*: /, ''), 'graph', [...figures, ...lines]);
}

function layersRow(uri: string, { beside, freshness }: MeasuredDesign): BuildRow {
  const rows = beside.layers.map(({ name, measured, estimated, ratio, stage }) => {
    const outdated = freshness.ofLayer(name) === 'outdated';
    const text = figureText(measured.lut, estimated.lut, ratio.lut);
    const cycles = measured.cycles === undefined ? '' : `, ${figureText(measured.cycles, estimated.cycles)} cycles`;
    const where = stagesText(stage);
    return {
      ...figureRow(`${uri}#layer/${name}`, name, `${text} LUT${cycles}${outdated ? ', outdated' : ''}`, where),
      icon: outdated ? 'history' : 'pass',
    };
  });
  return group(`${uri}#layers`, 'Layers', 'measured / estimated = ratio', 'list-tree', rows);
}

/** Nothing where no report shows a FIFO. */
function fifosRow(uri: string, { fifos }: MeasuredDesign): readonly BuildRow[] {
  const found = fifos();
  if (found.length === 0) return [];
  const rows = found.map((fifo) => {
    const where = stagesText({ resources: fifo.stage.resources ?? fifo.stage.size, cycles: undefined });
    return figureRow(`${uri}#fifo/${fifo.name}`, fifo.name, fifoText(fifo), where);
  });
  return [group(`${uri}#fifos`, 'FIFOs', 'measured / estimated', 'layers', rows)];
}

/** States of a run in icons. */
const RUN_ICONS: Readonly<Partial<Record<RunRecord['state'], string>>> = {
  running: 'sync',
  succeeded: 'pass',
  failed: 'error',
  licence: 'key',
  cancelled: 'circle-slash',
};

function runsRow({ build, runs, source }: ShownBuild): BuildRow {
  const rows = runs.map(({ id, step, state, startedAt, seconds, tool, problems: [problem] }): BuildRow => {
    const took = seconds === null ? '' : `, ${duration(seconds)}`;
    return {
      id: `${build.uri}#run/${id}`,
      label: step,
      description: `${state}${took}, ${startedAt.slice(0, 16).replace('T', ' ')}`,
      tooltip: [
        code(id),
        escapeMarkdown(`${tool.name} ${tool.version ?? ''}`.trim()),
        ...(problem === undefined ? [] : [escapeMarkdown(problem.message)]),
      ].join('\n\n'),
      icon: RUN_ICONS[state] ?? 'warning',
      kind: 'run',
      uri: `${build.uri}/${RUNS_FOLDER}/${encodeURIComponent(id)}/tool.log`,
      ...(source === undefined ? {} : { rerun: { source, step, target: build.origin?.target, folder: build.uri } }),
      children: [],
    };
  });
  return group(`${build.uri}#runs`, 'Runs', `${runs.length}`, 'history', rows);
}

function reportsRow({ uri, reports, notUnderstood }: BuildFolder): BuildRow {
  const at = (path: string): string => `${uri}/${path.split('/').map(encodeURIComponent).join('/')}`;
  const rows = [
    ...reports.map(({ path, report: { stage, tool, date } }): BuildRow => {
      const details = [
        STAGE_WORDS[stage],
        ...(tool ? [`${tool.name} ${tool.version}`] : []),
        ...(date === undefined ? [] : [date]),
      ];
      const description = details.slice(0, 2).join(', ');
      return {
        ...report(`${uri}#report/${path}`, path, description, 'file'),
        uri: at(path),
        tooltip: escapeMarkdown(details.join(', ')),
      };
    }),
    ...notUnderstood.map(({ path, reason }) => ({
      ...report(`${uri}#report/${path}`, path, reason, 'question'),
      uri: at(path),
    })),
  ];
  return group(`${uri}#reports`, 'Reports', `${reports.length}`, 'files', rows);
}

function figureRow(id: string, label: string, description: string, tooltip: string): BuildRow {
  return {
    id,
    label,
    description,
    tooltip: escapeMarkdown(tooltip),
    icon: 'symbol-number',
    kind: 'figure',
    children: [],
  };
}

function report(id: string, path: string, description: string, icon: string): BuildRow {
  const label = path.replace(/^.*\//, '');
  return { id, label, description, tooltip: escapeMarkdown(description), icon, kind: 'report', children: [] };
}

function group(id: string, label: string, description: string, icon: string, children: readonly BuildRow[]): BuildRow {
  return { id, label, description, tooltip: '', icon, kind: 'group', children };
}

/** What a build measured beside the estimates, to be pasted into a page. */
export function buildMarkdown({ build, measured }: ShownBuild): string {
  if (!measured) return '';
  const { origin } = build;
  const lines = [...totalLines(measured.beside.total), ...fifoLines(measured.fifos()).map((line) => line.trim())].map(
    (line) => `- ${line}`,
  );
  const state =
    measured.freshness.state === 'outdated' ? [`Outdated: ${measured.freshness.reason ?? 'edited since'}.`] : [];
  return [
    `### ${origin?.network ?? ''}${origin?.target === undefined ? '' : `, target ${origin.target}`}`,
    ...state,
    markdownTable(besideRows(measured.beside)),
    lines.join('\n'),
    'Cells: measured / estimated = ratio.',
  ].join('\n\n');
}
