/** A table drawn with `|` and `+---+`, and the headings that it stands under. */
export interface Table {
  /** The last heading of the outer kind: `== Utilization Estimates`, `1. Slice Logic`. */
  readonly section: string;
  /** The last `+ Latency:` heading. */
  readonly heading: string;
  /** The last `* Summary:` heading. */
  readonly title: string;
  readonly columns: readonly string[];
  /** Cells by column; their leading blanks are kept, because those of a name tell the depth. */
  readonly rows: readonly (readonly string[])[];
}

export const RULE = /^\s*\+[-+]+\+?\s*$/;

/** All tables of a report, in order. Lines that are no part of a table are headings or passed over. */
export function readTables(text: string): Table[] {
  const tables: Table[] = [];
  let section = '';
  let heading = '';
  let title = '';
  let open: { header: string[]; rows: string[][]; rules: number } | undefined;
  const close = (): void => {
    if (open !== undefined && open.rules > 0 && open.header.length + open.rows.length > 0) {
      // A table with one rule below its rows has no header: the first column names each row (report_power's summary).
      const headless = open.rows.length === 0;
      const columns = headless ? [] : joinHeader(open.header);
      tables.push({ section, heading, title, columns, rows: headless ? open.header.map(splitRow) : open.rows });
    }
    open = undefined;
  };
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (RULE.test(line)) {
      open ??= { header: [], rows: [], rules: 0 };
      open.rules += 1;
      continue;
    }
    if (open !== undefined && open.rules > 0 && /^\s*[|+].*[|+]\s*$/.test(line)) {
      if (open.rules === 1) open.header.push(line);
      else open.rows.push(splitRow(line));
      continue;
    }
    close();
    const outer = /^[\s#]*==\s+(\S.*?)\s*$/.exec(line) ?? /^(\d+(?:\.\d+)*\.? +\S.*?)\s*$/.exec(line);
    if (outer !== null) {
      [, section = ''] = outer;
      heading = '';
      title = '';
      continue;
    }
    const inner = /^\s*([+*]) ([^|]*?):?\s*$/.exec(line);
    if (inner === null) continue;
    if (inner[1] === '+') {
      heading = inner[2] ?? '';
      title = '';
    } else title = inner[2] ?? '';
  }
  close();
  return tables;
}

/** The cell of a row in the first column with one of these names (compared without case). */
export function cellAt(
  table: Table,
  row: readonly string[],
  ...names: readonly (string | RegExp)[]
): string | undefined {
  const index = columnOf(table.columns, ...names);
  return index === undefined ? undefined : row[index]?.trim();
}

/** The index of the first column with one of these names, tried in the order given. */
export function columnOf(columns: readonly string[], ...names: readonly (string | RegExp)[]): number | undefined {
  for (const name of names) {
    const index = columns.findIndex((column) =>
      typeof name === 'string' ? column.toLowerCase() === name.toLowerCase() : name.test(column),
    );
    if (index >= 0) return index;
  }
  return undefined;
}

function splitRow(line: string): string[] {
  const inside = line.trim().replace(/^[|+]/, '').replace(/[|+]$/, '');
  // A header of cosim separates cells by `+` where the next row has a rule.
  const cells = inside.includes('|') ? inside.split('|') : inside.split('+');
  return cells.map((cell) => (/^\s*--+\s*$/.test(cell) ? '' : cell.trimEnd()));
}

/**
 * One name a column from one or more header rows. The upper row of HLS tables groups the lower one (`Latency` over `min`
 * and `max`) and has fewer cells. Where each of its bars meets one of the lower row, they tell what it groups; in other
 * tables groups are dealt out by the words below them.
 */
function joinHeader(lines: readonly string[]): string[] {
  const rows = lines.map(splitRow);
  let names: readonly string[] = rows[0] ?? [];
  rows.slice(1).forEach((lower, at) => {
    const upperLine = lines[at] ?? '';
    const lowerLine = lines[at + 1] ?? '';
    if (lower.length === names.length)
      names = names.map((name, index) => `${name.trim()} ${(lower[index] ?? '').trim()}`);
    else names = (at === 0 ? underBars(upperLine, lowerLine) : undefined) ?? dealGroups(names, lower);
  });
  return names.map((name) => name.trim());
}

/** Undefined where the bars do not meet. */
function underBars(upperLine: string, lowerLine: string): string[] | undefined {
  const upperBars = barsOf(upperLine);
  const lowerBars = barsOf(lowerLine);
  if (upperBars.length < 2 || upperBars.some((bar) => !lowerBars.includes(bar))) return undefined;
  return lowerBars.slice(0, -1).map((bar, at) => {
    const above = upperBars.findLastIndex((upper) => upper <= bar);
    const group = upperLine.slice((upperBars[above] ?? 0) + 1, upperBars[above + 1]);
    return `${group.trim()} ${lowerLine.slice(bar + 1, lowerBars[at + 1]).trim()}`;
  });
}

function barsOf(line: string): number[] {
  return [...line.matchAll(/\|/g)].map(({ index }) => index);
}

function dealGroups(groups: readonly string[], lower: readonly string[]): string[] {
  const names: string[] = [];
  let next = 0;
  for (const group of groups) {
    const first = (lower[next] ?? '').trim();
    const span = first === 'min' || first === 'achieved' ? spanOf(lower, next) : 1;
    for (const below of lower.slice(next, next + span)) names.push(`${group.trim()} ${below.trim()}`.trim());
    next += span;
  }
  return [...names, ...lower.slice(next)];
}

function spanOf(lower: readonly string[], start: number): number {
  let end = start + 1;
  while (['avg', 'max', 'target'].includes((lower[end] ?? '').trim())) end += 1;
  return end - start;
}
