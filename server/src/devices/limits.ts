import type { Device } from './device.js';

/** The fastest clock that a streaming design is known to close on a kind of fabric. */
export interface KnownClock {
  readonly hz: number;
  /** Design, part and clock, in a few words. */
  readonly evidence: string;
}

/**
 * The fastest known clock of designs like these on a device's fabric, from test/data/measured.json; undefined where none
 * is known. The tools stop when a constraint is met, so a part may do better: a warning, not a limit.
 */
export function fastestKnownClock({ die, family }: Device): KnownClock | undefined {
  if (family === 'versal') return undefined;
  if (family === 'xcup') return ULTRASCALE_PLUS;
  return KINTEX_FABRIC.test(die) ? SERIES_7_KINTEX : SERIES_7_ARTIX;
}

/** 7-series parts with the fabric of Kintex or Virtex; the others have that of Artix. */
const KINTEX_FABRIC = /^xc7(z030|z035|z045|z100|k|v)/;

const SERIES_7_ARTIX: KnownClock = {
  hz: 110.45e6,
  evidence: 'FINN cybersecurity MLP on a xc7z020-1, 0.946 ns to spare at 100 MHz; BNN-PYNQ runs at 100 MHz',
};

const SERIES_7_KINTEX: KnownClock = { hz: 200e6, evidence: 'SFC-max, LFC-max and CNV-max on a xc7z045-2' };

const ULTRASCALE_PLUS: KnownClock = {
  hz: 250e6,
  evidence: 'VGG10 RadioML on a ZCU104; whole int4 designs on a xczu3eg-1 have 164 to 244 MHz',
};

/**
 * Bytes a second that the memory of a board moves at best: width times rate of its DRAM. From memory of the
 * boards' guides, unverified; shared by reading and writing, and with the processor.
 */
export function memoryBytesPerS({ name }: Device): number | undefined {
  return MEMORIES[name];
}

const MEMORIES: Readonly<Record<string, number>> = {
  pynq_z1: 2.1e9,
  pynq_z2: 2.1e9,
  zedboard: 4.26e9,
  zc702: 4.26e9,
  zc706: 4.26e9,
  ultra96: 4.26e9,
  zcu104: 19.2e9,
  zcu102: 19.2e9,
};
