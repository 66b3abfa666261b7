import type { Host } from '../host/host.js';
import { isAtOrBelow } from '../ide/uris.js';
import { bareNetwork, NOTHING_KNOWN, unreadable, type ParametersState } from '../parameters/state.js';
import type { ParametersQuestion } from '../workspace/snapshot.js';

/** Answers kept at most, the newest. */
const MOST_ANSWERS = 300;

/** What was found under a URI; files are known by their bytes. */
type File = 'missing' | { readonly digest: string } | { readonly fault: string };

/**
 * The parameter files that open texts name: read once, checked in a worker, answers kept by content. Nothing here is
 * done while a text is analysed; when something new is known, `onAnswer` is told.
 */
export interface ParameterFiles {
  readonly answer: (question: ParametersQuestion) => ParametersState | 'missing' | undefined;
  /**
   * Has these answered, and resolves then. Of the questions of one network about one file only the newest counts; `asker`
   * tells those of the same name apart that are of different texts.
   */
  want(questions: readonly ParametersQuestion[], asker?: string): Promise<void>;
  /** The disk has another file or folder, or none, under this URI; whether any text cares. */
  changedOnDisk(uri: string): boolean;
}

export function createParameterFiles(
  host: Host,
  onFault: (text: string) => void,
  onAnswer: () => void,
): ParameterFiles {
  const files = new Map<string, File>();
  const answers = new Map<string, ParametersState>();
  const waiting = new Map<string, ParametersQuestion>();
  let working: Promise<void> | undefined;

  const idOf = (file: Exclude<File, 'missing'>, { key }: ParametersQuestion): string =>
    `${'digest' in file ? file.digest : file.fault} ${key}`;
  const answer: ParameterFiles['answer'] = (question) => {
    const file = files.get(question.uri);
    return file === undefined || file === 'missing' ? file : answers.get(idOf(file, question));
  };

  const keep = (id: string, state: ParametersState): void => {
    answers.delete(id);
    answers.set(id, state);
    for (const oldest of answers.keys()) {
      if (answers.size <= MOST_ANSWERS) break;
      answers.delete(oldest);
    }
  };

  const read = async (uri: string): Promise<{ readonly file: File; readonly bytes?: Uint8Array }> => {
    const found = await host.readBytes(uri);
    if (!found.ok) return { file: found.reason === 'missing' ? 'missing' : { fault: found.message } };
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', found.bytes)).toString('hex');
    return { file: { digest }, bytes: found.bytes };
  };

  /** Whether the question has an answer then. */
  const settle = async (question: ParametersQuestion): Promise<boolean> => {
    const { uri } = question;
    let file = files.get(uri);
    let bytes: Uint8Array | undefined;
    for (;;) {
      if (!file) {
        ({ file, bytes } = await read(uri));
        files.set(uri, file);
      }
      if (answer(question) !== undefined || file === 'missing') return true;
      const network = bareNetwork(question.network);
      if ('fault' in file) {
        keep(idOf(file, question), unreadable(network, file));
        return true;
      }
      const outcome = await host.startJob('bind', { digest: file.digest, bytes, network }).outcome;
      if (outcome.status === 'done' && 'wants' in outcome.output && !bytes) {
        // The worker that had unpacked it is gone.
        file = undefined;
        continue;
      }
      if (outcome.status === 'failed') onFault(`checking ${uri} failed: ${outcome.message}`);
      const known = outcome.status === 'done' && 'state' in outcome.output;
      keep(idOf(file, question), known ? outcome.output.state : NOTHING_KNOWN);
      return true;
    }
  };

  const work = async (): Promise<void> => {
    for (let [next] = waiting; next; [next] = waiting) {
      const [id, question] = next;
      waiting.delete(id);
      if (answer(question) !== undefined) continue;
      const settled = await settle(question).catch((error: unknown) => {
        onFault(`reading ${question.uri} failed: ${String(error)}`);
        return false;
      });
      if (settled) onAnswer();
    }
  };

  return {
    answer,
    want(questions, asker = '') {
      for (const question of questions) {
        // Of other places nobody can say here whether a file is there.
        if (question.uri.startsWith('file:'))
          waiting.set(`${asker} ${question.network.name} ${question.uri}`, question);
      }
      if (waiting.size > 0) {
        working ??= work().finally(() => {
          working = undefined;
        });
      }
      return working ?? Promise.resolve();
    },
    changedOnDisk(changed) {
      const stale = [...files.keys()].filter((known) => isAtOrBelow(known, changed));
      for (const known of stale) files.delete(known);
      return stale.length > 0;
    },
  };
}
