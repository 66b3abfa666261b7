import type { MarkupContent } from 'vscode-languageserver-types';
import { describe, expect, test } from 'vitest';
import { hover } from '../../../server/src/ide/hover.js';
import { open, SMALL, type Fixture } from './support.js';

describe('hover', () => {
  const checkHover = (fixture: Fixture): string => {
    const { analysis, offset } = open(fixture);
    const found = hover(analysis, offset);
    return found ? (found.contents as MarkupContent).value : '';
  };

  test('a layer: shapes, arithmetic, accumulator, share of the interval, formulas with its numbers', () => {
    const text = checkHover(SMALL.replace('conv    c0', 'conv    c$00'));
    expect(text).toContain('**c0** `conv`: 16x16x3 int8 -> 14x14x16 bipolar');
    expect(text).toContain('Accumulator: 13 bits, -3,456 to 3,456.');
    expect(text).toContain(
      '84,672 cycles a frame (1.18 kFPS), 100 % of the frame interval of 84,672: **the bottleneck**.',
    );
    expect(text).toContain('`196*(16/1)*(27/1)` = **84,672** cycles');
    expect(text).toContain('Folding: pe=1 (chosen by the tool), simd=1 (chosen by the tool).');
  });

  test('formulas of what stands around a layer: its port, and the sums of what is listed', () => {
    const port = checkHover(SMALL.replace(/input(\s+)(\w)/, 'input$1$2$0'));
    expect(port).toContain('.input-dma`');
    expect(port).toContain('as measured at a port of 64 bits (64 here)');
    const layer = checkHover(SMALL.replace('conv    c0', 'conv    c$00'));
    expect(layer).toMatch(/LUT in all: `the sum, rounded up` = `[\d.]+ \+ [\d.+ ]+` = \*\*\d+\*\* LUT/);
    expect(layer).toContain('c0.sliding-window.fifo`');
  });

  test('figures that nobody has verified are marked, of a device and of a target on it', () => {
    const text = SMALL.replace('pynq_z1', 'zcu104');
    expect(checkHover(text.replace('zcu104', 'zcu$0104'))).toContain('**Figures not verified**');
    expect(checkHover(text.replace('target pynq', 'target py$0nq'))).toContain('figures unverified');
  });

  test('an attribute, a kind, a target, a device, a const, a block, a doc comment', () => {
    expect(checkHover(SMALL.replace('kernel', 'ker$0nel'))).toContain('**kernel** (required)');
    expect(checkHover(SMALL.replace('maxpool', 'max$0pool'))).toContain('**maxpool**:');
    expect(checkHover(SMALL.replace('target pynq', 'target py$0nq'))).toMatch(/Pynq-Z1 .* at 100 MHz: 1\.18 kFPS/);
    expect(checkHover(SMALL.replace('pynq_z1', 'pynq$0_z1'))).toMatch(/\| 53,200 \| 106,400 \| 280 \| 0 \| 220 \|/);
    expect(checkHover('const A = 2*3\nconst B = $0A + 1\n')).toContain('const A = 2*3  // = 6');
    expect(
      checkHover(
        '/// Adds two.\nblock pair(w) { dense a units=w }\nnetwork N { input x type=int8 shape=4 pa$0ir p w=2 }',
      ),
    ).toMatch(/block pair\(w\)[\s\S]*Adds two\./);
    expect(checkHover(SMALL.replace('network Small', 'network Sm$0all'))).toContain('A small network.');
  });

  test('what an instance of a block becomes', () => {
    const text = checkHover(
      'block pair(w) {\n  dense a units=w weights=bipolar activation=bipolar\n  dense b units=w weights=bipolar activation=bipolar\n}\nnetwork N {\n  input x type=bipolar shape=4\n  pair p$0 w=2\n}',
    );
    expect(text).toContain('2 layers, 4 bipolar -> 2 bipolar');
    expect(text).toContain('`p.b`');
  });

  test('text of the file never becomes Markdown of its own', () => {
    const text = checkHover(
      '/// [click](command:evil) <img src=x> `code`\nnetwork N$0 { input x type=int8 shape=4 }\n',
    );
    expect(text).toContain('\\[click\\](command:evil) \\<img src=x\\> \\`code\\`');
  });
});
