import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RESOURCE_NAMES, type Family, type Resources } from '../../../server/src/devices/primitives.js';
import { totalBand } from '../../../server/src/estimate/estimate.js';
import { engineBand } from '../../../server/src/hardware/corrections.js';
import { HELD_BITS, MVTU_LUT } from '../../../server/src/hardware/cost-model.js';
import { dwmvtu } from '../../../server/src/hardware/engines/dwmvtu.js';
import { mvtu } from '../../../server/src/hardware/engines/mvtu.js';
import type { MvtuSpec } from '../../../server/src/hardware/engines/mvtu-spec.js';
import { foldingChoices } from '../../../server/src/hardware/foldings.js';
import { modelOf, type LayerPlan } from '../../../server/src/hardware/layer-model.js';
import type { Engine } from '../../../server/src/hardware/pipeline.js';
import { isReady, type ReadyLayer } from '../../../server/src/hardware/ready.js';
import type { MemoryStyle, MultiplierStyle } from '../../../server/src/network/graph.js';
import { typeOfRange, typeByName, type QuantisedType } from '../../../server/src/network/quantised-type.js';
import { cases } from '../../support/cases.js';
import { randomNetworkText, seeded } from '../../support/random-network.js';
import { foldText, networkOf } from './design.js';

const FAMILIES: readonly Family[] = ['xc7', 'xcup', 'versal'];
const MEMORIES: readonly MemoryStyle[] = ['auto', 'lutram', 'bram', 'uram', 'external'];
const MULTIPLIERS: readonly MultiplierStyle[] = ['auto', 'lut', 'dsp'];

/** A layer of every kind that folds, `it`. */
const LAYERS: Readonly<Record<string, string>> = {
  'dense, bipolar': 'input x type=bipolar shape=256 dense it units=64 weights=bipolar activation=bipolar',
  'dense, 4 bits': 'input x type=uint4 shape=256 dense it units=64 weights=int4 activation=uint4',
  'dense, 8 bits': 'input x type=int8 shape=96 dense it units=60 weights=int8 activation=none',
  'dense, one row': 'input x type=uint2 shape=64 dense it units=1 weights=int2 activation=none',
  'conv, bipolar': 'input x type=bipolar shape=8x8x64 conv it filters=32 kernel=3 weights=bipolar activation=bipolar',
  'conv, padded': 'input x type=uint2 shape=8x8x64 conv it filters=32 kernel=3 pad=1 weights=int2 activation=uint2',
  'conv, grouped': 'input x type=uint4 shape=8x8x16 conv it filters=32 kernel=3 groups=4 weights=int4 activation=uint4',
  depthwise: 'input x type=uint4 shape=8x8x32 dwconv it kernel=3 weights=int4 activation=uint4',
  'max pool': 'input x type=uint4 shape=8x8x32 maxpool it size=2',
  'average pool': 'input x type=uint4 shape=8x8x32 avgpool it size=2 shift=2 activation=none',
  threshold: 'input x type=int8 shape=8x8x32 threshold it activation=uint4',
  add: 'input x type=int8 shape=8x8x32 input y type=int8 shape=8x8x32 add it from=[x, y] activation=uint4',
  concat: 'input x type=int8 shape=8x8x32 input y type=int8 shape=8x8x16 concat it from=[x, y]',
  upsample: 'input x type=int8 shape=8x8x32 upsample it scale=2',
  argmax: 'input x type=int8 shape=32 argmax it top=3',
};

function layerOf(text: string): ReadyLayer {
  const layer = networkOf(text).layers.find(({ name }) => name === 'it');
  if (!layer || !isReady(layer)) throw new Error(text);
  return layer;
}

// There are very many of them: an assertion is made only of what does not hold.
function checkSane(resources: Resources, about: string): void {
  for (const name of RESOURCE_NAMES) {
    if (!Number.isSafeInteger(resources[name]) || resources[name] < 0)
      expect.fail(`${about}: ${name} ${resources[name]}`);
  }
}

function checkEngine(engine: Pick<Engine, 'kind' | 'cycles' | 'resources'>, about: string): void {
  checkSane(engine.resources, about);
  const { cycles, resources } = engine;
  if (!Number.isSafeInteger(cycles) || cycles <= 0) expect.fail(`${about}: ${cycles} cycles`);
  const { low, high } = engineBand(engine);
  if (!(low <= resources.lut && resources.lut <= high))
    expect.fail(`${about}: ${resources.lut} not in ${low}..${high}`);
}

describe('every folding of every kind', () => {
  it.each(Object.entries(LAYERS))('%s: whole counts, no less than none, inside of their band', (_, text) => {
    const layer = layerOf(text);
    for (const family of FAMILIES) {
      const model = modelOf(layer, { family });
      for (const choice of foldingChoices(layer)) {
        for (const mem of MEMORIES) {
          for (const impl of MULTIPLIERS) {
            const about = `${family} pe=${choice.pe} simd=${choice.simd} mem=${mem} impl=${impl}`;
            for (const engine of model.plan({ ...choice, mem, impl }).engines) checkEngine(engine, about);
          }
        }
      }
    }
  });

  it('of random networks and whole designs, too', () => {
    for (let seed = 1; seed <= cases(40); seed++) {
      const { estimate } = foldText(randomNetworkText(seeded(seed), 8));
      for (const engine of estimate.pipeline.engines) checkEngine(engine, `seed ${seed}, ${engine.name}`);
      for (const { name, resources } of estimate.infrastructure) checkSane(resources, `seed ${seed}, ${name}`);
      const { low, high } = totalBand(estimate);
      expect(low).toBeLessThanOrEqual(estimate.totals.lut);
      expect(high).toBeGreaterThanOrEqual(estimate.totals.lut);
    }
  });
});

describe('more lanes', () => {
  it.each(Object.entries(LAYERS))('%s: never more cycles', (_, text) => {
    for (const [less, more, about] of steps(layerOf(text))) {
      if (more.cycles > less.cycles) expect.fail(`${about()}: ${less.cycles} to ${more.cycles} cycles`);
    }
  });

  /**
   * What may fall is said here: memories become shallower or leave the LUTs, the input vector is kept in fewer words (as
   * measured: units of 64 PEs take 4 648 LUTs with one lane and 3 104 with two), in words wide enough for a clock enable, or
   * not at all, constants melt into the logic, thresholds of few rows into their comparators, addresses and counters lose
   * bits.
   */
  it.each(Object.entries(LAYERS))('%s: no fewer LUTs for what computes', (_, text) => {
    const known = new Map<LayerPlan, number>();
    const luts = (plan: LayerPlan): number => {
      const found = known.get(plan) ?? computing(plan);
      known.set(plan, found);
      return found;
    };
    for (const [less, more, about] of steps(layerOf(text))) {
      if (luts(more) < luts(less) - 0.01) expect.fail(`${about()}: ${luts(less)} to ${luts(more)} LUTs`);
    }
  });
});

/** Pairs of legal foldings of which the second has more lanes. */
function steps(layer: ReadyLayer): readonly (readonly [less: LayerPlan, more: LayerPlan, about: () => string])[] {
  const model = modelOf(layer, { family: 'xc7' });
  const choices = foldingChoices(layer).map((choice) => ({
    ...choice,
    plan: model.plan({ ...choice, mem: 'auto', impl: 'auto' }),
  }));
  return choices.flatMap((less) =>
    choices
      .filter(({ pe = 1, simd = 1 }) => pe >= (less.pe ?? 1) && simd >= (less.simd ?? 1))
      .map(
        (more) =>
          [less.plan, more.plan, () => `pe=${less.pe} simd=${less.simd} to pe=${more.pe} simd=${more.simd}`] as const,
      ),
  );
}

/** LUTs of products, sums, comparisons and lanes; what is said above to fall is not in them. */
function computing({ engines }: LayerPlan): number {
  let sum = 0;
  for (const { explain } of engines) {
    for (const { what, unit, value, substituted } of explain()) {
      if (unit !== 'LUT' || /^(weights|window buffer|line buffers|open windows|row that|control,|FIFO)/.test(what))
        continue;
      sum += what.startsWith('sums of constant') ? Infinity : value - whatFalls(substituted);
    }
  }
  return sum;
}

/** The terms of the kept input vector, of thresholds' memory and of counters in a formula with its numbers put in. */
function whatFalls(substituted: string): number {
  const [, each, pe, steps, memoryLuts] = /^([\d.]+)\*(\d+)\*(\d+)\*\(\d+\/2 \+ (\d+)\)$/.exec(substituted) ?? [];
  if (memoryLuts !== undefined) return Number(each) * Number(pe) * Number(steps) * Number(memoryLuts);
  return substituted
    .split(' + ')
    .filter((term) =>
      [MVTU_LUT.bufferedBit, MVTU_LUT.bufferedWord, MVTU_LUT.heldBit, MVTU_LUT.counterBit].some((each) =>
        term.startsWith(`${each}*`),
      ),
    )
    .reduce((sum, term) => sum + Number(term.split('*')[0]) * Number(term.split('*')[1]), 0);
}

describe('wider values', () => {
  const bits = fc.integer({ min: 1, max: 8 });
  const type = (width: number): QuantisedType =>
    width === 1 ? (typeByName('bipolar') ?? typeOfRange(0, 1)) : typeOfRange(-(2 ** (width - 1)), 2 ** (width - 1) - 1);
  const spec = (weightBits: number, inputBits: number, levels: number, pe: number, simd: number): MvtuSpec => {
    const [weights, input] = [type(weightBits), type(inputBits)];
    const most = 144 * Math.max(-weights.lo, weights.hi) * Math.max(-input.lo, input.hi);
    return {
      rows: 32,
      columns: 144,
      groups: 1,
      positions: 4,
      pe,
      simd,
      weights,
      input,
      accumulator: typeOfRange(-most, most),
      activation: levels === 0 ? undefined : typeOfRange(0, levels),
      mem: 'bram',
      impl: 'lut',
      family: 'xc7',
      loadable: false,
    };
  };
  const folded = fc.record({ pe: fc.constantFrom(1, 2, 8, 32), simd: fc.constantFrom(1, 3, 16, 48, 144) });

  it('a bit more of a weight, of a value or of an activation takes no fewer LUTs, FFs and block RAM', () => {
    fc.assert(
      fc.property(
        bits,
        bits,
        fc.integer({ min: 0, max: 4 }),
        folded,
        (weightBits, inputBits, outBits, { pe, simd }) => {
          const levels = (width: number): number => (width === 0 ? 0 : 2 ** width - 1);
          for (const engine of [mvtu, depthwise]) {
            const now = engine(spec(weightBits, inputBits, levels(outBits), pe, simd)).resources;
            // Constant weights may: of wider ones more are 0, as the twins in test/data/calibration/constant.json show.
            const constant = engine === mvtu && pe === 32 && simd === 144;
            // Words of the kept inputs may become wide enough for a clock enable.
            const enabled = simd * inputBits <= HELD_BITS.xc7 && simd * (inputBits + 1) > HELD_BITS.xc7;
            for (const wider of [
              ...(constant ? [] : [engine(spec(weightBits + 1, inputBits, levels(outBits), pe, simd))]),
              ...(enabled ? [] : [engine(spec(weightBits, inputBits + 1, levels(outBits), pe, simd))]),
              engine(spec(weightBits, inputBits, levels(outBits + 1), pe, simd)),
            ]) {
              expect(wider.resources.lut).toBeGreaterThanOrEqual(now.lut);
              expect(wider.resources.ff).toBeGreaterThanOrEqual(now.ff);
              expect(wider.resources.bram18).toBeGreaterThanOrEqual(now.bram18);
            }
          }
        },
      ),
      { seed: 1, numRuns: cases(150) },
    );
  });

  const depthwise = (unit: MvtuSpec): ReturnType<typeof mvtu> =>
    dwmvtu({ ...unit, channels: unit.rows, taps: 9, simd: 1 });
});
