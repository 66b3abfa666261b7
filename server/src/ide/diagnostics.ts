import type { Diagnostic as LspDiagnostic } from 'vscode-languageserver-types';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { LineIndex } from '../workspace/line-index.js';
import { DiagnosticSeverity, DiagnosticTag } from './lsp-kinds.js';

/** The most that one text is given; a file with more is broken in one place, not in a thousand. */
const MAX_DIAGNOSTICS = 500;

export interface DiagnosticContext {
  /** The lines of any text that was read: related places may stand in other files. */
  readonly linesOf: (uri: string) => LineIndex | undefined;
  /** Where a code's page is opened, to be followed by the code; without it there is no link. */
  readonly docsBase: string | undefined;
}

/** Diagnostics of one text as LSP has them. */
export function lspDiagnostics(diagnostics: readonly Diagnostic[], context: DiagnosticContext): LspDiagnostic[] {
  return diagnostics.slice(0, MAX_DIAGNOSTICS).flatMap((diagnostic) => {
    const lines = context.linesOf(diagnostic.uri);
    return lines ? [lspDiagnostic(diagnostic, lines, context)] : [];
  });
}

function lspDiagnostic(
  diagnostic: Diagnostic,
  lines: LineIndex,
  { linesOf, docsBase }: DiagnosticContext,
): LspDiagnostic {
  const { code, severity, message, span, related, tags } = diagnostic;
  const found: LspDiagnostic = {
    range: lines.range(span),
    severity: SEVERITIES[severity],
    code,
    source: 'bnn',
    message,
    data: { code },
  };
  if (docsBase !== undefined) found.codeDescription = { href: docsBase + code };
  const places = related.flatMap((one) => {
    const there = linesOf(one.uri);
    return there ? [{ location: { uri: one.uri, range: there.range(one.span) }, message: one.message }] : [];
  });
  if (places.length > 0) found.relatedInformation = places;
  if (tags.length > 0) found.tags = tags.map((tag) => TAGS[tag]);
  return found;
}

const SEVERITIES: Readonly<Record<Diagnostic['severity'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const TAGS: Readonly<Record<Diagnostic['tags'][number], DiagnosticTag>> = {
  unnecessary: DiagnosticTag.Unnecessary,
  deprecated: DiagnosticTag.Deprecated,
};
