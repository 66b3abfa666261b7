import path from 'node:path';
import { catalogue } from '../diagnostics/catalogue/index.js';
import type { PrintedDiagnostic } from './report-diagnostics.js';

/** A SARIF 2.1.0 log, which code-scanning services read. */
export function sarifLog(diagnostics: readonly PrintedDiagnostic[]): object {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const titles: ReadonlyMap<string, string> = new Map(
    Object.entries(catalogue).map(([code, entry]) => [code, entry.title]),
  );
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'bnn',
            rules: codes.map((code) => ({ id: code, shortDescription: { text: titles.get(code) ?? code } })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: diagnostics.map(({ file, range, severity, code, message }) => ({
          ruleId: code,
          level: severity === 'error' || severity === 'warning' ? severity : 'note',
          message: { text: message },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: uriReference(file) },
                region: {
                  startLine: range.start.line + 1,
                  startColumn: range.start.character + 1,
                  endLine: range.end.line + 1,
                  endColumn: range.end.character + 1,
                },
              },
            },
          ],
        })),
      },
    ],
  };
}

/** A path as given, as a reference that URIs allow: without blanks, and with `/` on every system. */
function uriReference(file: string): string {
  return encodeURI(file.replaceAll(path.sep, '/')).replace(/[?#]/g, encodeURIComponent);
}
