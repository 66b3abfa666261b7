import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Span } from '../diagnostics/span.js';
import type { BodyStatement, LayerStatement, SourceFile, TopStatement } from './ast.js';
import { parse } from './parser.js';
import { layerKinds } from './table.js';

type Parsed = ReturnType<typeof parse>;
type Statement = TopStatement | BodyStatement;

/**
 * What `parse` gives for a text, with what stays of the tree before an edit: while somebody types inside the line of one
 * layer, only that line is read, and what stands behind it moves. Everything else, and any text with a syntax fault, before
 * or after, is parsed as a whole: there a line may change what another one means.
 */
export function reparse(
  before: { readonly file: SourceFile; readonly diagnostics: readonly Diagnostic[] },
  text: string,
  uri: string,
): Parsed {
  const edit = before.diagnostics.length === 0 ? lineEdit(before.file.text, text) : undefined;
  const statements = edit && replaced(before.file.statements, edit);
  if (!statements) return parse(text, uri);
  const comments = before.file.comments.map((comment) =>
    comment.span.start < edit.start ? comment : shifted(comment, edit.by),
  );
  return { file: { text, statements, comments }, diagnostics: [] };
}

/** One line that became another one. */
interface LineEdit {
  readonly start: number;
  /** Of the line before. */
  readonly end: number;
  readonly line: string;
  readonly lineBefore: string;
  /** How far everything behind it moved. */
  readonly by: number;
}

function lineEdit(before: string, after: string): LineEdit | undefined {
  const shorter = Math.min(before.length, after.length);
  let same = 0;
  while (same < shorter && before.charCodeAt(same) === after.charCodeAt(same)) same++;
  let tail = 0;
  while (
    tail < shorter - same &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail++;
  let start = same;
  while (start > 0 && !isBreak(before, start - 1)) start--;
  let end = before.length - tail;
  while (end < before.length && !isBreak(before, end)) end++;
  const by = after.length - before.length;
  const [line, lineBefore] = [after.slice(start, end + by), before.slice(start, end)];
  return SEVERAL.test(line) || SEVERAL.test(lineBefore) ? undefined : { start, end, line, lineBefore, by };
}

/** What ends a line, or reaches beyond it: comments, strings, braces. */
const SEVERAL = /[\r\n/"{}]/;

function isBreak(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 10 || code === 13;
}

/** The statements with the one on the line read anew; undefined where the line is not that of one layer alone. */
function replaced<S extends Statement>(statements: readonly S[], edit: LineEdit): S[] | undefined {
  const at = firstBehind(statements, edit.start);
  const statement = statements[at];
  if (!statement || statement.span.start >= edit.end) return undefined;
  const now = statement.type === 'layer' ? layerOf(statement, statements[at + 1], edit) : withBody(statement, edit);
  if (!now) return undefined;
  const behind = statements.slice(at + 1);
  const moved = edit.by === 0 ? behind : behind.map((each) => shifted(each, edit.by));
  return [...statements.slice(0, at), now as S, ...moved];
}

/** The first statement that ends behind an offset. */
function firstBehind(statements: readonly Statement[], offset: number): number {
  let [low, high] = [0, statements.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((statements[middle]?.span.end ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

function withBody(statement: Exclude<Statement, LayerStatement>, edit: LineEdit): Statement | undefined {
  if (!('body' in statement)) return undefined;
  const { body, span } = statement;
  const statements = replaced(body.statements, edit);
  const braces = body.braces && longer(body.braces, edit.by);
  return statements && { ...statement, span: longer(span, edit.by), body: { ...body, braces, statements } };
}

function longer({ start, end }: Span, by: number): Span {
  return { start, end: end + by };
}

const BEFORE = 'network N {\n';

/** The layer of the line as it is now. Its kind begins a statement wherever it stands, as did the same word before. */
function layerOf(before: LayerStatement, next: Statement | undefined, edit: LineEdit): LayerStatement | undefined {
  const { span, kind, documentation } = before;
  const { start, end, line, lineBefore } = edit;
  if (span.start < start || span.end > end || !beginsByItself(before) || (next && !beginsByItself(next)))
    return undefined;
  const around = lineBefore.slice(0, span.start - start) + lineBefore.slice(span.end - start);
  if (around.trim() !== '') return undefined;
  const { file, diagnostics } = parse(`${BEFORE}${line}\n}`, '');
  const [network, ...others] = file.statements;
  if (diagnostics.length > 0 || network?.type !== 'network' || others.length > 0) return undefined;
  const [layer, ...more] = network.body.statements;
  if (layer?.type !== 'layer' || more.length > 0 || layer.kind.text !== kind.text) return undefined;
  const moved = shifted(layer, start - BEFORE.length);
  return documentation === undefined ? moved : { ...moved, documentation };
}

function beginsByItself(statement: Statement): boolean {
  return statement.type !== 'layer' || layerKinds.has(statement.kind.text);
}

/** The same node, so far further on in the text. */
function shifted<T>(node: T, by: number): T {
  if (typeof node !== 'object' || node === null) return node;
  if (Array.isArray(node)) return node.map((each: unknown) => shifted(each, by)) as T;
  if (isSpan(node)) return { start: node.start + by, end: node.end + by } as T;
  const copy = { ...node } as Record<string, unknown>;
  for (const key in copy) {
    const part = copy[key];
    if (typeof part === 'object') copy[key] = shifted(part, by);
  }
  return copy as T;
}

function isSpan(node: object): node is Span {
  return 'start' in node && 'end' in node;
}
