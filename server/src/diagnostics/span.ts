/** A half-open range of utf-16 code units in one text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A span in a named text. `uri` is the text's URI as the snapshot holds it. */
export interface Location {
  readonly uri: string;
  readonly span: Span;
}

/** The smallest span that holds both. */
export function cover(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

/** Whether `offset` lies in the span, its end included (where a cursor still touches it). */
export function touches(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}
