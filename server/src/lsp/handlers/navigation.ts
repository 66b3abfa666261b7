import { ResponseError } from 'vscode-languageserver';
import type {
  Location,
  Position,
  RenameFilesParams,
  WorkspaceEdit,
  WorkspaceSymbol,
  WorkspaceSymbolParams,
} from 'vscode-languageserver';
import { answerLater, answerLazily, guardedLater } from '../answer.js';
import { REQUEST_FAILED, type CancellationToken, type Connection } from '../connection.js';
import type { MeasuredBuilds } from '../measured-builds.js';
import type { Session } from '../session.js';

/** Features that follow names, through all files of the workspace where they must. */
export function navigationHandlers(
  connection: Connection,
  session: Session,
  builds: MeasuredBuilds,
  look: () => Promise<void>,
): void {
  const navigation = (): Promise<typeof import('../lazy/navigation.js')> => import('../lazy/navigation.js');
  const namesAt = async (uri: string, position: Position): Promise<string[]> => {
    const { prepareRename } = await navigation();
    const analysis = session.analysis(uri);
    const found = prepareRename(analysis, analysis.lines.offset(position));
    return found ? [found.placeholder] : [];
  };
  answerLater(connection, session, 'textDocument/definition', [], async (uri, { position }) => {
    const { definition } = await navigation();
    const analysis = await session.settled(uri);
    return definition(analysis, analysis.lines.offset(position));
  });
  answerLater(
    connection,
    session,
    'textDocument/implementation',
    null,
    async (uri, { position }): Promise<Location[] | null> => {
      const { implementation } = await navigation();
      const analysis = await session.settled(uri);
      const find = (): Location[] | undefined => {
        const own = builds.all().filter(({ source }) => source === analysis.uri);
        const folders = own.map(({ build }) => build);
        return implementation(analysis, analysis.lines.offset(position), folders);
      };
      // Nobody may have told of a project that was generated just now.
      if (find()?.length === 0) await look();
      return find() ?? null;
    },
  );
  answerLater(
    connection,
    session,
    'textDocument/references',
    [],
    async (uri, { position, context }): Promise<Location[]> => {
      const { references } = await navigation();
      const all = await session.allAnalyses(await namesAt(uri, position));
      const analysis = session.analysis(uri);
      return references(analysis, analysis.lines.offset(position), all, context.includeDeclaration);
    },
  );
  answerLazily(
    connection,
    session,
    'textDocument/documentHighlight',
    [],
    navigation,
    ({ highlights }, analysis, { position }) => highlights(analysis, analysis.lines.offset(position)),
  );
  answerLazily(
    connection,
    session,
    'textDocument/prepareRename',
    null,
    navigation,
    ({ prepareRename }, analysis, { position }) => prepareRename(analysis, analysis.lines.offset(position)) ?? null,
  );
  answerLater(
    connection,
    session,
    'textDocument/rename',
    null,
    async (uri, { position, newName }): Promise<WorkspaceEdit | null> => {
      // Those that hold the new name, too: something there may have it already.
      const { rename } = await navigation();
      const all = await session.allAnalyses([...(await namesAt(uri, position)), newName]);
      const analysis = session.analysis(uri);
      const result = rename(analysis, analysis.lines.offset(position), newName, all);
      if ('refused' in result) throw new ResponseError(REQUEST_FAILED, result.refused);
      return result.edit;
    },
  );
  connection.onRequest('workspace/symbol', ({ query }: WorkspaceSymbolParams, token: CancellationToken) =>
    guardedLater<WorkspaceSymbol[]>(session, 'workspace/symbol', '', [], token, async () => {
      const { workspaceSymbols } = await navigation();
      return session.respell(workspaceSymbols(await session.allAnalyses(), query));
    }),
  );
  connection.onRequest('workspace/willRenameFiles', ({ files }: RenameFilesParams, token: CancellationToken) =>
    guardedLater<WorkspaceEdit | null>(session, 'workspace/willRenameFiles', '', null, token, async () => {
      const { fileRename } = await navigation();
      const moves = files.map(({ oldUri, newUri }) => ({ oldUri: session.key(oldUri), newUri: session.key(newUri) }));
      return session.respell(fileRename(await session.allAnalyses(), moves) ?? null);
    }),
  );
}
