import type { Range, TextEdit } from 'vscode-languageserver-types';
import type { Span } from '../diagnostics/span.js';
import { format } from '../language/formatter.js';
import type { Analysis } from '../workspace/analysis.js';

/** The edits that format a text; none where it is formatted already. */
export function formatting(analysis: Analysis): TextEdit[] {
  return edits(analysis, undefined);
}

/** The same for the lines of a range. */
export function rangeFormatting(analysis: Analysis, range: Range): TextEdit[] {
  const { lines } = analysis;
  const last = Math.min(range.end.line, lines.lineCount - 1);
  const end = lines.lineSpan(last).end;
  return edits(analysis, { start: Math.min(lines.lineSpan(range.start.line).start, end), end });
}

function edits(analysis: Analysis, span: Span | undefined): TextEdit[] {
  return format(analysis.text, span).map((change) => ({
    range: analysis.lines.range(change.span),
    newText: change.text,
  }));
}
