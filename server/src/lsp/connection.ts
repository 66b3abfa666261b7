import type { CancellationToken, Connection } from 'vscode-languageserver';

export type { CancellationToken, Connection };

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
