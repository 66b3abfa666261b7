import { cellCount } from '../cells.js';
import { knownOnly, measuredReport, type MeasuredModule, type MeasuredReport } from '../measured-report.js';
import { columnOf, readTables, type Table } from '../table.js';
import { readXmlTables } from '../xml-tables.js';
import { vivadoHeader, xmlHeader } from './header.js';

interface Row {
  /** With its leading blanks, which tell the depth. */
  readonly name: string;
  readonly cells: readonly string[];
}

/** `report_utilization -hierarchical`: one row an instance, as text or as XML (`-format xml`). */
export function readHierarchicalUtilization(text: string): MeasuredReport {
  return /^\s*</.test(text) ? fromXml(text) : fromText(text);
}

function fromText(text: string): MeasuredReport {
  const { stage, ...header } = vivadoHeader(text);
  const table = readTables(text).find(({ columns }) => columns.includes('Instance') && columns.some(isLut));
  return reportOf(stage, header, table);
}

function fromXml(text: string): MeasuredReport {
  const table = readXmlTables(text).find(({ columns }) => columns.some(isLut));
  const { stage, ...header } = xmlHeader(text);
  return reportOf(stage, header, table);
}

const isLut = (column: string): boolean => /^Total LUTs$/i.test(column);

function reportOf(
  stage: MeasuredReport['stage'],
  header: Partial<MeasuredReport>,
  table: Table | undefined,
): MeasuredReport {
  const columns = table?.columns ?? [];
  // The column has had this name in every release; in a report without it, it is the first.
  const named = columnOf(columns, 'Instance', 'Name') ?? 0;
  const rows = (table?.rows ?? []).map((cells): Row => ({ name: cells[named] ?? '', cells }));
  const parents: { depth: number; name: string }[] = [];
  const modules = rows.flatMap((row): MeasuredModule[] => {
    const name = row.name.trim();
    if (name === '') return [];
    const depth = row.name.length - row.name.trimStart().length;
    while (parents.length > 0 && (parents.at(-1)?.depth ?? 0) >= depth) parents.pop();
    const path = [...parents.map((parent) => parent.name), name];
    parents.push({ depth, name });
    return [{ name, path, module: moduleOf(columns, row), resources: resourcesOf(columns, row) }];
  });
  const [top, ...inner] = modules;
  return measuredReport('utilization-hierarchical', stage, {
    ...header,
    top: header.top ?? top?.name,
    resources: top?.resources ?? {},
    modules: inner,
  });
}

function moduleOf(columns: readonly string[], row: Row): string | undefined {
  const index = columns.findIndex((column) => /^Module$/i.test(column));
  const module = index < 0 ? undefined : row.cells[index]?.trim();
  return module === undefined || module === '' ? undefined : module;
}

function resourcesOf(columns: readonly string[], row: Row): MeasuredModule['resources'] {
  const count = (name: RegExp): number | undefined => {
    const index = columns.findIndex((column) => name.test(column));
    return index < 0 ? undefined : cellCount(row.cells[index]);
  };
  const ramb36 = count(/^RAMB36/);
  const ramb18 = count(/^RAMB18/);
  const lutRam = count(/^LUTRAMs?$/i);
  const srl = count(/^SRLs?$/i);
  return knownOnly({
    lut: count(/^Total LUTs$/i),
    lutLogic: count(/^Logic LUTs$/i),
    lutRam,
    srl,
    lutMemory: lutRam === undefined || srl === undefined ? undefined : lutRam + srl,
    ff: count(/^FFs?$/i),
    bram18: ramb36 === undefined && ramb18 === undefined ? undefined : 2 * (ramb36 ?? 0) + (ramb18 ?? 0),
    uram: count(/^URAM/i),
    dsp: count(/^DSP/i),
  });
}
