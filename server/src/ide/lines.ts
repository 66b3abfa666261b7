import type { Analysis } from '../workspace/analysis.js';

/** The line break that a text is written with. */
export function lineBreak({ text }: Pick<Analysis, 'text'>): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** The blanks before the first word of the line that an offset is in; of those only what stands before the offset. */
export function indentOf({ text, lines }: Pick<Analysis, 'text' | 'lines'>, offset: number): string {
  const start = lines.lineSpan(lines.position(offset).line).start;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** What follows a line that is put before a statement: a break and the indent, or a blank where the statement is not the first on its line. */
export function breakBefore(analysis: Pick<Analysis, 'text' | 'lines'>, offset: number): string {
  const { text, lines } = analysis;
  const isFirst = text.slice(lines.lineSpan(lines.position(offset).line).start, offset).trim() === '';
  return isFirst ? `${lineBreak(analysis)}${indentOf(analysis, offset)}` : ' ';
}
