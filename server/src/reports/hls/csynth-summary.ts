import { cellCount, cellNs, cellRange, rangeOf } from '../cells.js';
import {
  knownOnly,
  measuredReport,
  type MeasuredLoop,
  type MeasuredModule,
  type MeasuredReport,
} from '../measured-report.js';
import { cellAt, readTables, type Table } from '../table.js';
import { heading, pipelinedOf } from './csynth-rpt.js';

/** `csynth.rpt` of Vitis HLS: one table with all modules (`+`) and loops (`o`) as a tree. */
export function readCsynthSummary(text: string): MeasuredReport {
  const table = readTables(text).find(({ columns }) => columns.some((column) => /^Modules/.test(column)));
  const rows = table === undefined ? [] : readTree(table);
  const modules = rows.flatMap(({ module }) => module ?? []);
  const top = modules[0];
  return measuredReport('hls-summary', 'hls-estimate', {
    ...heading(text),
    top: /Synthesis Summary Report of '(.*)'/.exec(text)?.[1] ?? top?.name,
    resources: top?.resources ?? {},
    latency: top?.latency,
    interval: top?.interval,
    pipeline: rows[0]?.pipeline,
    modules: modules.slice(1),
    loops: rows.flatMap(({ loop }) => loop ?? []),
    violations: modules
      .filter(({ issue }) => issue !== undefined)
      .map(({ name, issue }) => ({ issue: issue ?? '', location: name })),
  });
}

interface TreeRow {
  readonly module?: MeasuredModule;
  readonly loop?: MeasuredLoop;
  readonly pipeline: string | undefined;
}

function readTree(table: Table): TreeRow[] {
  const parents: string[] = [];
  return table.rows.flatMap((row): TreeRow[] => {
    const found = /^(\s*)([+o]) (.*?)\*?\s*$/.exec(row[0] ?? '');
    if (found === null) return [];
    const [, blanks = '', kind, name = ''] = found;
    const cell = (...names: readonly (string | RegExp)[]): string | undefined => cellAt(table, row, ...names);
    const latency = cellRange(cell(/^Latency \(cycles\)/));
    const interval = cellRange(cell('Interval'));
    const pipeline = cell('Pipelined');
    parents.length = Math.min(parents.length, blanks.length);
    if (kind === 'o') {
      // A loop is a step of the tree too, though it is no module.
      parents[blanks.length] = '';
      const module = parents.findLast((parent) => parent !== '');
      return [
        {
          pipeline,
          loop: {
            name,
            module,
            latency,
            tripCount: cellRange(cell('Trip Count')),
            iterationLatency: cellRange(cell('Iteration Latency')),
            interval: interval?.max,
            targetInterval: undefined,
            pipelined: pipelinedOf(pipeline),
          },
        },
      ];
    }
    const path = [...parents.filter((parent) => parent !== ''), name];
    parents[blanks.length] = name;
    const issue = cell(/^Issue/);
    const count = (column: string): number | undefined => cellCount(cell(column));
    return [
      {
        pipeline,
        module: {
          name,
          path,
          module: name,
          resources: knownOnly({
            lut: count('LUT'),
            ff: count('FF'),
            bram18: count('BRAM'),
            uram: count('URAM'),
            dsp: count('DSP'),
          }),
          latency: latency === undefined ? undefined : rangeOf(latency.min, latency.max),
          interval,
          slackNs: cellNs(cell('Slack')),
          issue: issue === undefined || issue === '-' ? undefined : issue,
        },
      },
    ];
  });
}
