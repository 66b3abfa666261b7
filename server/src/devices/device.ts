import type { Correction } from './correction.js';
import type { Resources, Family } from './primitives.js';

/** How sure we are of a figure of the catalogue. */
export type Verification = 'verified' | 'secondary' | 'unverified';

/** The mark behind a device's name, in one place for tables and lists; empty where its figures are verified. */
export function verificationMark({ verification }: Pick<Device, 'verification'>): string {
  return verification === 'verified' ? '' : `figures ${verification}`;
}

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
  /** What a design may count on: what a reserved shell takes is not in it. */
  readonly available: Resources;
  /** What a platform's own shell takes of the part, where `bnn.json` says so. */
  readonly reserved?: Resources | undefined;
  /** Bits of one port between memory and fabric. */
  readonly portBits: number;
  readonly verification: Verification;
  readonly source: string;
  readonly boardPart: string | undefined;
  /** What reports of one's own say of designs on its family; only on devices of a workspace that has learnt any. */
  readonly corrections?: readonly Correction[] | undefined;
}
