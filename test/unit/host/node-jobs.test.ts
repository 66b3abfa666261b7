import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeJobs } from '../../../server/src/host/node-jobs.js';
import type { JobInput, StartJob } from '../../../server/src/jobs/registry.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bnn-jobs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Jobs of a worker that does `body` with each message `request`; `post` answers. */
function jobsOf(body: string): StartJob {
  const file = path.join(folder, 'worker.cjs');
  const head = `const { parentPort, threadId } = require('node:worker_threads');
const post = (reply) => parentPort.postMessage(reply);
parentPort.on('message', (request) => {`;
  writeFileSync(file, `${head}\n${body}\n});\n`);
  return nodeJobs([`${file}.nowhere`, file]);
}

// The workers of these tests look at no input.
const INPUT = { digest: '', bytes: undefined } as unknown as JobInput<'bind'>;

describe('a job in a worker thread', () => {
  it('gives its progress and its output', async () => {
    const start = jobsOf(`post({ kind: 'progress', done: 1, total: 2 }); post({ kind: 'done', output: 7 });`);
    const seen: (readonly [number, number])[] = [];
    const { outcome } = start('bind', INPUT, (...progress) => void seen.push(progress));
    expect(await outcome).toEqual({ status: 'done', output: 7 });
    expect(seen).toEqual([[1, 2]]);
  });

  it('takes the worker of the job before it', async () => {
    const start = jobsOf(`post({ kind: 'done', output: threadId });`);
    const first = await start('bind', INPUT).outcome;
    expect(await start('bind', INPUT).outcome).toEqual(first);
  });

  it('runs beside another one', async () => {
    const start = jobsOf(`setTimeout(() => post({ kind: 'done', output: threadId }), 50);`);
    const [first, second] = await Promise.all([start('bind', INPUT).outcome, start('bind', INPUT).outcome]);
    expect(first).not.toEqual(second);
  });

  it('is told that it is cancelled, and stops by itself', async () => {
    const start = jobsOf(`const flag = new Int32Array(request.cancelFlag);
post({ kind: 'progress', done: 0, total: 1 });
while (Atomics.load(flag, 0) === 0);
post({ kind: 'done', output: 1 });`);
    const running = start('bind', INPUT, () => running.cancel());
    expect(await running.outcome).toEqual({ status: 'cancelled' });
  });

  it('is ended 200 ms after it was cancelled when it does not stop', async () => {
    const start = jobsOf(`post({ kind: 'progress', done: 0, total: 1 }); for (;;);`);
    let cancelledAt = 0;
    const running = start('bind', INPUT, () => {
      cancelledAt = performance.now();
      running.cancel();
    });
    expect(await running.outcome).toEqual({ status: 'cancelled' });
    expect(performance.now() - cancelledAt).toBeGreaterThan(150);
  });

  it('that brings its worker down has failed, and the next one runs', async () => {
    const start = jobsOf(
      `if (request.input.digest === 'bad') throw new Error('broken'); post({ kind: 'done', output: 1 });`,
    );
    const bad = { ...INPUT, digest: 'bad' };
    expect(await start('bind', bad).outcome).toEqual({ status: 'failed', message: 'Error: broken' });
    expect(await start('bind', INPUT).outcome).toEqual({ status: 'done', output: 1 });
  });

  it('whose worker is not there has failed', async () => {
    const outcome = await nodeJobs([path.join(folder, 'nowhere.js')])('bind', INPUT).outcome;
    expect(outcome).toMatchObject({ status: 'failed', message: expect.stringContaining('npm run build') as string });
  });
});
