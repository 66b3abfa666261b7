import type { Span } from '../diagnostics/span.js';

/** Replaces the text at `span` by `text`; an insertion where the span is empty. */
export interface TextChange {
  readonly span: Span;
  readonly text: string;
}

/** The text with changes made that do not overlap, in any order; insertions at one place follow each other as they are given. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  const inOrder = [...changes].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const parts: string[] = [];
  let at = 0;
  for (const { span, text: replacement } of inOrder) {
    parts.push(text.slice(at, span.start), replacement);
    at = span.end;
  }
  return parts.join('') + text.slice(at);
}

/** The changes with insertions at one place as one: editors differ in the order in which they make two. */
export function joinInsertions(changes: readonly TextChange[]): TextChange[] {
  const joined: TextChange[] = [];
  for (const change of changes) {
    const { start, end } = change.span;
    const before = start === end ? joined.findIndex(({ span }) => span.start === start && span.end === end) : -1;
    const inserted = joined[before];
    if (inserted) joined[before] = { span: inserted.span, text: inserted.text + change.text };
    else joined.push(change);
  }
  return joined;
}
