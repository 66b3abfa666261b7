import { diagnose, onePerFault, type Diagnostic } from '../diagnostics/diagnostic.js';
import { greedyFolder } from '../folding/greedy.js';
import type { Host } from '../host/host.js';
import { normalUri } from '../ide/uris.js';
import { createAnalyser } from '../workspace/analyse.js';
import type { Analysis } from '../workspace/analysis.js';
import { lineIndexOfFile, type LineIndex } from '../workspace/line-index.js';
import type { Snapshot } from '../workspace/snapshot.js';
import { createFoldings, type Foldings } from './foldings.js';
import { createParameterFiles } from './parameter-files.js';
import { DEFAULT_SETTINGS, type Settings } from './settings.js';
import { createTexts, type Texts } from './texts.js';
import { workspaceFolders, type WorkspaceFolders } from './workspace-folders.js';

/** Imports of imports are read in so many rounds, at most. */
const MAX_ROUNDS = 100;

/** Writes to the client's log. */
export interface Log {
  info(text: string): void;
  readonly error: (text: string) => void;
}

/** All state of one server: texts, settings, what is known of each text. It knows no connection. */
export interface Session extends WorkspaceFolders {
  readonly texts: Texts;
  /** All that analyses of open texts are made from. */
  readonly snapshot: Snapshot;
  readonly log: Log;
  /** Whether texts under this URI are served: not the old side of a diff, nor other made-up texts. */
  readonly serves: (uri: string) => boolean;
  /** The key under which a text is held: one spelling for one file. */
  key(uri: string): string;
  /** The spelling that the client used for an open text. */
  spelling(key: string): string;
  opened(uri: string, text: string, version: number): void;
  saved(uri: string): void;
  closed(uri: string): void;
  textOf(uri: string): string | undefined;
  versionOf(uri: string): number | undefined;
  /** A folding searched on demand; undefined where it takes longer than `patienceMs`. */
  readonly findFolding: Foldings['find'];
  /**
   * Has searched and read, beside the typing, what an analysis that is no open text's wants; `id` stands for it. Resolves
   * once its parameter files are read.
   */
  want(id: string, wanted: Pick<Analysis, 'wantedFoldings' | 'wantedParameters'>): Promise<void>;
  readonly linesOf: (uri: string) => LineIndex | undefined;
  /** The same value with every URI as the client spells it. */
  respell<T>(value: T): T;
  /** What is known of a text right now, without reading anything. */
  analysis(uri: string): Analysis;
  /** The analysis of a text as it was opened or last saved; undefined where it is not open. */
  savedAnalysis(uri: string): Analysis | undefined;
  /** The same, once all that it wants has been read. */
  settled(uri: string): Promise<Analysis>;
  /** The same, once its parameter files have been read and checked, too. The text need not be open. */
  complete(uri: string): Promise<Analysis>;
  /** Whether the project file of a text is known, and what it imports has been read. */
  isSettled(uri: string): boolean;
  /** Own diagnostics, those that other open texts find in it, and faults of ours. */
  diagnosticsOf(uri: string): readonly Diagnostic[];
  /** Texts that are not open, in which open ones find something; project files that are faulty. */
  foreignUris(): readonly string[];
  fault(uri: string, what: string, error: unknown): void;
  /** Of one text, or of all; whether they are others than before. */
  setSettings(uri: string | undefined, settings: Settings): boolean;
  settings(uri: string): Settings;
  clearSettings(): void;
  /** The disk has something else, or nothing, under this URI; whether any text is concerned. */
  changedOnDisk(uri: string): boolean;
  /** Analyses of all `.bnn` files of the workspace, or of those whose text holds one of the words. */
  allAnalyses(words?: readonly string[]): Promise<readonly Analysis[]>;
}

/**
 * What a session tells: a fault of ours; a parameter file that is known now; foldings that texts have waited for; that an
 * open text is looked at.
 */
export interface SessionEvents {
  readonly onFault: () => void;
  readonly onParameters: () => void;
  readonly onFoldings: (uris: readonly string[]) => void;
  readonly onLook: () => void;
}

export function createSession(host: Host, log: Log, events: SessionEvents): Session {
  const { onFault, onParameters, onFoldings, onLook } = events;
  const texts = createTexts(host);
  const parameters = createParameterFiles(host, log.error, onParameters);
  const foldings = createFoldings(host, {
    limitMs: () => 1000 * session.settings('').folding.timeLimit,
    onFault: log.error,
    onAnswer: onFoldings,
  });
  const snapshot: Snapshot = { ...texts.snapshot, parameters: parameters.answer, folding: foldings.answer };
  const analyser = createAnalyser(greedyFolder);
  const spellings = new Map<string, string>();
  const faults = new Map<string, Diagnostic>();
  const settings = new Map<string, Settings>();
  const saved = new Map<string, Analysis>();
  /** The analysis of each open text whose searches are under way. */
  const asked = new Map<string, Analysis>();
  const workspace = workspaceFolders(host, () => texts.openUris());

  const key = (uri: string): string => normalUri(uri);
  const analysis = (uri: string): Analysis => {
    const known = key(uri);
    const found = analyser.analyse(snapshot, known);
    if (!texts.isOpen(known)) return found;
    onLook();
    if (found.wantedParameters.length > 0) void parameters.want(found.wantedParameters);
    // Once all that it imports is read: a search for half a network helps nobody.
    if (asked.get(known) !== found && found.wanted.length === 0) {
      asked.set(known, found);
      foldings.want(known, found.wantedFoldings);
    }
    return found;
  };

  const settled = async (uri: string): Promise<Analysis> => {
    await texts.findProject(key(uri));
    let found = analysis(uri);
    for (let round = 0; found.wanted.length > 0 && round < MAX_ROUNDS; round++) {
      if (!(await texts.read(found.wanted))) break;
      found = analysis(uri);
    }
    return found;
  };

  const session: Session = {
    ...workspace,
    texts,
    snapshot,
    log,
    serves: (uri) => /^(file|untitled|vscode-vfs|vscode-remote|vscode-test-web|memfs):/.test(uri),
    key,
    spelling: (known) => spellings.get(known) ?? known,
    opened(uri, text, version) {
      const known = key(uri);
      spellings.set(known, uri);
      faults.delete(known);
      texts.open(known, { text, version });
    },
    saved: (uri) => void saved.set(key(uri), analysis(uri)),
    savedAnalysis(uri) {
      const known = key(uri);
      if (!texts.isOpen(known)) return undefined;
      const now = analysis(known);
      const before = saved.get(known);
      // As long as the text is the same, what is learnt of it (parameters, settings) is no change of it.
      if (!before || before.text === now.text) saved.set(known, now);
      return saved.get(known);
    },
    closed(uri) {
      const known = key(uri);
      saved.delete(known);
      spellings.delete(known);
      faults.delete(known);
      settings.delete(known);
      texts.open(known, undefined);
      texts.forget(known);
      analyser.forget(known);
      asked.delete(known);
      foldings.want(known, []);
    },
    textOf(uri) {
      const found = texts.snapshot.source(key(uri));
      return typeof found === 'object' ? found.text : undefined;
    },
    versionOf(uri) {
      const found = texts.snapshot.source(key(uri));
      return typeof found === 'object' ? found.version : undefined;
    },
    respell(value) {
      const others = [...spellings].filter(([known, spelled]) => known !== spelled);
      return others.length === 0 ? value : respelled(value, new Map(others));
    },
    linesOf(uri) {
      const known = key(uri);
      if (texts.isOpen(known)) return analysis(known).lines;
      const text = texts.projectFile(known)?.text ?? session.textOf(known);
      return text === undefined ? undefined : lineIndexOfFile(text);
    },
    want(id, { wantedFoldings, wantedParameters }) {
      foldings.want(id, wantedFoldings, true);
      return wantedParameters.length > 0 ? parameters.want(wantedParameters, id) : Promise.resolve();
    },
    findFolding: (question, patienceMs) => foldings.find(question, patienceMs),
    analysis,
    settled,
    async complete(uri) {
      await texts.read([key(uri)]);
      const found = await settled(uri);
      if (found.wantedParameters.length === 0) return found;
      await parameters.want(found.wantedParameters);
      return analysis(uri);
    },
    isSettled: (uri) => texts.knowsProject(key(uri)) && analysis(uri).wanted.length === 0,
    diagnosticsOf(uri) {
      const known = key(uri);
      const own = texts.isOpen(known) ? analysis(known).diagnostics : (texts.projectFile(known)?.diagnostics ?? []);
      const found = [...own, ...texts.openUris().flatMap((other) => foreignOf(analysis(other), known))];
      const fault = faults.get(known);
      return [...onePerFault(found), ...(fault ? [fault] : [])];
    },
    foreignUris() {
      const found = texts.openUris().flatMap((uri) => analysis(uri).foreign.map((diagnostic) => diagnostic.uri));
      const projects = texts.openUris().flatMap((uri) => {
        const files = texts.projectOf(uri)?.files ?? [];
        return files.flatMap((file) => (file.diagnostics.length > 0 ? [file.uri] : []));
      });
      return [...new Set([...found, ...projects])].filter((uri) => !texts.isOpen(uri));
    },
    fault(uri, what, error) {
      const known = key(uri);
      const detail = error instanceof Error ? error.message : String(error);
      log.error(
        `${what} failed on ${uri}: ${detail}${error instanceof Error && error.stack ? `\n${error.stack}` : ''}`,
      );
      if (!texts.isOpen(known) || faults.has(known)) return;
      faults.set(known, diagnose('BNN999', { uri: known, span: { start: 0, end: 0 } }, { what, detail }));
      onFault();
    },
    setSettings(uri, value) {
      const before = session.settings(uri ?? '');
      settings.set(uri === undefined ? '' : key(uri), value);
      return JSON.stringify(before) !== JSON.stringify(value);
    },
    settings: (uri) => settings.get(key(uri)) ?? settings.get('') ?? DEFAULT_SETTINGS,
    clearSettings: () => settings.clear(),
    changedOnDisk(uri) {
      const text = texts.changedOnDisk(key(uri));
      return parameters.changedOnDisk(key(uri)) || text;
    },
    async allAnalyses(words = ['']) {
      const found: Analysis[] = [];
      let looked = 0;
      for (const uri of await workspace.files()) {
        if (!uri.endsWith('.bnn') && !texts.isOpen(uri)) continue;
        await texts.read([uri]);
        const text = session.textOf(uri);
        if (text === undefined || !words.some((word) => text.includes(word))) continue;
        found.push(await settled(uri));
        // What is not open is not kept: a workspace may be large.
        if (!texts.isOpen(uri)) analyser.forget(uri);
        // Others are answered in between, and a cancelled request is noticed.
        if (++looked % 16 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      return found;
    },
  };
  return session;
}

function foreignOf(other: Analysis, uri: string): readonly Diagnostic[] {
  return other.uri === uri ? [] : other.foreign.filter((diagnostic) => diagnostic.uri === uri);
}

/** A copy in which every string and key that is one of the URIs is spelled as the client does. */
function respelled<T>(value: T, spellings: ReadonlyMap<string, string>): T {
  if (typeof value === 'string') return (spellings.get(value) ?? value) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => respelled(one, spellings)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, one]) => [
    spellings.get(name) ?? name,
    respelled<unknown>(one, spellings),
  ]);
  return Object.fromEntries(entries) as T;
}
