/** Counts of a device's primitives. `bram18` counts 18-kbit halves (a RAMB36 is 2). */
export interface Resources {
  readonly lut: number;
  readonly ff: number;
  readonly bram18: number;
  readonly uram: number;
  readonly dsp: number;
}

export type ResourceName = keyof Resources;

/** The families that differ in primitives: xc7 (7-series, Zynq-7000), xcup (UltraScale and UltraScale+), versal. */
export type Family = 'xc7' | 'xcup' | 'versal';

export const RESOURCE_NAMES = ['lut', 'ff', 'bram18', 'uram', 'dsp'] as const satisfies readonly ResourceName[];

/** What people read for each. */
export const RESOURCE_TITLES = {
  lut: 'LUT',
  ff: 'FF',
  bram18: 'BRAM18',
  uram: 'URAM',
  dsp: 'DSP',
} as const satisfies Readonly<Record<ResourceName, string>>;

export const NO_RESOURCES: Resources = { lut: 0, ff: 0, bram18: 0, uram: 0, dsp: 0 };

export function addResources(a: Resources, b: Resources): Resources {
  return {
    lut: a.lut + b.lut,
    ff: a.ff + b.ff,
    bram18: a.bram18 + b.bram18,
    uram: a.uram + b.uram,
    dsp: a.dsp + b.dsp,
  };
}

export function subtractResources(a: Resources, b: Resources): Resources {
  return {
    lut: a.lut - b.lut,
    ff: a.ff - b.ff,
    bram18: a.bram18 - b.bram18,
    uram: a.uram - b.uram,
    dsp: a.dsp - b.dsp,
  };
}

/** The sum of many, in one pass. */
export function sumResources(all: Iterable<Resources>): Resources {
  let [lut, ff, bram18, uram, dsp] = [0, 0, 0, 0, 0];
  for (const each of all) {
    lut += each.lut;
    ff += each.ff;
    bram18 += each.bram18;
    uram += each.uram;
    dsp += each.dsp;
  }
  return { lut, ff, bram18, uram, dsp };
}
