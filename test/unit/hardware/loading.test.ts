import { describe, expect, it } from 'vitest';
import type { Resources } from '../../../server/src/devices/primitives.js';
import { explainNamed } from '../../../server/src/estimate/explain.js';
import type { Estimate } from '../../../server/src/estimate/estimate.js';
import { PARAMETER_PORT } from '../../../server/src/hardware/engines/loading.js';
import { memory } from '../../../server/src/hardware/memory.js';
import { foldExactly } from '../../../server/src/folding/exact/exact.js';
import { foldText, read, requestOf } from './design.js';

const estimateOf = (parameters: string, folding: string, target = ''): Estimate =>
  foldText(`network N {
  input x type=bipolar shape=64
  dense d units=64 weights=bipolar activation=bipolar ${folding} parameters=${parameters}
}
${target}`).estimate;

const layerOf = (estimate: Estimate): Resources | undefined => estimate.layers[1]?.resources;

describe('a loadable memory', () => {
  const built = (depth: number, width: number, use: 'rom' | 'loaded'): Resources =>
    memory({ style: 'lutram', depth, width, count: 1, use, family: 'xc7' }).resources;

  it.each([
    [2, 1, 1],
    [32, 10, 10],
    [64, 10, 10],
    [128, 10, 20],
    [256, 10, 40],
  ])('of %i words of %i bits takes %i LUTs: one port, 64 x 1 a LUT', (depth, width, lut) => {
    expect(built(depth, width, 'loaded')).toMatchObject({ lut, ff: 0 });
  });

  it('takes the block RAM of a constant one, and registers for a single word', () => {
    const spec = { style: 'auto', width: 36, count: 2, family: 'xc7' } as const;
    const [loaded, rom] = (['loaded', 'rom'] as const).map((use) => memory({ ...spec, depth: 512, use }).resources);
    expect(loaded).toEqual(rom);
    expect(memory({ ...spec, depth: 1, use: 'loaded' }).resources).toMatchObject({ lut: 0, ff: 72 });
    expect(memory({ ...spec, depth: 1, use: 'rom' }).resources).toMatchObject({ lut: 0, ff: 0 });
  });
});

describe('weights in UltraRAM', () => {
  const layer = (folding: string): Resources | undefined => layerOf(estimateOf('fixed', folding));

  it('are loaded, unless each has a lane of its own: then they are constants as anywhere else', () => {
    expect(layer('pe=8 simd=8 mem=uram')?.ff).toBeGreaterThan((layer('pe=8 simd=8 mem=bram')?.ff ?? Infinity) + 32);
    expect(layer('pe=64 simd=64 mem=uram')).toEqual(layer('pe=64 simd=64 mem=bram'));
  });
});

describe('a loadable layer', () => {
  it.each(['pe=1 simd=1', 'pe=8 simd=8', 'pe=64 simd=8'])('costs more logic and no cycle more: %s', (folding) => {
    const [fixed, loadable] = ['fixed', 'loadable'].map((parameters) => estimateOf(parameters, folding));
    expect(loadable?.intervalCycles).toBe(fixed?.intervalCycles);
    expect(layerOf(loadable as Estimate)?.lut).toBeGreaterThan(layerOf(fixed as Estimate)?.lut ?? Infinity);
    expect(layerOf(loadable as Estimate)?.ff).toBeGreaterThan(layerOf(fixed as Estimate)?.ff ?? Infinity);
    expect(layerOf(loadable as Estimate)?.bram18).toBe(layerOf(fixed as Estimate)?.bram18);
  });

  it('that is fully unfolded has registers for weights, and products that are no constants', () => {
    const [fixed, loadable] = ['fixed', 'loadable'].map((parameters) => estimateOf(parameters, 'pe=64 simd=64'));
    expect((layerOf(loadable as Estimate)?.ff ?? 0) - (layerOf(fixed as Estimate)?.ff ?? 0)).toBeGreaterThan(64 * 64);
    expect(layerOf(loadable as Estimate)?.lut).toBeGreaterThan(1.5 * (layerOf(fixed as Estimate)?.lut ?? Infinity));
  });

  it('has one port for all of them, a row of its own that is explained whole', () => {
    const estimate = estimateOf('loadable', 'pe=8 simd=8');
    const port = estimate.infrastructure.find(({ name }) => name === PARAMETER_PORT);
    const [explained] = explainNamed(estimate, PARAMETER_PORT);
    const sum = (unit: string): number =>
      (explained?.lines ?? []).filter((line) => line.unit === unit).reduce((all, { value }) => all + value, 0);
    expect({ lut: sum('LUT'), ff: sum('FF'), bram18: sum('BRAM18') }).toEqual({
      lut: port?.resources.lut,
      ff: port?.resources.ff,
      bram18: port?.resources.bram18,
    });
    expect(estimateOf('fixed', 'pe=8 simd=8').infrastructure.map(({ name }) => name)).not.toContain(PARAMETER_PORT);
  });

  it('has a bare stream as its port where frames have', () => {
    const target = 'target t for N { device="xc7z020clg400-1" interface=stream }';
    const port = estimateOf('loadable', 'pe=8 simd=8', target).infrastructure.find(
      ({ name }) => name === PARAMETER_PORT,
    );
    expect(port?.resources).toMatchObject({ lut: 64, ff: 99, bram18: 0 });
  });
});

describe('external weights', () => {
  const port = (folding: string, target?: string): Resources | undefined =>
    estimateOf('fixed', folding, target).infrastructure.find(({ name }) => name === 'd.weight-port')?.resources;

  it('have a port of their own, a row that is explained whole', () => {
    const estimate = estimateOf('fixed', 'pe=8 simd=8 mem=external');
    const explained = explainNamed(estimate, 'd.weight-port').flatMap(({ lines }) => lines);
    const sum = (unit: string): number =>
      explained.filter((line) => line.unit === unit).reduce((all, { value }) => all + value, 0);
    expect(port('pe=8 simd=8 mem=external')).toMatchObject({ lut: sum('LUT'), ff: sum('FF'), bram18: sum('BRAM18') });
    expect(sum('LUT')).toBeGreaterThan(1000);
    expect(port('pe=8 simd=8 mem=bram')).toBeUndefined();
  });

  it('have none where streams are bare: the register slice is in the layer', () => {
    const target = 'target t for N { device="xc7z020clg400-1" interface=stream }';
    expect(port('pe=8 simd=8 mem=external', target)).toBeUndefined();
  });

  it('cost a search what the estimate says', () => {
    const text = `network N {
      input x type=bipolar shape=64
      dense d units=64 weights=bipolar activation=bipolar mem=external
    }
    target t for N { device=pynq_z1 clock=100MHz throughput=1MFPS }`;
    const outcome = foldExactly(requestOf(read(text)), { now: () => 0, limitMs: 1 });
    if (!outcome.feasible) throw new Error('it is a small layer');
    expect(outcome.bound).toBe(outcome.result.estimate.totals.lut);
  });
});
