import type { Host } from '../../host/host.js';
import type { CancellationToken, Connection } from '../connection.js';
import { FRONT, PROPOSE_FOLDING, RANK_BOARDS, type ProposeFoldingParams } from '../protocol.js';
import type { Session } from '../session.js';

/** Foldings, boards and fronts on demand; what answers them is loaded when it is first asked for. */
export function foldingHandlers(connection: Connection, session: Session, host: Host): void {
  for (const method of [PROPOSE_FOLDING, RANK_BOARDS, FRONT]) {
    connection.onRequest(method, async (params: ProposeFoldingParams, token: CancellationToken) => {
      const { foldingRequests } = await import('../folding-requests.js');
      return foldingRequests(connection, session, host)[method]?.(params, token);
    });
  }
}
