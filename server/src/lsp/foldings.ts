import type { Found } from '../folding/found.js';
import { greedyFolder } from '../folding/greedy.js';
import { bareRequest, type FoldingQuestion } from '../folding/live.js';
import type { Host } from '../host/host.js';
import type { RunningJob } from '../jobs/job.js';
import { bareNetwork } from '../parameters/state.js';

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
  /** Searches something beside what texts wait for; undefined where it takes longer than `patienceMs`, or fails. */
  find(question: FoldingQuestion, patienceMs: number): Promise<Found | undefined>;
}

export interface FoldingsOptions {
  readonly limitMs: () => number;
  readonly onFault: (text: string) => void;
  readonly onAnswer: (uris: readonly string[]) => void;
}

export function createFoldings(
  host: Pick<Host, 'startJob'>,
  { limitMs, onFault, onAnswer }: FoldingsOptions,
): Foldings {
  const answers = new Map<string, Found>();
  const waiting = new Map<string, readonly FoldingQuestion[]>();
  let running: { readonly id: string; readonly job: RunningJob<Found> } | undefined;
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
  const start = ({ request }: FoldingQuestion): RunningJob<Found> =>
    host.startJob('fold', { request: bareRequest(request, bareNetwork(request.network)), limitMs: limitMs() });
  const search = async (question: FoldingQuestion): Promise<void> => {
    const id = idOf(question);
    const { request } = question;
    const job = start(question);
    running = { id, job };
    const outcome = await job.outcome;
    running = undefined;
    if (outcome.status === 'cancelled') return;
    if (outcome.status === 'done') keep(id, outcome.output);
    else {
      onFault(`searching a folding for ${request.network.name} failed: ${outcome.message}`);
      // Better the simple rule's folding than a search without end.
      const { folding } = greedyFolder(request);
      keep(id, { folding, latencyS: undefined, certificate: undefined });
    }
    onAnswer(waitersFor(id));
  };
  const pump = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const question = running ? undefined : next();
    if (!question) return;
    // A timer counts from the start of the event that set it, in which a large text may have been analysed: what it waited
    // is measured here, else it would fire as soon as that is done.
    const pause = PAUSE_MS + PAUSE_MS_PER_LAYER * question.request.network.layers.length;
    const left = quietFrom + pause - performance.now();
    if (left > 0) timer = setTimeout(pump, Math.ceil(left));
    else void search(question).then(pump);
  };

  return {
    answer: (question) => answers.get(idOf(question)),
    want(uri, questions, beside = false) {
      waiting.delete(uri);
      const others = beside ? [...waiting] : [];
      if (beside) waiting.clear();
      if (questions.length > 0) waiting.set(uri, questions);
      for (const [other, wanted] of others) waiting.set(other, wanted);
      if (running && waitersFor(running.id).length === 0) running.job.cancel();
      quietFrom = performance.now();
      if (waiting.size > 0) timer ??= setTimeout(pump, PAUSE_MS);
    },
    async find(question, patienceMs) {
      const id = idOf(question);
      const known = answers.get(id);
      if (known) return known;
      const job = start(question);
      const patience = setTimeout(() => job.cancel(), patienceMs);
      const outcome = await job.outcome;
      clearTimeout(patience);
      if (outcome.status !== 'done') return undefined;
      keep(id, outcome.output);
      return outcome.output;
    },
  };
}
