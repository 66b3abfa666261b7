import type { Analysis } from '../../workspace/analysis.js';
import { guarded, guardedLater } from '../answer.js';
import type { Commits } from '../commits.js';
import type { CancellationToken, Connection } from '../connection.js';
import { COMMITS_CHANGED, COMPARE_WITH_COMMIT, type CommitComparison, type TextParams } from '../protocol.js';
import type { Session } from '../session.js';

/** What lenses ask of the last commit. */
export interface CommitsPort {
  /** A text as the last commit has it; undefined while, or where, that is not known. */
  readonly known: (uri: string) => Analysis | undefined;
  readonly closed: (uri: string) => void;
}

/**
 * Comparisons with the last commit, for a client that knows git (`knowsCommits`); all that makes them is loaded when it is
 * first needed. `onKnown`: lenses may say more now.
 */
export function commitHandlers(
  connection: Connection,
  session: Session,
  knowsCommits: () => boolean,
  onKnown: () => void,
): CommitsPort {
  let commits: Commits | undefined;
  let loading: Promise<Commits> | undefined;
  const load = (): Promise<Commits> =>
    (loading ??= import('../commits.js').then(({ createCommits }) => {
      commits = createCommits(connection, session, onKnown);
      return commits;
    }));

  connection.onNotification(COMMITS_CHANGED, () => commits?.changed());
  connection.onRequest(COMPARE_WITH_COMMIT, ({ uri }: TextParams, token: CancellationToken) =>
    guardedLater(session, 'comparison with the last commit', uri, NOTHING, token, async () => {
      if (!knowsCommits()) return NOTHING;
      const [known, { comparisonOfDesigns }] = await Promise.all([load(), import('../lazy/authoring.js')]);
      const both = await known.settled(uri);
      if ('without' in both) return { markdown: '', message: WITHOUT[both.without] };
      const markdown = comparisonOfDesigns(both.now, both.then, 'the last commit');
      return { markdown, message: markdown === '' ? NO_DESIGNS : '' };
    }),
  );

  return {
    known(uri) {
      if (!knowsCommits() || !session.texts.isOpen(session.key(uri))) return undefined;
      if (commits) return guarded(session, 'the last commit', uri, undefined, () => commits?.known(uri));
      void load().then(onKnown);
      return undefined;
    },
    closed: (uri) => commits?.closed(uri),
  };
}

const WITHOUT = {
  new: 'The last commit does not have this file.',
  outside: 'This file is in no git repository that is open here.',
} as const;
const NO_DESIGNS = 'The last commit has no network and target of the same names that could be compared.';
const NOTHING: CommitComparison = { markdown: '', message: WITHOUT.outside };
