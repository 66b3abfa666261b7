import type { Correction } from './correction.js';
import type { Resources, Family } from './primitives.js';

/** How sure we are of a figure of the catalogue. */
export type Verification = 'verified' | 'secondary' | 'unverified';

/** A part, alone or on a board, and what it offers. */
export interface Device {
  /** The word of the language: lower case with `_` (`pynq_z1`), or the part string. */
  readonly name: string;
  /** As people write it: `Pynq-Z1`. */
  readonly title: string;
  readonly board: boolean;
  /** Full part string, such as `xc7z020clg400-1`. */
  readonly part: string;
  readonly die: string;
  /** As the vendor names it: `Zynq-7000`. */
  readonly familyName: string;
  readonly family: Family;
  readonly available: Resources;
  /** Bits of one port between memory and fabric. */
  readonly portBits: number;
  readonly verification: Verification;
  readonly source: string;
  readonly boardPart: string | undefined;
  /** What reports of one's own say of designs on its family; only on devices of a workspace that has learnt any. */
  readonly corrections?: readonly Correction[] | undefined;
}
