import type { Device } from './device.js';
import { speedGradeOf } from './part.js';

/** The fastest clock that a streaming design is known to close on a part. */
export interface KnownClock {
  readonly hz: number;
  /** Design, part and clock, in a few words. */
  readonly evidence: string;
}

/**
 * The fastest known clock of designs like these on a device's fabric, from test/data/measured.json; undefined where none
 * is known. The tools stop when a constraint is met, so a part may do better: a warning, not a limit.
 */
export function fastestKnownClock({ die, family, part }: Device): KnownClock | undefined {
  if (family === 'versal') return undefined;
  const fabric = family === 'xcup' ? ULTRASCALE_PLUS : KINTEX_FABRIC.test(die) ? SERIES_7_KINTEX : SERIES_7_ARTIX;
  const { hz, evidence, grade, ramMHz } = fabric;
  const own = speedGradeOf(part);
  if (own === undefined || own === grade) return { hz, evidence };
  const scaled = (hz * ramMHz[own]) / ramMHz[grade];
  const how = `scaled to speed grade -${own} as its block RAM is: ${ramMHz[grade]} to ${ramMHz[own]} MHz, data sheets from memory`;
  return { hz: scaled, evidence: `${evidence}, speed grade -${grade}; ${how}` };
}

/** A kind of fabric: the known clock at one speed grade, and the clock of block RAM at each (no change, data sheet). */
interface Fabric extends KnownClock {
  readonly grade: 1 | 2 | 3;
  readonly ramMHz: Readonly<Record<1 | 2 | 3, number>>;
}

/** 7-series parts with the fabric of Kintex or Virtex; the others have that of Artix. */
const KINTEX_FABRIC = /^xc7(z030|z035|z045|z100|k|v)/;

const SERIES_7_ARTIX: Fabric = {
  hz: 110.45e6,
  evidence: 'FINN cybersecurity MLP on a xc7z020-1, 0.946 ns to spare at 100 MHz; BNN-PYNQ runs at 100 MHz',
  grade: 1,
  // DS187.
  ramMHz: { 1: 388, 2: 461, 3: 509 },
};

const SERIES_7_KINTEX: Fabric = {
  hz: 200e6,
  evidence: 'SFC-max, LFC-max and CNV-max on a xc7z045-2',
  grade: 2,
  // DS191.
  ramMHz: { 1: 458, 2: 544, 3: 601 },
};

const ULTRASCALE_PLUS: Fabric = {
  hz: 250e6,
  evidence: 'VGG10 RadioML on a ZCU104; whole int4 designs on a xczu3eg have 164 to 244 MHz',
  grade: 2,
  // DS925.
  ramMHz: { 1: 645, 2: 738, 3: 825 },
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
