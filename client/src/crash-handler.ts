import { CloseAction, ErrorAction, type ErrorHandler } from 'vscode-languageclient/node';
import { restartPolicy } from './restart-policy.js';

const STREAM_ERRORS = 3;

/**
 * Starts a server that ended by itself again, unless it ends too often.
 * @param onClosed hears of each end, and whether the server is started again
 * @param now milliseconds
 */
export function crashHandler(onClosed: (fault: string, willRestart: boolean) => void, now: () => number): ErrorHandler {
  const policy = restartPolicy();
  return {
    error: (_error, _message, count) => ({
      action: (count ?? 0) <= STREAM_ERRORS ? ErrorAction.Continue : ErrorAction.Shutdown,
      handled: true,
    }),
    closed: () => {
      const willRestart = policy.mayRestart(now());
      onClosed(`The server ended by itself at ${new Date(now()).toISOString()}.`, willRestart);
      return { action: willRestart ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true };
    },
  };
}
