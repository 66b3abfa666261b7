import * as vscode from 'vscode';
import {
  NETWORKS,
  SELF_CHECK,
  type NetworkInfo,
  type SelfCheckParams,
  type WorkResult,
} from '../../../server/src/lsp/protocol.js';
import type { Server } from '../language-server.js';

/** The files of a workspace that are looked at, at most. */
const MAX_FILES = 500;

/** The Testing view: every network's self-check, below its file. The server says what a check compares, and runs it. */
export function registerSelfChecks(server: Server): vscode.Disposable {
  const controller = vscode.tests.createTestController('bnn.selfChecks', 'BNN');

  const fileItem = (uri: vscode.Uri): vscode.TestItem => {
    const id = uri.toString();
    const known = controller.items.get(id);
    if (known) return known;
    const item = controller.createTestItem(id, vscode.workspace.asRelativePath(uri), uri);
    item.canResolveChildren = true;
    controller.items.add(item);
    return item;
  };
  const resolve = async (item: vscode.TestItem): Promise<void> => {
    // Listing goes on in the background: without a server it says nothing.
    if (!item.uri || server.health === 'stopped' || server.health === 'failed') return;
    const networks = await server.ask<NetworkInfo[]>(NETWORKS, { uri: item.uri.toString() });
    if (!networks) return;
    item.children.replace(
      networks.map(({ name, check, line, character }) => {
        const child = controller.createTestItem(name, check, item.uri);
        child.range = new vscode.Range(line, character, line, character + name.length);
        return child;
      }),
    );
    if (networks.length === 0) controller.items.delete(item.id);
  };
  const resolveAll = async (): Promise<void> => {
    const files = await vscode.workspace.findFiles('**/*.bnn', '**/node_modules/**', MAX_FILES);
    await Promise.all(files.map((file) => resolve(fileItem(file))));
  };

  controller.resolveHandler = (item) => (item ? resolve(item) : resolveAll());
  controller.refreshHandler = resolveAll;
  controller.createRunProfile(
    vscode.l10n.t('Run self-checks'),
    vscode.TestRunProfileKind.Run,
    async (request, token) => {
      const run = controller.createTestRun(request);
      const roots = request.include ?? [...items(controller.items)];
      const excluded = new Set(request.exclude ?? []);
      for (const root of roots) {
        if (root.canResolveChildren && root.children.size === 0) await resolve(root);
        for (const item of root.canResolveChildren ? items(root.children) : [root]) {
          if (excluded.has(item) || excluded.has(root)) continue;
          if (token.isCancellationRequested) run.skipped(item);
          else await check(server, run, item, token);
        }
      }
      run.end();
    },
    true,
  );

  // Open texts are listed at once, so that the check stands in the margin; the others when the view is opened.
  const list = (document: vscode.TextDocument): void => {
    if (document.languageId === 'bnn' && document.uri.scheme === 'file') void resolve(fileItem(document.uri));
  };
  vscode.workspace.textDocuments.forEach(list);
  return vscode.Disposable.from(
    controller,
    vscode.workspace.onDidOpenTextDocument(list),
    vscode.workspace.onDidSaveTextDocument(list),
    vscode.workspace.onDidDeleteFiles(({ files }) => {
      for (const file of files) controller.items.delete(file.toString());
    }),
  );
}

async function check(
  server: Server,
  run: vscode.TestRun,
  item: vscode.TestItem,
  token: vscode.CancellationToken,
): Promise<void> {
  const { uri } = item;
  if (!uri) return;
  if (!vscode.workspace.isTrusted) {
    const message = vscode.l10n.t('A self-check compiles generated C++; trust the workspace first.');
    run.appendOutput(`${message}\r\n`, undefined, item);
    run.skipped(item);
    return;
  }
  run.started(item);
  const begun = Date.now();
  const params = { uri: uri.toString(), network: item.id };
  const result = await server.work<SelfCheckParams, WorkResult>(SELF_CHECK, params, token, () => undefined);
  const took = Date.now() - begun;
  if (!result) {
    run.skipped(item);
    return;
  }
  for (const line of [result.message, ...result.details]) run.appendOutput(`${line}\r\n`, undefined, item);
  if (result.status === 'passed') run.passed(item, took);
  else if (result.status === 'skipped') run.skipped(item);
  else {
    const message = new vscode.TestMessage(result.message);
    if (item.range) message.location = new vscode.Location(uri, item.range);
    run.failed(item, message, took);
  }
}

function items(collection: vscode.TestItemCollection): vscode.TestItem[] {
  const all: vscode.TestItem[] = [];
  collection.forEach((item) => all.push(item));
  return all;
}
