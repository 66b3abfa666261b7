import { ofTexts } from '../diagnostics/catalogue/of-texts.js';
import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.js';
import type { Span } from '../diagnostics/span.js';
import type { SourceFile } from '../language/ast.js';
import type { LineIndex } from './line-index.js';

interface Ignore {
  readonly code: string;
  readonly span: Span;
  readonly line: number;
}

/**
 * Takes out what `// bnn-ignore CODE` comments silence (on their own line and the one below) and adds a diagnostic for
 * each that silences nothing or names no code.
 */
export function silence(
  uri: string,
  file: SourceFile,
  lines: LineIndex,
  diagnostics: readonly Diagnostic[],
): readonly Diagnostic[] {
  const ignores = file.comments.length === 0 ? [] : findIgnores(file, lines);
  if (ignores.length === 0) return diagnostics;
  const used = new Set<Ignore>();
  const kept = diagnostics.filter((diagnostic) => {
    const line = lines.position(diagnostic.span.start).line;
    const hits = ignores.filter(
      (ignore) => ignore.code === diagnostic.code && (ignore.line === line || ignore.line === line - 1),
    );
    for (const hit of hits) used.add(hit);
    return hits.length === 0;
  });
  const faults = ignores.filter((ignore) => !used.has(ignore)).map((ignore) => faultOf(uri, ignore));
  return [...kept, ...faults];
}

function findIgnores(file: SourceFile, lines: LineIndex): readonly Ignore[] {
  const found: Ignore[] = [];
  for (const comment of file.comments) {
    const text = file.text.slice(comment.span.start, comment.span.end);
    if (!text.includes('bnn-ignore')) continue;
    for (const directive of text.matchAll(/bnn-ignore((?:[ ,]+BNN\w*)+)/g)) {
      const listStart = comment.span.start + directive.index + 'bnn-ignore'.length;
      for (const code of (directive[1] ?? '').matchAll(/BNN\w*/g)) {
        const start = listStart + code.index;
        const span = { start, end: start + code[0].length };
        found.push({ code: code[0], span, line: lines.position(start).line });
      }
    }
  }
  return found;
}

function faultOf(uri: string, { code, span }: Ignore): Diagnostic {
  // What tools say is never found in a text, so that nothing is silenced by its code.
  if (code in ofTexts || code.startsWith('BNN8')) return diagnose('BNN901', { uri, span }, { code });
  const suggestion = Object.keys(ofTexts).find((known) => known.slice(0, 6) === code.slice(0, 6));
  return diagnose('BNN902', { uri, span }, { code, suggestion });
}
