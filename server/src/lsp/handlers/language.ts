import type { CodeAction, Connection } from 'vscode-languageserver';
import { codeActions } from '../../ide/code-actions.js';
import { codeLenses } from '../../ide/code-lens.js';
import { documentLinks } from '../../ide/document-links.js';
import { foldingRanges } from '../../ide/folding-ranges.js';
import { formatting, rangeFormatting } from '../../ide/formatting.js';
import { hover } from '../../ide/hover.js';
import { inlayHints } from '../../ide/inlay-hints.js';
import { selectionRanges } from '../../ide/selection-ranges.js';
import { semanticTokens } from '../../ide/semantic-tokens.js';
import { documentSymbols } from '../../ide/symbols.js';
import { guarded } from '../guard.js';
import type { Session } from '../session.js';

/** Features that look at one text as it is: each answers from the analysis that is there. */
export function languageHandlers(connection: Connection, session: Session): void {
  const on = <T>(what: string, uri: string, empty: T, work: () => T): T =>
    session.serves(uri) && session.textOf(uri) !== undefined ? guarded(session, what, uri, empty, work) : empty;

  connection.onHover(({ textDocument: { uri }, position }) =>
    on('hover', uri, null, () => {
      const analysis = session.analysis(uri);
      return hover(analysis, analysis.lines.offset(position)) ?? null;
    }),
  );
  connection.onDocumentSymbol(({ textDocument: { uri } }) =>
    on('symbols', uri, [], () => documentSymbols(session.analysis(uri))),
  );
  connection.languages.semanticTokens.on(({ textDocument: { uri } }) =>
    on('semantic tokens', uri, { data: [] }, () => semanticTokens(session.analysis(uri))),
  );
  connection.languages.semanticTokens.onRange(({ textDocument: { uri }, range }) =>
    on('semantic tokens', uri, { data: [] }, () => semanticTokens(session.analysis(uri), range)),
  );
  connection.languages.inlayHint.on(({ textDocument: { uri }, range }) =>
    on('inlay hints', uri, [], () => inlayHints(session.analysis(uri), range, session.settings(uri).inlayHints)),
  );
  connection.onCodeLens(({ textDocument: { uri } }) =>
    on('code lenses', uri, [], () => (session.settings(uri).codeLens ? codeLenses(session.analysis(uri)) : [])),
  );
  connection.onCodeAction(({ textDocument: { uri }, range, context }): CodeAction[] =>
    on('code actions', uri, [], () =>
      codeActions(session.analysis(uri), { range, only: context.only, diagnostics: context.diagnostics }),
    ).map((action) => session.respell(action)),
  );
  connection.onFoldingRanges(({ textDocument: { uri } }) =>
    on('folding ranges', uri, [], () => foldingRanges(session.analysis(uri))),
  );
  connection.onSelectionRanges(({ textDocument: { uri }, positions }) =>
    on('selection ranges', uri, [], () => selectionRanges(session.analysis(uri), positions)),
  );
  connection.onDocumentLinks(({ textDocument: { uri } }) =>
    on('links', uri, [], () => documentLinks(session.analysis(uri))),
  );
  connection.onDocumentFormatting(({ textDocument: { uri } }) =>
    on('formatting', uri, [], () => formatting(session.analysis(uri))),
  );
  connection.onDocumentRangeFormatting(({ textDocument: { uri }, range }) =>
    on('formatting', uri, [], () => rangeFormatting(session.analysis(uri), range)),
  );
}
