import { diagnose, type Diagnostic } from '../diagnostics/diagnostic.js';
import { correctionsOf, readCalibration } from '../reports/calibration/file.js';
import type { ProjectSettings } from './snapshot.js';

/** A project's settings with the factors of its `bnn-calibration.json`; what is not understood is diagnosed and passed over. */
export function withCalibration(
  settings: ProjectSettings,
  text: string,
  uri: string,
): { readonly settings: ProjectSettings; readonly diagnostics: readonly Diagnostic[] } {
  const { calibration, faults } = readCalibration(text);
  const place = { uri, span: { start: 0, end: Math.min(1, text.length) } };
  return {
    settings: { ...settings, corrections: correctionsOf(calibration) },
    diagnostics: faults.map((fault) => diagnose('BNN905', place, fault)),
  };
}
