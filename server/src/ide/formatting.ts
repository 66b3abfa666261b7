import type { Range, TextEdit } from 'vscode-languageserver-types';
import { format } from '../language/formatter.js';
import type { Analysis } from '../workspace/analysis.js';
import { textEdits } from './workspace-edit.js';

/** The edits that format a text; none where it is formatted already. */
export function formatting(analysis: Analysis): TextEdit[] {
  return textEdits(analysis, format(analysis.text));
}

/** The same for the lines of a range. */
export function rangeFormatting(analysis: Analysis, range: Range): TextEdit[] {
  const { lines } = analysis;
  const last = Math.min(range.end.line, lines.lineCount - 1);
  const end = lines.lineSpan(last).end;
  const span = { start: Math.min(lines.lineSpan(range.start.line).start, end), end };
  return textEdits(analysis, format(analysis.text, span));
}
