import { describe, expect, test } from 'vitest';
import { fixesFor } from '../../../server/src/ide/fixes/index.js';
import { textEdits } from '../../../server/src/ide/workspace-edit.js';
import type { Design } from '../../../server/src/workspace/analysis.js';
import { applied, open } from './support.js';

/** Two layers with a converter between them, and what their target asks. */
function withConverter(asked: string): string {
  return `network N {
  input x type=uint4 shape=48
  dense a units=24 weights=int4 activation=uint4 pe=8 simd=4
  dense b units=8 weights=int4 activation=none pe=4 simd=12
}
target t for N { device=pynq_z1 clock=100MHz ${asked} }
`;
}

/** The designs that the fixes of the converter lead to. */
function mended(text: string): readonly Design[] {
  const { analysis } = open(text);
  return analysis.diagnostics
    .filter(({ code }) => code === 'BNN405')
    .flatMap((found) => fixesFor(analysis, found))
    .flatMap(({ edits }) => open(applied(analysis, textEdits(analysis, edits))).analysis.designs);
}

describe('a fix that spares a width converter', () => {
  const [before] = open(withConverter('')).analysis.designs;
  const lut = before?.estimate.totals.lut ?? 0;

  test('may cost more where nothing forbids that', () => {
    expect(mended(withConverter('')).some(({ estimate }) => estimate.totals.lut > lut)).toBe(true);
  });

  test('keeps the budget', () => {
    const designs = mended(withConverter(`budget lut=${lut}`));
    expect(designs.length).toBeGreaterThan(0);
    for (const { estimate } of designs) expect(estimate.totals.lut).toBeLessThanOrEqual(lut);
  });

  test('keeps the goal with it', () => {
    const designs = mended(withConverter(`throughput=2MFPS budget lut=${lut}`));
    expect(designs.length).toBeGreaterThan(0);
    for (const { estimate } of designs) expect(estimate.fps).toBeGreaterThanOrEqual(2e6);
  });
});
