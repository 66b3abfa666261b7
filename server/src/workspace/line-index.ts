import type { Position, Range } from 'vscode-languageserver-types';
import type { Span } from '../diagnostics/span.js';

/** Offsets of one text to lines and utf-16 characters, both from 0, and back. */
export interface LineIndex {
  readonly lineCount: number;
  position(offset: number): Position;
  range(span: Span): Range;
  offset(position: Position): number;
  /** The span of a line without its line break. */
  lineSpan(line: number): Span;
}

/** Builds the index: line breaks are `\n`, `\r\n` and `\r`. */
export function lineIndex(text: string): LineIndex {
  return indexFrom(text, 0);
}

/** The same of a text as it was read from a file: its byte order mark is no character of the first line, as editors count. */
export function lineIndexOfFile(text: string): LineIndex {
  return indexFrom(text, text.startsWith('\uFEFF') ? 1 : 0);
}

function indexFrom(text: string, first: number): LineIndex {
  const starts = [first];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  const startOf = (line: number): number => starts[line] ?? text.length;
  const lineSpan = (line: number): Span => {
    let end = line + 1 < starts.length ? startOf(line + 1) : text.length;
    while (end > startOf(line) && /[\r\n]/.test(text.charAt(end - 1))) end--;
    return { start: startOf(line), end };
  };
  const position = (offset: number): Position => {
    const clamped = Math.max(first, Math.min(offset, text.length));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (startOf(middle) <= clamped) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: clamped - startOf(low) };
  };
  return {
    lineCount: starts.length,
    position,
    range: (span) => ({ start: position(span.start), end: position(span.end) }),
    offset: ({ line, character }) => {
      if (line >= starts.length) return text.length;
      const span = lineSpan(line);
      return Math.min(span.start + character, span.end);
    },
    lineSpan,
  };
}
