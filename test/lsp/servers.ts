import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach } from 'vitest';
import { startClient, type ClientOptions, type TestClient } from './client.js';

/** A folder of a test, with files in it. */
export interface TestFolder {
  readonly uri: string;
  readonly dir: string;
  /** The URI of a file by its name. */
  readonly of: (name: string) => string;
}

/** Servers and folders of the tests of a file: after each test those that it started and made are gone. */
export function testServers(): {
  readonly start: (options?: ClientOptions) => Promise<TestClient>;
  readonly folderWith: (files: Readonly<Record<string, string>>) => TestFolder;
} {
  const clients: TestClient[] = [];
  const folders: string[] = [];
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
    for (const dir of folders.splice(0)) rmSync(dir, { recursive: true, force: true });
  });
  return {
    async start(options = {}) {
      const client = await startClient(options);
      clients.push(client);
      return client;
    },
    folderWith(files) {
      const dir = mkdtempSync(path.join(tmpdir(), 'bnn lsp '));
      folders.push(dir);
      for (const [name, text] of Object.entries(files)) writeFileSync(path.join(dir, name), text);
      const uri = pathToFileURL(dir).href;
      return { uri, dir, of: (name) => `${uri}/${name}` };
    },
  };
}
