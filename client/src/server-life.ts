import * as vscode from 'vscode';
import { State, type LanguageClient } from 'vscode-languageclient/node';
import { restartPolicy } from './restart-policy.js';

/** How the server is: `failed` means that it ended and is not started again by itself. */
export type Health = 'starting' | 'running' | 'stopped' | 'failed';

/** Starts the server and stops it, and starts it again where it ended by itself. */
export interface ServerLife {
  readonly health: Health;
  readonly onHealth: vscode.Event<Health>;
  /** Why the server last ended, newest last. */
  readonly faults: readonly string[];
  start(): Promise<void>;
  stop(): Promise<void>;
  restart(): Promise<void>;
  /** The client says that the server ended by itself. */
  closed(fault: string): void;
  dispose(): void;
}

/** The life of a client's server, which nothing has started yet. `greet` is called at each start, once the server answers. */
export function serverLife(
  client: LanguageClient,
  log: vscode.LogOutputChannel,
  greet: () => Promise<void>,
): ServerLife {
  const healthChanged = new vscode.EventEmitter<Health>();
  const faults: string[] = [];
  const policy = restartPolicy();
  // Activation starts the server at once; whoever asks before that waits for it.
  let health: Health = 'starting';
  let launching = false;
  let stopping = false;
  let restarting = false;

  const become = (next: Health): void => {
    if (next === health) return;
    health = next;
    healthChanged.fire(next);
  };

  client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) become('running');
    else if (newState === State.Starting) become('starting');
    else if (health !== 'failed' && !restarting) become('stopped');
  });

  async function start(): Promise<void> {
    launching = true;
    try {
      await client.start();
      await greet();
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
      void offerHelp(log, life);
      return;
    }
    restarting = true;
    become('starting');
    // The client clears up behind the call that told of the end.
    await new Promise((resolve) => setTimeout(resolve, RESTART_MS));
    restarting = false;
    await start();
  }

  const life: ServerLife = {
    get health() {
      return health;
    },
    onHealth: healthChanged.event,
    faults,
    start,
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
      await life.stop();
      become('starting');
      await start();
    },
    closed(fault) {
      // One that ends while it starts is told by the start that fails.
      if (!launching) void ended(fault);
    },
    dispose: () => healthChanged.dispose(),
  };
  return life;
}

/** Time for the client to clear up before it starts anew. */
const RESTART_MS = 100;

async function offerHelp(log: vscode.LogOutputChannel, life: Pick<ServerLife, 'restart'>): Promise<void> {
  const restart = vscode.l10n.t('Restart');
  const openLog = vscode.l10n.t('Open Log');
  const copyReport = vscode.l10n.t('Copy Report');
  const message = vscode.l10n.t(
    'The BNN language server keeps failing. Highlighting still works; checks and estimates do not.',
  );
  const answer = await vscode.window.showErrorMessage(message, restart, openLog, copyReport);
  if (answer === restart) await life.restart();
  else if (answer === openLog) log.show();
  else if (answer === copyReport) await vscode.commands.executeCommand('bnn.copyReport');
}
