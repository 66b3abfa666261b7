import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc';

/**
 * The other side. Only the JSON-RPC layer of the LSP libraries is bundled: their protocol and server layers are as
 * heavy as this server, and what they add here are the types, which cost nothing.
 */
export type Connection = MessageConnection;
export type { CancellationToken };

/** Asks the client for something; a client that fails or refuses gives undefined. */
export async function ask<T>(connection: Connection, method: string, params?: object): Promise<T | undefined> {
  try {
    return await (params === undefined ? connection.sendRequest<T>(method) : connection.sendRequest<T>(method, params));
  } catch {
    return undefined;
  }
}

export function tell(connection: Connection, method: string, params: object): void {
  connection.sendNotification(method, params).catch(() => undefined);
}

/** Error codes of LSP that handlers answer with. */
export const REQUEST_CANCELLED = -32800;
export const REQUEST_FAILED = -32803;
