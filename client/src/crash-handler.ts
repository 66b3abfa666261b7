import { CloseAction, ErrorAction, type ErrorHandler } from 'vscode-languageclient/node';

const STREAM_ERRORS = 3;

/**
 * Hands each end of the server on, and says nothing by itself. The client's own restart is not used: it would tell of
 * one that fails in a pop-up without a way on.
 * @param onClosed hears of each end
 * @param now milliseconds
 */
export function crashHandler(onClosed: (fault: string) => void, now: () => number): ErrorHandler {
  return {
    error: (_error, _message, count) => ({
      action: (count ?? 0) <= STREAM_ERRORS ? ErrorAction.Continue : ErrorAction.Shutdown,
      handled: true,
    }),
    closed: () => {
      onClosed(`The server ended by itself at ${new Date(now()).toISOString()}.`);
      return { action: CloseAction.DoNotRestart, handled: true };
    },
  };
}
