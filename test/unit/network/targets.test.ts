import { describe, expect, it } from 'vitest';
import { matches } from '../../../server/src/network/patterns.js';
import { wishesOf } from '../../../server/src/network/wishes.js';
import { check, program } from './support.js';

const NET = `network N {
  defaults weights=bipolar activation=bipolar pe=2
  input x type=int8 shape=8x8x4
  conv a filters=8 kernel=1 simd=4
  conv b filters=8 kernel=1 pe=auto
  maxpool p size=2 pe=4
  add s from=[p, p] fifo=32
}
`;

describe('targets', () => {
  it('hold evaluated goals, budgets and folds', () => {
    const { targets, diagnostics } = program(`
      const F = 100MHz
      ${NET}
      target t for N {
        device=pynq_z1 clock=2*F throughput=1.5kFPS*2 latency=500us minimize=lut interface=stream
        budget lut=70% bram=120
        budget bram=60
        fold * pe=1
      }
      target u for N { device="xc7z020clg400-1" clock=10ns }`);
    expect(diagnostics).toEqual([]);
    const [t, u] = targets;
    expect(t?.device?.value).toBe('pynq_z1');
    expect(t?.clockHz?.value).toBe(200e6);
    expect(t?.throughputFps?.value).toBe(3000);
    expect(t?.latencyS?.value).toBe(5e-4);
    expect([t?.minimize, t?.interface]).toEqual(['lut', 'stream']);
    expect(t?.budget.lut?.value).toEqual({ share: 0.7 });
    expect(t?.budget.bram?.value).toEqual({ count: 60 });
    expect(u?.device?.value).toBe('xc7z020clg400-1');
    expect(u?.clockHz?.value).toBe(100e6);
    expect(u?.network?.name).toBe('N');
  });

  it.each([
    ['0.5ns', 2e9],
    ['2ns', 500e6],
    ['8ns', 125e6],
    ['2ns*4', 125e6],
    ['1us', 1e6],
  ])('a clock of %s is exactly %d Hz', (period, hz) => {
    const { targets } = program(`${NET}\n target t for N { clock=${period} }`);
    expect(targets[0]?.clockHz?.value).toBe(hz);
  });

  it('faults: network, words, units, patterns, attributes', () => {
    check(`
      block B() { conv c filters=4 kernel=1 weights=bipolar activation=bipolar  maxpool m size=1 }
      network Net {
        input x type=int8 shape=8x8x4
        B r1
        repeat 2 { maxpool p size=1 }
      }
      target t for net { }
                   ^^^ error BNN208: There is no network \`net\`. Did you mean \`Net\`?
      target u for Net {
        clock=100FPS throughput=20 latency=5MHz minimize=luts interface=axi device=3
              ^^^^^^ error BNN237: \`clock\` wants a frequency or a period, not a frame rate; write for example \`clock=100MHz\`.
                                ^^ error BNN237: \`throughput\` wants a frame rate, not the number 20
                                           ^^^^ error BNN237: \`latency\` wants a time, not a frequency
                                                         ^^^^ error BNN238: Did you mean \`lut\`?
                                                                        ^^^ error BNN238: It takes \`dma\`, \`stream\`.
                                                                                   ^ error BNN234: \`device\` wants a board
        budget lut=120% brams=3 dsp=10us
                   ^^^^ error BNN236: \`lut\` is 120 %; it is at least 0 and at most 100.
                        ^^^^^ error BNN232: Did you mean \`bram\`?
                                    ^^^^ error BNN237: \`dsp\` wants a share of the device or a count
        fold r1 pe=1
             ^^ error BNN224: \`r1\` matches no layer of the network. Did you mean \`r1.*\`?
        fold p pe=1
             ^ error BNN224: Did you mean \`p_*\`?
        fold r1.d pe=1
             ^^^^ error BNN224: Did you mean \`r1.c\`?
        fold p_* pe=1 simd=2
                      ^^^^^^ error BNN243: No layer that \`p_*\` matches (maxpool) takes \`simd\`; remove it.
        fold r1.* simd=2 mem=bram units=3
                                  ^^^^^ error BNN232: \`fold\` has no attribute \`units\`.
      }
    `);
  });

  it('order wishes: defaults, layer, fold; later folds win by attribute, auto takes back', () => {
    const { targets, networks } = program(`${NET} target t for N {
      fold * pe=8
      fold a pe=1 mem=bram
      fold p pe=auto
      fold s fifo=[1, 2]
    }`);
    const [network] = networks;
    if (!network) throw new Error('no network');
    const show = (target: (typeof targets)[number] | undefined): unknown[] =>
      wishesOf(network, target).map(({ pe, simd, mem, fifo }) => [pe?.value, simd?.value, mem?.value, fifo?.value]);
    expect(show(undefined)).toEqual([
      [undefined, undefined, undefined, undefined],
      [2, 4, undefined, undefined],
      [undefined, undefined, undefined, undefined],
      [4, undefined, undefined, undefined],
      [2, undefined, undefined, [32, 32]],
    ]);
    expect(show(targets[0])).toEqual([
      [8, undefined, undefined, undefined],
      [1, 4, 'bram', undefined],
      [8, undefined, undefined, undefined],
      [undefined, undefined, undefined, undefined],
      [8, undefined, undefined, [1, 2]],
    ]);
  });
});

describe('patterns', () => {
  it('match any run of characters, dots included', () => {
    expect(matches('*', 'r1.conv_a')).toBe(true);
    expect(matches('r1.*', 'r1.u.conv_a')).toBe(true);
    expect(matches('*conv*', 'r1.conv_a')).toBe(true);
    expect(matches('c*1', 'c101')).toBe(true);
    expect(matches('c*1', 'c102')).toBe(false);
    expect(matches('c1', 'c10')).toBe(false);
    expect(matches('r1.*', 'r10.a')).toBe(false);
  });

  it('do not take forever', () => {
    expect(matches(`${'*a'.repeat(50)}b`, 'a'.repeat(2000))).toBe(false);
  });
});
