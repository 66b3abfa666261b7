import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { nodeHost } from '../host/node.js';
import { liveWithClient } from './life.js';
import { startServer } from './server.js';

// The language server as a process of its own: `node dist/server.js --stdio`, or by the IPC of the client that forked
// it. It ends with its client.
const forked = process.argv.includes('--node-ipc');
if (!forked) {
  // Whatever is printed by mistake must not come between the messages.
  console.log = console.error;
  console.info = console.error;
}
const connection = forked
  ? createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process))
  : createMessageConnection(new StreamMessageReader(process.stdin), new StreamMessageWriter(process.stdout));
const life = liveWithClient(connection, {
  end: (code) => process.exit(code),
  look: (processId) => process.kill(processId, 0),
});
if (forked) process.on('disconnect', life.hungUp);
else for (const event of ['end', 'close'] as const) process.stdin.on(event, life.hungUp);
const log = startServer(connection, nodeHost, life.began);

// A fault outside of every handler: the state is rebuilt from the texts at each change, so we go on.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    log.error(`${event}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  });
}
