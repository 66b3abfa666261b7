import { parentPort } from 'node:worker_threads';
import { unzip } from './unzip.js';
import { serveJob, type JobRequest } from '../jobs/serve.js';

// The worker thread of Node: `dist/server/worker.js`, started by `node-jobs.ts`.
parentPort?.on('message', (request: JobRequest) => {
  void serveJob(request, (reply) => parentPort?.postMessage(reply), { now: () => performance.now(), unzip });
});
