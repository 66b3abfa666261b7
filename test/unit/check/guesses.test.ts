import { describe, expect, it } from 'vitest';
import { inlayHints } from '../../../server/src/ide/inlay-hints.js';
import { analyseText } from '../../support/analysis.js';
import { check } from './support.js';

describe('a value that cannot be read', () => {
  it('is told once, and the rest of its line and all lines behind it are still checked', () => {
    check(`
      network N {
        defaults weights=bipolar activation=bipolar
        input x type=bipolar shape=64
        dense a units=32 activation=bipola pe=5 simd=8
                                    ^^^^^^ error BNN238: bipola
                                           ^^^^ error BNN401: pe=5
        dense b units=16 pe=3
                         ^^^^ error BNN401: pe=3
      }
      target t for N { device=pynq_z1 }
    `);
  });

  it('leaves shapes, so that what does not fit behind it is told', () => {
    check(`
      network N {
        defaults weights=bipolar
        input x type=bipolr shape=8x8x4
                     ^^^^^^ error BNN238: bipolr
        conv a filters=32 kernel=3 activation=int99
                                              ^^^^^ error BNN238: int99
        conv b filters=16 kernel=9 activation=bipolar pe=16
                          ^^^^^^^^ error BNN301
      }
    `);
  });

  it.each(['stride=0', 'pad=[1, x]', 'dilation=1.5', 'pad_value=y'])(
    '%s: a pe that is not legal is told beside it, and nothing behind it that may be another fault',
    (wrong) => {
      const { diagnostics } = analyseText(`
        network N {
          defaults weights=bipolar activation=bipolar
          input x type=bipolar shape=8x8x4
          conv a filters=32 kernel=3 ${wrong} pe=5
          conv b filters=32 kernel=9
          conv c filters=32 kernel=9
        }
      `);
      const errors = diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
      // Only a border's value leaves the shape as it is, and with it one kernel that is too large.
      expect(errors).toEqual([
        expect.stringMatching(/^BNN2/),
        'BNN401',
        ...(wrong.startsWith('pad_') ? ['BNN301'] : []),
      ]);
    },
  );

  it.each(['conv a filters=abc kernel=3', 'conv a filters=32 kernel=2.5', 'conv a filters=32', 'conv a kernel=3'])(
    '%s: the layers behind it keep their numbers, and what is wrong with them alone is told',
    (line) => {
      const { diagnostics, designs } = analyseText(`
        network N {
          defaults weights=bipolar activation=bipolar
          input x type=bipolar shape=16x16x4
          ${line} pe=5 simd=3
          conv b filters=48 kernel=3 pe=7 simd=7
          maxpool p size=2 pe=7
          dense d units=10 pe=3 simd=7 activation=bipola
          dense e units=8 pe=3 simd=7
        }
      `);
      const errors = diagnostics.filter(({ severity }) => severity === 'error');
      // Those of b, p, d and e; simd of b divides channels that may be others, that of d a map that may have another size.
      const behind = ['BNN401', 'BNN401', 'BNN401', 'BNN238', 'BNN401', 'BNN402'];
      expect(errors.map(({ code }) => code)).toEqual([expect.stringMatching(/^BNN2/), ...behind]);
      expect(designs[0]?.estimate.layers.slice(1).every((layer) => (layer?.cycles ?? 0) > 0)).toBe(true);
    },
  );

  it('gives no verdict on what may be right: borders, joined types, budgets', () => {
    check(`
      network N {
        input x type=bipola shape=64x64x512
                     ^^^^^^ error BNN238: bipola
        conv a filters=512 kernel=3 pad=1 weights=bipolar activation=bipolar
        conv b filters=512 kernel=3 pad=1 weights=bipolar activation=int4 pad_value=1 from=x
        conv c filters=512 kernel=3 pad=1 weights=bipolar activation=int44 pad_value=1 from=b
                                                                     ^^^^^ error BNN238: int44
        concat d from=[b, c]
        dense e units=10 weights=bipolar activation=none
        add f from=[e, e]
        concat g from=[a, d]
        output y from=f
        output z from=g
      }
      target t for N { device=pynq_z1 budget lut=1 }
    `);
  });

  it('marks the numbers that stand on it', () => {
    const { lines, ...analysis } = analyseText(`network N {
  input x type=bipolar shape=64
  dense a units=32 weights=bipola activation=bipolar
  dense b units=16 weights=bipolar activation=bipolar
}`);
    const whole = { start: { line: 0, character: 0 }, end: lines.position(analysis.text.length) };
    const hints = inlayHints({ ...analysis, lines }, whole, { folding: false, cost: true });
    // The type that `a` gives is written, so `b` is sure.
    expect(hints.map(({ label }) => typeof label === 'string' && label.startsWith('~'))).toEqual([true, false]);
  });
});

describe('the throughput goal of a network with a fault', () => {
  it('is judged where what the fault leaves open makes nothing faster', () => {
    check(`
      network N {
        input x type=bipolar shape=1024
        dense a units=1024 weights=bipolar activation=bipolr pe=1 simd=1
                                                      ^^^^^^ error BNN238
        dense b units=10 weights=bipolar activation=none
        softmax s
        ^^^^^^^ error BNN206
      }
      target t for N { device=pynq_z1 clock=100MHz throughput=1kFPS }
                                                   ^^^^^^^^^^^^^^^^ error BNN501: a.mvtu takes 1,048,576 cycles
    `);
  });

  it('is not judged where the slow layer is still to be folded, or its cycles are a guess', () => {
    check(`
      network N {
        input x type=bipolar shape=1024
        dense a units=1024 weights=bipolar activation=bipolr
                                                      ^^^^^^ error BNN238
        dense b units=10 weights=bipolar activation=none
      }
      network M {
        input x type=bipolar shape=32x32x16
        conv a filters=64 kernel=3 stride=0 weights=bipolar activation=bipolar pe=1 simd=1
                                          ^ error BNN236
      }
      target n for N { device=pynq_z1 clock=100MHz throughput=100kFPS }
      target m for M { device=pynq_z1 clock=100MHz throughput=1kFPS }
    `);
  });
});

describe('an illegal pe on a fold line', () => {
  it('is told once: not by the goal that its stand-in misses, nor by what it takes from the others', () => {
    check(`
      network N {
        defaults weights=bipolar activation=bipolar
        input x type=bipolar shape=64
        dense a units=64
        dense e units=10 activation=none
      }
      target t for N {
        device=pynq_z1 clock=100MHz
        throughput=6MFPS latency=400ns
        fold a pe=15 simd=16
               ^^^^^ error BNN401: pe=15
      }
    `);
  });
});
