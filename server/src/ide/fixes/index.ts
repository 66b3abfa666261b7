import type { DiagnosticCode } from '../../diagnostics/catalogue/index.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { Analysis } from '../../workspace/analysis.js';
import { attributeFixes } from './attributes.js';
import type { Fix, FixBuilder, FixTable } from './fix.js';
import { foldingFixes } from './folding.js';
import { nameFixes } from './names.js';
import { goalFixes } from './goals.js';
import { parameterFixes } from './parameters.js';
import { projectFixes } from './project.js';
import { shapeFixes } from './shapes.js';
import { syntaxFixes } from './syntax.js';
import { wiringFixes } from './wiring.js';

/** Every code that has fixes. */
export const fixTable: FixTable = {
  ...syntaxFixes,
  ...nameFixes,
  ...wiringFixes,
  ...attributeFixes,
  ...shapeFixes,
  ...foldingFixes,
  ...goalFixes,
  ...parameterFixes,
  ...projectFixes,
};

/** The fixes of a diagnostic, the likeliest first. */
export function fixesFor(analysis: Analysis, diagnostic: Diagnostic): readonly Fix[] {
  const build = fixTable[diagnostic.code] as FixBuilder<DiagnosticCode> | undefined;
  if (!build) return [];
  const found = build(analysis, diagnostic);
  return [...found].sort((a, b) => Number(b.preferred ?? false) - Number(a.preferred ?? false));
}
