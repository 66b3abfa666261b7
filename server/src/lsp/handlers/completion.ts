import type { CompletionItem } from 'vscode-languageserver';
import { answerLater, guardedLater } from '../answer.js';
import type { CancellationToken, Connection } from '../connection.js';
import type { Session } from '../session.js';

/** Completion, with the workspace's files for paths and the project's boards for devices. */
export function completionHandlers(connection: Connection, session: Session): void {
  answerLater(connection, session, 'textDocument/completion', [], async (uri, { position }) => {
    const { completion } = await import('../lazy/authoring.js');
    const files = await session.files();
    const analysis = session.analysis(uri);
    const { boards } = session.texts.snapshot.project(session.key(uri));
    return completion(analysis, analysis.lines.offset(position), { files, boards });
  });
  connection.onRequest('completionItem/resolve', (item: CompletionItem, token: CancellationToken) =>
    guardedLater(session, 'completionItem/resolve', '', item, token, async () => {
      const { resolveCompletion } = await import('../lazy/authoring.js');
      return resolveCompletion(item);
    }),
  );
}
