import type { InlayHint } from 'vscode-languageserver-protocol';
import { codeActions } from '../../ide/code-actions.js';
import { codeLenses } from '../../ide/code-lens.js';
import { documentLinks } from '../../ide/document-links.js';
import { foldingRanges } from '../../ide/folding-ranges.js';
import { formatting, rangeFormatting } from '../../ide/formatting.js';
import { hover } from '../../ide/hover.js';
import { inlayHints, resolveInlayHint, uriOfHint } from '../../ide/inlay-hints.js';
import { selectionRanges } from '../../ide/selection-ranges.js';
import { semanticTokens } from '../../ide/semantic-tokens.js';
import { documentSymbols } from '../../ide/symbols.js';
import type { Analysis } from '../../workspace/analysis.js';
import { answer, guarded } from '../answer.js';
import type { Connection } from '../connection.js';
import type { TextRequest, TextRequests } from '../methods.js';
import type { Session } from '../session.js';

/** Features that look at one text as it is: each answers from the analysis that is there. */
export function languageHandlers(connection: Connection, session: Session, resolvesHints: () => boolean): void {
  const on = <M extends TextRequest, R>(
    method: M,
    empty: R,
    work: (analysis: Analysis, params: TextRequests[M]) => R,
  ): void => answer(connection, session, method, empty, work);

  on('textDocument/hover', null, (analysis, { position }) => hover(analysis, analysis.lines.offset(position)) ?? null);
  on('textDocument/documentSymbol', [], (analysis) => documentSymbols(analysis));
  on('textDocument/semanticTokens/full', { data: [] }, (analysis) => semanticTokens(analysis));
  on('textDocument/semanticTokens/range', { data: [] }, (analysis, { range }) => semanticTokens(analysis, range));
  on('textDocument/inlayHint', [], (analysis, { range, textDocument }) => {
    const hints = inlayHints(analysis, range, session.settings(textDocument.uri).inlayHints);
    return resolvesHints() ? hints : hints.map((hint) => resolveInlayHint(analysis, hint));
  });
  connection.onRequest('inlayHint/resolve', (hint: InlayHint): InlayHint => {
    const uri = uriOfHint(hint);
    if (uri === undefined || session.textOf(uri) === undefined) return hint;
    return guarded(session, 'inlayHint/resolve', uri, hint, () => resolveInlayHint(session.analysis(uri), hint));
  });
  on('textDocument/codeLens', [], (analysis, { textDocument }) =>
    session.settings(textDocument.uri).codeLens ? codeLenses(analysis) : [],
  );
  on('textDocument/codeAction', [], (analysis, { range, context: { only, diagnostics } }) =>
    codeActions(analysis, { range, only, diagnostics }),
  );
  on('textDocument/foldingRange', [], (analysis) => foldingRanges(analysis));
  on('textDocument/selectionRange', [], (analysis, { positions }) => selectionRanges(analysis, positions));
  on('textDocument/documentLink', [], (analysis) => documentLinks(analysis));
  on('textDocument/formatting', [], (analysis) => formatting(analysis));
  on('textDocument/rangeFormatting', [], (analysis, { range }) => rangeFormatting(analysis, range));
}
