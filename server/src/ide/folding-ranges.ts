import type { FoldingRange } from 'vscode-languageserver-types';
import type { Analysis } from '../workspace/analysis.js';
import { bracesOf, statementsOf } from './syntax.js';
import { FoldingRangeKind } from './lsp-kinds.js';

/** What can be folded away: bodies between braces, runs of comments, runs of imports. */
export function foldingRanges(analysis: Analysis): FoldingRange[] {
  return [...bodies(analysis), ...comments(analysis), ...imports(analysis)];
}

function bodies({ file, lines }: Analysis): FoldingRange[] {
  return statementsOf(file).flatMap(({ statement }) => {
    const braces = bracesOf(statement);
    if (!braces) return [];
    const startLine = lines.position(braces.start).line;
    const end = lines.position(braces.end);
    // The closing brace stays in sight where it stands on a line of its own.
    const closed = file.text.charAt(braces.end - 1) === '}' && braces.end - 1 > braces.start;
    const endLine = closed ? end.line - 1 : end.line;
    return endLine > startLine ? [{ startLine, endLine }] : [];
  });
}

function comments({ file, lines }: Analysis): FoldingRange[] {
  const found: FoldingRange[] = [];
  for (const comment of file.comments) {
    const { start, end } = lines.range(comment.span);
    const before = found.at(-1);
    const alone = file.text.slice(lines.lineSpan(start.line).start, comment.span.start).trim() === '';
    if (!alone) continue;
    if (before && comment.kind !== 'block' && start.line === before.endLine + 1) before.endLine = end.line;
    else found.push({ startLine: start.line, endLine: end.line, kind: FoldingRangeKind.Comment });
  }
  return found.filter((range) => range.endLine > range.startLine);
}

function imports({ file, lines }: Analysis): FoldingRange[] {
  const found = file.statements.filter((statement) => statement.type === 'import');
  const first = found[0];
  const last = found.at(-1);
  if (!first || !last) return [];
  const startLine = lines.position(first.span.start).line;
  const endLine = lines.position(last.span.end).line;
  return endLine > startLine ? [{ startLine, endLine, kind: FoldingRangeKind.Imports }] : [];
}
