import { describe, expect, test } from 'vitest';
import { completion } from '../../../server/src/ide/completion.js';
import { open, SMALL, type Fixture } from './support.js';

describe('completion', () => {
  test('behind bnn-ignore: each code of these lines once, and none that no comment silences', () => {
    const text = 'network N {\n  // bnn-ignore $0 BNN301\n  input x type=int8 shape=4 pe=3\n  maxpool p size=1\n}\n';
    const { analysis, offset } = open(text);
    expect(completion(analysis, offset).map(({ label }) => label)).toEqual([]);
    const faulty =
      'network N {\n  input x type=int8 shape=4\n  // bnn-ignore $0\n  dense d units=4 weights=int4 activation=none colour=1 size=1\n}\n';
    const two = open(faulty);
    expect(completion(two.analysis, two.offset)).toEqual([]);
    const three = open(
      '// bnn-ignore $0\nnetwork N { input x type=int8 shape=4 dense d units=4 weights=int4 activation=none }\n',
    );
    expect(completion(three.analysis, three.offset).map(({ label }) => label)).toEqual(['BNN504']);
  });

  /** Labels, and behind a bar what stands beside them. */
  const checkCompletion = (fixture: Fixture): string[] => {
    const { analysis, offset } = open(fixture);
    return [...completion(analysis, offset)]
      .sort((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1))
      .map(({ label, labelDetails }) => (labelDetails?.description ? `${label} | ${labelDetails.description}` : label));
  };

  test('in an empty file: a whole skeleton that is right', () => {
    const { analysis, offset } = open('$0');
    const [first] = completion(analysis, offset);
    const snippet = first?.textEdit?.newText ?? '';
    const text = snippet.replace(/\$\{\d+:([^}]*)\}/g, '$1').replace('$0', '');
    expect(open(text).analysis.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('legal pe, each with the frame rate and the LUTs it brings', () => {
    expect(checkCompletion(SMALL.replace('kernel=3\n', 'kernel=3 pe=$0\n'))).toEqual([
      expect.stringMatching(/^1 \| 1\.18 kFPS, \d+ LUT$/),
      expect.stringMatching(/^2 \| 2\.36 kFPS, \d+ LUT$/),
      expect.stringMatching(/^4 \| 4\.72 kFPS, \d+ LUT$/),
      expect.stringMatching(/^8 \| 9\.45 kFPS, \d+ LUT$/),
      expect.stringMatching(/^16 \| 18\.5 kFPS, .* LUT$/),
      'auto | the tool chooses',
    ]);
  });

  test('legal simd of a convolution goes beyond its channels by whole parts of the window', () => {
    const labels = checkCompletion(SMALL.replace('kernel=3\n', 'kernel=3 simd=$0\n')).map((item) => item.split(' ')[0]);
    expect(labels).toEqual(['1', '3', '9', '27', 'auto']);
  });

  test('attributes that are not given yet come first behind a layer, required ones before the others', () => {
    const items = checkCompletion(SMALL.replace('filters=16 kernel=3\n', 'filters=16 $0\n'));
    expect(items[0]).toBe('kernel | required');
    expect(items.map((item) => item.split(' ')[0])).not.toContain('filters');
    expect(items.indexOf('maxpool')).toBeGreaterThan(items.findIndex((item) => item.startsWith('simd')));
  });

  test('kinds come first on a line of their own', () => {
    const items = checkCompletion(SMALL.replace('  argmax  label\n', '  $0\n'));
    expect(items.slice(0, 3)).toEqual(['input', 'dense', 'conv']);
  });

  test('types, words and layers where they belong', () => {
    expect(checkCompletion(SMALL.replace('weights=bipolar', 'weights=$0')).slice(0, 3)).toEqual([
      'bipolar',
      'binary',
      'ternary',
    ]);
    expect(checkCompletion(SMALL.replace('activation=none', 'activation=n$0'))[0]).toBe('none');
    expect(checkCompletion(SMALL.replace('activation=none', 'activation=none mem=$0'))).toEqual([
      'auto',
      'lutram',
      'bram',
      'uram',
      'external',
    ]);
    expect(checkCompletion(SMALL.replace('activation=none', 'activation=none from=$0'))).toEqual([
      'f1',
      'p0',
      'c0',
      'image',
    ]);
    expect(checkCompletion(SMALL.replace('activation=none', 'activation=none from=[f1, $0]'))).toEqual([
      'f1',
      'p0',
      'c0',
      'image',
    ]);
  });

  test('devices with their size; goals of the target that are not given yet', () => {
    const devices = checkCompletion(SMALL.replace('device=pynq_z1', 'device=$0'));
    expect(devices).toContain('pynq_z1 | 53.2k LUT, 280 BRAM18, 220 DSP');
    const keys = checkCompletion(SMALL.replace('  throughput=1kFPS\n', '  $0\n')).map((item) => item.split(' ')[0]);
    expect(keys).toEqual(expect.arrayContaining(['throughput', 'latency', 'budget', 'fold']));
    expect(keys).not.toContain('device');
  });

  const LIBRARY = '/// Two layers.\nblock pair(width, step=1) {\n  dense a units=width\n}\nconst WIDTH = 8\n';
  test('blocks and consts of imported files', () => {
    const files = (main: string): Fixture => ({
      'main.bnn': `import "lib.bnn"\nnetwork N {\n  input x type=int8 shape=4\n  ${main}\n}\n`,
      'lib.bnn': LIBRARY,
    });
    expect(checkCompletion(files('$0'))).toContain('pair | block');
    expect(checkCompletion(files('pair p $0')).slice(0, 2)).toEqual(['width | required', 'step | default 1']);
    expect(checkCompletion(files('dense d units=$0'))).toEqual(['WIDTH | const = 8']);
  });

  test('paths, from the folder of the text', () => {
    const { analysis, offset } = open('import "$0');
    const files = [
      'file:///project/lib/a.bnn',
      'file:///project/b.bnn',
      'file:///other/c.bnn',
      'file:///project/w.npz',
    ];
    const found = completion(analysis, offset, { files, boards: [] });
    expect(found.map(({ label }) => label).sort()).toEqual(['../other/c.bnn', 'b.bnn', 'lib/a.bnn']);
  });

  test('nothing in comments and names', () => {
    for (const text of ['// net$0', 'network N$0', 'network $0']) expect(checkCompletion(text)).toEqual([]);
  });
});
