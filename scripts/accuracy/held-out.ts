import fs from 'node:fs';
import { simulated } from '../../server/src/estimate/simulated.js';
import { lutBand } from '../../server/src/hardware/bands.js';
import type { EngineKind } from '../../server/src/hardware/pipeline.js';
import { heldOutUnits } from '../calibration/held-out.mjs';
import { costOf, type Instance } from './builds.js';
import { designOf } from './designs.js';
import { median, unitRow } from './units.js';

/** Estimate and measurement of one unit, instance or design, by LUTs and FFs. */
interface Pair {
  readonly lut: readonly [measured: number, estimate: number];
  readonly ff: readonly [measured: number, estimate: number];
  readonly inBand: boolean;
}

/** Ratios of one kind of points: estimate over measured. */
export interface Sight {
  readonly lut: number;
  readonly lutError: number;
  readonly ff: number;
  readonly ffError: number;
  readonly inBand: number;
}

/** A group of points that tested the model: how it did when it saw them first, and since. */
export interface HeldOutRow {
  readonly id: string;
  readonly source: string;
  readonly points: number;
  /** Undefined until it is written down. */
  readonly first: Sight | undefined;
  readonly now: Sight;
}

interface HeldOut {
  readonly firstSight: Readonly<Record<string, Sight>>;
  readonly builds: readonly {
    readonly id: string;
    readonly source: string;
    readonly device: string;
    readonly instances: readonly Instance[];
  }[];
  readonly designs: readonly HeldOutDesign[];
}

interface HeldOutDesign {
  readonly target: string;
  readonly LUT: number;
  readonly FF: number;
  readonly BRAM18: number;
  /** Cycles of a frame in RTL simulation, without ports. */
  readonly latencyCycles?: number;
}

/** A whole design that tested the model, now. */
export interface HeldOutDesignRow extends HeldOutDesign {
  readonly lut: number;
  readonly ff: number;
  readonly bram18: number;
  readonly simulatedCycles: number | undefined;
}

function read(root: string): HeldOut {
  return JSON.parse(fs.readFileSync(`${root}/test/data/held-out.json`, 'utf8')) as HeldOut;
}

/** Units by group, then instances by build and kind. */
export function heldOutRows(root: string): readonly HeldOutRow[] {
  const { firstSight, builds } = read(root);
  const made = heldOutUnits().map(({ id, source, points }) => ({
    id,
    source,
    pairs: points.map((point): Pair => {
      const { lut, ff, band, measured } = unitRow(point);
      const inBand = measured.lut >= band.low && measured.lut <= band.high;
      return { lut: [measured.lut, lut], ff: [measured.ff, ff], inBand };
    }),
  }));
  const instances = builds.flatMap(({ id, source, device, instances: all }) =>
    [...new Set(all.map(({ kind }) => kind))].map((kind) => ({
      id: `${id} ${kind}`,
      source,
      pairs: all
        .filter((one) => one.kind === kind)
        .map((one): Pair => {
          const { lut, ff } = costOf(one, device.startsWith('xc7') ? 'xc7' : 'xcup');
          const band = lutBand(ENGINES[kind] ?? 'mvtu', lut);
          return { lut: [one.LUT, lut], ff: [one.FF, ff], inBand: one.LUT >= band.low && one.LUT <= band.high };
        }),
    })),
  );
  return [...made, ...instances].map(({ id, source, pairs }) => ({
    id,
    source,
    points: pairs.length,
    first: firstSight[id],
    now: sightOf(pairs),
  }));
}

/** Kinds of instances by the engine whose band they are judged by. */
const ENGINES: Readonly<Record<string, EngineKind>> = {
  window: 'sliding-window',
  pad: 'pad',
  argmax: 'argmax',
  converter: 'width-converter',
  fifo: 'fifo',
  pool: 'pool',
  dma: 'input-dma',
  shell: 'shell',
};

function sightOf(pairs: readonly Pair[]): Sight {
  const ratios = (key: 'lut' | 'ff'): readonly number[] => pairs.map((pair) => pair[key][1] / pair[key][0]);
  const [lut, ff] = [ratios('lut'), ratios('ff')];
  const error = (each: readonly number[]): number => median(each.map((ratio) => Math.abs(ratio - 1)));
  const round = (value: number): number => Math.round(value * 1000) / 1000;
  return {
    lut: round(median(lut)),
    lutError: round(error(lut)),
    ff: round(median(ff)),
    ffError: round(error(ff)),
    inBand: pairs.filter(({ inBand }) => inBand).length,
  };
}

/** Whole designs that tested the model. */
export function heldOutDesigns(root: string): readonly HeldOutDesignRow[] {
  const file = 'test/data/designs/tfc-w1a1-labs.bnn';
  return read(root).designs.map((measured) => {
    const { totals } = designOf(root, file, measured.target).estimate;
    const bare = measured.latencyCycles === undefined ? undefined : designOf(root, file, `${measured.target}_stream`);
    const simulatedCycles = bare && simulated(bare.estimate, bare)?.latencyCycles;
    return { ...measured, lut: totals.lut, ff: totals.ff, bram18: totals.bram18, simulatedCycles };
  });
}
