import { cellCount } from '../cells.js';
import { knownOnly, measuredReport, type MeasuredReport, type MeasuredResources } from '../measured-report.js';
import { cellAt, readTables } from '../table.js';
import { readXmlTables } from '../xml-tables.js';
import { vivadoHeader, xmlHeader } from './header.js';

/** `report_utilization`, flat, after synthesis or placement, of any family: by row and column name (`Prohibited` comes and goes). */
export function readUtilization(text: string): MeasuredReport {
  const { stage, ...header } = /^\s*</.test(text) ? xmlHeader(text) : vivadoHeader(text);
  const { used, available } = rowsOf(text);
  return measuredReport('utilization', stage, {
    ...header,
    resources: resourcesOf(used, (whole, half) => 2 * whole + half),
    // A site holds one RAMB36 or two RAMB18.
    available: resourcesOf(available, (whole, half) => Math.max(2 * whole, half)),
  });
}

interface Counts {
  readonly used: ReadonlyMap<string, number>;
  readonly available: ReadonlyMap<string, number>;
}

/** `Used` and `Available` by site type; the first row of a name wins, footnote stars are dropped. */
function rowsOf(text: string): Counts {
  const used = new Map<string, number>();
  const available = new Map<string, number>();
  for (const table of /^\s*</.test(text) ? readXmlTables(text) : readTables(text)) {
    if (!table.columns.includes('Site Type')) continue;
    for (const row of table.rows) {
      const name = (cellAt(table, row, 'Site Type') ?? '').trim().replace(/\s*\*+$/, '');
      const count = cellCount(cellAt(table, row, 'Used'));
      const limit = cellCount(cellAt(table, row, 'Available'));
      if (count !== undefined && !used.has(name)) used.set(name, count);
      if (limit !== undefined && !available.has(name)) available.set(name, limit);
    }
  }
  return { used, available };
}

/** @param halvesOf 18-kbit halves of so many whole block RAMs and halves */
function resourcesOf(
  rows: ReadonlyMap<string, number>,
  halvesOf: (whole: number, half: number) => number,
): MeasuredResources {
  const first = (...names: readonly string[]): number | undefined =>
    names.map((name) => rows.get(name)).find((value) => value !== undefined);
  const tiles = first('Block RAM Tile', 'Block RAM Tiles');
  const whole = first('RAMB36/FIFO', 'RAMB36E5', 'RAMB36');
  const half = first('RAMB18', 'RAMB18E5', 'RAMB18/FIFO');
  const halves = whole === undefined && half === undefined ? undefined : halvesOf(whole ?? 0, half ?? 0);
  return knownOnly({
    lut: first('Slice LUTs', 'CLB LUTs'),
    lutLogic: first('LUT as Logic'),
    lutMemory: first('LUT as Memory'),
    lutRam: first('LUT as Distributed RAM'),
    srl: first('LUT as Shift Register'),
    ff: first('Slice Registers', 'CLB Registers', 'Registers'),
    bram18: tiles === undefined ? halves : 2 * tiles,
    uram: first('URAM'),
    dsp: first('DSPs', 'DSP Slices', 'DSP48E1 only', 'DSP48E2 only', 'DSP58'),
    carry: first('CARRY8', 'CARRY4', 'LOOKAHEAD8'),
  });
}
