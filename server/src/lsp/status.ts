import { guarded } from './answer.js';
import { tell, type Connection } from './connection.js';
import { STATUS, type StatusParams } from './protocol.js';
import type { Session } from './session.js';

/** Tells the status bar of a text, once for changes that arrive together; what is stale by then is not told. */
export function statusTeller(connection: Connection, session: Session): (uri: string) => void {
  const waiting = new Set<string>();
  return (uri) => {
    if (waiting.has(uri)) return;
    waiting.add(uri);
    setImmediate(() => {
      void import('./lazy/shown.js').then(({ status }) => {
        waiting.delete(uri);
        const version = session.versionOf(uri);
        if (version === undefined || !session.texts.isOpen(session.key(uri))) return;
        const shown = guarded(session, 'status', uri, { text: '', tooltip: '' }, () => status(session.analysis(uri)));
        const params: StatusParams = { uri: session.spelling(session.key(uri)), version, ...shown };
        tell(connection, STATUS, params);
      });
    });
  };
}
