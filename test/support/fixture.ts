/**
 * A `.bnn` text with marks. `$0` is the cursor. A line of blanks and `^` under a line marks a span of it, and may say
 * what is expected there:
 *
 *     dense d units=22.4
 *             ^^^^^^^^^^ error BNN235: `units` wants a whole number
 *
 * Such lines are taken out of the text. A message may be a part of the real one; several marks may stand below a line.
 */
export interface Fixture {
  readonly text: string;
  /** Of `$0`. */
  readonly cursor: number | undefined;
  readonly marks: readonly Mark[];
}

export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly severity: string | undefined;
  readonly code: string | undefined;
  /** What stands behind the code, or behind the `^` where there is no code. */
  readonly message: string;
}

const MARK = /^(\s*)(\^+)\s*(?:(error|warning|info|hint) (BNN\d+):?)?\s*(.*)$/;

export function fixture(marked: string): Fixture {
  const lines = dedent(marked).split('\n');
  const kept: string[] = [];
  const marks: Mark[] = [];
  let start = 0;
  let cursor: number | undefined;
  for (const line of lines) {
    const match = MARK.exec(line);
    if (match) {
      const [, blanks = '', carets = '', severity, code, message = ''] = match;
      const from = start + blanks.length;
      marks.push({ start: from, end: from + carets.length, severity, code, message });
      continue;
    }
    if (kept.length > 0) start += (kept.at(-1) ?? '').length + 1;
    const at = line.indexOf('$0');
    if (at >= 0) cursor = start + at;
    kept.push(at < 0 ? line : line.slice(0, at) + line.slice(at + 2));
  }
  return { text: kept.join('\n'), cursor, marks };
}

/** A diagnostic as far as a mark can say it. */
export interface Markable {
  readonly span: { readonly start: number; readonly end: number };
  readonly severity: string;
  readonly code: string;
  readonly message: string;
}

/**
 * The text with its diagnostics as mark lines: what a fixture is compared with, so that a difference shows both.
 * Messages are cut where the fixture's mark at the same place says only a part of them.
 */
export function markDiagnostics(text: string, diagnostics: readonly Markable[], like: readonly Mark[] = []): string {
  const lines = text.split('\n');
  const out: string[] = [];
  let start = 0;
  const sorted = [...diagnostics].sort((a, b) => a.span.start - b.span.start || (a.code < b.code ? -1 : 1));
  for (const line of lines) {
    out.push(line);
    for (const { span, severity, code, message } of sorted) {
      if (span.start < start || span.start > start + line.length) continue;
      const part = like.find(
        (mark) => mark.start === span.start && mark.code === code && message.includes(mark.message),
      );
      const length = Math.max(1, Math.min(span.end, start + line.length) - span.start);
      const said = part ? part.message : message;
      out.push(`${' '.repeat(span.start - start)}${'^'.repeat(length)} ${severity} ${code}${said ? `: ${said}` : ''}`);
    }
    start += line.length + 1;
  }
  return out.join('\n');
}

/** The fixture's own marks in the form of `markDiagnostics`. */
export function markExpected({ text, marks }: Fixture): string {
  const expected = marks.map((mark) => ({
    span: mark,
    severity: mark.severity ?? '',
    code: mark.code ?? '',
    message: mark.message,
  }));
  return markDiagnostics(text, expected);
}

/** Takes the common indentation away, and the line break at the start. */
export function dedent(text: string): string {
  const lines = text
    .replace(/^\n/, '')
    .replace(/\n[ \t]*$/, '\n')
    .split('\n');
  const depths = lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const depth = Math.min(...depths, Number.MAX_SAFE_INTEGER);
  return lines.map((line) => line.slice(Math.min(depth, line.length))).join('\n');
}
