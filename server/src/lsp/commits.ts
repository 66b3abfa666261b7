import { greedyFolder } from '../folding/greedy.js';
import { createAnalyser } from '../workspace/analyse.js';
import type { Analysis } from '../workspace/analysis.js';
import type { Snapshot, SourceText } from '../workspace/snapshot.js';
import { ask, type Connection } from './connection.js';
import { COMMITTED_TEXT, type CommittedText } from './protocol.js';
import type { Session } from './session.js';

/**
 * Open texts as the last commit has them, imports included; parameter files and `bnn.json` are those of the disk. The
 * client knows git, we start nothing. All is asked for and analysed beside the typing: what is not known yet is undefined,
 * and `onKnown` tells when to ask again.
 */
export interface Commits {
  /** What is known right now. Undefined, too, where the commit has the same text, so that nothing can differ. */
  known(uri: string): Analysis | undefined;
  /** The text as it is and as it was, once all of both is read and folded; or why the text is in no commit. */
  settled(
    uri: string,
  ): Promise<{ readonly now: Analysis; readonly then: Analysis } | { readonly without: 'new' | 'outside' }>;
  /** Another commit is there. */
  changed(): void;
  closed(uri: string): void;
}

/** Imports of imports are read in so many rounds, at most. */
const MAX_ROUNDS = 100;
const FOLDING_PATIENCE_MS = 60_000;

export function createCommits(connection: Connection, session: Session, onKnown: () => void): Commits {
  const analyser = createAnalyser(greedyFolder);
  /** By key of the text; a promise while the client is asked. */
  const texts = new Map<string, CommittedText | Promise<CommittedText>>();
  /** Texts that have been read with their imports, since the last commit: what failed then is not tried again. */
  const tried = new Set<string>();
  const wanted = new Map<string, Analysis>();

  const fetch = async (uri: string): Promise<CommittedText> => {
    const known = texts.get(uri);
    if (known) return known;
    const asking = ask<CommittedText>(connection, COMMITTED_TEXT, { uri: session.spelling(uri) }).then(
      (text): CommittedText => text ?? { status: 'outside' },
    );
    texts.set(uri, asking);
    const text = await asking;
    // A commit in between has made the answer worthless.
    if (texts.get(uri) === asking) texts.set(uri, text);
    return text;
  };
  const sources = new WeakMap<CommittedText, SourceText>();
  const source = (uri: string): ReturnType<Snapshot['source']> => {
    const text = texts.get(uri);
    if (text === undefined || text instanceof Promise) return undefined;
    if (text.status === 'new') return 'missing';
    if (text.status === 'outside') return session.snapshot.source(uri);
    const before = sources.get(text) ?? { text: text.text, version: 0 };
    sources.set(text, before);
    return before;
  };
  const snapshot: Snapshot = { ...session.snapshot, source };

  const analyse = (uri: string): Analysis => {
    const found = analyser.analyse(snapshot, uri);
    if (found.wanted.length === 0 && wanted.get(uri) !== found) {
      wanted.set(uri, found);
      void session.want(idOf(uri), found);
    }
    return found;
  };
  /** What `again` gives once its foldings are searched, too. */
  const folded = async (again: () => Analysis): Promise<Analysis> => {
    for (const question of again().wantedFoldings) await session.findFolding(question, FOLDING_PATIENCE_MS);
    return again();
  };
  /** Asks for the text and all that it imports, and analyses it. */
  const read = async (uri: string): Promise<CommittedText> => {
    const own = await fetch(uri);
    if (own.status !== 'committed') return own;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const { wanted } = analyse(uri);
      if (wanted.length === 0) break;
      await session.texts.read(wanted.filter((each) => !session.texts.isOpen(each)));
      await Promise.all(wanted.map(fetch));
    }
    return own;
  };

  return {
    known(given) {
      const uri = session.key(given);
      const own = texts.get(uri);
      if (own === undefined) {
        void fetch(uri).then((text) => (text.status === 'committed' ? onKnown() : undefined));
        return undefined;
      }
      if (own instanceof Promise || own.status !== 'committed') return undefined;
      const now = session.analysis(uri);
      if (now.text === own.text && now.imports.size === 0) return undefined;
      if (tried.has(uri)) return finalOf(analyse(uri));
      // The first analysis of a text takes the longest: beside the typing, as is the reading.
      setImmediate(() => {
        if (tried.has(uri)) return;
        if (!session.texts.isOpen(uri)) return;
        tried.add(uri);
        void read(uri).then(onKnown);
      });
      return undefined;
    },
    async settled(given) {
      const uri = session.key(given);
      const own = await read(uri);
      if (own.status !== 'committed') return { without: own.status };
      await session.want(idOf(uri), analyse(uri));
      const then = await folded(() => analyse(uri));
      await session.complete(uri);
      return { now: await folded(() => session.analysis(uri)), then };
    },
    changed() {
      texts.clear();
      tried.clear();
      onKnown();
    },
    closed(given) {
      const uri = session.key(given);
      texts.delete(uri);
      tried.delete(uri);
      wanted.delete(uri);
      analyser.forget(uri);
      void session.want(idOf(uri), { wantedFoldings: [], wantedParameters: [] });
    },
  };
}

/** What stands for the committed text in the questions of the session. */
function idOf(uri: string): string {
  return `commit of ${uri}`;
}

/** An analysis whose foldings have all been searched and whose parameters are known; undefined until then. */
function finalOf(analysis: Analysis): Analysis | undefined {
  const { wanted, wantedParameters, designs } = analysis;
  if (wanted.length > 0 || wantedParameters.length > 0) return undefined;
  return designs.some(({ folded }) => folded.provisional === 'folding') ? undefined : analysis;
}
