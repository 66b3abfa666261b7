import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  TextDocuments,
  type Connection,
  type InitializeParams,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Host } from '../host/host.js';
import { status } from '../ide/status.js';
import { capabilities, type ClientAbilities } from './capabilities.js';
import { guarded } from './guard.js';
import { completionHandlers } from './handlers/completion.js';
import { customHandlers } from './handlers/custom.js';
import { pullDiagnostics, pushDiagnostics, type DiagnosticsPort } from './handlers/diagnostics.js';
import { languageHandlers } from './handlers/language.js';
import { navigationHandlers } from './handlers/navigation.js';
import { STATUS, type StatusParams } from './protocol.js';
import { createSession, type Session } from './session.js';
import { readSettings, recordOf } from './settings.js';

/** Starts the language server on a connection: one session, and the handlers that speak for it. */
export function startServer(connection: Connection, host: Host): void {
  const documents = new TextDocuments(TextDocument);
  const log = {
    info: (text: string) => connection.console.info(text),
    error: (text: string) => connection.console.error(text),
  };
  let port: DiagnosticsPort = { changed: () => undefined, closed: () => undefined };
  const session = createSession(host, log, () => port.changed(''));
  let abilities: ClientAbilities = abilitiesOf(undefined);

  connection.onInitialize((params) => {
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
    if (abilities.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(() => {
        void connection.workspace
          .getWorkspaceFolders()
          .then((folders) => session.setFolders((folders ?? []).map(({ uri }) => uri)), log.error);
      });
    }
    if (abilities.configuration) {
      void connection.client.register(DidChangeConfigurationNotification.type, { section: 'bnn' }).catch(String);
      void fetchSettings(connection, session, undefined);
    }
    if (abilities.registersWatchers) {
      const watchers = ['**/*.bnn', '**/bnn.json', '**/*.npz'].map((globPattern) => ({ globPattern }));
      void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(String);
    }
  });

  const refresh = (): void => {
    if (abilities.refreshesHints) connection.languages.inlayHint.refresh().catch(String);
    if (abilities.refreshesLenses) void connection.sendRequest('workspace/codeLens/refresh').catch(String);
  };
  const tellStatus = statusTeller(connection, session);

  connection.onDidChangeConfiguration(() => {
    session.clearSettings();
    void fetchSettings(connection, session, undefined).then(refresh);
  });
  const told = (uri: string): void => {
    if (session.textOf(uri) === undefined) return;
    port.changed(session.key(uri));
    tellStatus(uri);
  };
  // Fires for an opened text, too.
  documents.onDidChangeContent(({ document }) => {
    const { uri } = document;
    if (!session.serves(uri)) return;
    session.opened(uri, document.getText(), document.version);
    // The first time, the project file and the imports are read before anything is said.
    if (session.isSettled(uri)) told(uri);
    else void session.settled(uri).then(() => told(uri), log.error);
  });
  documents.onDidClose(({ document: { uri } }) => {
    if (!session.serves(uri)) return;
    session.closed(uri);
    port.closed(session.key(uri));
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    session.forgetFiles();
    const concerned = changes.filter(({ uri }) => session.texts.changedOnDisk(uri));
    if (concerned.length === 0) return;
    void Promise.all(session.texts.openUris().map((uri) => session.settled(uri))).then(() => {
      port.changed('');
      for (const uri of session.texts.openUris()) tellStatus(uri);
      refresh();
    }, log.error);
  });

  languageHandlers(connection, session);
  navigationHandlers(connection, session);
  completionHandlers(connection, session);
  customHandlers(connection, session, (uri) => {
    port.changed(uri);
    tellStatus(uri);
    refresh();
  });
  documents.listen(connection);
  connection.listen();
}

/** Tells the status bar of a text, once for changes that arrive together; what is stale by then is not told. */
function statusTeller(connection: Connection, session: Session): (uri: string) => void {
  const waiting = new Set<string>();
  return (uri) => {
    if (waiting.has(uri)) return;
    waiting.add(uri);
    setImmediate(() => {
      waiting.delete(uri);
      const version = session.versionOf(uri);
      if (version === undefined || !session.texts.isOpen(session.key(uri))) return;
      const shown = guarded(session, 'status', uri, { text: '', tooltip: '' }, () => status(session.analysis(uri)));
      const params: StatusParams = { uri, version, ...shown };
      void connection.sendNotification(STATUS, params);
    });
  };
}

async function fetchSettings(connection: Connection, session: Session, uri: string | undefined): Promise<void> {
  try {
    const item = uri === undefined ? { section: 'bnn' } : { section: 'bnn', scopeUri: uri };
    session.setSettings(uri, readSettings(await connection.workspace.getConfiguration(item)));
  } catch (error) {
    session.log.error(`settings: ${String(error)}`);
  }
}

function foldersOf(params: InitializeParams): string[] {
  const folders = params.workspaceFolders?.map(({ uri }) => uri);
  // Clients before workspace folders name one root.
  const root = (params as { rootUri?: string | null }).rootUri;
  return folders ?? (root ? [root] : []);
}

function abilitiesOf(params: InitializeParams | undefined): ClientAbilities {
  const { textDocument, workspace } = params?.capabilities ?? {};
  return {
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesHints: workspace?.inlayHint?.refreshSupport === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    relatedDocuments: textDocument?.diagnostic?.relatedDocumentSupport === true,
    configuration: workspace?.configuration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    // Our own client watches the files itself.
    registersWatchers:
      workspace?.didChangeWatchedFiles?.dynamicRegistration === true &&
      recordOf(params?.initializationOptions)['docsBase'] === undefined,
  };
}
