import type { DocumentHighlight } from 'vscode-languageserver-types';
import type { Analysis } from '../workspace/analysis.js';
import { definitionAt, usesOf } from './symbol-index.js';
import { DocumentHighlightKind } from './lsp-kinds.js';

/** The places in this text that mean the same as the name at an offset; its definition is marked as written. */
export function highlights(analysis: Analysis, offset: number): DocumentHighlight[] {
  const definition = definitionAt(analysis, offset);
  if (!definition) return [];
  const uses = usesOf(definition, [analysis]).map(({ span }) => ({
    range: analysis.lines.range(span),
    kind: DocumentHighlightKind.Read,
  }));
  if (definition.at.uri !== analysis.uri) return uses;
  return [{ range: analysis.lines.range(definition.at.span), kind: DocumentHighlightKind.Write }, ...uses];
}
