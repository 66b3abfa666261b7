import { cellNs, cellNumber } from '../cells.js';
import { readColumns, type ColumnTable } from '../columns.js';
import { measuredReport, type ClockTiming, type MeasuredPath, type MeasuredReport } from '../measured-report.js';
import { columnOf } from '../table.js';
import { vivadoHeader } from './header.js';

/** Clocks of debug cores: they tell nothing of the design. */
const DEBUG_CLOCK = /^dbg_hub\//;

/** `report_timing_summary`. Nothing constrained means nothing checked: `met` is unknown then. */
export function readTiming(text: string): MeasuredReport {
  const { stage, ...header } = vivadoHeader(text);
  const lines = text.split(/\r\n|\n|\r/);
  const tableUnder = (heading: string, column: string): ColumnTable | undefined => {
    const from = heading === '' ? 0 : lines.findIndex((line) => line.startsWith(`| ${heading}`));
    if (from < 0) return undefined;
    const ahead = lines.slice(from + 1, from + 12).findIndex((line) => line.includes(column));
    return ahead < 0 ? undefined : readColumns(lines, from + 1 + ahead);
  };
  const summary = tableUnder('Design Timing Summary', 'WNS(ns)');
  const cell = (name: string): number | undefined => numberAt(summary, summary?.rows[0], name);
  const unconstrained = text.includes('There are no user specified timing constraints');
  const wnsNs = cell('WNS(ns)');
  return measuredReport('timing', stage === 'unknown' && /_routed\.rpt/.test(text.slice(0, 2000)) ? 'routed' : stage, {
    ...header,
    timing: {
      wnsNs,
      tnsNs: cell('TNS(ns)'),
      whsNs: cell('WHS(ns)'),
      failingEndpoints: cell('TNS Failing Endpoints'),
      endpoints: cell('TNS Total Endpoints'),
      met:
        unconstrained || (summary && isUnchecked(summary))
          ? undefined
          : metOf(text, [wnsNs, cell('WHS(ns)'), cell('WPWS(ns)')]),
      clocks: clocksOf(tableUnder('Clock Summary', 'Period(ns)'), tableUnder('Intra Clock Table', 'WNS(ns)')),
      paths: pathsOf(lines),
    },
  });
}

/** Where no path is timed all cells are `NA`, and the tool says that all constraints are met. */
function isUnchecked({ rows }: ColumnTable): boolean {
  return rows[0]?.every((cell) => cell === 'NA') ?? false;
}

/** @param slacksNs the worst of setup, hold and pulse width */
function metOf(text: string, slacksNs: readonly (number | undefined)[]): boolean | undefined {
  if (text.includes('Timing constraints are not met')) return false;
  if (text.includes('All user specified timing constraints are met')) return true;
  // Whoever quotes a report may leave that sentence out.
  if (slacksNs.some((slack) => slack !== undefined && slack < 0)) return false;
  return slacksNs[0] === undefined ? undefined : true;
}

function cellOf(
  table: ColumnTable | undefined,
  row: readonly (string | undefined)[] | undefined,
  name: string,
): string | undefined {
  const index = table === undefined ? undefined : columnOf(table.columns, name);
  return index === undefined ? undefined : row?.[index];
}

function numberAt(
  table: ColumnTable | undefined,
  row: readonly (string | undefined)[] | undefined,
  name: string,
): number | undefined {
  return cellNumber(cellOf(table, row, name));
}

function clocksOf(summary: ColumnTable | undefined, intra: ColumnTable | undefined): ClockTiming[] {
  return (summary?.rows ?? []).flatMap((row): ClockTiming[] => {
    const clock = cellOf(summary, row, 'Clock');
    if (clock === undefined || DEBUG_CLOCK.test(clock)) return [];
    const own = intra?.rows.find((candidate) => cellOf(intra, candidate, 'Clock') === clock);
    const periodNs = numberAt(summary, row, 'Period(ns)');
    const wnsNs = numberAt(intra, own, 'WNS(ns)');
    return [
      {
        clock,
        periodNs,
        wnsNs,
        whsNs: numberAt(intra, own, 'WHS(ns)'),
        failingEndpoints: numberAt(intra, own, 'TNS Failing Endpoints'),
        maximumMHz:
          periodNs === undefined || wnsNs === undefined || periodNs <= wnsNs ? undefined : 1000 / (periodNs - wnsNs),
      },
    ];
  });
}

/** Setup paths (`Max Delay Paths`), worst first, at most 20. */
function pathsOf(lines: readonly string[]): MeasuredPath[] {
  const paths: MeasuredPath[] = [];
  let setup = false;
  lines.forEach((line, index) => {
    if (line.startsWith('Max Delay Paths')) setup = true;
    else if (/^(Min Delay Paths|Pulse Width Checks)/.test(line)) setup = false;
    if (!setup) return;
    const slackNs = cellNs(/^Slack(?: \([A-Z]+\))? :\s+(-?[\d.]+ns)/.exec(line)?.[1]);
    if (slackNs === undefined) return;
    const field = (name: string): string =>
      lines
        .slice(index + 1, index + 6)
        .find((candidate) => candidate.trimStart().startsWith(`${name}:`))
        ?.replace(/^\s*\w+:\s*/, '')
        .trim() ?? '';
    paths.push({ slackNs, source: field('Source'), destination: field('Destination') });
  });
  return paths.sort((a, b) => a.slackNs - b.slackNs).slice(0, 20);
}
