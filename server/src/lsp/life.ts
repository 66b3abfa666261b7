import type { InitializeParams } from 'vscode-languageserver-protocol';
import type { Connection } from './connection.js';

/** How often the client's process is looked for, in milliseconds. */
const WATCH_MS = 3000;

/** A process that can end, and look whether another one runs. */
export interface Life {
  readonly end: (code: number) => void;
  /** Throws where there is no such process. */
  readonly look: (processId: number) => void;
}

/**
 * Lives as long as the client: ends on `exit` (with 0 after `shutdown`, else 1), when the client hangs up, and when the
 * process that `initialize` named is gone. Gives what tells it of that process, and of the end of the connection.
 */
export function liveWithClient(
  connection: Connection,
  { end, look }: Life,
): { readonly began: (params: Pick<InitializeParams, 'processId'>) => void; readonly hungUp: () => void } {
  let shutDown = false;
  const finish = (): void => end(shutDown ? 0 : 1);
  connection.onRequest('shutdown', () => {
    shutDown = true;
    return null;
  });
  connection.onNotification('exit', finish);
  return {
    hungUp: finish,
    began({ processId }) {
      if (typeof processId !== 'number') return;
      setInterval(() => {
        try {
          look(processId);
        } catch {
          finish();
        }
      }, WATCH_MS);
    },
  };
}
