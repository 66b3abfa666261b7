import * as vscode from 'vscode';
import { registerCommands } from './commands/index.js';
import { indentTextsOpenedBefore } from './own-indentation.js';
import { createServer, type Server } from './language-server.js';
import { registerDocsPages } from './docs-pages.js';
import { registerOriginLinks } from './generated-code.js';
import { showHealth } from './health.js';
import { showTargetStatus } from './target-status.js';
import { registerBuilds } from './views/builds.js';
import { registerTasks } from './tasks/index.js';
import { registerSelfChecks } from './views/self-checks.js';

let server: Server | undefined;

/** Registers everything at once and starts the server without waiting for it: nothing slow happens here. */
export function activate(context: vscode.ExtensionContext): void {
  server = createServer(context);
  context.subscriptions.push(showHealth(server), showTargetStatus(server), registerDocsPages(context.extensionUri));
  context.subscriptions.push(registerSelfChecks(server), registerOriginLinks(), indentTextsOpenedBefore());
  const builds = registerBuilds(server);
  context.subscriptions.push(builds, registerTasks(context, server));
  registerCommands(context, server, builds);
  void server.start();
  // From now on the walkthrough is listed; at its installation it must not be, or VS Code would open it.
  void vscode.commands.executeCommand('setContext', 'bnn.active', true);
}

/** Stops the server; the editor waits for it for a few seconds. */
export async function deactivate(): Promise<void> {
  await server?.stop();
}
