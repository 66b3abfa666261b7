import type { MarkupContent } from 'vscode-languageserver-types';
import { describe, expect, test } from 'vitest';
import { inlayHints, resolveInlayHint } from '../../../server/src/ide/inlay-hints.js';
import { applied, open, SMALL, whole } from './support.js';

const BOTH = { folding: true, cost: true };

describe('inlay hints', () => {
  const labels = (text: string, options = BOTH): string[] => {
    const { analysis } = open(text);
    return inlayHints(analysis, whole(analysis), options).map(
      ({ position, label }) => `${position.line}: ${label as string}`,
    );
  };

  test('two a line at most: the chosen folding and the cost, the bottleneck marked', () => {
    const found = labels(SMALL).filter((label) => label.startsWith('6:') || label.startsWith('8:'));
    expect(found).toEqual([
      '6: pe=1 simd=1',
      expect.stringMatching(/^6: 84\.7k cycles, 1\.18 kFPS, \d+ LUT(, \d+ BRAM)?, bottleneck$/),
      expect.stringMatching(/^8: 784 cycles/),
    ]);
  });

  test('a double-click writes the chosen folding down, and the numbers stay', () => {
    const { analysis } = open(SMALL);
    const hint = inlayHints(analysis, whole(analysis), BOTH).find(({ label }) => label === 'pe=1 simd=1');
    const text = applied(analysis, hint?.textEdits ?? []);
    expect(text).toContain('conv    c0 filters=16 kernel=3 pe=1 simd=1\n');
    expect(open(text).analysis.shown.get('Small')?.estimate.fps).toBe(analysis.shown.get('Small')?.estimate.fps);
  });

  test('the tooltips say who chose, what it is made of, and how to be rid of them', () => {
    const { analysis } = open(SMALL);
    const [folding, cost] = inlayHints(analysis, whole(analysis), BOTH).map((hint) => {
      const { tooltip } = resolveInlayHint(analysis, hint);
      return (tooltip as MarkupContent).value;
    });
    expect(folding).toMatch(
      /Chosen by the tool for target `pynq`\..*Double-click[\s\S]*`bnn\.inlayHints\.folding` switches/s,
    );
    expect(cost).toMatch(/^84,672 of the 84,672 cycles between two frames: this line sets the frame rate\./);
    expect(cost).toMatch(/\| `c0\.mvtu` \| 84,672 \|/);
  });

  test('a written auto is replaced', () => {
    const { analysis } = open(SMALL.replace('kernel=3\n', 'kernel=3 simd=auto pe=auto\n'));
    const hint = inlayHints(analysis, whole(analysis), BOTH)[0];
    expect(applied(analysis, hint?.textEdits ?? [])).toContain('kernel=3 simd=1 pe=1\n');
  });

  test('an illegal value counts as the nearest below, and is marked', () => {
    expect(labels(SMALL.replace('kernel=3\n', 'kernel=3 pe=3 simd=3\n'))).toContainEqual(
      expect.stringMatching(/^6: ~ 14\.1k cycles/),
    );
  });

  test('a repeat shows how many layers its lines stand for', () => {
    const text =
      'network N {\n  defaults weights=bipolar activation=bipolar\n  input x type=bipolar shape=64\n  repeat 3 {\n    dense d units=64\n  }\n}\n';
    expect(labels(text)).toContainEqual(expect.stringMatching(/^4: 3x: 4\.1k cycles/));
  });

  test('each kind has its switch, and only the range is looked at', () => {
    expect(labels(SMALL, { folding: false, cost: true }).some((label) => label.includes('pe='))).toBe(false);
    expect(labels(SMALL, { folding: false, cost: false })).toEqual([]);
    const { analysis } = open(SMALL);
    const line = { start: { line: 6, character: 0 }, end: { line: 6, character: 1 } };
    expect(inlayHints(analysis, line, BOTH).every(({ position }) => position.line === 6)).toBe(true);
  });
});
