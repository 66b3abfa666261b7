/** Work of no hurry, done in small pieces while nothing else is to do. */
export interface IdleWork {
  /** Something came that matters more: the work waits until it has been quiet again. The first call starts it. */
  busy(): void;
}

export interface IdleWorkOptions {
  /** It goes on when nothing has come for so long. */
  readonly restMs: number;
  /** No new step begins in a piece that has taken so long: what comes waits no longer than for this and one step. */
  readonly pieceMs: number;
  /** All that it may take together; then it ends, whether its steps do or not. What it waits for a busy machine is not counted. */
  readonly budgetMs: number;
  /** A clock that never goes back. */
  readonly nowMs: () => number;
  /** The processor's time that the process has used. */
  readonly cpuMs: () => number;
  readonly onFault: (error: unknown) => void;
}

/** Loads steps and takes them in idle moments, until there are no more or the budget is used up. */
export function idleWork(load: () => Promise<Iterator<unknown>>, options: IdleWorkOptions): IdleWork {
  const { restMs, pieceMs, budgetMs, nowMs, cpuMs, onFault } = options;
  let steps: Iterator<unknown> | undefined;
  let state: 'idle' | 'waiting' | 'ended' = 'idle';
  let usedMs = 0;
  let quietFrom = 0;

  const end = (error?: unknown): void => {
    state = 'ended';
    steps = undefined;
    if (error !== undefined) onFault(error);
  };
  const wait = (): void => {
    state = 'waiting';
    const left = quietFrom + restMs - nowMs();
    // Two turns of the event loop: a message that arrived during a piece is handled in the first.
    if (left <= 0) setImmediate(() => setImmediate(goOn));
    else setTimeout(wait, Math.ceil(left)).unref();
  };
  const goOn = (): void => {
    if (nowMs() < quietFrom + restMs) wait();
    else if (steps) takePiece(steps);
    else
      load().then((loaded) => {
        steps = loaded;
        wait();
      }, end);
  };
  const takePiece = (of: Iterator<unknown>): void => {
    const begun = nowMs();
    const cpuBegun = cpuMs();
    try {
      let done: boolean | undefined;
      do done = of.next().done;
      while (done !== true && nowMs() < begun + pieceMs);
      // Other threads of the process count in the one, waiting for a processor in the other.
      usedMs += Math.min(nowMs() - begun, cpuMs() - cpuBegun);
      if (done === true || usedMs >= budgetMs) end();
      else wait();
    } catch (error) {
      end(error);
    }
  };

  return {
    busy() {
      quietFrom = nowMs();
      if (state === 'idle') wait();
    },
  };
}
