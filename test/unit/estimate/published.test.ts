import { describe, expect, it } from 'vitest';
import { foldText, read } from '../hardware/design.js';
import { CNV_PYNQ, LFC_MAX, SFC_MAX } from './networks.js';

describe('published designs', () => {
  it.each([
    ['CNV', CNV_PYNQ],
    ['LFC-max', LFC_MAX],
    ['SFC-max', SFC_MAX],
  ])('%s has no faults', (_, text) => {
    expect(read(text).diagnostics).toEqual([]);
  });

  it('CNV of BNN-PYNQ: 3 040 FPS measured at 100 MHz, within 2 %', () => {
    const { estimate } = foldText(CNV_PYNQ);
    expect(estimate.intervalCycles).toBe(32_768);
    expect(Math.abs(estimate.fps / 3040 - 1)).toBeLessThan(0.02);
    expect(estimate.bottleneck?.engine.name).toBe('f6.mvtu');
  });

  it('CNV asked for its rate: the pools are folded as far as they must', () => {
    const { folding, estimate } = foldText(CNV_PYNQ.replace('clock=100MHz', 'clock=100MHz throughput=3kFPS'));
    expect(estimate.intervalCycles).toBe(32_768);
    expect([folding[3]?.pe, folding[6]?.pe]).toEqual([2, 1]);
  });

  it('LFC-max: 1.5625 MFPS and 488 cycles at 200 MHz', () => {
    const { estimate } = foldText(LFC_MAX);
    expect(estimate).toMatchObject({ intervalCycles: 128, fps: 1_562_500, criticalPathCycles: 488 });
  });

  it('SFC-max: an interval of 16 cycles, of which the DMA moves 13 words', () => {
    const { estimate } = foldText(SFC_MAX);
    expect(estimate).toMatchObject({ intervalCycles: 16, fps: 12_500_000 });
    expect(estimate.infrastructure.find((row) => row.kind === 'input-dma')?.cycles).toBe(13);
  });

  it('TFC of finn-examples: 64 cycles and a critical path of 226, as FINN computes', () => {
    const { estimate } = foldText(`network TFC {
      defaults weights=bipolar activation=bipolar
      input image type=uint8 shape=784
      threshold t activation=bipolar pe=49
      dense f0 units=64 pe=16 simd=49
      dense f1 units=64 pe=8 simd=8
      dense f2 units=64 pe=8 simd=8
      dense f3 units=10 activation=none pe=10 simd=8
      argmax label pe=1
    }`);
    expect(estimate.criticalPathCycles).toBe(226);
    expect(estimate.layers.map((layer) => layer?.cycles)).toEqual([undefined, 16, 64, 64, 64, 8, 10]);
  });
});
