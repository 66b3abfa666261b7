import { cellCount, cellNs, cellRange, rangeOf } from '../cells.js';
import {
  comparablePart,
  knownOnly,
  measuredReport,
  type MeasuredClock,
  type MeasuredLoop,
  type MeasuredModule,
  type MeasuredReport,
  type MeasuredResources,
} from '../measured-report.js';
import { cellAt, readTables, type Table } from '../table.js';
import { hlsName } from './csynth-xml.js';

/** `<module>_csynth.rpt` of Vivado HLS and Vitis HLS: timing, latency, loops and resources of one module. */
export function readCsynthRpt(text: string): MeasuredReport {
  const tables = readTables(text);
  const find = (section: RegExp, heading: RegExp, title: RegExp): Table | undefined =>
    tables.find((table) => section.test(table.section) && heading.test(table.heading) && title.test(table.title));
  const latency = find(/^Performance/, /^Latency/, /^Summary/);
  const row = latency?.rows[0];
  const summary = find(/^Utilization/, /^$/, /^Summary/);
  const top = /^[\s#]*== (?:Vivado|Vitis) HLS Report for '(.*)'/m.exec(text)?.[1];
  return measuredReport('hls-csynth', 'hls-estimate', {
    ...heading(text),
    top,
    resources: resourcesOf(summary, /^Total$/),
    available: resourcesOf(summary, /^Available$/),
    clock: clockOf(find(/^Performance/, /^Timing/, /^Summary/)),
    latency: latency && row ? rangeAt(latency, row, 'Latency') : undefined,
    interval: latency && row ? rangeAt(latency, row, 'Interval') : undefined,
    pipeline: latency && row ? cellAt(latency, row, /Type$/) : undefined,
    modules: [
      ...modulesOf(find(/^Performance/, /^Detail/, /^Instance/), find(/^Utilization/, /^Detail/, /^Instance/), top),
      ...fifosOf(find(/^Utilization/, /^Detail/, /^FIFO/), top),
    ],
    loops: loopsOf(find(/^Performance/, /^Detail/, /^Loop/), top),
  });
}

/** The lines `* Version:` and so on that all HLS reports start with. */
export function heading(text: string): Pick<MeasuredReport, 'tool' | 'date' | 'part'> {
  const line = (name: string): string | undefined =>
    new RegExp(`^\\s*\\* ${name}:\\s*(\\S.*?)\\s*$`, 'm').exec(text)?.[1];
  const version = /^\S+/.exec(line('Version') ?? '')?.[0];
  const part = line('Target device');
  return {
    // Both tools were there in 2020.1: what the heading says counts.
    tool: version === undefined ? undefined : { name: toolNamed(text) ?? hlsName(version), version },
    date: line('Date'),
    part: part === undefined ? undefined : comparablePart(part),
  };
}

/** `== Vitis HLS Report for 'net'`; the summary of Vitis HLS does not say it. */
function toolNamed(text: string): string | undefined {
  return /^[\s#]*== (Vivado HLS|Vitis HLS) Report for '/m.exec(text)?.[1];
}

function rangeAt(table: Table, row: readonly string[], what: 'Latency' | 'Interval'): ReturnType<typeof rangeOf> {
  const cell = (end: string): number | undefined =>
    cellCount(cellAt(table, row, `${what} ${end}`, `${what} (cycles) ${end}`));
  return rangeOf(cell('min'), cell('max'));
}

function clockOf(table: Table | undefined): MeasuredClock | undefined {
  const row = table?.rows[0];
  if (table === undefined || row === undefined) return undefined;
  return {
    targetNs: cellNs(cellAt(table, row, 'Target')),
    estimatedNs: cellNs(cellAt(table, row, 'Estimated')),
    uncertaintyNs: cellNs(cellAt(table, row, 'Uncertainty')),
  };
}

function resourcesIn(table: Table, row: readonly string[]): MeasuredResources {
  return knownOnly({
    lut: cellCount(cellAt(table, row, 'LUT')),
    ff: cellCount(cellAt(table, row, 'FF')),
    bram18: cellCount(cellAt(table, row, 'BRAM_18K')),
    uram: cellCount(cellAt(table, row, 'URAM')),
    dsp: cellCount(cellAt(table, row, 'DSP', 'DSP48E')),
  });
}

function resourcesOf(table: Table | undefined, name: RegExp): MeasuredResources {
  const row = table?.rows.find(([first = '']) => name.test(first.trim()));
  return table === undefined || row === undefined ? {} : resourcesIn(table, row);
}

/** Instances stand in two tables, one with latencies and one with resources. */
function modulesOf(timed: Table | undefined, sized: Table | undefined, top: string | undefined): MeasuredModule[] {
  const path = top === undefined ? [] : [top];
  const modules = new Map<string, MeasuredModule>();
  const nameOf = (row: readonly string[]): string => (row[0] ?? '').trim();
  for (const row of timed?.rows ?? []) {
    const name = nameOf(row);
    if (timed === undefined || name === '') continue;
    modules.set(name, {
      name,
      path: [...path, name],
      module: cellAt(timed, row, 'Module'),
      resources: {},
      latency: rangeAt(timed, row, 'Latency'),
      interval: rangeAt(timed, row, 'Interval'),
    });
  }
  for (const row of sized?.rows ?? []) {
    const name = nameOf(row);
    if (sized === undefined || name === '' || name === 'Total') continue;
    const known = modules.get(name) ?? { name, path: [...path, name], module: cellAt(sized, row, 'Module') };
    modules.set(name, { ...known, resources: resourcesIn(sized, row) });
  }
  return [...modules.values()];
}

/**
 * The streams of a dataflow region, which only this report lists (`c1_mvtu_out_U`). What no FIFO of the tool is made of has a
 * dash or no column.
 */
function fifosOf(table: Table | undefined, top: string | undefined): MeasuredModule[] {
  if (table === undefined) return [];
  return table.rows.flatMap((row): MeasuredModule[] => {
    const name = (row[0] ?? '').trim();
    if (name === '' || name === 'Total') return [];
    return [
      {
        name,
        path: top === undefined ? [name] : [top, name],
        module: undefined,
        resources: { uram: 0, dsp: 0, ...resourcesIn(table, row) },
        fifo: { depthWords: cellCount(cellAt(table, row, 'Depth')), widthBits: cellCount(cellAt(table, row, 'Bits')) },
      },
    ];
  });
}

function loopsOf(table: Table | undefined, module: string | undefined): MeasuredLoop[] {
  if (table === undefined) return [];
  return table.rows.map((row) => ({
    name: (row[0] ?? '').replace(/^[\s+-]+/, '').trim(),
    module,
    latency: rangeAt(table, row, 'Latency'),
    tripCount: cellRange(cellAt(table, row, 'Trip Count')),
    iterationLatency: cellRange(cellAt(table, row, 'Iteration Latency')),
    interval: cellCount(cellAt(table, row, 'Initiation Interval achieved')),
    targetInterval: cellCount(cellAt(table, row, 'Initiation Interval target')),
    pipelined: pipelinedOf(cellAt(table, row, 'Pipelined')),
  }));
}

/** `yes`, `no`, `yes(flp)`, `rewind`, `dataflow`. */
export function pipelinedOf(cell: string | undefined): boolean | undefined {
  return cell === undefined || cell === '-' || cell === '' ? undefined : cell !== 'no' && cell !== 'none';
}
