import type { CompletionItem, Connection } from 'vscode-languageserver';
import { completion, resolveCompletion } from '../../ide/completion.js';
import { guardedAsync } from '../guard.js';
import type { Session } from '../session.js';

/** Completion, with the workspace's files for paths and the project's boards for devices. */
export function completionHandlers(connection: Connection, session: Session): void {
  connection.onCompletion(({ textDocument: { uri }, position }, token): Promise<CompletionItem[]> => {
    if (!session.serves(uri) || session.textOf(uri) === undefined) return Promise.resolve([]);
    return guardedAsync(session, 'completion', uri, [], token, async () => {
      const files = await session.files();
      const analysis = session.analysis(uri);
      const boards = session.texts.snapshot.project(session.key(uri)).boards;
      return completion(analysis, analysis.lines.offset(position), { files, boards });
    });
  });
  connection.onCompletionResolve((item) => resolveCompletion(item));
}
