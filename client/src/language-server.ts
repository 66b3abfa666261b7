import * as vscode from 'vscode';
import {
  LanguageClient,
  State,
  TransportKind,
  type LanguageClientOptions,
  type ServerOptions,
} from 'vscode-languageclient/node';
import {
  BUILDS_CHANGED,
  COMMITS_CHANGED,
  COMMITTED_TEXT,
  PICK_TARGET,
  STATUS,
  WATCHED_FILES,
  WORK_PROGRESS,
  type InitializationOptions,
  type PickTargetParams,
  type StatusParams,
  type TextParams,
  type WorkParams,
  type WorkProgressParams,
} from '../../server/src/lsp/protocol.js';
import { createCommits } from './commits.js';
import { crashHandler } from './crash-handler.js';
import { implementationOrOffer } from './generated-code.js';
import nodeFlags from './node-flags.json';
import { restartPolicy } from './restart-policy.js';
import { watchFolders } from './watched-folders.js';

/** How the server is: `failed` means that it ended and is not started again by itself. */
export type Health = 'starting' | 'running' | 'stopped' | 'failed';

/** The language server's life, and the one way to ask it something. */
export interface Server {
  readonly log: vscode.LogOutputChannel;
  readonly health: Health;
  readonly onHealth: vscode.Event<Health>;
  /** Why the server last ended, newest last. */
  readonly faults: readonly string[];
  start(): Promise<void>;
  stop(): Promise<void>;
  restart(): Promise<void>;
  /** Asks the server; undefined where there is none or it fails, which is told to the user then. */
  ask<Result>(method: string, params: object): Promise<Result | undefined>;
  /** The same for long work that reports its progress; undefined, too, where it was cancelled. */
  work<Params extends WorkParams, Result>(
    method: string,
    params: Omit<Params, 'work'>,
    token: vscode.CancellationToken,
    progress: (so: WorkProgressParams) => void,
  ): Promise<Result | undefined>;
  /** Tells the server which target's numbers to show, now and after each restart. */
  pickTarget(choice: PickTargetParams): Promise<void>;
  readonly onStatus: vscode.Event<StatusParams>;
  /** Other builds or reports are there. */
  readonly onBuildsChanged: vscode.Event<void>;
}

// Only texts that one edits: nothing on the old side of a diff (scheme git), in a merge editor's base or in a review.
const documentSelector = ['file', 'untitled', 'vscode-vfs'].map((scheme) => ({ scheme, language: 'bnn' }));

/** Makes the client of the language server that is shipped in `dist/server.js`; starts nothing. */
export function createServer(context: vscode.ExtensionContext): Server {
  const log = vscode.window.createOutputChannel('BNN', { log: true });
  const healthChanged = new vscode.EventEmitter<Health>();
  const statusChanged = new vscode.EventEmitter<StatusParams>();
  const buildsChanged = new vscode.EventEmitter<void>();
  const workProgressed = new vscode.EventEmitter<WorkProgressParams>();
  const faults: string[] = [];
  const picked = new Map<string, PickTargetParams>();
  // Activation starts the server at once; whoever asks before that waits for it.
  let health: Health = 'starting';
  let stopping = false;
  let works = 0;

  const become = (next: Health): void => {
    if (next === health) return;
    health = next;
    healthChanged.fire(next);
  };

  const policy = restartPolicy();
  let launching = false;
  let restarting = false;

  const client = makeClient(context, log, (fault) => {
    // One that ends while it starts is told by the start that fails.
    if (!launching) void ended(fault);
  });
  client.onNotification(STATUS, (status: StatusParams) => statusChanged.fire(status));
  client.onNotification(BUILDS_CHANGED, () => buildsChanged.fire());
  client.onNotification(WORK_PROGRESS, (so: WorkProgressParams) => workProgressed.fire(so));
  const commits = createCommits(() => {
    if (client.isRunning()) void client.sendNotification(COMMITS_CHANGED);
  });
  client.onRequest(COMMITTED_TEXT, ({ uri }: TextParams) => commits.text(vscode.Uri.parse(uri, true)));
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) become('running');
    else if (newState === State.Starting) become('starting');
    else if (health !== 'failed' && !restarting) become('stopped');
  });

  /** Starts the client, and tells it the targets that were picked. */
  async function launch(): Promise<void> {
    launching = true;
    try {
      await client.start();
      for (const choice of picked.values()) await client.sendNotification(PICK_TARGET, choice);
      launching = false;
    } catch (error) {
      launching = false;
      await ended(String(error));
    }
  }

  /** The server ended by itself, or did not start: once more, or, where that goes on, help is offered. */
  async function ended(fault: string): Promise<void> {
    faults.push(fault);
    log.error(fault);
    if (stopping) return;
    if (!policy.mayRestart(Date.now())) {
      become('failed');
      client.diagnostics?.clear();
      void offerHelp();
      return;
    }
    restarting = true;
    become('starting');
    // The client clears up behind the call that told of the end.
    await new Promise((resolve) => setTimeout(resolve, RESTART_MS));
    restarting = false;
    await launch();
  }

  async function offerHelp(): Promise<void> {
    const restart = vscode.l10n.t('Restart');
    const openLog = vscode.l10n.t('Open Log');
    const copyReport = vscode.l10n.t('Copy Report');
    const message = vscode.l10n.t(
      'The BNN language server keeps failing. Highlighting still works; checks and estimates do not.',
    );
    const answer = await vscode.window.showErrorMessage(message, restart, openLog, copyReport);
    if (answer === restart) await server.restart();
    else if (answer === openLog) log.show();
    else if (answer === copyReport) await vscode.commands.executeCommand('bnn.copyReport');
  }

  const server: Server = {
    log,
    get health() {
      return health;
    },
    onHealth: healthChanged.event,
    faults,
    start: launch,
    async stop() {
      stopping = true;
      try {
        if (client.needsStop()) await client.stop();
      } catch (error) {
        log.warn(String(error));
      } finally {
        stopping = false;
      }
    },
    async restart() {
      await server.stop();
      become('starting');
      await server.start();
    },
    ask: (method, params) => request(method, params, undefined),
    async work(method, params, token, progress) {
      const work = `work${++works}`;
      const listening = workProgressed.event((so) => {
        if (so.work === work) progress(so);
      });
      try {
        return await request(method, { ...params, work }, token);
      } finally {
        listening.dispose();
      }
    },
    async pickTarget(choice) {
      picked.set(`${choice.uri} ${choice.network}`, choice);
      if (client.isRunning()) await client.sendNotification(PICK_TARGET, choice);
    },
    onStatus: statusChanged.event,
    onBuildsChanged: buildsChanged.event,
  };

  async function request<Result>(
    method: string,
    params: object,
    token: vscode.CancellationToken | undefined,
  ): Promise<Result | undefined> {
    if (health === 'starting') await client.start().catch(() => undefined);
    if (!client.isRunning()) {
      const restart = vscode.l10n.t('Restart');
      const message = vscode.l10n.t('The BNN language server is not running.');
      void vscode.window.showWarningMessage(message, restart).then((answer) => (answer ? server.restart() : undefined));
      return undefined;
    }
    try {
      // An absent token must not be handed on: it would count as a second parameter.
      return await (token
        ? client.sendRequest<Result>(method, params, token)
        : client.sendRequest<Result>(method, params));
    } catch (error) {
      if (token?.isCancellationRequested) return undefined;
      log.error(String(error));
      const reason = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(vscode.l10n.t('The BNN language server could not do this: {0}', reason));
      return undefined;
    }
  }
  const folders = watchFolders((changes) => {
    if (client.isRunning()) void client.sendNotification('workspace/didChangeWatchedFiles', { changes });
  });
  context.subscriptions.push(
    log,
    healthChanged,
    statusChanged,
    buildsChanged,
    workProgressed,
    commits,
    folders,
    client,
  );
  return server;
}

function makeClient(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  onClosed: (fault: string) => void,
): LanguageClient {
  const module = context.asAbsolutePath('dist/server.js');
  // The flags: a young generation that does not grow, and take new memory from the system, while somebody types.
  // `npm run bench keystroke` starts the server alike.
  const serverOptions: ServerOptions = {
    run: { module, transport: TransportKind.ipc, options: { execArgv: nodeFlags } },
    debug: {
      module,
      transport: TransportKind.ipc,
      options: { execArgv: [...nodeFlags, '--nolazy', '--inspect=6010'] },
    },
  };
  const initializationOptions: InitializationOptions = {
    docsBase: `${vscode.env.uriScheme}://${context.extension.id}/diagnostics/`,
    knowsCommits: true,
  };
  const fileEvents = WATCHED_FILES.map((glob) => vscode.workspace.createFileSystemWatcher(glob));
  context.subscriptions.push(...fileEvents);
  const options: LanguageClientOptions = {
    documentSelector,
    outputChannel: log,
    initializationOptions,
    synchronize: { fileEvents },
    // Pulled at each change, too: by default the client asks only when a text is opened.
    diagnosticPullOptions: { onChange: true },
    errorHandler: crashHandler(onClosed, Date.now),
    initializationFailedHandler: () => false,
    middleware: { provideImplementation: implementationOrOffer },
    markdown: {
      isTrusted: { enabledCommands: ['bnn.pickTarget', 'bnn.openDiagnosticDocs', 'workbench.action.openSettings'] },
    },
  };
  return new QuietClient('bnn', 'BNN', serverOptions, options);
}

/** Time for the client to clear up before it starts anew. */
const RESTART_MS = 100;

/** Opens no pop-up of its own: what is wrong with the server is told here, once, with what can be done. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}
