import * as vscode from 'vscode';
import {
  BUILDS_CHANGED,
  COMMITS_CHANGED,
  COMMITTED_TEXT,
  PICK_TARGET,
  STATUS,
  type PickTargetParams,
  type StatusParams,
  type TextParams,
} from '../../server/src/lsp/protocol.js';
import { createCommits } from './commits.js';
import { makeClient } from './server-client.js';
import { serverLife, type ServerLife } from './server-life.js';
import { serverRequests, type ServerRequests } from './server-requests.js';
import { watchFolders } from './watched-folders.js';

/** The language server's life, and the one way to ask it something. */
export interface Server extends Omit<ServerLife, 'closed' | 'dispose'>, ServerRequests {
  readonly log: vscode.LogOutputChannel;
  /** Tells the server which target's numbers to show, now and after each restart. */
  pickTarget(choice: PickTargetParams): Promise<void>;
  readonly onStatus: vscode.Event<StatusParams>;
  /** Other builds or reports are there. */
  readonly onBuildsChanged: vscode.Event<void>;
}

/** Makes the client of the language server; starts nothing. */
export function createServer(context: vscode.ExtensionContext): Server {
  const log = vscode.window.createOutputChannel('BNN', { log: true });
  const statusChanged = new vscode.EventEmitter<StatusParams>();
  const buildsChanged = new vscode.EventEmitter<void>();
  const picked = new Map<string, PickTargetParams>();

  const client = makeClient(context, log, (fault) => life.closed(fault));
  const life = serverLife(client, log, async () => {
    for (const choice of picked.values()) await client.sendNotification(PICK_TARGET, choice);
  });
  const requests = serverRequests(client, log, life);
  client.onNotification(STATUS, (status: StatusParams) => statusChanged.fire(status));
  client.onNotification(BUILDS_CHANGED, () => buildsChanged.fire());
  const commits = createCommits(() => {
    if (client.isRunning()) void client.sendNotification(COMMITS_CHANGED);
  });
  client.onRequest(COMMITTED_TEXT, ({ uri }: TextParams) => commits.text(vscode.Uri.parse(uri, true)));
  const folders = watchFolders((changes) => {
    if (client.isRunning()) void client.sendNotification('workspace/didChangeWatchedFiles', { changes });
  });
  context.subscriptions.push(log, life, statusChanged, buildsChanged, requests, commits, folders, client);

  return {
    log,
    get health() {
      return life.health;
    },
    onHealth: life.onHealth,
    faults: life.faults,
    start: () => life.start(),
    stop: () => life.stop(),
    restart: () => life.restart(),
    ask: (method, params) => requests.ask(method, params),
    work: (method, params, token, progress) => requests.work(method, params, token, progress),
    async pickTarget(choice) {
      picked.set(`${choice.uri} ${choice.network}`, choice);
      if (client.isRunning()) await client.sendNotification(PICK_TARGET, choice);
    },
    onStatus: statusChanged.event,
    onBuildsChanged: buildsChanged.event,
  };
}
