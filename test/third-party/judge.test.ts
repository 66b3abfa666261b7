import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { judge, type Evidence } from '../../server/src/cli/build/judge.js';
import { readLog } from '../../server/src/reports/log/read-log.js';

/** Recorded logs of others, which are no part of the project; `npm test` runs this file only where they are. */
const folder = new URL('../../../shared/reference/tool-reports/', import.meta.url);
const read = (file: string): ReturnType<typeof readLog> => readLog(readFileSync(new URL(file, folder), 'utf8'));

const EXIT_0: Evidence['outcome'] = { status: 'ended', code: 0, output: '' };
const PASSED: Evidence['marker'] = { passed: true, text: '' };

/** How a build ends whose tool logged that, in short: `failed BNN805`. */
function ending(file: string, more: Partial<Evidence> = {}): string {
  const { state, faults } = judge({
    step: 'csynth',
    outcome: EXIT_0,
    log: read(file),
    otherLogs: [],
    marker: PASSED,
    missing: [],
    missed: undefined,
    ...more,
  });
  return [state, faults[0]?.fault.code].filter(Boolean).join(' ');
}

const HANG = 'finn_lstm_zu7ev_v2022.2/MVAU_hls_1_vitis_hls_HANG.log';

describe('a build whose tool logs what those of others did', () => {
  test.each(['hls4ml_cnn_v2024.2/vitis_hls.log', 'lenet_hls_v2018.3/vivado_hls.log'])('has succeeded: %s', (file) => {
    expect(ending(file)).toBe('succeeded');
    expect(ending(file, { marker: undefined })).toBe('stopped BNN802');
    expect(ending(file, { missing: ['x.rpt'] })).toBe('failed BNN826');
  });

  // Exit code and marker say nothing against these.
  test.each([
    ['finn_spmm_v2022.2/vitis_hls.log', 'failed BNN814'],
    ['finn_spmm_v2022.2/spmm_vitis_hls.log', 'failed BNN816'],
    ['finn_yolo_z7020_v2022.2/ooc_vivado.log', 'failed BNN808'],
    ['vta_ultra96_v2020.1/make_bit_int4_optionA_250mhz_FAILED.log', 'failed BNN806'],
    ['transcribed/finn_zu3eg_place_UTLZ_FAIL_runme_excerpt.log', 'failed BNN805'],
  ])('has failed: %s', (file, ended) => {
    expect(ending(file)).toBe(ended);
    // The same where only a run's own log tells.
    const success = read('hls4ml_cnn_v2024.2/vitis_hls.log');
    expect(ending(file, { log: success, otherLogs: [read(file)] })).toBe(ended);
  });

  test('hangs: it is told by what ended it', () => {
    expect(ending(HANG, { marker: undefined })).toBe('stopped BNN802');
    expect(ending(HANG, { marker: undefined, outcome: { status: 'cancelled' } })).toBe('cancelled');
    const killed = { status: 'ended', code: 137, output: '', signal: 'SIGKILL' } as const;
    expect(ending(HANG, { marker: undefined, outcome: killed })).toBe('killed BNN803');
  });
});
