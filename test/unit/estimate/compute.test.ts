import { describe, expect, it } from 'vitest';
import { addResources, NO_RESOURCES } from '../../../server/src/devices/primitives.js';
import { foldText } from '../hardware/design.js';
import { CNV_PYNQ, LFC_MAX } from './networks.js';

const TINY = `network N {
  input x type=uint8 shape=16
  dense f units=8 weights=int4 activation=none
}`;

describe('estimate', () => {
  it('totals are layers and infrastructure, a layer the sum of its engines', () => {
    const { layers, infrastructure, totals } = foldText(CNV_PYNQ).estimate;
    const rows = [...layers.flatMap((layer) => layer ?? []), ...infrastructure];
    expect(rows.reduce((sum, row) => addResources(sum, row.resources), NO_RESOURCES)).toEqual(totals);
    for (const layer of layers) {
      if (!layer) continue;
      const sum = layer.engines.reduce((all, engine) => addResources(all, engine.resources), NO_RESOURCES);
      expect(sum).toEqual(layer.resources);
      expect(Math.max(...layer.engines.map((engine) => engine.cycles))).toBe(layer.cycles);
    }
  });

  it('the interval is the slowest of all engines, DMA included', () => {
    const { estimate } = foldText(`network N {
      input x type=uint8 shape=1024
      dense f units=1 simd=1024 weights=bipolar activation=none
    }`);
    expect(estimate).toMatchObject({ intervalCycles: 128, fps: 100e6 / 128, criticalPathCycles: 1 });
    expect(estimate.bottleneck).toMatchObject({ layer: undefined, engine: { name: 'x.input-dma' } });
  });

  it('latency runs from the first word in to the last word out, DMA included', () => {
    const { estimate } = foldText(LFC_MAX);
    expect(estimate.latencyS * 200e6).toBeCloseTo(13 + 488 + 2);
  });

  it('without a target: 100 MHz, no device, no budget, a 64-bit port', () => {
    const { estimate } = foldText(TINY);
    expect(estimate).toMatchObject({ clockHz: 100e6, device: undefined, available: undefined });
    expect(Object.values(estimate.budget)).toEqual(Array(5).fill(undefined));
    expect(estimate.infrastructure.find((row) => row.kind === 'input-dma')?.cycles).toBe(2);
  });

  it('budgets are shares of the device, counts, or 80 %', () => {
    const target = 'target t for N { device=pynq_z1 budget lut=50% bram=100 }';
    expect(foldText(`${TINY}\n${target}`).estimate.budget).toEqual({
      lut: 26_600,
      ff: 85_120,
      bram18: 100,
      uram: 0,
      dsp: 176,
    });
  });

  it('bare streams have neither DMA words nor a shell', () => {
    const { estimate } = foldText(
      `${TINY.replace('units=8', 'units=8 pe=1 simd=1')}\ntarget t for N { device="xc7z020clg400-1" }`,
    );
    expect(estimate.infrastructure.map((row) => row.name)).not.toContain('shell');
    expect(estimate.infrastructure.find((row) => row.kind === 'input-dma')?.cycles).toBe(16);
  });

  it.each([
    ['mem=lutram', (r: typeof NO_RESOURCES) => r.lut > 1000 && r.bram18 === 0],
    ['mem=bram', (r: typeof NO_RESOURCES) => r.bram18 > 0],
    ['mem=uram', (r: typeof NO_RESOURCES) => r.uram > 0 && r.bram18 === 0],
    ['impl=dsp', (r: typeof NO_RESOURCES) => r.dsp === 2],
    ['impl=lut', (r: typeof NO_RESOURCES) => r.dsp === 0],
  ])('%s is in the numbers', (style, holds) => {
    const { estimate } = foldText(`network N {
      input x type=uint4 shape=512
      dense f units=64 simd=2 weights=int4 activation=none ${style}
    }`);
    expect(holds(estimate.layers[1]?.resources ?? NO_RESOURCES), JSON.stringify(estimate.layers[1]?.resources)).toBe(
      true,
    );
  });

  it('explains every engine: cycles first, then each resource that it takes, with its source', () => {
    const { estimate } = foldText(CNV_PYNQ);
    for (const engine of estimate.pipeline.engines) {
      const lines = engine.explain();
      expect(lines[0]).toMatchObject({ unit: 'cycles' });
      expect(lines.every((line) => line.formula && line.substituted && line.source)).toBe(true);
      const luts = lines.filter((line) => line.unit === 'LUT').reduce((sum, line) => sum + line.value, 0);
      expect(Math.abs(luts - engine.resources.lut), engine.name).toBeLessThanOrEqual(lines.length);
    }
    const c1 = estimate.pipeline.engines.find(({ name }) => name === 'c1.mvtu');
    expect(c1?.explain()[0]).toMatchObject({ substituted: '784*(64/32)*(576/32)', value: 28_224 });
  });
});
