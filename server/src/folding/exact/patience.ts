/** Work that may take long asks now and then whether it is to stop. */
export interface Patience {
  /** Counts work that was done, in the units of `WORK_OF`, which every machine counts alike. */
  spend(work: number): void;
  expired(): boolean;
  /** Numbers that partial choices may take, 8 bytes each. */
  readonly mostNumbers: number;
  /** Ends all further work, since what was begun takes more memory than it may. */
  outOfMemory(): void;
}

/** How long a search may take. Rooms below host/ have no clock: it is handed in. */
export interface Limits {
  /** Milliseconds of a clock that only runs forward. */
  readonly now: () => number;
  /** Milliseconds after which the best found so far is given with its gap. */
  readonly limitMs: number;
  /**
   * Work after which it ends likewise, counted by the search itself: less than fits into the time on most machines, so
   * that what is found is the same on all of them. Without it the clock alone counts.
   */
  readonly limitWork?: number;
  /** Numbers that partial choices may take, of 8 bytes each; 256 MB where nothing is said. */
  readonly mostNumbers?: number;
  /** Whether the search is to stop for another reason. */
  readonly cancelled?: () => boolean;
}

/** The time of a search where nothing else is said. */
export const DEFAULT_LIMIT_MS = 2000;

/** Units of work for each millisecond of a limit: what the machine of docs/performance.md does in it in a new process. */
const WORK_PER_MS = 40_000;

/** The limits of a search that gives the same on every machine that is a little faster than that, or much. */
export function limitsOf(limitMs: number): Pick<Limits, 'limitMs' | 'limitWork'> {
  return { limitMs, limitWork: WORK_PER_MS * limitMs };
}

/**
 * What the steps of a search take, in units of ten nanoseconds on the machine of docs/performance.md: measured in searches
 * of all examples, in code that has been compiled (docs/folding.md says how).
 */
export const WORK_OF = {
  /** A number of a table added to others, in a pass over all tables up, and in one back down. */
  addition: 0.5,
  subtraction: 3,
  /** A choice, or an entry between two layers, whose cost is summed by some weights. */
  choice: 4,
  /** The cycles of a choice on a path. */
  term: 0.5,
  /** A number of the linear programme of prices that a pivot changes, or a column is priced by. */
  price: 0.6,
  /** A label of which it is seen whether it is worth to be kept. */
  label: 8,
  /** Two labels that are compared. */
  comparison: 4,
  /** The kind of a label told, and sorted among others. */
  kind: 240,
  /** A pixel whose time is told by the bound on the latency. */
  pixel: 3,
  /** A choice for which the bound's path is told. */
  path: 300,
  /** A word moved through a FIFO. */
  word: 4,
  /** An engine of a pipeline placed and estimated. */
  engine: 900,
  /** A folding of a layer made ready to be chosen: its engines and what they take. */
  model: 6000,
} as const;

/** The patience of a search, and what it may take longer to say why nothing was found. */
export interface SearchPatience extends Patience {
  isOutOfMemory(): boolean;
  /** The same for what is looked for afterwards: what is left of it, and a share of it at least. */
  further(): SearchPatience;
}

/**
 * Of the time: what the search may take, so that the rest is enough to say why nothing was found, or to fit the FIFOs of what
 * was. Of the work: what is there for that at least.
 */
const SEARCHING = 0.85;
const FURTHER = 0.15;

export function patienceOf(limits: Limits): SearchPatience {
  const began = limits.now();
  return patienceUntil(
    limits,
    began + SEARCHING * limits.limitMs,
    limits.limitWork ?? Infinity,
    began + limits.limitMs,
  );
}

function patienceUntil(limits: Limits, end: number, mostWork: number, last: number): SearchPatience {
  const { now, limitWork = Infinity, mostNumbers = 2 ** 25, cancelled } = limits;
  let work = 0;
  let full = false;
  let over = false;
  /** When the clock is looked at next, by work and by questions. */
  let nextLook = 0;
  let asked = 0;
  return {
    spend: (more) => (work += more),
    expired() {
      if (over || full || work > mostWork || cancelled?.() === true) return true;
      if (work < nextLook && ++asked < LOOK_ASKED) return false;
      nextLook = work + LOOK_WORK;
      asked = 0;
      over = now() > end;
      return over;
    },
    mostNumbers,
    outOfMemory: () => (full = true),
    isOutOfMemory: () => full,
    further: () => patienceUntil(limits, last, Math.max(mostWork - work, FURTHER * limitWork), last),
  };
}

/** Reading a clock takes longer than most steps between two questions: it is read after so much work, or so many of them. */
const LOOK_WORK = 20_000;
const LOOK_ASKED = 50;
