import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bram18Of, memory, type MemorySpec } from '../../../server/src/hardware/memory.js';

const ROM: Omit<MemorySpec, 'depth' | 'width'> = { style: 'auto', count: 1, use: 'rom', family: 'xc7' };

describe('bram18Of', () => {
  it.each([
    [512, 36, 1],
    [512, 64, 2],
    [512, 72, 2],
    [1024, 18, 1],
    [1024, 36, 2],
    [2048, 9, 1],
    [4096, 5, 2],
    [16_384, 1, 1],
    [32_768, 4, 8],
    [32_768, 8, 16],
    [128, 64, 2],
    [8192, 1, 1],
    [16, 0, 0],
  ])('%i words of %i bits: %i', (depth, width, count) => {
    expect(bram18Of(depth, width)).toBe(count);
  });

  it('never falls as a memory deepens or widens, and never holds more bits than it has', () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 70_000 }), fc.integer({ min: 1, max: 300 }));
    fc.assert(
      fc.property(sizes, ([depth, width]) => {
        const count = bram18Of(depth, width);
        expect(count * 18 * 1024).toBeGreaterThanOrEqual(depth * width);
        expect(bram18Of(depth + 1, width)).toBeGreaterThanOrEqual(count);
        expect(bram18Of(depth, width + 1)).toBeGreaterThanOrEqual(count);
      }),
      { seed: 1 },
    );
  });
});

describe('memory', () => {
  it("LFC-max's weights: 128 memories of 128 x 64 bits take 256 RAMB18 (paper: 396 RAMB36 in all four layers)", () => {
    expect(memory({ ...ROM, depth: 128, width: 64, count: 128 })).toMatchObject({
      style: 'bram',
      resources: { bram18: 256, lut: 0 },
    });
  });

  it('BNN-PYNQ lfcW1A1: its weight memories take the 208 RAMB18 that its report lists', () => {
    const layers = [
      { depth: 416, width: 64, count: 32 },
      { depth: 512, width: 32, count: 64 },
      { depth: 512, width: 64, count: 32 },
      { depth: 512, width: 8, count: 16 },
    ];
    const total = layers.reduce((sum, layer) => sum + memory({ ...ROM, ...layer }).resources.bram18, 0);
    expect(total).toBe(208);
  });

  it('auto keeps 16 words or 1 024 bits in LUTs, one LUT6 for 64 x 1 or 32 x 2 constant bits', () => {
    expect(memory({ ...ROM, depth: 64, width: 10 }).resources).toMatchObject({ lut: 10, bram18: 0 });
    expect(memory({ ...ROM, depth: 20, width: 10 }).resources).toMatchObject({ lut: 5, bram18: 0 });
    expect(memory({ ...ROM, depth: 16, width: 200 }).resources).toMatchObject({ lut: 100, bram18: 0 });
    expect(memory({ ...ROM, depth: 512, width: 2 }).resources).toMatchObject({ lut: 18, bram18: 0 });
    expect(memory({ ...ROM, depth: 103, width: 10 })).toMatchObject({ depth: 128, resources: { lut: 0, bram18: 1 } });
  });

  it.each([
    [32, 32, 0],
    [16, 64, 0],
    [64, 32, 1],
    [32, 256, 8],
  ])('%i x %i bits take %i block RAM where the tool chooses, as measured (FINN blog 2021)', (depth, width, bram18) => {
    expect(memory({ ...ROM, depth, width }).resources.bram18).toBe(bram18);
  });

  it('beyond 32K words a memory is whole blocks of 32K x 1: 147 456 x 8 bits take 40 RAMB36 in a measured design', () => {
    expect(memory({ ...ROM, style: 'bram', depth: 147_456, width: 8 })).toMatchObject({ depth: 163_840 });
    expect(bram18Of(147_456, 8)).toBe(80);
  });

  it('never drops a memory, whatever its style', () => {
    const specs = fc.record({
      style: fc.constantFrom('auto', 'lutram', 'bram', 'uram', 'external' as const),
      depth: fc.integer({ min: 2, max: 100_000 }),
      width: fc.integer({ min: 1, max: 200 }),
      use: fc.constantFrom('rom', 'ram' as const),
      family: fc.constantFrom('xc7', 'xcup', 'versal' as const),
    });
    fc.assert(
      fc.property(specs, (spec) => {
        const { lut, bram18, uram } = memory({ ...spec, count: 1 }).resources;
        expect(lut + bram18 + uram).toBeGreaterThan(0);
      }),
      { seed: 1 },
    );
  });
});
