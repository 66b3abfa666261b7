import type { ReportKind } from './measured-report.js';
import { RULE } from './table.js';
import { readXml } from './xml.js';

/**
 * Where a report breaks off, as after a full disk or a tool that was killed: in the words for "it ends ...". Undefined
 * where nothing is seen of that. What stands before a break may be half a number, so nothing of such a report counts.
 */
export function cutShort(kind: ReportKind, text: string): string | undefined {
  if (/^\s*</.test(text)) return kind === 'hls-export' ? undefined : cutXml(text);
  if (kind.startsWith('finn-')) return undefined;
  return cutTable(kind, text) ?? cutLine(kind, text);
}

function cutXml(text: string): string | undefined {
  const { endsIn } = readXml(text);
  return endsIn === undefined ? undefined : `inside <${endsIn}>`;
}

/** A table ends with a rule below its rows. */
function cutTable(kind: ReportKind, text: string): string | undefined {
  const lines = text.trimEnd().split(/\r\n|\n|\r/);
  const first = lines.findLastIndex((line) => !/^\s*[|+]/.test(line)) + 1;
  const table = lines.slice(first);
  if (table.length === 0) return undefined;
  const rules = table.filter((line) => RULE.test(line)).length;
  // A table without rows ends after the rule below its header; a blank line follows.
  // The summary of power has no header.
  // Utilization ends with lists of cells, most often empty ones; whoever keeps a report may have cut blank lines at its end.
  const listsCells = kind === 'utilization' && /^\s*\|\s*Ref Name\s*\|/.test(table[1] ?? '');
  const hasRows = rules > 2 || kind === 'power' || listsCells || /(?:\n|\r)[ \t]*(?:\r\n|\n|\r)\s*$/.test(text);
  return RULE.test(table.at(-1) ?? '') && rules > 1 && hasRows ? undefined : 'inside a table';
}

/** Numbers at the end of a line may have lost digits where the line has no end; in a table without bars rows, too. */
function cutLine(kind: ReportKind, text: string): string | undefined {
  if (kind !== 'timing' && kind !== 'hls-export') return undefined;
  // The last line of this form of the export's report says whether the clock is met.
  if (/^#=== Final timing ===/m.test(text) && !/^Timing (?:not )?met/m.test(text)) return 'before its last line';
  return /[\d.-]$/.test(text) ? 'in the middle of a line' : undefined;
}
