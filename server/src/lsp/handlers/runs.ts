import type { Host } from '../../host/host.js';
import type { CancellationToken, Connection } from '../connection.js';
import {
  NETWORKS,
  RUN_CSIM,
  RUN_IMAGES,
  SELF_CHECK,
  type RunCsimParams,
  type RunImagesParams,
  type SelfCheckParams,
  type TextParams,
} from '../protocol.js';
import type { RunRequests } from '../run-requests.js';
import type { Session } from '../session.js';

/** Networks under test; what answers is loaded when it is first asked for. */
export function runHandlers(connection: Connection, session: Session, host: Host): void {
  let loading: Promise<RunRequests> | undefined;
  const requests = (): Promise<RunRequests> =>
    (loading ??= import('../run-requests.js').then(({ runRequests }) => runRequests(connection, session, host)));
  type Token = CancellationToken;
  connection.onRequest(NETWORKS, async (params: TextParams, token: Token) =>
    (await requests())[NETWORKS](params, token),
  );
  connection.onRequest(RUN_IMAGES, async (params: RunImagesParams, token: Token) =>
    (await requests())[RUN_IMAGES](params, token),
  );
  connection.onRequest(RUN_CSIM, async (params: RunCsimParams, token: Token) =>
    (await requests())[RUN_CSIM](params, token),
  );
  connection.onRequest(SELF_CHECK, async (params: SelfCheckParams, token: Token) =>
    (await requests())[SELF_CHECK](params, token),
  );
}
