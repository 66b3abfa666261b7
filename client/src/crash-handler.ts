import { CloseAction, ErrorAction, type ErrorHandler } from 'vscode-languageclient/node';

const WINDOW_MS = 3 * 60 * 1000;
const RESTARTS = 4;

/**
 * Restarts a server that ends by itself, but gives up at the fifth end within three minutes.
 * @param onClosed hears of each end, and whether the server is started again
 * @param now milliseconds
 */
export function crashHandler(onClosed: (fault: string, willRestart: boolean) => void, now: () => number): ErrorHandler {
  let ends: number[] = [];
  return {
    error: (_error, _message, count) => ({
      action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown,
      handled: true,
    }),
    closed: () => {
      ends = [...ends.filter((end) => now() - end < WINDOW_MS), now()];
      const willRestart = ends.length <= RESTARTS;
      if (!willRestart) ends = [];
      onClosed(`The server ended unexpectedly at ${new Date(now()).toISOString()}.`, willRestart);
      return { action: willRestart ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true };
    },
  };
}
