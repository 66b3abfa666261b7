import { spawn, type ChildProcess } from 'node:child_process';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type {
  Diagnostic,
  InitializeResult,
  Position,
  PublishDiagnosticsParams,
  TextEdit,
} from 'vscode-languageserver-protocol';

/** What a test client announces on top of the least. */
export interface ClientOptions {
  readonly pull?: boolean;
  readonly relatedDocuments?: boolean;
  readonly configuration?: Readonly<Record<string, unknown>>;
  readonly folders?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly docsBase?: string;
  /** Shows what edits are for, and asks before it makes those that want it. */
  readonly annotatesEdits?: boolean;
  /** Answers what the server asks of the last commit, by URI; without it the client knows no git. */
  readonly committed?: (uri: string) => unknown;
  /** The process that the server is to end with; by default this one. */
  readonly parent?: number;
}

/** The real bundled server over JSON-RPC on stdio. */
export interface TestClient {
  readonly connection: MessageConnection;
  readonly process: ChildProcess;
  readonly initialized: InitializeResult;
  readonly published: PublishDiagnosticsParams[];
  readonly notifications: { readonly method: string; readonly params: unknown }[];
  readonly log: string[];
  /** Refresh requests that the server made, by method. */
  readonly refreshes: string[];
  open(uri: string, text: string): void;
  change(uri: string, version: number, changes: readonly { range?: unknown; text: string }[]): void;
  request<T>(method: string, params: object): Promise<T>;
  at<T>(method: string, uri: string, position: Position, more?: object): Promise<T>;
  /** Resolves when something holds: looks once, and again after each message of the server. Fails with `what` when it ends. */
  until(what: string, holds: () => boolean | PromiseLike<boolean>): Promise<void>;
  /** Resolves with the diagnostics published for this version or a later one. */
  diagnostics(uri: string, version: number): Promise<readonly Diagnostic[]>;
  pulled(uri: string): Promise<readonly Diagnostic[]>;
  close(): Promise<void>;
}

export async function startClient(options: ClientOptions = {}): Promise<TestClient> {
  const child = spawn(process.execPath, ['dist/server.js', '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...options.env },
  });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const published: PublishDiagnosticsParams[] = [];
  const notifications: { method: string; params: unknown }[] = [];
  const log: string[] = [];
  const refreshes: string[] = [];
  const messages = messagesOf(child);
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    published.push(params);
    messages.came();
  });
  connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
    log.push(message);
    messages.came();
  });
  connection.onNotification((method: string, params: unknown) => {
    notifications.push({ method, params });
    messages.came();
  });
  connection.onRequest((method: string, params: unknown) => {
    messages.came();
    if (method === 'workspace/configuration')
      return (params as { items: unknown[] }).items.map(() => options.configuration ?? null);
    if (method.endsWith('/refresh')) refreshes.push(method);
    if (method === 'bnn/committedText') return options.committed?.((params as { uri: string }).uri) ?? null;
    return null;
  });
  connection.listen();
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: options.parent ?? process.pid,
    rootUri: null,
    workspaceFolders: options.folders?.map((uri, at) => ({ uri, name: `folder${at}` })) ?? null,
    initializationOptions: {
      ...(options.docsBase === undefined ? {} : { docsBase: options.docsBase }),
      ...(options.committed === undefined ? {} : { knowsCommits: true }),
    },
    capabilities: {
      textDocument: {
        publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true },
        ...(options.pull ? { diagnostic: { relatedDocumentSupport: options.relatedDocuments === true } } : {}),
      },
      workspace: {
        configuration: options.configuration !== undefined,
        workspaceFolders: true,
        ...(options.annotatesEdits
          ? { workspaceEdit: { documentChanges: true, changeAnnotationSupport: { groupsOnLabel: true } } }
          : {}),
        diagnostics: { refreshSupport: true },
        inlayHint: { refreshSupport: true },
        codeLens: { refreshSupport: true },
      },
    },
  });
  await connection.sendNotification('initialized', {});

  const client: TestClient = {
    connection,
    process: child,
    initialized,
    published,
    notifications,
    log,
    refreshes,
    open(uri, text) {
      void connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId: 'bnn', version: 1, text },
      });
    },
    change(uri, version, changes) {
      void connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: changes,
      });
    },
    request: (method, params) => connection.sendRequest(method, params),
    at: (method, uri, position, more = {}) =>
      connection.sendRequest(method, { textDocument: { uri }, position, ...more }),
    until: messages.until,
    async diagnostics(uri, version) {
      const found = (): PublishDiagnosticsParams | undefined =>
        published.findLast((one) => one.uri === uri && (one.version ?? 0) >= version);
      await messages.until(`diagnostics of ${uri} at version ${version}`, () => found() !== undefined);
      return found()?.diagnostics ?? [];
    },
    async pulled(uri) {
      const report = await connection.sendRequest<{ items?: Diagnostic[] }>('textDocument/diagnostic', {
        textDocument: { uri },
        identifier: 'bnn',
      });
      return report.items ?? [];
    },
    async close() {
      try {
        await connection.sendRequest('shutdown');
        await connection.sendNotification('exit');
      } catch {
        child.kill();
      }
      connection.dispose();
      await new Promise<void>((resolve) =>
        child.exitCode !== null || child.signalCode !== null ? resolve() : child.once('exit', () => resolve()),
      );
    },
  };
  return client;
}

/** What waits for messages of the server: for as long as a test may take, as a machine may be busy, but for no dead server. */
function messagesOf(child: ChildProcess): { came(): void } & Pick<TestClient, 'until'> {
  let count = 0;
  let ended = false;
  const waiting = new Set<() => void>();
  const came = (): void => {
    count++;
    for (const wake of waiting) wake();
    waiting.clear();
  };
  child.once('exit', () => {
    ended = true;
    came();
  });
  return {
    came,
    async until(what, holds) {
      for (;;) {
        const before = count;
        if (await holds()) return;
        if (ended) throw new Error(`the server ended before: ${what}`);
        if (count === before) await new Promise<void>((resolve) => waiting.add(resolve));
      }
    },
  };
}

/** The text with edits made, by lines and utf-16 characters. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  const lines = text.split('\n');
  const offset = ({ line, character }: Position): number =>
    lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + character;
  return [...edits]
    .sort((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce(
      (now, { range, newText }) => now.slice(0, offset(range.start)) + newText + now.slice(offset(range.end)),
      text,
    );
}

/** The position of a mark in a text. */
export function positionOf(text: string, mark: string, from = 0): Position {
  const before = text.slice(0, text.indexOf(mark, from));
  const line = before.split('\n').length - 1;
  return { line, character: before.length - (before.lastIndexOf('\n') + 1) };
}
