import { ResponseError } from 'vscode-jsonrpc';
import type {
  Location,
  RenameFilesParams,
  WorkspaceEdit,
  WorkspaceSymbol,
  WorkspaceSymbolParams,
} from 'vscode-languageserver-protocol';
import { definition } from '../../ide/definition.js';
import { fileRename } from '../../ide/file-rename.js';
import { highlights } from '../../ide/highlight.js';
import { references } from '../../ide/references.js';
import { prepareRename, rename } from '../../ide/rename.js';
import { workspaceSymbols } from '../../ide/symbols.js';
import { answer, answerLater, guardedLater } from '../answer.js';
import { REQUEST_FAILED, type CancellationToken, type Connection } from '../connection.js';
import type { Session } from '../session.js';

/** Features that follow names, through all files of the workspace where they must. */
export function navigationHandlers(connection: Connection, session: Session): void {
  answerLater(connection, session, 'textDocument/definition', [], async (uri, { position }) => {
    const analysis = await session.settled(uri);
    return definition(analysis, analysis.lines.offset(position));
  });
  answerLater(
    connection,
    session,
    'textDocument/references',
    [],
    async (uri, { position, context }): Promise<Location[]> => {
      const all = await session.allAnalyses();
      const analysis = session.analysis(uri);
      return references(analysis, analysis.lines.offset(position), all, context.includeDeclaration);
    },
  );
  answer(connection, session, 'textDocument/documentHighlight', [], (analysis, { position }) =>
    highlights(analysis, analysis.lines.offset(position)),
  );
  answer(
    connection,
    session,
    'textDocument/prepareRename',
    null,
    (analysis, { position }) => prepareRename(analysis, analysis.lines.offset(position)) ?? null,
  );
  answerLater(
    connection,
    session,
    'textDocument/rename',
    null,
    async (uri, { position, newName }): Promise<WorkspaceEdit | null> => {
      const all = await session.allAnalyses();
      const analysis = session.analysis(uri);
      const result = rename(analysis, analysis.lines.offset(position), newName, all);
      if ('refused' in result) throw new ResponseError(REQUEST_FAILED, result.refused);
      return result.edit;
    },
  );
  connection.onRequest('workspace/symbol', ({ query }: WorkspaceSymbolParams, token: CancellationToken) =>
    guardedLater<WorkspaceSymbol[]>(session, 'workspace/symbol', '', [], token, async () =>
      session.respell(workspaceSymbols(await session.allAnalyses(), query)),
    ),
  );
  connection.onRequest('workspace/willRenameFiles', ({ files }: RenameFilesParams, token: CancellationToken) =>
    guardedLater<WorkspaceEdit | null>(session, 'workspace/willRenameFiles', '', null, token, async () => {
      const moves = files.map(({ oldUri, newUri }) => ({ oldUri: session.key(oldUri), newUri: session.key(newUri) }));
      return session.respell(fileRename(await session.allAnalyses(), moves) ?? null);
    }),
  );
}
