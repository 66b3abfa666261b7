import type { CompletionItem } from 'vscode-languageserver-protocol';
import { completion, resolveCompletion } from '../../ide/completion.js';
import { answerLater, guarded } from '../answer.js';
import type { Connection } from '../connection.js';
import type { Session } from '../session.js';

/** Completion, with the workspace's files for paths and the project's boards for devices. */
export function completionHandlers(connection: Connection, session: Session): void {
  answerLater(connection, session, 'textDocument/completion', [], async (uri, { position }) => {
    const files = await session.files();
    const analysis = session.analysis(uri);
    const { boards } = session.texts.snapshot.project(session.key(uri));
    return completion(analysis, analysis.lines.offset(position), { files, boards });
  });
  connection.onRequest('completionItem/resolve', (item: CompletionItem): CompletionItem =>
    guarded(session, 'completionItem/resolve', '', item, () => resolveCompletion(item)),
  );
}
