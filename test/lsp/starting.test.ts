import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { testServers } from './servers.js';

const { start } = testServers();

/** The id of a process that is no more. */
async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '0']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('starting', () => {
  test('announces utf-16 and incremental changes; pull only where the client pulls', async () => {
    const pushed = await start();
    expect(pushed.initialized.capabilities).toMatchObject({
      positionEncoding: 'utf-16',
      textDocumentSync: { change: 2, openClose: true },
      hoverProvider: true,
      renameProvider: { prepareProvider: true },
    });
    expect(pushed.initialized.capabilities.diagnosticProvider).toBeUndefined();
    const pulled = await start({ pull: true });
    expect(pulled.initialized.capabilities.diagnosticProvider).toMatchObject({
      identifier: 'bnn',
      interFileDependencies: true,
    });
  });

  test('ends with the process that started it', async () => {
    const client = await start({ parent: await endedProcess() });
    await expect.poll(() => client.process.exitCode).toBe(1);
  });

  test('ends on exit', async () => {
    const client = await start();
    await client.close();
    expect(client.process.exitCode).toBe(0);
  });
});
