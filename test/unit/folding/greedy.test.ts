import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fits } from '../../../server/src/estimate/compute.js';
import { greedyFolder } from '../../../server/src/folding/greedy.js';
import { cases } from '../../support/cases.js';
import { CNV_LAYERS } from '../../support/cnv.js';
import { foldText, read, requestOf } from '../hardware/design.js';

const CNV = `network CNV {${CNV_LAYERS}}`;

describe('the greedy folding', () => {
  it('without a target every open pe and simd is 1', () => {
    const { folding, chosen } = foldText(CNV);
    expect(folding.every(({ pe, simd }) => (pe ?? 1) === 1 && (simd ?? 1) === 1)).toBe(true);
    expect(chosen[1]).toEqual({ pe: true, simd: true });
    expect(chosen[3]).toEqual({ pe: true, simd: false });
  });

  it('meets a throughput goal inside the budget', () => {
    const { estimate } = foldText(`${CNV}\ntarget t for CNV { device=pynq_z1 clock=100MHz throughput=3kFPS }`);
    expect(estimate.fps).toBeGreaterThanOrEqual(3000);
    expect(fits(estimate.totals, estimate.budget)).toBe(true);
  });

  it('meets a goal that is exactly a clock divided by cycles', () => {
    const { estimate } = foldText(`network N {
      input x type=bipolar shape=3
      dense f units=7 weights=bipolar activation=none
    } target t for N { device=pynq_z1 clock=100MHz throughput=4761904FPS }`);
    expect(estimate.intervalCycles).toBe(21);
  });

  it('meets a latency goal', () => {
    const { estimate } = foldText(`${CNV}\ntarget t for CNV { device=zc706 clock=200MHz latency=1ms }`);
    expect(estimate.latencyS).toBeLessThanOrEqual(0.001);
  });

  it('a target without goals asks for the highest throughput, and stops at the budget', () => {
    const { estimate } = foldText(`${CNV}\ntarget t for CNV { device=pynq_z1 clock=100MHz }`);
    expect(estimate.fps).toBeGreaterThan(3000);
    expect(fits(estimate.totals, estimate.budget)).toBe(true);
  });

  it('a goal out of reach leaves the DMA or a layer that cannot be shortened', () => {
    const { estimate } = foldText(`network N {
      input x type=uint8 shape=1024
      dense f units=16 weights=bipolar activation=none
    } target t for N { device=zc706 clock=100MHz throughput=100MFPS }`);
    expect(estimate.bottleneck?.engine.name).toBe('x.input-dma');
    expect(estimate.intervalCycles).toBe(128);
  });

  it('keeps what the author pinned, and tells what it had to replace', () => {
    const text = CNV.replace('c1 filters=64  kernel=3', 'c1 filters=64  kernel=3 pe=5 simd=100');
    const { folding, replaced, chosen } = foldText(`${text}\ntarget t for CNV { device=zc706 throughput=1kFPS }`);
    expect(folding[2]).toMatchObject({ pe: 4, simd: 64 });
    expect(chosen[2]).toEqual({ pe: false, simd: false });
    expect(replaced).toEqual([
      { layer: 2, attribute: 'pe', wished: 5, used: 4 },
      { layer: 2, attribute: 'simd', wished: 100, used: 64 },
    ]);
  });

  it('gives the same object for the same request, and the same folding for an equal text', () => {
    const text = `${CNV}\ntarget t for CNV { device=zc706 throughput=5kFPS }`;
    const request = requestOf(read(text));
    expect(greedyFolder(request)).toBe(greedyFolder({ ...request }));
    const equal = foldText(`// a comment\n${text}`);
    expect(equal.folding).toBe(greedyFolder(request).folding);
    expect(equal.estimate.pipeline.network).not.toBe(request.network);
  });

  it('counts a step as the pipeline will: what it takes to fit is what the estimate says', () => {
    const rates = fc.integer({ min: 1, max: 400 });
    // From a share that the start fits: the rule adds lanes for the goal alone, also where more of them would cost less.
    const budgets = fc.integer({ min: 25, max: 100 });
    fc.assert(
      fc.property(rates, budgets, (rate, share) => {
        const target = `target t for N { device=pynq_z1 throughput=${rate}kFPS budget lut=${share}% bram=${share}% }`;
        const { estimate } = foldText(`network N {
          defaults weights=int2 activation=uint3
          input x type=uint4 shape=12x12x4
          conv a filters=8 kernel=3 pad=1
          dwconv b kernel=3 pad=1
          conv c filters=8 kernel=1
          add s from=[c, a] activation=uint3
          upsample u scale=2
          maxpool m size=3 stride=3
          dense d units=10 activation=none
          argmax top
        } ${target}`);
        expect(fits(estimate.totals, estimate.budget)).toBe(true);
      }),
      { seed: 5, numRuns: cases(40) },
    );
  });
});
