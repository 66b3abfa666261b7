/** A table whose columns are parted by blanks under a line of dashes, as in timing reports. */
export interface ColumnTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | undefined)[])[];
}

/**
 * Reads the table whose header is `lines[header]` and whose dashes stand on the next line; rows run to the next blank
 * line. A cell belongs to the column whose dashes it touches most, because numbers may be wider than their dashes and
 * cells may be missing.
 */
export function readColumns(lines: readonly string[], header: number): ColumnTable {
  const spans = [...(lines[header + 1] ?? '').matchAll(/-+/g)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
  }));
  const columns = place(lines[header] ?? '', spans).map((name) => name ?? '');
  const rows: (string | undefined)[][] = [];
  for (let at = header + 2; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.trim() === '') break;
    rows.push(place(line, spans));
  }
  return { columns, rows };
}

interface Extent {
  readonly start: number;
  readonly end: number;
}

function place(line: string, spans: readonly Extent[]): (string | undefined)[] {
  const cells: (string | undefined)[] = spans.map(() => undefined);
  for (const found of line.matchAll(/\S+(?: \S+)*/g)) {
    const token = { start: found.index, end: found.index + found[0].length };
    let best = -1;
    let bestGap = Infinity;
    spans.forEach((span, index) => {
      const gap = Math.max(token.start, span.start) - Math.min(token.end, span.end);
      if (cells[index] === undefined && gap < bestGap) [best, bestGap] = [index, gap];
    });
    if (best >= 0) cells[best] = found[0];
  }
  return cells;
}
