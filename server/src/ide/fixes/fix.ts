import type { DiagnosticCode } from '../../diagnostics/catalogue/index.js';
import type { DiagnosticOf } from '../../diagnostics/diagnostic.js';
import { touches, type Span } from '../../diagnostics/span.js';
import type { Attribute } from '../../language/ast.js';
import type { TextChange } from '../../language/text-change.js';
import type { Analysis } from '../../workspace/analysis.js';
import { lineBreak } from '../lines.js';
import { attributesOf, statementAt, type AnyStatement, type Placed } from '../syntax.js';

/** One way to mend a diagnostic. */
export interface Fix {
  /** Shows the consequence: `Set pe=16 (24.7 kFPS, 4.1k LUT)`. */
  readonly title: string;
  readonly edits: readonly TextChange[];
  /** The one that is most likely meant. */
  readonly preferred?: boolean;
  /** Whether "fix all" may make it without asking: it guesses nothing. Only preferred ones count. */
  readonly safe?: boolean;
}

/** Computes the fixes of one code from what its rule found out. */
export type FixBuilder<C extends DiagnosticCode> = (analysis: Analysis, diagnostic: DiagnosticOf<C>) => readonly Fix[];

/** The fixes of a range of codes. */
export type FixTable = { readonly [C in DiagnosticCode]?: FixBuilder<C> };

export function replace(span: Span, text: string): TextChange {
  return { span, text };
}

export function insert(at: number, text: string): TextChange {
  return { span: { start: at, end: at }, text };
}

/** Takes a span out; where it alone kept two words apart, a blank stays. */
export function remove({ text }: Pick<Analysis, 'text'>, { start, end }: Span): TextChange {
  const joins = isWordAt(text, start - 1) && isWordAt(text, end);
  return replace({ start, end }, joins ? ' ' : '');
}

/** Whether what stands at an offset would grow together with a word beside it. */
export function isWordAt(text: string, offset: number): boolean {
  return /[\w."%]/.test(text.charAt(offset));
}

/** The innermost statement around a diagnostic. */
export function statementOf(analysis: Analysis, span: Span): Placed | undefined {
  const placed = statementAt(analysis.file, span.start);
  if (!placed || placed.statement.span.end >= span.end) return placed;
  // The diagnostic covers more than the innermost statement at its start: take the one that holds all of it.
  const around = [...placed.parents, placed.statement];
  const held = around.findLastIndex((statement) => statement.span.end >= span.end);
  const statement = around[held];
  return statement ? { statement, parents: around.slice(0, held) } : placed;
}

/** The attribute that a diagnostic stands on, by its name where several touch. */
export function attributeAt(statement: AnyStatement, span: Span, name?: string): Attribute | undefined {
  const touched = attributesOf(statement).filter((attribute) => touches(attribute.span, span.start));
  const named = name === undefined ? touched : touched.filter((attribute) => attribute.name.text === name);
  return (
    named.at(-1) ?? (name === undefined ? undefined : attributesOf(statement).find((one) => one.name.text === name))
  );
}

/** Sets an attribute of a statement: replaces its value, or adds it behind the last one. */
export function setAttribute(statement: AnyStatement, name: string, value: string): TextChange | undefined {
  const written = attributesOf(statement).findLast((attribute) => attribute.name.text === name);
  if (written?.value) return replace(written.value.span, value);
  if (written) return replace(written.span, `${name}=${value}`);
  const end = endOf(statement);
  return end === undefined ? undefined : insert(end, ` ${name}=${value}`);
}

/** Where a statement's next attribute would stand. */
function endOf(statement: AnyStatement): number | undefined {
  const last = attributesOf(statement).at(-1);
  switch (statement.type) {
    case 'layer':
      return Math.max(last?.span.end ?? 0, statement.name?.span.end ?? 0, statement.kind.span.end);
    case 'fold':
      return last?.span.end ?? statement.pattern?.span.end;
    case 'defaults':
    case 'budget':
      return last?.span.end ?? statement.span.start + statement.type.length;
    default:
      return undefined;
  }
}

/** Takes an attribute out, with the blank before it. */
export function removeAttribute(analysis: Analysis, attribute: Attribute): TextChange {
  let { start } = attribute.span;
  while (start > 0 && /[ \t]/.test(analysis.text.charAt(start - 1))) start--;
  const lineStart = start === 0 || /[\r\n]/.test(analysis.text.charAt(start - 1));
  return remove(analysis, { start: lineStart ? attribute.span.start : start, end: attribute.span.end });
}

/** Takes a statement out, and its line where it stands alone on it. */
export function removeStatement(analysis: Analysis, statement: AnyStatement): TextChange {
  return replace(wholeLines(analysis, statement.span), '');
}

/** The span, grown to whole lines where nothing else stands on them. */
export function wholeLines({ text, lines }: Analysis, span: Span): Span {
  const first = lines.lineSpan(lines.position(span.start).line);
  const lastLine = lines.position(span.end).line;
  const last = lines.lineSpan(lastLine);
  const alone = text.slice(first.start, span.start).trim() === '' && text.slice(span.end, last.end).trim() === '';
  if (!alone) return span;
  const next = lastLine + 1 < lines.lineCount ? lines.lineSpan(lastLine + 1).start : last.end;
  return { start: first.start, end: next };
}

/** Adds a line before the closing brace of a body, indented like the lines before it. */
export function addLine(analysis: Analysis, braces: Span, line: string): TextChange {
  const { text, lines } = analysis;
  const close = text.charAt(braces.end - 1) === '}' ? braces.end - 1 : braces.end;
  const closing = lines.lineSpan(lines.position(close).line);
  const before = text.slice(closing.start, close);
  if (before.trim() !== '') return insert(close, `${before.endsWith(' ') ? '' : ' '}${line} `);
  return insert(closing.start, `${before}  ${line}${lineBreak(analysis)}`);
}

/** Replaces a word by the one that was probably meant. */
export function didYouMean(span: Span, suggestion: string | undefined): readonly Fix[] {
  if (suggestion === undefined) return [];
  return [{ title: `Change to ${suggestion}`, edits: [replace(span, suggestion)], preferred: true }];
}

/** A fix with one edit, or none where the edit cannot be made. */
export function fix(
  title: string,
  edit: TextChange | undefined,
  more: Pick<Fix, 'preferred' | 'safe'> = {},
): readonly Fix[] {
  return edit ? [{ title, edits: [edit], ...more }] : [];
}
