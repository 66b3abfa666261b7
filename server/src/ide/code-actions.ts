import type { TextChange } from '../language/text-change.js';
import type { CodeAction, Diagnostic as LspDiagnostic, Range } from 'vscode-languageserver-types';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Span } from '../diagnostics/span.js';
import type { Analysis } from '../workspace/analysis.js';
import type { Fix } from './fixes/fix.js';
import { FIX_ALL } from './code-action-kinds.js';
import { fixesFor } from './fixes/index.js';
import { targetActions } from './refactorings.js';
import { CodeActionKind } from './lsp-kinds.js';
import { indentOf, lineBreak } from './lines.js';
import { isWorthSilencing } from './silencing.js';
import { textEdits, workspaceEdit, type Annotating } from './workspace-edit.js';

export interface CodeActionRequest {
  readonly range: Range;
  /** Kinds that the client asks for; undefined means all but fix-all. */
  readonly only: readonly string[] | undefined;
  /** The diagnostics that the client shows there: an action names the one that it mends. */
  readonly diagnostics: readonly LspDiagnostic[];
  /** Where the client shows what edits are for. */
  readonly annotating?: Annotating | undefined;
}

/** Quick fixes of the diagnostics in a range, comments that silence them, refactorings, and fix-all. */
export function codeActions(analysis: Analysis, request: CodeActionRequest): CodeAction[] {
  const wants = (kind: string): boolean =>
    request.only?.some((asked) => kind === asked || kind.startsWith(`${asked}.`)) ?? kind !== FIX_ALL;
  const span: Span = {
    start: analysis.lines.offset(request.range.start),
    end: analysis.lines.offset(request.range.end),
  };
  return [
    ...(wants(CodeActionKind.QuickFix) ? quickFixes(analysis, span, request) : []),
    ...(wants(CodeActionKind.Refactor) ? targetActions(analysis, span) : []),
    ...(wants(FIX_ALL) ? fixAll(analysis, request) : []),
  ];
}

function quickFixes(
  analysis: Analysis,
  span: Span,
  { diagnostics: shown, annotating }: CodeActionRequest,
): CodeAction[] {
  const touched = analysis.diagnostics.filter((one) => one.span.start <= span.end && span.start <= one.span.end);
  const actions = touched.flatMap((diagnostic) =>
    fixesFor(analysis, diagnostic).map((fix) =>
      actionOf(analysis, fix, matching(analysis, diagnostic, shown), annotating),
    ),
  );
  const silencing = touched
    .filter((one, at) => touched.findIndex(({ code }) => code === one.code) === at)
    .flatMap((diagnostic) => silence(analysis, diagnostic, matching(analysis, diagnostic, shown)));
  return [...actions, ...silencing];
}

function actionOf(
  analysis: Analysis,
  { title, preferred = false, edits }: Fix,
  diagnostics: LspDiagnostic[],
  annotating: Annotating | undefined,
): CodeAction {
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics,
    isPreferred: preferred,
    edit: workspaceEdit(analysis.uri, textEdits(analysis, edits), { label: title }, annotating),
  };
}

function matching(analysis: Analysis, { code, span }: Diagnostic, shown: readonly LspDiagnostic[]): LspDiagnostic[] {
  const { start } = analysis.lines.range(span);
  return shown.filter(
    (one) => one.code === code && one.range.start.line === start.line && one.range.start.character === start.character,
  );
}

/** Writes `// bnn-ignore CODE` on the line above. */
function silence(analysis: Analysis, diagnostic: Diagnostic, diagnostics: LspDiagnostic[]): CodeAction[] {
  if (!isWorthSilencing(diagnostic)) return [];
  const { code, span } = diagnostic;
  const { line } = analysis.lines.position(span.start);
  const start = analysis.lines.lineSpan(line).start;
  const position = analysis.lines.position(start);
  const newText = `${indentOf(analysis, span.start)}// bnn-ignore ${code}${lineBreak(analysis)}`;
  return [
    {
      title: `Silence ${code} here`,
      kind: CodeActionKind.QuickFix,
      diagnostics,
      edit: { changes: { [analysis.uri]: [{ range: { start: position, end: position }, newText }] } },
    },
  ];
}

/** One edit that makes every fix that guesses nothing. */
function fixAll(analysis: Analysis, { annotating }: CodeActionRequest): CodeAction[] {
  const edits = safeEdits(analysis);
  if (edits.length === 0) return [];
  const title = 'Fix all that can be fixed safely';
  const purpose = { label: title, unasked: true };
  return [{ title, kind: FIX_ALL, edit: workspaceEdit(analysis.uri, textEdits(analysis, edits), purpose, annotating) }];
}

/** The edits of all preferred, safe fixes, in the order of the text; of two that overlap the first is made. */
export function safeEdits(analysis: Analysis): readonly TextChange[] {
  const made: TextChange[] = [];
  const free = ({ span }: TextChange): boolean =>
    made.every((other) => span.end <= other.span.start || other.span.end <= span.start);
  for (const diagnostic of analysis.diagnostics) {
    const fix = fixesFor(analysis, diagnostic).find(({ preferred, safe }) => preferred === true && safe === true);
    if (fix?.edits.every(free)) made.push(...fix.edits);
  }
  return made.sort((a, b) => a.span.start - b.span.start);
}
