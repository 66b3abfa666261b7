import type { Job, JobContext } from './job.js';
import { jobs, type JobInput, type JobName, type JobOutput, type JobPart } from './registry.js';

/** What a worker is sent: one job at a time. */
export interface JobRequest {
  readonly name: JobName;
  readonly input: unknown;
  /** One 32-bit integer that both threads see; not 0 once the job is cancelled. */
  readonly cancelFlag: SharedArrayBuffer;
}

/** What it answers: any number of `progress` and `part`, then one of the others. */
export type JobReply =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'part'; readonly part: JobPart<JobName> }
  | { readonly kind: 'done'; readonly output: JobOutput<JobName> }
  | { readonly kind: 'failed'; readonly message: string };

const PROGRESS_MS = 50;

/** What the program has that jobs run in. */
type Machine = Pick<JobContext, 'now' | 'unzip'>;

/** The one entry of worker threads and web workers: runs a job and posts what becomes of it. */
export async function serveJob(
  { name, input, cancelFlag }: JobRequest,
  post: (reply: JobReply) => void,
  { now, unzip }: Machine,
): Promise<void> {
  const flag = new Int32Array(cancelFlag);
  let told = -Infinity;
  const context: JobContext<JobPart<JobName>> = {
    cancelled: () => Atomics.load(flag, 0) !== 0,
    now,
    unzip,
    progress: (done: number, total: number) => {
      if (now() - told < PROGRESS_MS && done < total) return;
      told = now();
      post({ kind: 'progress', done, total });
    },
    part: (part) => post({ kind: 'part', part }),
  };
  try {
    const job = jobs[name] as Job<JobInput<JobName>, JobOutput<JobName>, JobPart<JobName>>;
    post({ kind: 'done', output: await job(input as JobInput<JobName>, context) });
  } catch (error) {
    post({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}
