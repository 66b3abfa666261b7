import { csimProject } from './csim-project.js';
import { csimCompare, csimResults } from './csim-results.js';
import type { JobContext, RunningJob } from './job.js';
import { bind } from './bind.js';
import { boards, front } from './design-space.js';
import { fold } from './fold.js';
import { latency } from './latency.js';
import { simulate } from './simulate.js';

/** Every job by its name. A new one is one line here. */
export const jobs = { bind, boards, csimCompare, csimProject, csimResults, fold, front, latency, simulate };

export type Jobs = typeof jobs;
export type JobName = keyof Jobs;
export type JobInput<Name extends JobName> = Parameters<Jobs[Name]>[0];
export type JobOutput<Name extends JobName> = Awaited<ReturnType<Jobs[Name]>>;
/** What a job hands over before it ends, where it does. */
export type JobPart<Name extends JobName> = Jobs[Name] extends (
  input: never,
  context: JobContext<infer Part>,
) => unknown
  ? Part
  : never;

/** How a host starts one. */
export type StartJob = <Name extends JobName>(
  name: Name,
  input: JobInput<Name>,
  progress?: (done: number, total: number) => void,
  part?: (part: JobPart<Name>) => void,
) => RunningJob<JobOutput<Name>>;
