import { ResponseError, LSPErrorCodes, type Connection } from 'vscode-languageserver';
import { definition } from '../../ide/definition.js';
import { fileRename } from '../../ide/file-rename.js';
import { highlights } from '../../ide/highlight.js';
import { references } from '../../ide/references.js';
import { prepareRename, rename } from '../../ide/rename.js';
import { workspaceSymbols } from '../../ide/symbols.js';
import { guarded, guardedAsync } from '../guard.js';
import type { Session } from '../session.js';

/** Features that follow names, through all files of the workspace where they must. */
export function navigationHandlers(connection: Connection, session: Session): void {
  const known = (uri: string): boolean => session.serves(uri) && session.textOf(uri) !== undefined;

  connection.onDefinition(({ textDocument: { uri }, position }, token) =>
    !known(uri)
      ? null
      : guardedAsync(session, 'definition', uri, null, token, async () => {
          const analysis = await session.settled(uri);
          const found = definition(analysis, analysis.lines.offset(position));
          return session.respell(found);
        }),
  );
  connection.onReferences(({ textDocument: { uri }, position, context }, token) =>
    !known(uri)
      ? []
      : guardedAsync(session, 'references', uri, [], token, async () => {
          const all = await session.allAnalyses();
          const analysis = session.analysis(uri);
          const offset = analysis.lines.offset(position);
          return session.respell(references(analysis, offset, all, context.includeDeclaration));
        }),
  );
  connection.onDocumentHighlight(({ textDocument: { uri }, position }) =>
    !known(uri)
      ? []
      : guarded(session, 'highlight', uri, [], () => {
          const analysis = session.analysis(uri);
          return highlights(analysis, analysis.lines.offset(position));
        }),
  );
  connection.onPrepareRename(({ textDocument: { uri }, position }) =>
    !known(uri)
      ? null
      : guarded(session, 'rename', uri, null, () => {
          const analysis = session.analysis(uri);
          return prepareRename(analysis, analysis.lines.offset(position)) ?? null;
        }),
  );
  connection.onRenameRequest(({ textDocument: { uri }, position, newName }, token) =>
    !known(uri)
      ? null
      : guardedAsync(session, 'rename', uri, null, token, async () => {
          const all = await session.allAnalyses();
          const analysis = session.analysis(uri);
          const result = rename(analysis, analysis.lines.offset(position), newName, all);
          if ('refused' in result) throw new ResponseError(LSPErrorCodes.RequestFailed, result.refused);
          return session.respell(result.edit);
        }),
  );
  connection.onWorkspaceSymbol(({ query }, token) =>
    guardedAsync(session, 'workspace symbols', '', [], token, async () =>
      session.respell(workspaceSymbols(await session.allAnalyses(), query)),
    ),
  );
  connection.workspace.onWillRenameFiles(({ files }, token) =>
    guardedAsync(session, 'file rename', '', null, token, async () => {
      const moves = files.map(({ oldUri, newUri }) => ({ oldUri: session.key(oldUri), newUri: session.key(newUri) }));
      return session.respell(fileRename(await session.allAnalyses(), moves) ?? null);
    }),
  );
}
