import type { Found } from '../folding/found.js';
import { greedyFolder } from '../folding/greedy.js';
import { bareRequest, type FoldingQuestion } from '../folding/live.js';
import type { Host } from '../host/host.js';
import type { RunningJob } from '../jobs/job.js';
import { bareNetwork } from '../parameters/state.js';
import { nowMs } from './clock.js';

/** Ends of searches that are kept at most, the newest. */
const MOST_ANSWERS = 200;
/** A search begins when nothing has been typed for so long: the answers to a keystroke come first. */
const PAUSE_MS = 25;
/** Handing a large network to a worker takes time itself, which the next keystroke is not to wait for. */
const PAUSE_MS_PER_LAYER = 0.1;

/**
 * The foldings that open texts wait for: searched one after the other in a worker, kept by what they depend on. Nothing
 * here is done while a text is analysed; when a search has ended, `onAnswer` is told of the texts that wait for it.
 */
export interface Foldings {
  readonly answer: (question: FoldingQuestion) => Found | undefined;
  /**
   * What a text waits for now, instead of what it waited for before: a search that nobody waits for is cancelled. What is
   * wanted `beside` the texts that somebody looks at comes after all of them.
   */
  want(uri: string, questions: readonly FoldingQuestion[], beside?: boolean): void;
  /**
   * Searches something at once, whatever texts wait for; a search for the same that is running is joined. Undefined where it
   * takes longer than `patienceMs`, or is cancelled.
   */
  find(question: FoldingQuestion, patienceMs: number): Promise<Found | undefined>;
}

export interface FoldingsOptions {
  readonly limitMs: () => number;
  readonly onFault: (text: string) => void;
  readonly onAnswer: (uris: readonly string[]) => void;
}

/** A search that is running, for texts that wait, for somebody who asked, or for both. */
interface Search {
  readonly id: string;
  readonly job: RunningJob<Found>;
  /** Undefined where it was cancelled. */
  readonly end: Promise<Found | undefined>;
  /** Who asked, and has patience left. */
  asking: number;
}

export function createFoldings(
  host: Pick<Host, 'startJob'>,
  { limitMs, onFault, onAnswer }: FoldingsOptions,
): Foldings {
  const answers = new Map<string, Found>();
  const waiting = new Map<string, readonly FoldingQuestion[]>();
  const searches = new Map<string, Search>();
  /** The one of them that texts wait for: these are searched one after the other. */
  let current: Search | undefined;
  let timer: NodeJS.Timeout | undefined;
  let quietFrom = 0;

  // What a search finds in longer time may be another folding. The text is long in a large network, and asked for often.
  const ids = new WeakMap<FoldingQuestion, { readonly limit: number; readonly id: string }>();
  const idOf = (question: FoldingQuestion): string => {
    const limit = limitMs();
    const known = ids.get(question);
    if (known?.limit === limit) return known.id;
    const id = `${limit} ${question.key}`;
    ids.set(question, { limit, id });
    return id;
  };
  const keep = (id: string, found: Found): void => {
    answers.delete(id);
    answers.set(id, found);
    for (const oldest of answers.keys()) {
      if (answers.size <= MOST_ANSWERS) break;
      answers.delete(oldest);
    }
  };
  const waitersFor = (id: string): readonly string[] =>
    [...waiting].filter(([, questions]) => questions.some((question) => idOf(question) === id)).map(([uri]) => uri);

  const next = (): FoldingQuestion | undefined => {
    // The text that asked last is the one that somebody looks at.
    for (const questions of [...waiting.values()].reverse()) {
      const open = questions.find((question) => !answers.has(idOf(question)));
      if (open) return open;
    }
    return undefined;
  };
  /** The search for a question: the one that is running, or a new one. */
  const searchFor = (question: FoldingQuestion): Search => {
    const id = idOf(question);
    const known = searches.get(id);
    if (known) return known;
    const { request } = question;
    const input = { request: bareRequest(request, bareNetwork(request.network)), limitMs: limitMs() };
    const job = host.startJob('fold', input);
    const ended = async (): Promise<Found | undefined> => {
      const outcome = await job.outcome;
      if (searches.get(id) === search) searches.delete(id);
      if (outcome.status === 'cancelled') return undefined;
      if (outcome.status === 'done') keep(id, outcome.output);
      else {
        onFault(`searching a folding for ${request.network.name} failed: ${outcome.message}`);
        // Better the simple rule's folding than a search without end.
        keep(id, { folding: greedyFolder(request).folding, latencyS: undefined, certificate: undefined });
      }
      onAnswer(waitersFor(id));
      return outcome.status === 'done' ? outcome.output : undefined;
    };
    const search: Search = { id, job, end: Promise.resolve().then(ended), asking: 0 };
    searches.set(id, search);
    return search;
  };
  /** Ends a search that nobody waits for any more. */
  const release = (search: Search): void => {
    if (search.asking > 0 || waitersFor(search.id).length > 0) return;
    // Who asks for the same again begins anew.
    if (searches.get(search.id) === search) searches.delete(search.id);
    search.job.cancel();
  };
  const pump = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const question = current ? undefined : next();
    if (!question) return;
    // A timer counts from the start of the event that set it, in which a large text may have been analysed: what it waited
    // is measured here, else it would fire as soon as that is done.
    const pause = PAUSE_MS + PAUSE_MS_PER_LAYER * question.request.network.layers.length;
    const left = quietFrom + pause - nowMs();
    if (left > 0) timer = setTimeout(pump, Math.ceil(left));
    else {
      current = searchFor(question);
      void current.end.then(() => {
        current = undefined;
        pump();
      });
    }
  };

  return {
    answer: (question) => answers.get(idOf(question)),
    want(uri, questions, beside = false) {
      waiting.delete(uri);
      const others = beside ? [...waiting] : [];
      if (beside) waiting.clear();
      if (questions.length > 0) waiting.set(uri, questions);
      for (const [other, wanted] of others) waiting.set(other, wanted);
      for (const search of searches.values()) release(search);
      quietFrom = nowMs();
      if (waiting.size > 0) timer ??= setTimeout(pump, PAUSE_MS);
    },
    async find(question, patienceMs) {
      const id = idOf(question);
      const known = answers.get(id);
      if (known) return known;
      const search = searchFor(question);
      search.asking++;
      let timeout: NodeJS.Timeout | undefined;
      const impatience = new Promise<undefined>((resolve) => {
        timeout = setTimeout(() => resolve(undefined), patienceMs);
      });
      const found = await Promise.race([search.end, impatience]);
      clearTimeout(timeout);
      search.asking--;
      if (!found) release(search);
      return found;
    },
  };
}
