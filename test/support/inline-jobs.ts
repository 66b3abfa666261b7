import { unzip } from '../../server/src/host/unzip.js';
import { nodeHost } from '../../server/src/host/node.js';
import type { Host } from '../../server/src/host/host.js';
import type { JobOutcome } from '../../server/src/jobs/job.js';
import type { JobName, JobOutput, JobPart, StartJob } from '../../server/src/jobs/registry.js';
import { serveJob } from '../../server/src/jobs/serve.js';

/** Runs each job at once, in this thread: a test needs no bundle of the worker. */
export const inlineJobs: StartJob = <Name extends JobName>(
  name: Name,
  input: unknown,
  progress?: (done: number, total: number) => void,
  part?: (part: JobPart<Name>) => void,
) => {
  const cancelFlag = new SharedArrayBuffer(4);
  const outcome = new Promise<JobOutcome<JobOutput<Name>>>((resolve) => {
    void serveJob(
      { name, input: structuredClone(input), cancelFlag },
      (reply) => {
        if (reply.kind === 'progress') progress?.(reply.done, reply.total);
        else if (reply.kind === 'part') part?.(structuredClone(reply.part) as JobPart<Name>);
        else if (reply.kind === 'failed') resolve({ status: 'failed', message: reply.message });
        else resolve({ status: 'done', output: structuredClone(reply.output) as JobOutput<Name> });
      },
      { now: () => performance.now(), unzip },
    );
  });
  return { outcome, cancel: () => Atomics.store(new Int32Array(cancelFlag), 0, 1) };
};

/** The file system of this machine, with jobs in this thread. */
export const inlineHost: Host = { ...nodeHost, startJob: inlineJobs };
