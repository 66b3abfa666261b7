import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { nodeHost } from '../host/node.js';
import type { Connection } from './connection.js';
import { startServer } from './server.js';

/** How often we look whether the client is still there. */
const PARENT_WATCH_MS = 3000;

// The language server as a process of its own: `node dist/server.js --stdio`, or by the IPC of the client that forked it.
const connection = process.argv.includes('--node-ipc') ? overIpc() : overStdio();
let watching: NodeJS.Timeout | undefined;

const log = startServer(connection, nodeHost, {
  watchParent(processId) {
    watching ??= setInterval(() => {
      try {
        process.kill(processId, 0);
      } catch {
        process.exit(1);
      }
    }, PARENT_WATCH_MS).unref();
  },
  exit: (code) => process.exit(code),
});

// A fault outside of every handler: the state is rebuilt from the texts at each change, so we go on.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    log.error(`${event}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  });
}

function overIpc(): Connection {
  process.on('disconnect', () => process.exit(1));
  return createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
}

function overStdio(): Connection {
  // Whatever is printed by mistake must not come between the messages.
  console.log = console.error;
  console.info = console.error;
  process.stdin.on('end', () => process.exit(1));
  return createMessageConnection(new StreamMessageReader(process.stdin), new StreamMessageWriter(process.stdout));
}
