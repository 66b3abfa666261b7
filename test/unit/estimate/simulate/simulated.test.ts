import { describe, expect, it } from 'vitest';
import { DEFAULT_CLOCK_HZ } from '../../../../server/src/estimate/compute.js';
import { fitDepths } from '../../../../server/src/estimate/simulate/depths.js';
import { simulate } from '../../../../server/src/estimate/simulate/simulate.js';
import { simulated } from '../../../../server/src/estimate/simulated.js';
import { foldText } from '../../hardware/design.js';
import { LFC_MAX, SFC_MAX } from '../networks.js';

/** Folding and figures of FINN's cybersecurity notebook (v0.7); its RTL simulation is a point of measured.json. */
const CYBERSECURITY = `network Cybersecurity {
  input x type=binary shape=600
  dense a units=64 weights=int2 activation=uint2 pe=16 simd=40
  dense b units=64 weights=int2 activation=uint2 pe=1 simd=64
  dense c units=64 weights=int2 activation=uint2 pe=1 simd=64
  dense d units=1 weights=int2 activation=bipolar pe=1 simd=1
}
target t for Cybersecurity { device="xc7z020clg400-1" clock=100MHz }`;

describe('simulated estimates', () => {
  it('come within 10 % of an RTL simulation, which the sum of the engines exceeds by 19 %', () => {
    const { estimate } = foldText(CYBERSECURITY);
    const { latencyCycles } = fitDepths(estimate.pipeline).simulation;
    expect(estimate.criticalPathCycles).toBe(252);
    // Iterations alone; the pipeline stages of the engines are not in it.
    expect(latencyCycles).toBe(193);
    expect(latencyCycles / 211).toBeGreaterThan(0.9);
  });

  it.each([
    ['SFC-max', SFC_MAX, 16, 19],
    ['LFC-max', LFC_MAX, 128, 182],
  ])('%s: FIFOs of two words miss the interval, fitted ones keep it', (_, text, interval, shallow) => {
    const { pipeline } = foldText(text).estimate;
    expect(simulate(pipeline).intervalCycles).toBe(shallow);
    const { simulation, minimal } = fitDepths(pipeline);
    expect(simulation).toMatchObject({ intervalCycles: interval, settled: true, exact: true });
    expect(minimal).toBe(true);
  });

  it('leave interval and totals as the folding was chosen, and say what the FIFOs take beside them', () => {
    const { estimate } = foldText(LFC_MAX);
    const context = { device: estimate.device, clockHz: DEFAULT_CLOCK_HZ, target: undefined };
    const result = simulated(estimate, context);
    expect(result).toMatchObject({ latencyKind: 'simulated', latencyCycles: 355, totals: estimate.totals });
    expect(result?.latencyS).toBeCloseTo(355 / DEFAULT_CLOCK_HZ, 12);
    expect(result?.latencyS).toBeLessThan(estimate.latencyS * 2);
    expect(result?.fittedPipeline.edges.some(({ depth }, at) => depth !== estimate.pipeline.edges[at]?.depth)).toBe(
      true,
    );
    expect(simulated(estimate, context)).toBe(result);
  });

  it('large pipelines are simulated in batches: the interval is the same, the latency at or just below', () => {
    const { pipeline } = foldText(`network N {
      input x type=uint4 shape=64x64x16
      conv a filters=16 kernel=3 pad=1 weights=int2 activation=uint4
      conv b filters=16 kernel=3 pad=1 weights=int2 activation=uint4
      maxpool p size=2
      conv c filters=32 kernel=3 pad=1 weights=int2 activation=uint4
      dense d units=10 weights=int2 activation=none
    }`).estimate;
    const deep = pipeline.edges.map(({ stream }) => Math.min(stream.words, 4096));
    const batches = simulate(pipeline, deep);
    const words = simulate(pipeline, deep, Infinity);
    expect([batches.exact, words.exact]).toEqual([false, true]);
    expect(batches.intervalCycles).toBe(words.intervalCycles);
    expect(batches.latencyCycles).toBeLessThanOrEqual(words.latencyCycles);
    expect(batches.latencyCycles).toBeGreaterThan(0.98 * words.latencyCycles);
  });

  it('nothing that is incomplete is simulated', () => {
    const { estimate } = foldText('network N {\n input x type=uint4 shape=4\n dense d units=2 weights=int2\n}');
    expect(simulated(estimate, { device: undefined, clockHz: 1e8, target: undefined })).toBeUndefined();
  });
});
