import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../server/src/diagnostics/catalogue/index.js';
import type { CatalogueEntry } from '../../../server/src/diagnostics/entry.js';
import { withCalibration } from '../../../server/src/workspace/calibration-file.js';
import { NO_PROJECT } from '../../../server/src/workspace/snapshot.js';
import { readProjectFile } from '../../../server/src/workspace/project-file.js';
import { analyseText } from '../../support/analysis.js';

/** Codes that no text of the language alone can raise, and the test that raises them instead. */
const RAISED_ELSEWHERE: Readonly<Record<string, string>> = {
  BNN211: 'test/unit/network/imports.test.ts',
  BNN213: 'test/unit/network/imports.test.ts',
  BNN214: 'test/unit/network/imports.test.ts',
  BNN903: 'here: a project file that is no JSON',
  BNN904: 'here: a project file with an unknown key',
  BNN905: 'here: a calibration with an unknown engine',
  BNN999: 'test/unit/workspace/analyse.test.ts: a folder that throws',
};

const entries: readonly (readonly [string, CatalogueEntry<never>])[] = Object.entries(catalogue);

describe('the catalogue of diagnostics', () => {
  // Parameters are read by jobs, not by the analysis of a text alone: test/unit/parameters raises those.
  const withExample = entries.filter(([code, { example }]) => example !== undefined && !code.startsWith('BNN7'));

  it.each(withExample)('%s is raised by its own example', (code, entry) => {
    const analysis = analyseText(entry.example ?? '');
    const codes = [...analysis.diagnostics, ...analysis.foreign].map((diagnostic) => diagnostic.code);
    expect(codes).toContain(code);
  });

  it.each(withExample)('the example of %s raises no fault of the tool itself', (_, entry) => {
    expect(analyseText(entry.example ?? '').diagnostics.map(({ code }) => code)).not.toContain('BNN999');
  });

  it('has an example, or a named test, for every code of the language', () => {
    // Parameters (7xx) and tools (8xx) speak of other files; their own tests raise them.
    const missing = entries
      .filter(([code, { example }]) => example === undefined && !/^BNN[78]/.test(code) && !(code in RAISED_ELSEWHERE))
      .map(([code]) => code);
    expect(missing).toEqual([]);
  });

  it('raises those of the project file', () => {
    expect(readProjectFile('{', 'file:///bnn.json').diagnostics.map(({ code }) => code)).toContain('BNN903');
    expect(readProjectFile('{"targt": "a"}', 'file:///bnn.json').diagnostics.map(({ code }) => code)).toEqual([
      'BNN904',
    ]);
  });

  it('raises those of the calibration', () => {
    const text = '{"factors": [{"family": "xc7", "engine": "warp", "resource": "lut", "factor": 2}], "reports": []}';
    const read = withCalibration(NO_PROJECT, text, 'file:///bnn-calibration.json');
    expect(read.diagnostics.map(({ code }) => code)).toEqual(['BNN905']);
    expect(read.settings.corrections).toEqual([]);
  });

  it('documents every code with whole sentences, and no message breaks its line', () => {
    for (const [code, { docs, title }] of entries) {
      expect(docs.length, code).toBeGreaterThan(30);
      expect(docs.trim(), code).toMatch(/[.!)`:}]$/);
      expect(title, code).not.toMatch(/\.$/);
    }
    for (const [, entry] of withExample) {
      for (const { message } of analyseText(entry.example ?? '').diagnostics) {
        expect(message).not.toMatch(/\n|undefined|NaN|Infinity|\[object/);
      }
    }
  });
});
