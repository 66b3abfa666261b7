import { describe, expect, it } from 'vitest';
import { concernsBuilds } from '../../../server/src/lsp/build-changes.js';
import type { FoundReport } from '../../../server/src/reports/build-folder.js';

/** Of a report only its place says anything here. */
const report = (path: string): FoundReport => ({ path }) as FoundReport;
const ROOT = 'file:///work/a%20b';
const KNOWN = [{ uri: `${ROOT}/build/net-t`, reports: [report('vivado/reports/timing_routed.rpt')], older: [] }];
const CREATED = 1;
const DELETED = 3;
const concerns = (path: string, type: 1 | 3): boolean => concernsBuilds({ uri: `${ROOT}/${path}`, type }, KNOWN);

describe('builds are looked for anew', () => {
  it.each([
    'other/manifest.json',
    'build/net-t/vivado/reports/power_routed.rpt',
    'build/net-t/hls/sol/syn/report/top_csynth.xml',
    'build/net-t/.bnn/runs/0001-csynth/run.json',
  ])('by a file that is watched: %s', (path) =>
    expect([concerns(path, CREATED), concerns(path, DELETED)]).toEqual([true, true]),
  );

  it.each(['build', 'build/net-t', 'build/net-t/vivado', 'build/net-t/vivado/reports', 'build/net-t/.bnn/runs'])(
    'by a folder that is gone with what is known: %s',
    (path) => expect(concerns(path, DELETED)).toBe(true),
  );

  it.each(['new', 'build/net-t/hls'])('by a new folder, which may hold more: %s', (path) =>
    expect(concerns(path, CREATED)).toBe(true),
  );

  it('by a folder with a dot in its name that holds one', () => {
    expect(
      concernsBuilds({ uri: 'file:///x.v2', type: DELETED }, [{ uri: 'file:///x.v2/build', reports: [], older: [] }]),
    ).toBe(true);
  });

  it.each(['build/net-t/vivado/.Xil', 'build/net-t/hls/sol/tmp', 'build/net-t/vivado/a.json', 'b.json', 'new'])(
    'not by what a running tool or anybody else deletes: %s',
    (path) => expect(concerns(path, DELETED)).toBe(false),
  );
});
