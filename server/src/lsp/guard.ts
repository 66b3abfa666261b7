import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';
import type { Session } from './session.js';

/** A text that holds this makes every handler fail, where the environment says so: tests prove that all survive. */
const PANIC_WORD = process.env['BNN_TEST_PANIC'];

/**
 * Runs a handler's work on a text. A failure of our own becomes one log line and one visible diagnostic, and the
 * answer is the empty one; the next change of the text starts afresh.
 */
export function guarded<T>(session: Session, what: string, uri: string, empty: T, work: () => T): T {
  try {
    if (PANIC_WORD !== undefined && session.textOf(uri)?.includes(PANIC_WORD))
      throw new Error(`artificial panic in ${what}`);
    return work();
  } catch (error) {
    session.fault(uri, what, error);
    return empty;
  }
}

/** The same for work that awaits something. What was cancelled meanwhile is answered as cancelled. */
export async function guardedAsync<T>(
  session: Session,
  what: string,
  uri: string,
  empty: T,
  token: CancellationToken,
  work: () => Promise<T>,
): Promise<T> {
  try {
    if (PANIC_WORD !== undefined && session.textOf(uri)?.includes(PANIC_WORD))
      throw new Error(`artificial panic in ${what}`);
    const result = await work();
    if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
    return result;
  } catch (error) {
    if (error instanceof ResponseError) throw error;
    session.fault(uri, what, error);
    return empty;
  }
}
