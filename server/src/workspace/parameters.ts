import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.js';
import type { Network, Program } from '../network/graph.js';
import { resolvePath } from '../network/paths.js';
import type { ResolveOptions } from '../network/resolve.js';
import { paramsLine, placed, questionKey, type ParametersState } from '../parameters/state.js';
import type { ParametersQuestion, Snapshot } from './snapshot.js';

/** What a snapshot knows of the parameter files of a program. */
export interface Answers {
  readonly asked: readonly { readonly question: ParametersQuestion; readonly answer: Answer }[];
  readonly wanted: readonly ParametersQuestion[];
  readonly diagnostics: readonly Diagnostic[];
  /** Undefined where nothing is narrowed. */
  readonly bounds: ResolveOptions['bounds'];
}

type Answer = ParametersState | 'missing' | undefined;

export const NO_ANSWERS: Answers = { asked: [], wanted: [], diagnostics: [], bounds: undefined };

/** Asks for every network with a `params` line, own ones and those that a target names; `program` is resolved from types alone. */
export function answersFor(program: Program, snapshot: Snapshot): Answers {
  const networks = new Set([...program.networks, ...program.targets.flatMap(({ network }) => network ?? [])]);
  const asked: { question: ParametersQuestion; answer: Answer }[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const network of networks) {
    const question = snapshot.parameters && questionOf(network);
    if (!question) continue;
    const answer = snapshot.parameters?.(question);
    asked.push({ question, answer });
    if (answer === 'missing') {
      diagnostics.push(diagnose('BNN701', paramsLine(network), { path: network.params?.path ?? '' }));
    } else if (answer) diagnostics.push(...placed(answer.faults, network));
  }
  const wanted = asked.flatMap(({ question, answer }) => (answer === undefined ? [question] : []));
  return { asked, wanted, diagnostics, bounds: boundsOf(networks, asked) };
}

/** Whether a snapshot still gives the same answers. */
export function stillHold({ asked }: Answers, snapshot: Snapshot): boolean {
  return asked.every(({ question, answer }) => snapshot.parameters?.(question) === answer);
}

/**
 * Whether the same was asked, and answered by the same objects. A question says all that ranges depend on, so then the
 * bounds are the same, too, whichever of them the network was resolved with.
 */
export function areSame(a: Answers, b: Answers): boolean {
  return (
    a.asked.length === b.asked.length &&
    a.asked.every(({ question, answer }, at) => {
      const other = b.asked[at];
      return (
        other?.answer === answer &&
        other?.question.uri === question.uri &&
        other.question.key === question.key &&
        other.question.network.name === question.network.name
      );
    })
  );
}

function questionOf(network: Network): ParametersQuestion | undefined {
  const uri = network.params && resolvePath(network.uri, network.params.path);
  return uri === undefined ? undefined : { uri, key: questionKey(network), network };
}

function boundsOf(networks: ReadonlySet<Network>, asked: Answers['asked']): Answers['bounds'] {
  const names = [...networks].map(({ name }) => name);
  const found = new Map<string, ParametersState['bounds']>();
  for (const { question, answer } of asked) {
    const { name } = question.network;
    // Of two networks with one name, which is an error, nobody could tell which is meant.
    const alone = names.indexOf(name) === names.lastIndexOf(name);
    if (alone && typeof answer === 'object' && answer.bounds.size > 0) found.set(name, answer.bounds);
  }
  return found.size === 0 ? undefined : (network, layer) => found.get(network)?.get(layer);
}
