import { describe, expect, test } from 'vitest';
import { codeActions } from '../../../server/src/ide/code-actions.js';
import { fixesFor } from '../../../server/src/ide/fixes/index.js';
import { applied, mendedBy, open, SMALL } from './support.js';

describe('what is still being written', () => {
  test('a body without end gets its brace behind the whole of its last line', () => {
    const begun = 'network N {\n  input x type=int8 shape=784 // pixels';
    expect(mendedBy('BNN113', begun)).toBe(`${begun}\n}`);
    expect(mendedBy('BNN113', `${begun}\r\n`)).toBe(`${begun}\r\n}\r\n`);
    expect(mendedBy('BNN113', 'network N {\n  input x type=int8 shape= )')).toBe(
      'network N {\n  input x type=int8 shape= )\n}',
    );
    expect(mendedBy('BNN113', 'network N { input x type=int8 shape=4')).toBe('network N { input x type=int8 shape=4}');
    const target = '\ntarget t for N { device=pynq_z1 clock=100MHz }\n';
    expect(mendedBy('BNN113', `network N {\n  repeat 2 {\n    dense d units=2${target}`)).toContain(
      `units=2\n}${target}`,
    );
  });

  test('a target of a network without end does not cut its last attribute', () => {
    const begun = 'network N {\n  input x type=int8 shape=16\n  dense d units=4 weights=int4 activation=none';
    const { analysis } = open(begun);
    const at = { line: 0, character: 2 };
    const [action] = codeActions(analysis, { range: { start: at, end: at }, only: ['refactor'], diagnostics: [] });
    expect(applied(analysis, action?.edit?.changes?.[analysis.uri] ?? [])).toMatch(
      /^ {2}dense .* activation=none\n\ntarget /m,
    );
  });

  test('what is deleted or written does not grow together with its neighbours', () => {
    const line = (text: string): string => `network N {\n  input x type=int8 shape=4\n  ${text}\n}\n`;
    expect(mendedBy('BNN114', line('dense d units=4]weights=int4 activation=none'))).toContain('units=4 weights=int4');
    expect(mendedBy('BNN112', line('dense d units=4;weights=int4 activation=none'))).toContain('units=4 weights=int4');
    expect(mendedBy('BNN232', line('dense d colour="a"units=4 weights=int4 activation=none'))).toContain(
      'dense d units=4',
    );
    expect(mendedBy('BNN106', line('dense d units=weights=int4 activation=none'))).toContain('units=512 weights=int4');
  });

  test('layers to read are those that there are', () => {
    const lines = 'input x type=int8 shape=4x4x2\n  maxpool p size=1\n  maxpool q size=1 from=p\n';
    expect(mendedBy('BNN106', `network N {\n  ${lines}  add s from=\n}\n`)).toContain('add s from=[p, q]\n');
    expect(mendedBy('BNN106', `network N {\n  ${lines}  maxpool s size=1 from=\n}\n`)).toContain('size=1 from=q\n');
    expect(mendedBy('BNN230', `network N {\n  ${lines}  add s\n}\n`)).toContain('add s from=[p, q]\n');
    expect(mendedBy('BNN230', 'network N {\n  input x type=int8 shape=4\n  add s\n}\n')).toBeUndefined();
  });

  test('a bracket with nothing behind it gives way to a value, not to an empty list', () => {
    expect(mendedBy('BNN113', SMALL.replace('f2 units=10', 'f2 units=10 from=['))).toBe(
      SMALL.replace('f2 units=10', 'f2 units=10 from=f1'),
    );
    expect(mendedBy('BNN113', 'network N {\n  input x type=int8 shape=[\n}\n')).toContain('shape=32x32x3\n');
    expect(mendedBy('BNN113', 'const A = (\nconst B = 2\n')).toBe('const A = 64\nconst B = 2\n');
    expect(mendedBy('BNN113', SMALL.replace('f2 units=10', 'f2 units=10 from=[f1'))).toContain('from=[f1] ');
  });

  test('a range of words is no word to choose', () => {
    const { analysis } = open(SMALL.replace('weights=bipolar', 'weights=float'));
    const titles = analysis.diagnostics.flatMap((one) => fixesFor(analysis, one)).map(({ title }) => title);
    expect(titles).toContain('Set weights=ternary');
    expect(titles.join()).not.toContain('..');
  });

  test('memory that the device does not have is no word to choose', () => {
    const titles = (device: string, mem: string): string => {
      const text = SMALL.replace('units=32', `units=32 mem=${mem}`).replace('device=pynq_z1', `device=${device}`);
      const { analysis } = open(text);
      return analysis.diagnostics
        .flatMap((one) => fixesFor(analysis, one))
        .map(({ title }) => title)
        .join();
    };
    expect(titles('ultra96', 'uran')).not.toContain('mem=uram');
    expect(titles('ultra96', 'uran')).toContain('mem=bram');
    expect(titles('pynq_z1', 'float')).not.toContain('mem=uram');
    expect(titles('zcu104', 'uran')).toContain('mem=uram');
  });

  test('a layer or a network without a name is not called by one that nobody wrote', () => {
    const { analysis } = open('network {\n  input x type=int8 shape=4\n  dense c =8 weights=int4 activation=none\n}\n');
    const said = analysis.diagnostics.map(({ message }) => message);
    expect(said.find((message) => message.startsWith('This dense has no attribute `c`.'))).toBeDefined();
    expect(said.join()).not.toContain('@');
    expect(analysis.diagnostics.map(({ code }) => code)).not.toContain('BNN504');
  });
});
