import { createAnalyser } from '../../workspace/analyse.js';
import { greedyFolder } from '../../folding/greedy.js';
import { NO_PROJECT } from '../../workspace/snapshot.js';
import { guarded, guardedLater } from '../answer.js';
import type { CancellationToken, Connection } from '../connection.js';
import {
  BLOCKING_FAULT,
  ESTIMATE_TABLE,
  NEW_NETWORK,
  NEW_NETWORK_QUESTIONS,
  PICK_TARGET,
  TARGETS,
  type BlockingFault,
  type EstimateTableParams,
  type NewNetworkParams,
  type NewNetworkQuestion,
  type NewNetworkResult,
  type PickTargetParams,
  type TargetChoice,
  type TextParams,
} from '../protocol.js';
import type { Session } from '../session.js';

/** What our own client asks beyond LSP. */
export function customHandlers(connection: Connection, session: Session, onPicked: (uri: string) => void): void {
  const authoring = (): Promise<typeof import('../lazy/authoring.js')> => import('../lazy/authoring.js');
  connection.onRequest(TARGETS, async ({ uri }: TextParams): Promise<TargetChoice[]> => {
    const { targetChoices } = await import('../lazy/shown.js');
    return guarded(session, 'targets', uri, [], () => targetChoices(session.analysis(uri)));
  });
  const onBlocking = ({ uri }: TextParams, token: CancellationToken): Promise<BlockingFault | null> =>
    guardedLater<BlockingFault | null>(session, 'blocking fault', uri, null, token, async () => {
      const { blockingFaults } = await authoring();
      const found = blockingFaults(await session.settled(uri));
      if (!found) return null;
      const { code, message, span, uri: place } = found.first;
      const { line, character } = session.linesOf(place)?.position(span.start) ?? { line: 0, character: 0 };
      const more = found.count === 1 ? '' : `; and ${found.count - 1} more`;
      return { message: `${code}: ${message}${more}`, uri: session.spelling(place), line, character };
    });
  connection.onRequest(BLOCKING_FAULT, onBlocking);
  connection.onNotification(PICK_TARGET, ({ uri, network, target }: PickTargetParams) => {
    session.texts.pick(session.key(uri), network, target);
    onPicked(session.key(uri));
  });
  const onTable = ({ uri, format, network, target }: EstimateTableParams, token: CancellationToken): Promise<string> =>
    guardedLater(session, 'estimate table', uri, '', token, async () => {
      const { estimateTable } = await authoring();
      const { designs, shown } = session.analysis(uri);
      const named = target === undefined ? [] : designs.filter((design) => design.target?.name === target);
      const found = (named.length > 0 ? named : [...shown.values()]).filter(
        (design) => network === undefined || design.network.name === network,
      );
      return found.map((design) => estimateTable(design, format)).join('\n');
    });
  connection.onRequest(ESTIMATE_TABLE, onTable);
  connection.onRequest(NEW_NETWORK_QUESTIONS, async (): Promise<NewNetworkQuestion[]> => {
    const { newNetworkQuestions } = await authoring();
    return [...newNetworkQuestions()];
  });
  connection.onRequest(NEW_NETWORK, async ({ answers }: NewNetworkParams): Promise<NewNetworkResult> => {
    const { newNetwork } = await authoring();
    const text = guarded(session, 'new network', '', '', () =>
      newNetwork(answers, (text) => {
        const source = { text, version: 0 };
        const snapshot = { source: () => source, project: () => NO_PROJECT, picked: () => undefined };
        return createAnalyser(greedyFolder).analyse(snapshot, 'untitled:new.bnn');
      }),
    );
    return { text };
  });
}
