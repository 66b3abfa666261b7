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
  const head = heading(text);
  const rows = table === undefined ? [] : readTree(table, slackSign(head.tool?.version));
  const modules = rows.flatMap(({ module }) => module ?? []);
  const top = modules[0];
  return measuredReport('hls-summary', 'hls-estimate', {
    ...head,
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

/**
 * Up to 2020.2 the slack is what is too much: 4.82 stands where timing fails, -0.08 where 7.224 ns of 10.00 ns less 2.70 ns are
 * used. Since 2021 it is what is left.
 */
function slackSign(version: string | undefined): 1 | -1 {
  const [, year = '9999', release = '0'] = /^(\d+)\.(\d+)/.exec(version ?? '') ?? [];
  return Number(year) < 2020 || (year === '2020' && Number(release) <= 2) ? -1 : 1;
}

interface TreeRow {
  readonly module?: MeasuredModule;
  readonly loop?: MeasuredLoop;
  readonly pipeline: string | undefined;
}

function readTree(table: Table, sign: 1 | -1): TreeRow[] {
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
    // A dash is what `csynth.xml` of the same run calls 0.
    const count = (column: string): number | undefined => (cell(column) === '-' ? 0 : cellCount(cell(column)));
    const slack = cellNs(cell('Slack'));
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
          slackNs: slack === undefined ? undefined : sign * slack,
          issue: issue === undefined || issue === '-' ? undefined : issue,
        },
      },
    ];
  });
}
