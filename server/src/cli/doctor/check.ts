/** `missing` is what a build cannot do without; `info` is neither good nor bad. */
export type CheckState = 'ok' | 'info' | 'warning' | 'missing';

/** One thing that was looked at. */
export interface Check {
  /** What: `vivado`, `licence`, `disk`. */
  readonly name: string;
  readonly state: CheckState;
  /** What was found, and where. */
  readonly found: string;
  /** What to do about it; undefined where it is `ok`, and only there. */
  readonly remedy: string | undefined;
}
