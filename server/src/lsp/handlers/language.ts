import type { InlayHint } from 'vscode-languageserver';
import { questionOf } from '../../folding/live.js';
import type { MeasuredView } from '../../ide/measured-view.js';
import type { Analysis } from '../../workspace/analysis.js';
import { answerLater, answerLazily, guarded } from '../answer.js';
import type { ClientAbilities } from '../capabilities.js';
import type { Connection } from '../connection.js';
import type { TextRequest, TextRequests } from '../methods.js';
import type { Session } from '../session.js';

/** A menu waits so long for a folding that mends what is wrong; the next time it is known. */
const MENU_PATIENCE_MS = 700;

/** Features that look at one text as it is: each answers from the analysis that is there. */
export function languageHandlers(
  connection: Connection,
  session: Session,
  measured: (analysis: Analysis) => MeasuredView | undefined,
  abilities: () => ClientAbilities,
  committed: (uri: string) => Analysis | undefined,
): void {
  const shown = (): Promise<typeof import('../lazy/shown.js')> => import('../lazy/shown.js');
  const on = <M extends TextRequest, R>(
    method: M,
    empty: R,
    work: (feature: Awaited<ReturnType<typeof shown>>, analysis: Analysis, params: TextRequests[M]) => R,
  ): void => answerLazily(connection, session, method, empty, shown, work);

  on('textDocument/semanticTokens/full', { data: [] }, ({ semanticTokens }, analysis) => semanticTokens(analysis));
  on('textDocument/semanticTokens/range', { data: [] }, ({ semanticTokens }, analysis, { range }) =>
    semanticTokens(analysis, range),
  );
  on('textDocument/inlayHint', [], ({ inlayHints, fullInlayHints }, analysis, { range, textDocument }) => {
    const hints = abilities().resolvesHints ? inlayHints : fullInlayHints;
    return hints(analysis, range, session.settings(textDocument.uri).inlayHints, measured(analysis));
  });
  connection.onRequest('inlayHint/resolve', async (hint: InlayHint): Promise<InlayHint> => {
    const { resolveInlayHint, uriOfHint } = await shown();
    const uri = uriOfHint(hint);
    if (uri === undefined || session.textOf(uri) === undefined) return hint;
    return guarded(session, 'inlayHint/resolve', uri, hint, () => {
      const analysis = session.analysis(uri);
      return resolveInlayHint(analysis, hint, measured(analysis));
    });
  });
  on('textDocument/codeLens', [], ({ codeLenses }, analysis, { textDocument }) =>
    session.settings(textDocument.uri).codeLens
      ? codeLenses(analysis, measured(analysis), {
          saved: session.savedAnalysis(textDocument.uri),
          committed: committed(textDocument.uri),
        })
      : [],
  );
  on('textDocument/foldingRange', [], ({ foldingRanges }, analysis) => foldingRanges(analysis));
  on('textDocument/selectionRange', [], ({ selectionRanges }, analysis, { positions }) =>
    selectionRanges(analysis, positions),
  );
  on('textDocument/documentLink', [], ({ documentLinks }, analysis) => documentLinks(analysis));

  const authoring = (): Promise<typeof import('../lazy/authoring.js')> => import('../lazy/authoring.js');
  const lazily = <M extends TextRequest, R>(
    method: M,
    empty: R,
    work: (feature: Awaited<ReturnType<typeof authoring>>, analysis: Analysis, params: TextRequests[M]) => R,
  ): void => answerLazily(connection, session, method, empty, authoring, work);

  lazily(
    'textDocument/hover',
    null,
    ({ hover }, analysis, { position }) => hover(analysis, analysis.lines.offset(position), measured(analysis)) ?? null,
  );
  answerLater(connection, session, 'textDocument/codeAction', [], async (uri, { range, context }) => {
    const { codeActions, refoldActions } = await authoring();
    const analysis = session.analysis(uri);
    const { only, diagnostics } = context;
    const version = session.versionOf(uri);
    const annotating = abilities().annotatesEdits && version !== undefined ? { version } : undefined;
    const asked = { range, only, diagnostics, annotating };
    const refolding = refoldActions(analysis, asked, (request) =>
      session.findFolding(questionOf(request), MENU_PATIENCE_MS),
    );
    const actions = codeActions(analysis, asked);
    const found = await refolding;
    // Edits are of the text as it was.
    return session.analysis(uri).text === analysis.text ? [...found, ...actions] : [];
  });
  lazily('textDocument/documentSymbol', [], ({ documentSymbols }, analysis) => documentSymbols(analysis));
  lazily('textDocument/formatting', [], ({ formatting }, analysis) => formatting(analysis));
  lazily('textDocument/rangeFormatting', [], ({ rangeFormatting }, analysis, { range }) =>
    rangeFormatting(analysis, range),
  );
}
