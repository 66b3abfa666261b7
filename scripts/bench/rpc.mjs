// A language client just large enough to measure with: JSON-RPC over a child's stdio.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The flags that the VS Code client starts the server with. */
const nodeFlags = JSON.parse(readFileSync(new URL('../../client/src/node-flags.json', import.meta.url), 'utf8'));

/** Starts `node FLAGS file --stdio` and gives request, notify, and a hook for what the server sends. */
export function startServer(file, args = ['--stdio']) {
  const child = spawn(process.execPath, [...nodeFlags, file, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const pending = new Map();
  const listeners = new Set();
  let buffer = Buffer.alloc(0);
  let nextId = 1;
  child.stdout.on('data', (part) => {
    buffer = buffer.length === 0 ? part : Buffer.concat([buffer, part]);
    for (;;) {
      const split = buffer.indexOf('\r\n\r\n');
      if (split < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(buffer.toString('ascii', 0, split))?.[1]);
      if (buffer.length < split + 4 + length) return;
      const message = JSON.parse(buffer.toString('utf8', split + 4, split + 4 + length));
      buffer = buffer.subarray(split + 4 + length);
      receive(message);
    }
  });
  function receive(message) {
    if (message.id !== undefined && message.method === undefined) {
      const { resolve, reject } = pending.get(message.id) ?? {};
      pending.delete(message.id);
      if (message.error) reject?.(new Error(message.error.message));
      else resolve?.(message.result);
      return;
    }
    if (message.id !== undefined) {
      const result = message.method === 'workspace/configuration' ? message.params.items.map(() => null) : null;
      send({ jsonrpc: '2.0', id: message.id, result });
    }
    for (const listener of listeners) listener(message);
  }
  function send(message) {
    const body = Buffer.from(JSON.stringify(message));
    child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    child.stdin.write(body);
  }
  return {
    child,
    request(method, params) {
      const id = nextId++;
      send({ jsonrpc: '2.0', id, method, params });
      return new Promise((resolve, reject) => pending.set(id, { resolve, reject }));
    },
    notify: (method, params) => send({ jsonrpc: '2.0', method, params }),
    onMessage(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      await this.request('shutdown').catch(() => undefined);
      this.notify('exit');
      await new Promise((resolve) => {
        child.once('exit', resolve);
        setTimeout(() => child.kill('SIGKILL'), 2000).unref();
      });
    },
  };
}

/** Opens a session as an editor with pull diagnostics would. */
export async function initialise(server) {
  await server.request('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {
      general: { positionEncodings: ['utf-16'] },
      textDocument: {
        diagnostic: { relatedDocumentSupport: true },
        inlayHint: { resolveSupport: { properties: ['tooltip', 'textEdits'] } },
      },
      workspace: { configuration: true, inlayHint: { refreshSupport: true } },
    },
  });
  server.notify('initialized', {});
}

export function percentile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
