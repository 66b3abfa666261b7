import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { JobOutcome, RunningJob } from '../jobs/job.js';
import type { JobInput, JobName, JobOutput, JobPart, StartJob } from '../jobs/registry.js';
import type { JobReply, JobRequest } from '../jobs/serve.js';

/** A job that was cancelled has so long to stop by itself; then its worker is ended. */
const GRACE_MS = 200;
/** A worker without work is kept for so long, with what its jobs remember. */
const IDLE_MS = 60_000;

/** Starts jobs in worker threads of the first bundle that is there; a worker that has done its job takes the next. */
export function nodeJobs(workerFiles: readonly string[]): StartJob {
  const pool = workerPool();
  return (name, input, progress, part) => {
    const workerFile = workerFiles.find((file) => existsSync(file));
    if (workerFile === undefined) {
      const message = `${workerFiles.join(' or ')} is missing; npm run build makes it`;
      return { outcome: Promise.resolve({ status: 'failed', message }), cancel: () => undefined };
    }
    return runIn(pool, workerFile, name, input, { progress, part });
  };
}

/** Who is told what a job has to say before its end. */
interface Listeners<Name extends JobName> {
  readonly progress: ((done: number, total: number) => void) | undefined;
  readonly part: ((part: JobPart<Name>) => void) | undefined;
}

function runIn<Name extends JobName>(
  pool: WorkerPool,
  workerFile: string,
  name: Name,
  input: JobInput<Name>,
  { progress, part }: Listeners<Name>,
): RunningJob<JobOutput<Name>> {
  const cancelFlag = new SharedArrayBuffer(4);
  const worker = pool.take(workerFile);
  let grace: NodeJS.Timeout | undefined;
  let cancelled = false;
  let end: (outcome: JobOutcome<JobOutput<Name>>, alive: boolean) => void = () => undefined;
  const outcome = new Promise<JobOutcome<JobOutput<Name>>>((resolve) => {
    let ended = false;
    end = (result, alive) => {
      if (ended) return;
      ended = true;
      clearTimeout(grace);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      if (alive) pool.giveBack(worker);
      else void worker.terminate();
      resolve(cancelled ? { status: 'cancelled' } : result);
    };
  });
  const onMessage = (reply: JobReply): void => {
    if (reply.kind === 'progress') {
      if (!cancelled) progress?.(reply.done, reply.total);
    } else if (reply.kind === 'part') {
      if (!cancelled) part?.(reply.part as JobPart<Name>);
    } else if (reply.kind === 'done') end({ status: 'done', output: reply.output as JobOutput<Name> }, true);
    else end({ status: 'failed', message: reply.message }, true);
  };
  const onError = (error: unknown): void => end({ status: 'failed', message: String(error) }, false);
  const onExit = (): void => end({ status: 'failed', message: 'the worker ended by itself' }, false);
  worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  const request: JobRequest = { name, input, cancelFlag };
  try {
    worker.postMessage(request);
  } catch (error) {
    end({ status: 'failed', message: String(error) }, true);
  }
  return {
    outcome,
    cancel() {
      if (cancelled) return;
      cancelled = true;
      Atomics.store(new Int32Array(cancelFlag), 0, 1);
      grace = setTimeout(() => end({ status: 'cancelled' }, false), GRACE_MS);
    },
  };
}

interface WorkerPool {
  /** The worker that is idle, or a new one. */
  take(workerFile: string): Worker;
  /** Keeps a worker that has done its job, for a while; a second one is ended. */
  giveBack(worker: Worker): void;
}

function workerPool(): WorkerPool {
  let idle: { readonly worker: Worker; readonly timer: NodeJS.Timeout } | undefined;
  const start = (workerFile: string): Worker => {
    const worker = new Worker(workerFile);
    // One that ends while it has no work is not taken again; nothing else of it concerns anybody.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (idle?.worker === worker) idle = undefined;
    });
    return worker;
  };
  return {
    take(workerFile) {
      if (!idle) return start(workerFile);
      const { worker, timer } = idle;
      idle = undefined;
      clearTimeout(timer);
      worker.ref();
      return worker;
    },
    giveBack(worker) {
      if (idle) {
        void worker.terminate();
        return;
      }
      worker.unref();
      const timer = setTimeout(() => {
        idle = undefined;
        void worker.terminate();
      }, IDLE_MS);
      timer.unref();
      idle = { worker, timer };
    },
  };
}
