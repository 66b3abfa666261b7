import { describe, expect, it } from 'vitest';
import { analyseText } from '../../support/analysis.js';

function fifoFaults(text: string): readonly string[] {
  return analyseText(text).diagnostics.flatMap(({ code, message }) =>
    /^BNN4(08|1\d)$/.test(code) ? [`${code} ${message}`] : [],
  );
}

function residual(fifo: string): string {
  return `network N {
  input x type=uint2 shape=6x6x4
  threshold t activation=uint2
  conv a filters=4 kernel=3 pad=1 weights=int2 activation=uint2
  add s from=[a, t] activation=uint2 ${fifo}
}
`;
}

/** The depth that a BNN410 says would do. */
function suggestion(text: string): number {
  return Number(/fifo=(\d+) would do/.exec(fifoFaults(text).join())?.[1]);
}

describe('FIFO depths that are written', () => {
  it('a residual branch that is too shallow stops the pipeline', () => {
    expect(fifoFaults(residual('fifo=[auto, 4]'))).toEqual([
      expect.stringMatching(
        /^BNN410 fifo=4 of s, on the stream from t, stops the pipeline.*deadlock.*fifo=\d+ would do, fifo=auto chooses\.$/,
      ),
    ]);
  });

  it('the depth in the message does, and one word less does not', () => {
    const needed = suggestion(residual('fifo=[auto, 4]'));
    expect(fifoFaults(residual(`fifo=[auto, ${needed}]`))).toEqual([]);
    expect(fifoFaults(residual(`fifo=[auto, ${needed - 1}]`)).join()).toMatch(/BNN410/);
    expect(fifoFaults(residual(''))).toEqual([]);
  });

  it('one that only slows says by how much', () => {
    const text = (fifo: string): string => `network N {
  input x type=uint2 shape=4
  dense a units=64 weights=int2 activation=uint2 pe=1 simd=1
  dense b units=4 weights=int2 activation=uint2 pe=1 simd=1 ${fifo}
}
`;
    expect(fifoFaults(text('fifo=2')).join()).toMatch(
      /^BNN410 fifo=2 of b, .* makes a frame take \d+ cycles instead of 256\./,
    );
    expect(fifoFaults(text(''))).toEqual([]);
    expect(fifoFaults(text(`fifo=${suggestion(text('fifo=2'))}`))).toEqual([]);
  });

  it('the limits of the tools', () => {
    const text = (depth: number): string => `network N {
  input x type=uint8 shape=8
  threshold a activation=uint2 fifo=${depth}
}
`;
    expect(fifoFaults(text(1)).join()).toMatch(/^BNN408 /);
    expect(fifoFaults(text(64))).toEqual([]);
    expect(fifoFaults(text(100)).join()).toMatch(/^BNN412 fifo=100 of a takes the block RAM of 128 words/);
    expect(fifoFaults(text(128))).toEqual([]);
    expect(fifoFaults(text(40_000)).join()).toMatch(/^BNN411 /);
  });
});
