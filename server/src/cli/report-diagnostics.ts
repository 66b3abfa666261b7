import type { Range } from 'vscode-languageserver-types';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Severity } from '../diagnostics/entry.js';
import { lineIndexOfFile, type LineIndex } from '../workspace/line-index.js';
import { displayPath, type LoadedFile } from './load.js';

/** A diagnostic as `--json` prints it. `range` counts from 0, in utf-16. */
export interface PrintedDiagnostic {
  readonly file: string;
  readonly range: Range;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
}

/** Every diagnostic of a file, of those that it imports, and of its project file. */
export function diagnosticsOf({ analysis, projectDiagnostics }: LoadedFile): readonly Diagnostic[] {
  return [...analysis.diagnostics, ...analysis.foreign, ...projectDiagnostics];
}

/** The same, as they are printed. */
export function printedDiagnostics(loaded: LoadedFile): readonly PrintedDiagnostic[] {
  return printed(loaded, diagnosticsOf(loaded));
}

/** Diagnostics that were found in a file or in those that it imports. */
export function printed(loaded: LoadedFile, diagnostics: readonly Diagnostic[]): readonly PrintedDiagnostic[] {
  const indexes = new Map<string, LineIndex>();
  const indexOf = (uri: string): LineIndex => {
    const index = indexes.get(uri) ?? lineIndexOfFile(loaded.textOf(uri));
    indexes.set(uri, index);
    return index;
  };
  return diagnostics.map((diagnostic) => ({
    file: displayPath(loaded, diagnostic.uri),
    range: indexOf(diagnostic.uri).range(diagnostic.span),
    severity: diagnostic.severity,
    code: diagnostic.code,
    message: diagnostic.message,
  }));
}

/** `file:line:col: error BNN401: message`, counted from 1. */
export function diagnosticLine({ file, range, severity, code, message }: PrintedDiagnostic): string {
  return `${file}:${range.start.line + 1}:${range.start.character + 1}: ${severity} ${code}: ${message}`;
}
