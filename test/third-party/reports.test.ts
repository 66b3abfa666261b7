import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readLog } from '../../server/src/reports/log/read-log.js';
import type { Outcome } from '../../server/src/reports/log/outcome.js';
import type { MeasuredReport } from '../../server/src/reports/measured-report.js';
import { readReport } from '../../server/src/reports/read-report.js';

/** Recorded reports of others, which are no part of the project; `npm test` runs this file only where they are. */
const folder = new URL('../../../shared/reference/tool-reports/', import.meta.url);
const table = JSON.parse(readFileSync(new URL('../data/reports/shared-values.json', import.meta.url), 'utf8')) as {
  files: Record<string, Record<string, unknown>>;
};

/** How each recorded run ended, read by eye, and the identifier of its cause. */
const RUNS: Record<string, readonly [Outcome, string?]> = {
  'bnn_fpga_k7_v2016.4/top_csim.log': ['stopped', 'BNN802'],
  'bnn_fpga_k7_v2016.4/vivado_hls.log': ['stopped', 'BNN802'],
  'bnn_fpga_k7_v2016.4/bnn_accelerator_runme.log': ['succeeded'],
  'bnn_fpga_k7_v2016.4/AccelSchedule_runme.log': ['stopped', 'BNN802'],
  'lenet_hls_v2018.3/lenet_csim.log': ['succeeded'],
  'lenet_hls_v2018.3/vivado_hls.log': ['succeeded'],
  'hls4ml_cnn_v2024.2/vitis_hls.log': ['succeeded'],
  'finn_xc7s25_v2024.2/stitched_ip_vivado.log': ['succeeded'],
  'finn_mlp_z7020_v2022.1/stitched_ip_vivado.log': ['succeeded'],
  'finn_cnn1d_z7020_v2022.1/stitched_ip_vivado.log': ['succeeded'],
  'finn_mlp_z7020_v2022.1/build_dataflow.log': ['stopped', 'BNN802'],
  'finn_cnn1d_z7020_v2022.1/build_dataflow.log': ['unknown'],
  'vta_ultra96_v2020.1/make_bit_int4_optionA_250mhz_FAILED.log': ['failed', 'BNN806'],
  'vta_ultra96_v2020.1/make_bit_int4_optionA_200mhz.log': ['succeeded'],
  'vta_ultra96_v2020.1/make_ip_int4_BROKEN.log': ['failed', 'BNN825'],
  'vta_ultra96_v2020.1/make_ip_int4_optionA.log': ['succeeded'],
  'bnn_mlp_v2024.2/bnn_csim.log': ['succeeded'],
  'bnn_mlp_v2024.2/_csim.log': ['failed', 'BNN817'],
  'bnn_mlp_v2024.2/export_vivado.log': ['succeeded'],
  'bnn_mlp_v2024.2/vitis_hls.log': ['succeeded'],
  'finn_spmm_v2022.2/vitis_hls.log': ['failed', 'BNN814'],
  'finn_spmm_v2022.2/spmm_vitis_hls.log': ['failed', 'BNN816'],
  'finn_spmm_v2022.2/autopilot.flow.log': ['failed', 'BNN814'],
  'finn_spmm_v2022.2/build_dataflow.log': ['failed', 'BNN801'],
  'finn_spmm_v2022.2/Testbench_add_csim.log': ['failed', 'BNN817'],
  'soc_zynqmp_v2023.1/impl_1_runme.log': ['succeeded'],
  'finn_yolo_z7020_v2022.2/MVAU_hls_5_vitis_hls.log': ['succeeded'],
  'finn_yolo_z7020_v2022.2/MVAU_hls_0_wstrm_runme.log': ['failed', 'BNN807'],
  'finn_yolo_z7020_v2022.2/ooc_vivado.log': ['failed', 'BNN808'],
  'finn_yolo_z7020_v2022.2/ooc_synth_1_runme.log': ['failed', 'BNN808'],
  'finn_yolo_z7020_v2022.2/StreamingMaxPool_hls_0_vitis_hls.log': ['succeeded'],
  'finn_lstm_zu7ev_v2022.2/MVAU_hls_1_vitis_hls_HANG.log': ['stopped', 'BNN802'],
  'finn_lstm_zu7ev_v2022.2/MVAU_hls_0_vitis_hls.log': ['succeeded'],
  'transcribed/finn_zu3eg_place_UTLZ_FAIL_runme_excerpt.log': ['failed', 'BNN805'],
};

const files = Object.keys(table.files);
describe('recorded reports', () => {
  test.each(files)('%s', (file) => {
    const report = readReport(file, text(file));
    expect(report).toBeDefined();
    if (report !== undefined) expect(flat(report)).toMatchObject(table.files[file] ?? {});
  });

  test.each(Object.entries(RUNS))('%s', (file, [outcome, code]) => {
    const report = readLog(text(file));
    expect({ outcome: report.outcome, code: report.fault?.code }).toEqual({ outcome, code });
  });

  test('every file of a known kind stands in one of the tables', () => {
    const manifest = JSON.parse(text('MANIFEST.json')) as { file: string; kind: string }[];
    // The driver's own log, quotations, tables of people, launchers: no output of a tool.
    const others = new Set([
      'measured_table',
      'vivado_journal',
      'vivado_windows_launcher',
      'vivado_linux_launcher',
      'problem_matcher_lines',
    ]);
    const missing = manifest
      .filter(({ file, kind }) => !others.has(kind) && !(file in table.files) && !(file in RUNS))
      .map(({ file }) => file);
    expect(missing).toEqual(['hls4ml_cnn_v2024.2/csynth_design_size.rpt', 'finn_zu3eg_v2022.2/sweep_driver.log']);
  });

  test('a log tells the same in any pieces', async () => {
    const { openLog } = await import('../../server/src/reports/log/read-log.js');
    const log = text('finn_yolo_z7020_v2022.2/ooc_vivado.log');
    const reader = openLog();
    for (let at = 0; at < log.length; at += 1000) reader.push(log.slice(at, at + 1000));
    expect(reader.report()).toEqual(readLog(log));
  });
});

function text(file: string): string {
  return readFileSync(new URL(file, folder), 'utf8');
}

/** The figures of a report under the words of the table. */
function flat(report: MeasuredReport): Record<string, unknown> {
  const rounded = report.network?.fps === undefined ? undefined : Math.round(report.network.fps * 1000) / 1000;
  return {
    ...report.resources,
    kind: report.kind,
    stage: report.stage,
    top: report.top,
    version: report.tool?.version,
    latencyMin: report.latency?.min,
    latencyMax: report.latency?.max,
    intervalMin: report.interval?.min,
    intervalMax: report.interval?.max,
    targetNs: report.clock?.targetNs,
    estimatedNs: report.clock?.estimatedNs,
    modules: report.modules.length,
    lutSum: report.modules.reduce((sum, { resources }) => sum + (resources.lut ?? 0), 0),
    wns: report.timing?.wnsNs,
    whs: report.timing?.whsNs,
    endpoints: report.timing?.endpoints,
    met: report.timing?.met,
    fps: rounded,
    folding: report.folding.size,
    status: report.cosim.find(({ status }) => status !== 'not run')?.status,
    watts: report.power?.totalW,
    confidence: report.power?.confidence,
  };
}
