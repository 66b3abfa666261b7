import { describe, expect, it } from 'vitest';
import { analyseText } from '../../support/analysis.js';
import { check } from './support.js';

// What people write who come from other tools: one fault, one diagnostic, and the name that it has here.

describe('habits of other tools', () => {
  it('names of attributes', () => {
    check(`
      network N {
        defaults weights=bipolar activation=bipolar
        input x type=bipolar shape=32x32x16
        conv c out_channels=64 kernel_size=3 padding=1 pad_value=1
               ^^^^^^^^^^^^ error BNN232: Did you mean \`filters\`?
                               ^^^^^^^^^^^ error BNN232: Did you mean \`kernel\`?
                                             ^^^^^^^ error BNN232: Did you mean \`pad\`?
        maxpool p kernel_size=2
                  ^^^^^^^^^^^ error BNN232: Did you mean \`size\`?
        dense f out_features=10 ram_style=block
                ^^^^^^^^^^^^ error BNN232: Did you mean \`units\`?
                                ^^^^^^^^^ error BNN232: Did you mean \`mem\`?
      }
      target t for N { board=pynq_z1 target_fps=1kFPS }
                       ^^^^^ error BNN232: Did you mean \`device\`?
                                     ^^^^^^^^^^ error BNN232: Did you mean \`throughput\`?
    `);
  });

  it('words and types', () => {
    check(`
      network N {
        input x type=int8 shape=8x8x16
        conv a filters=16 kernel=3 weights=int1 activation=bipolar mem=block
                                           ^^^^ error BNN238: Did you mean \`bipolar\`?
                                                                       ^^^^^ error BNN238: Did you mean \`bram\`?
        conv b filters=16 kernel=3 weights=int32 activation=bipolar
                                           ^^^^^ error BNN238: Did you mean \`int16\`?
        hardtanh h
        ^^^^^^^^ error BNN206: activation=bipolar
      }
      target t for N { device=pynq_z1 budget lut=0.8 }
                                                 ^^^ error BNN237: \`lut=80%\`
    `);
  });

  it('the word of a statement directly behind = is a value; behind a blank or a line break it begins a statement', () => {
    check(`
      network N {
        defaults weights=bipolar activation=bipolar
        input x type=bipolar shape=8
        dense a units=8 mem=block
                            ^^^^^ error BNN238
        dense b units=8 mem=
                           ^ error BNN106
        dense c units=8 mem= dense d units=8
                           ^ error BNN106
      }
      target t for N { device=pynq_z1 }
    `);
  });

  it('a board or part without its quotes is one', () => {
    for (const device of ['pynq-z1', 'xc7z020clg400-1']) {
      const { designs, diagnostics } = analyseText(
        `network N { input x type=bipolar shape=8 dense a units=8 weights=bipolar activation=none }
         target t for N { device=${device} clock=100MHz }`,
      );
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(designs[0]?.device).toBeDefined();
    }
    check(`
      network N { input x type=bipolar shape=8 dense a units=8 weights=bipolar activation=none }
      target t for N { device=pynq-z9 clock=100MHz }
                       ^^^^^^^^^^^^^^ error BNN603
    `);
  });
});
