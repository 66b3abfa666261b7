import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { nodeHost } from '../host/node.js';
import { startServer } from './server.js';

// The language server as a process of its own: `node dist/server.js --stdio`, or by the client's IPC. It ends with its
// parent: vscode-languageserver watches the process id that `initialize` names.
const connection = createConnection(ProposedFeatures.all);

// A fault outside of every handler: the state is rebuilt from the texts at each change, so we go on.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    try {
      connection.console.error(`${event}: ${text}`);
    } catch {
      // The connection is gone, and with it whoever would read this.
    }
  });
}

startServer(connection, nodeHost);
