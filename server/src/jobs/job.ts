import type { Unzip } from '../parameters/npz.js';

/** What a job is handed beside its input: jobs know no clock and no thread. */
export interface JobContext<Part = never> {
  /** Tells how far it is, in whatever the job counts. May be called often; who listens hears some of it. */
  readonly progress: (done: number, total: number) => void;
  /** Hands over a part of the result before the end. Whoever listens hears every one, in order. */
  readonly part: (part: Part) => void;
  /** Whether nobody wants the result any more: asked between pieces of work, at least every 100 ms where that can be. */
  readonly cancelled: () => boolean;
  /** Milliseconds, for measuring speed. */
  readonly now: () => number;
  /** For archives, what the program has that is faster than the zip library. */
  readonly unzip?: Unzip | undefined;
}

/** Long work. Input and output are plain data and typed arrays: they cross threads. What a job throws is a fault of ours. */
export type Job<Input, Output, Part = never> = (input: Input, context: JobContext<Part>) => Output | Promise<Output>;

export type JobOutcome<Output> =
  | { readonly status: 'done'; readonly output: Output }
  | { readonly status: 'cancelled' }
  | { readonly status: 'failed'; readonly message: string };

/** A job under way. */
export interface RunningJob<Output> {
  /** Never rejects. */
  readonly outcome: Promise<JobOutcome<Output>>;
  /** Asks it to stop; who does not stop within 200 ms is ended. */
  cancel(): void;
}
