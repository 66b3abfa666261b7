import { cellCount } from '../cells.js';
import { measuredReport, type CosimResult, type CycleRange, type MeasuredReport } from '../measured-report.js';
import { cellAt, readTables, type Table } from '../table.js';

/** `<top>_cosim.rpt`: whether the RTL did the same as the C, and in how many cycles. */
export function readCosim(text: string): MeasuredReport {
  const table = readTables(text).find(({ columns }) => columns.some((column) => /^RTL/.test(column)));
  const cosim = (table?.rows ?? []).flatMap((row): CosimResult[] => {
    const language = (row[0] ?? '').trim();
    if (table === undefined || language === '') return [];
    return [
      {
        language,
        status: statusOf(cellAt(table, row, /^Status/)),
        latency: range(table, row, 'Latency'),
        interval: range(table, row, 'Interval'),
      },
    ];
  });
  const run = cosim.find(({ status }) => status !== 'not run');
  return measuredReport('hls-cosim', 'simulated', {
    date: /^Report time\s*:\s*(.*?)\.?\s*$/m.exec(text)?.[1],
    top: /Report for '(.*)'/.exec(text)?.[1],
    cosim,
    latency: run?.latency,
    interval: run?.interval,
  });
}

function statusOf(cell: string | undefined): CosimResult['status'] {
  if (/^pass/i.test(cell ?? '')) return 'pass';
  return /^fail/i.test(cell ?? '') ? 'fail' : 'not run';
}

/** `Latency min`, or `Latency(Clock Cycles) min` in newer versions. */
function range(table: Table, row: readonly string[], what: string): CycleRange {
  const cell = (end: string): number | undefined => cellCount(cellAt(table, row, new RegExp(`^${what}.*${end}$`)));
  return { min: cell('min'), max: cell('max') };
}
