import type { DidChangeWatchedFilesParams, FileEvent, InitializeParams, InitializeResult } from 'vscode-languageserver';
import type { Host } from '../host/host.js';
import { abilitiesOf, capabilities, type ClientAbilities } from './capabilities.js';
import { ask, tell, type Connection } from './connection.js';
import { followDocuments } from './documents.js';
import { commitHandlers } from './handlers/commits.js';
import { completionHandlers } from './handlers/completion.js';
import { customHandlers } from './handlers/custom.js';
import { foldingHandlers } from './handlers/foldings.js';
import { pullDiagnostics, pushDiagnostics, type DiagnosticsPort } from './handlers/diagnostics.js';
import { languageHandlers } from './handlers/language.js';
import { navigationHandlers } from './handlers/navigation.js';
import { buildHandlers } from './handlers/builds.js';
import { runHandlers } from './handlers/runs.js';
import { createSession, type Log, type Session } from './session.js';
import { readSettings, recordOf } from './settings.js';
import { createMeasuredBuilds, folderBeside } from './measured-builds.js';
import { BUILDS_CHANGED, WATCHED_FILES } from './protocol.js';
import { statusTeller } from './status.js';
import { warmUp } from './warm-up.js';

/** Starts the language server on a connection: one session, and the handlers that speak for it. */
export function startServer(connection: Connection, host: Host, { warmsUp }: { readonly warmsUp: boolean }): Log {
  const message = (type: number) => (text: string) => tell(connection, 'window/logMessage', { type, message: text });
  const log: Log = { error: message(1), info: message(3) };
  let port: DiagnosticsPort = { changed: () => undefined, closed: () => undefined };
  const session = createSession(host, log, {
    onFault: () => port.changed(''),
    onParameters: () => void everything(),
    onFoldings: (uris) => folded(uris),
    onLook: () => warming?.busy(),
  });
  const warming = warmsUp ? warmUp(log.error) : undefined;
  let abilities: ClientAbilities = abilitiesOf(undefined);

  connection.onInitialize((params): InitializeResult => {
    abilities = abilitiesOf(params);
    const given = recordOf(params.initializationOptions)['docsBase'];
    const docsBase = typeof given === 'string' ? given : undefined;
    session.setFolders(foldersOf(params));
    port = abilities.pullsDiagnostics
      ? pullDiagnostics(connection, session, abilities, docsBase)
      : pushDiagnostics(connection, session, docsBase);
    return { capabilities: capabilities(abilities), serverInfo: { name: 'bnn' } };
  });
  connection.onInitialized(() => {
    if (abilities.changesFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) =>
        session.changeFolders(
          added.map(({ uri }) => uri),
          removed.map(({ uri }) => uri),
        ),
      );
    }
    void initialized(connection, session, abilities);
  });

  const tellStatus = statusTeller(connection, session);
  const measured = createMeasuredBuilds(host, log.error, () => {
    refresh();
    if (abilities.showsBuilds) tell(connection, BUILDS_CHANGED, {});
  });
  const lookForBuilds = (): Promise<void> => {
    const own = session.folders();
    const beside = own.length > 0 ? [] : session.texts.openUris().flatMap((uri) => folderBeside(uri) ?? []);
    return measured.look([...own, ...new Set(beside)]);
  };
  const refresh = (): void => {
    if (abilities.refreshesHints) void ask(connection, 'workspace/inlayHint/refresh');
    if (abilities.refreshesLenses) void ask(connection, 'workspace/codeLens/refresh');
  };
  const commits = commitHandlers(connection, session, () => abilities.knowsCommits, refresh);
  const simulateLatency = latencies(host, session, (uri) => {
    tellStatus(uri);
    refresh();
  });
  const told = (uri: string): void => {
    if (!session.texts.isOpen(session.key(uri))) return;
    port.changed(session.key(uri));
    tellStatus(uri);
    simulateLatency(uri);
  };
  followDocuments(connection, session.serves, {
    changed(uri, text, version) {
      const first = !session.texts.isOpen(session.key(uri));
      session.opened(uri, text, version);
      // With a workspace once, else beside each text.
      if (first && (session.folders().length === 0 || session.texts.openUris().length === 1))
        void afterFirstAnswers().then(lookForBuilds);
      if (first && abilities.configuration)
        void fetchSettings(connection, session, uri).then((any) => any && refresh());
      // The first time, the project file and the imports are read before anything is said.
      if (session.isSettled(uri)) told(uri);
      else
        session.settled(uri).then(
          () => told(uri),
          (error: unknown) => session.fault(uri, 'reading', error),
        );
    },
    saved(uri) {
      session.saved(uri);
      refresh();
    },
    closed(uri) {
      session.closed(uri);
      commits.closed(uri);
      port.closed(session.key(uri));
    },
  });
  /** The final folding of some texts is there: all that was told of them provisionally is told again. */
  const folded = (uris: readonly string[]): void => {
    for (const uri of uris) told(session.spelling(uri));
    port.changed('');
    refresh();
  };
  const everything = async (): Promise<void> => {
    await Promise.all(session.texts.openUris().map((uri) => session.settled(uri)));
    port.changed('');
    for (const uri of session.texts.openUris()) {
      tellStatus(uri);
      simulateLatency(uri);
    }
    refresh();
  };
  followSurroundings(connection, session, {
    onFiles: (changes) => {
      if (session.texts.openUris().length > 0 && changes.some((change) => measured.concerns(change)))
        void lookForBuilds();
    },
    onTexts: () => void everything(),
    onSettings: refresh,
  });

  languageHandlers(
    connection,
    session,
    (analysis) => measured.view(analysis),
    () => abilities,
    commits.known,
  );
  navigationHandlers(connection, session, measured, lookForBuilds);
  completionHandlers(connection, session);
  customHandlers(connection, session, (uri) => {
    told(uri);
    refresh();
  });
  runHandlers(connection, session, host);
  foldingHandlers(connection, session, host);
  buildHandlers(connection, session, measured, lookForBuilds);
  connection.listen();
  return log;
}

/** When a text was opened, what its first diagnostics do not need waits so long. */
const FIRST_ANSWERS_MS = 100;

function afterFirstAnswers(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, FIRST_ANSWERS_MS));
}

/** Simulates latencies of what open texts show; how is loaded when the first answers are out. */
function latencies(host: Host, session: Session, known: (uri: string) => void): (uri: string) => void {
  let simulator: Promise<(uri: string) => void> | undefined;
  return (uri) => {
    simulator ??= afterFirstAnswers()
      .then(() => import('./latencies.js'))
      .then(({ latencySimulator }) => latencySimulator(host, session, known));
    void simulator.then((simulate) => simulate(uri));
  };
}

/** Hears of files that changed on the disk, some of which open texts are made from, and of settings. */
function followSurroundings(
  connection: Connection,
  session: Session,
  events: {
    readonly onFiles: (changes: readonly FileEvent[]) => void;
    readonly onTexts: () => void;
    readonly onSettings: () => void;
  },
): void {
  connection.onNotification('workspace/didChangeWatchedFiles', ({ changes }: DidChangeWatchedFilesParams) => {
    session.forgetFiles();
    // Each of them is looked at, not only up to the first that concerns a text.
    const concerned = changes.filter(({ uri }) => session.changedOnDisk(uri));
    if (concerned.length > 0) events.onTexts();
    events.onFiles(changes);
  });
  connection.onNotification('workspace/didChangeConfiguration', () => {
    session.clearSettings();
    const uris = session.texts.openUris().map((uri) => session.spelling(uri));
    void Promise.all(uris.map((uri) => fetchSettings(connection, session, uri))).then(events.onSettings);
  });
}

/** What the client must be asked for once it is ready. */
async function initialized(connection: Connection, session: Session, abilities: ClientAbilities): Promise<void> {
  const registrations: { id: string; method: string; registerOptions: object }[] = [];
  if (abilities.registersConfiguration) {
    const method = 'workspace/didChangeConfiguration';
    registrations.push({ id: 'configuration', method, registerOptions: { section: 'bnn' } });
  }
  if (abilities.registersWatchers) {
    const watchers = WATCHED_FILES.map((globPattern) => ({ globPattern }));
    registrations.push({ id: 'files', method: 'workspace/didChangeWatchedFiles', registerOptions: { watchers } });
  }
  if (registrations.length > 0) await ask(connection, 'client/registerCapability', { registrations });
  if (abilities.configuration) await fetchSettings(connection, session, undefined);
}

/** Asks for the settings of a text, or of all; whether they differ from what was known. */
async function fetchSettings(connection: Connection, session: Session, uri: string | undefined): Promise<boolean> {
  const item = uri === undefined ? { section: 'bnn' } : { section: 'bnn', scopeUri: uri };
  const answer = await ask<unknown[]>(connection, 'workspace/configuration', { items: [item] });
  return session.setSettings(uri, readSettings(answer?.[0]));
}

function foldersOf(params: InitializeParams): string[] {
  const folders = params.workspaceFolders?.map(({ uri }) => uri);
  // Clients before workspace folders name one root.
  const root = recordOf(params)['rootUri'];
  return folders ?? (typeof root === 'string' ? [root] : []);
}
