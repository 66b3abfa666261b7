import { describe, expect, it } from 'vitest';
import { concernsBuilds } from '../../../server/src/lsp/build-changes.js';
import type { FoundReport } from '../../../server/src/reports/build-folder.js';

/** Of a report only its place says anything here. */
const report = (path: string): FoundReport => ({ path }) as FoundReport;
const ROOT = 'file:///work/a%20b';
const KNOWN = [{ uri: `${ROOT}/build/net-t`, reports: [report('vivado/reports/timing_routed.rpt')], older: [] }];
const concerns = (path: string): boolean => concernsBuilds(`${ROOT}/${path}`, KNOWN);

describe('builds are looked for anew', () => {
  it.each([
    'other/manifest.json',
    'build/net-t/vivado/reports/power_routed.rpt',
    'build/net-t/hls/sol/syn/report/top_csynth.xml',
    'build/net-t/.bnn/runs/0001-csynth/run.json',
  ])('by a file that is watched: %s', (path) => expect(concerns(path)).toBe(true));

  it.each(['build', 'build/net-t', 'build/net-t/vivado', 'build/net-t/vivado/reports', 'build/net-t/.bnn/runs', 'new'])(
    'by a folder that holds what is known, or may hold more: %s',
    (path) => expect(concerns(path)).toBe(true),
  );

  it('by a folder with a dot in its name that holds one', () => {
    expect(concernsBuilds('file:///x.v2', [{ uri: 'file:///x.v2/build', reports: [], older: [] }])).toBe(true);
  });

  it.each(['build/net-t/vivado/.Xil', 'build/net-t/hls/sol/tmp', 'build/net-t/vivado/a.json', 'b.json', 'notes.xml'])(
    'not by what a running tool or anybody else makes and deletes: %s',
    (path) => expect(concerns(path)).toBe(false),
  );
});
