import type { RunRecord } from '../../server/src/reports/runs/run-record.js';

/** A whole record of a run of C synthesis, as `bnn build` keeps it, with some keys of one's own. */
export function runRecord(own: Partial<RunRecord> = {}): RunRecord {
  return {
    format: 1,
    id: '0001-csynth',
    step: 'csynth',
    state: 'succeeded',
    network: 'N',
    target: 't',
    tool: { name: 'vitis_hls', path: '/tools/Vitis_HLS/2022.2/bin/vitis_hls', version: '2022.2' },
    command: { executable: 'vitis_hls', args: ['-f', '../tcl/csynth.tcl'], folder: 'hls' },
    key: 'a key',
    inputs: { 'top.cpp': 'a hash' },
    startedAt: '2026-11-25T12:00:00.000Z',
    endedAt: '2026-11-25T12:01:01.500Z',
    seconds: 61.5,
    exitCode: 0,
    mark: 'a mark',
    problems: [],
    reports: [{ path: 'hls/N_csynth.xml', kind: 'csynth-xml', sha256: 'a hash', copy: 'reports/hls/N_csynth.xml' }],
    ...own,
  };
}
