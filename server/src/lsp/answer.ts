import { ResponseError } from 'vscode-languageserver';
import type { Analysis } from '../workspace/analysis.js';
import { REQUEST_CANCELLED, type CancellationToken, type Connection } from './connection.js';
import type { TextRequest, TextRequests } from './methods.js';
import type { Session } from './session.js';
import { recordOf } from './settings.js';

/** A text that holds this makes every handler fail, where the environment says so: tests prove that all survive. */
const PANIC_WORD = process.env['BNN_TEST_PANIC'];

/**
 * Answers requests on a text. A text that is not served gets the empty answer. A fault of our own becomes one log line and
 * one visible diagnostic; the next change of the text starts afresh. What was cancelled meanwhile is answered as cancelled.
 */
export function answerLater<M extends TextRequest, R>(
  connection: Connection,
  session: Session,
  method: M,
  empty: R,
  work: (uri: string, params: TextRequests[M]) => Promise<R>,
): void {
  connection.onRequest(method, (params: TextRequests[M], token: CancellationToken): Promise<unknown> => {
    const uri = uriOf(params);
    if (!isKnown(session, uri)) return Promise.resolve(empty);
    return guardedLater(session, method, uri, empty, token, async () => session.respell(await work(uri, params)));
  });
}

/** The same for a feature that is loaded when it is first asked for; it answers from what is known of the text then. */
export function answerLazily<M extends TextRequest, F, R>(
  connection: Connection,
  session: Session,
  method: M,
  empty: R,
  load: () => Promise<F>,
  work: (feature: F, analysis: Analysis, params: TextRequests[M]) => R,
): void {
  answerLater(connection, session, method, empty, async (uri, params) => {
    const feature = await load();
    return work(feature, session.analysis(uri), params);
  });
}

export function guarded<T>(session: Session, what: string, uri: string, empty: T, work: () => T): T {
  try {
    panicWhereAsked(session, what, uri);
    return work();
  } catch (error) {
    session.fault(uri, what, error);
    return empty;
  }
}

export async function guardedLater<T>(
  session: Session,
  what: string,
  uri: string,
  empty: T,
  token: CancellationToken,
  work: () => Promise<T>,
): Promise<T> {
  try {
    panicWhereAsked(session, what, uri);
    const result = await work();
    if (token.isCancellationRequested) throw new ResponseError(REQUEST_CANCELLED, 'cancelled');
    return result;
  } catch (error) {
    if (error instanceof ResponseError) throw error;
    session.fault(uri, what, error);
    return empty;
  }
}

/** The URI that a request names; whatever a client may send. */
function uriOf(params: unknown): string {
  const uri = recordOf(recordOf(params)['textDocument'])['uri'];
  return typeof uri === 'string' ? uri : '';
}

function isKnown(session: Session, uri: string): boolean {
  return session.serves(uri) && session.textOf(uri) !== undefined;
}

function panicWhereAsked(session: Session, what: string, uri: string): void {
  if (PANIC_WORD !== undefined && session.textOf(uri)?.includes(PANIC_WORD)) {
    throw new Error(`artificial panic in ${what}`);
  }
}
