import type { DocumentLink } from 'vscode-languageserver-types';
import type { StringExpression } from '../language/ast.js';
import { resolvePath } from '../network/paths.js';
import type { Analysis } from '../workspace/analysis.js';
import { statementsOf } from './syntax.js';

/** The paths of `import` and `params`, as links to the files. */
export function documentLinks(analysis: Analysis): DocumentLink[] {
  return pathStrings(analysis).flatMap((path) => {
    const target = resolvePath(analysis.uri, path.value);
    if (target === undefined) return [];
    return [{ range: analysis.lines.range(insideQuotes(path, analysis.text)), target }];
  });
}

/** Every path that the text names. */
export function pathStrings(analysis: Pick<Analysis, 'file'>): StringExpression[] {
  return statementsOf(analysis.file).flatMap(({ statement }) =>
    (statement.type === 'import' || statement.type === 'params') && statement.path ? [statement.path] : [],
  );
}

/** The span of a string without its quotes; the closing one may be missing. */
export function insideQuotes({ span }: StringExpression, text: string): { start: number; end: number } {
  const closed = span.end - span.start >= 2 && text.charAt(span.end - 1) === '"';
  return { start: Math.min(span.start + 1, span.end), end: closed ? span.end - 1 : span.end };
}
