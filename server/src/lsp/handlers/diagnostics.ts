import type {
  Diagnostic as LspDiagnostic,
  DocumentDiagnosticParams,
  DocumentDiagnosticReport,
  FullDocumentDiagnosticReport,
  WorkspaceDiagnosticParams,
  WorkspaceDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { lspDiagnostics } from '../../ide/diagnostics.js';
import type { LineIndex } from '../../workspace/line-index.js';
import type { ClientAbilities } from '../capabilities.js';
import { guardedLater } from '../answer.js';
import { ask, tell, type CancellationToken, type Connection } from '../connection.js';
import type { Session } from '../session.js';

/** Diagnostics by pull where the client announced it, else by push; never both. */
export interface DiagnosticsPort {
  /** An open text changed, or (where the URI is empty) something around all of them: tells the client in its way. */
  changed(uri: string): void;
  closed(uri: string): void;
}

export function diagnosticsOf(session: Session, uri: string, docsBase: string | undefined): LspDiagnostic[] {
  // Most places stand in one text, whose lines are looked up once.
  const known = new Map<string, LineIndex | undefined>();
  const linesOf = (place: string): LineIndex | undefined => {
    if (!known.has(place)) known.set(place, session.linesOf(place));
    return known.get(place);
  };
  return session.respell(lspDiagnostics(session.diagnosticsOf(uri), { linesOf, docsBase }));
}

/** Pull: the client asks, for a text at a time and for the texts that are not open. */
export function pullDiagnostics(
  connection: Connection,
  session: Session,
  abilities: ClientAbilities,
  docsBase: string | undefined,
): DiagnosticsPort {
  /** Texts that some report was about: one that is closed gets an empty one. */
  const told = new Set<string>();
  let waiting: (() => void)[] = [];
  const wake = (): void => {
    const all = waiting;
    waiting = [];
    for (const resume of all) resume();
  };
  const reportOf = (uri: string): FullDocumentDiagnosticReport & { resultId: string } => {
    const items = diagnosticsOf(session, uri, docsBase);
    return { kind: 'full', resultId: fingerprint(items), items };
  };

  connection.onRequest(
    'textDocument/diagnostic',
    (
      { textDocument: { uri }, previousResultId }: DocumentDiagnosticParams,
      token: CancellationToken,
    ): Promise<DocumentDiagnosticReport> => {
      const empty: FullDocumentDiagnosticReport = { kind: 'full', items: [] };
      if (!session.serves(uri)) return Promise.resolve(empty);
      return guardedLater<DocumentDiagnosticReport>(session, 'diagnostics', uri, empty, token, async () => {
        if (session.texts.isOpen(session.key(uri))) await session.settled(uri);
        told.add(session.key(uri));
        const report = reportOf(uri);
        const related = abilities.relatedDocuments ? relatedTo(uri) : undefined;
        const more = related && Object.keys(related).length > 0 ? { relatedDocuments: related } : {};
        return report.resultId === previousResultId
          ? { kind: 'unchanged', resultId: report.resultId, ...more }
          : { ...report, ...more };
      });
    },
  );

  const relatedTo = (uri: string): Record<string, FullDocumentDiagnosticReport> => {
    const foreign = new Set(session.analysis(uri).foreign.map((diagnostic) => diagnostic.uri));
    return Object.fromEntries(
      [...foreign].filter((one) => !session.texts.isOpen(one)).map((one) => [one, reportOf(one)]),
    );
  };

  connection.onRequest(
    'workspace/diagnostic',
    async (
      { previousResultIds }: WorkspaceDiagnosticParams,
      token: CancellationToken,
    ): Promise<WorkspaceDiagnosticReport> => {
      const before = new Map(previousResultIds.map(({ uri, value }) => [session.key(uri), value]));
      const changes = (): WorkspaceDocumentDiagnosticReport[] => {
        const uris = new Set([...session.foreignUris(), ...told, ...before.keys()]);
        return [...uris].flatMap((uri): WorkspaceDocumentDiagnosticReport[] => {
          if (session.texts.isOpen(uri)) return [];
          const report = reportOf(uri);
          const seen = before.get(uri);
          if (seen === report.resultId || (seen === undefined && report.items.length === 0 && !told.has(uri)))
            return [];
          told.delete(uri);
          before.set(uri, report.resultId);
          return [{ uri: session.spelling(uri), version: null, ...report }];
        });
      };
      // The client asks again as soon as it is answered, so the answer waits until there is one.
      for (;;) {
        const items = changes();
        if (items.length > 0 || token.isCancellationRequested) return { items };
        await changeOrCancel(token, waiting);
      }
    },
  );

  let refreshing = false;
  return {
    changed(uri) {
      wake();
      // The changed text is pulled by the client itself; those that depend on it only when they are told to be stale.
      const stale = uri === '' || session.texts.openUris().some((other) => session.analysis(other).imports.has(uri));
      if (!stale || refreshing || !abilities.refreshesDiagnostics) return;
      refreshing = true;
      setImmediate(() => {
        refreshing = false;
        void ask(connection, 'workspace/diagnostic/refresh');
      });
    },
    closed(uri) {
      told.add(uri);
      wake();
    },
  };
}

function changeOrCancel(token: CancellationToken, waiting: (() => void)[]): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    token.onCancellationRequested(() => resolve());
  });
}

/** Push: every open text, and every other one in which something was found, whenever something changed. */
export function pushDiagnostics(
  connection: Connection,
  session: Session,
  docsBase: string | undefined,
): DiagnosticsPort {
  const sent = new Map<string, string>();
  let scheduled = false;

  const send = (uri: string): void => {
    const items = diagnosticsOf(session, uri, docsBase);
    const version = session.texts.isOpen(uri) ? session.versionOf(uri) : undefined;
    const id = `${version ?? ''} ${fingerprint(items)}`;
    if (sent.get(uri) === id || (items.length === 0 && !sent.has(uri) && version === undefined)) return;
    if (items.length === 0 && version === undefined) sent.delete(uri);
    else sent.set(uri, id);
    tell(connection, 'textDocument/publishDiagnostics', {
      uri: session.spelling(uri),
      diagnostics: items,
      ...(version === undefined ? {} : { version }),
    });
  };
  const sendAll = (): void => {
    scheduled = false;
    for (const uri of new Set([...session.texts.openUris(), ...session.foreignUris(), ...sent.keys()])) {
      try {
        send(uri);
      } catch (error) {
        session.fault(uri, 'diagnostics', error);
      }
    }
  };
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    // Several changes that arrive together are told once.
    setImmediate(sendAll);
  };
  return {
    changed(uri) {
      schedule();
      if (uri !== '' && session.texts.isOpen(uri)) void session.settled(uri).then(schedule, schedule);
    },
    closed: schedule,
  };
}

/**
 * A short text that is equal for equal reports, and for different ones by a chance of one in 2^64. Node's own hashes would
 * cost a twentieth of the server's start to load.
 */
function fingerprint(items: readonly LspDiagnostic[]): string {
  const text = JSON.stringify(items);
  let [one, two] = [text.length, ~text.length];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, 0x9e3779b1);
    one ^= one >>> 15;
    two = Math.imul(two ^ code, 0x5f356495);
    two ^= two >>> 13;
  }
  return [one, two].map((word) => (word >>> 0).toString(36)).join('-');
}
