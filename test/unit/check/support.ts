import { expect } from 'vitest';
import type { Analysis } from '../../../server/src/workspace/analysis.js';
import { analyseText } from '../../support/analysis.js';
import { fixture, markDiagnostics, markExpected } from '../../support/fixture.js';

/** Analyses a marked text: exactly the diagnostics that its marks say are there, hints aside. */
export function check(marked: string): Analysis {
  const expected = fixture(marked);
  const analysis = analyseText(expected.text);
  const found = analysis.diagnostics.filter(({ severity }) => severity !== 'hint');
  expect(markDiagnostics(expected.text, found, expected.marks)).toBe(markExpected(expected));
  return analysis;
}
