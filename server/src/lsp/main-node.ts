import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { nodeHost } from '../host/node.js';
import { startServer } from './server.js';

// The language server as a process of its own: `node dist/server.js --stdio`, or by the IPC of the client that forked
// it. It ends with its parent: vscode-languageserver watches the process that `initialize` names.
if (process.argv.includes('--stdio')) {
  // Whatever is printed by mistake must not come between the messages.
  console.log = console.error;
  console.info = console.error;
}
const warmsUp = !process.argv.includes('--no-warm-up');
const log = startServer(createConnection(ProposedFeatures.all), nodeHost, { warmsUp });

// A fault outside of every handler: the state is rebuilt from the texts at each change, so we go on.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    log.error(`${event}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  });
}
