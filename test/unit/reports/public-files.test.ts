import { describe, expect, test } from 'vitest';
import { readBuildFolder } from '../../../server/src/reports/build-folder.js';
import { detectReport, readReport } from '../../../server/src/reports/read-report.js';
import type { MeasuredReport } from '../../../server/src/reports/measured-report.js';

// What reports in public repositories taught: a few lines of each form written anew, with figures of the file named.

function read(name: string, ...lines: readonly string[]): MeasuredReport {
  const report = readReport(name, `${lines.join('\n')}\n`);
  if (!report) throw new Error(`${name} is not taken for a report`);
  return report;
}

const RULE = '================================================================';

describe('csynth.rpt of Vitis HLS', () => {
  const summary = (version: string, ...rows: readonly string[]): MeasuredReport =>
    read(
      'csynth.rpt',
      RULE,
      "== Synthesis Summary Report of 'ma'",
      RULE,
      '+ General Information: ',
      `    * Version:        ${version}`,
      '',
      '    +--------+------+-------+---------+--------+----------+---------+------+----------+------+----+-----------+-----------+-----+',
      '    | Modules| Issue|       | Latency | Latency| Iteration|         | Trip |          |      |    |           |           |     |',
      '    | & Loops| Type | Slack | (cycles)|  (ns)  |  Latency | Interval| Count| Pipelined| BRAM | DSP|     FF    |    LUT    | URAM|',
      '    +--------+------+-------+---------+--------+----------+---------+------+----------+------+----+-----------+-----------+-----+',
      ...rows,
      '    +--------+------+-------+---------+--------+----------+---------+------+----------+------+----+-----------+-----------+-----+',
      '',
    );
  const rows = (slack: string): string[] => [
    '    |+ ma    |     -|   1.00|       18|  10.000|         -|       18|     -|        no|     -|   -|  493 (~0%)|  185 (~0%)|    -|',
    `    | + part |     -|${slack.padStart(7)}|        -|       -|         -|        -|     -|       yes|     -|   -|   79 (~0%)|  318 (~0%)|    -|`,
  ];

  // BojanFaletic/MA_HLS: 10.00 ns less 2.70 ns of uncertainty, 7.224 ns estimated, and a slack of -0.08.
  test('the slack of 2020.2 has the other sign', () => {
    expect(summary('2020.2 (Build 3064766)', ...rows('-0.08')).modules[0]?.slackNs).toBe(0.08);
    expect(summary('2021.2 (Build 3367213)', ...rows('-0.08')).modules[0]?.slackNs).toBe(-0.08);
    expect(summary('2023.1 (Build 3854077)', ...rows('0.54')).modules[0]?.slackNs).toBe(0.54);
  });

  // In 73 of 73 modules of three builds `csynth.xml` says 0 where this report has a dash.
  test('a dash is no block RAM, but no known latency', () => {
    const report = summary('2022.1 (Build 3526262)', ...rows('0.10'));
    expect(report.resources).toEqual({ lut: 185, ff: 493, bram18: 0, dsp: 0, uram: 0 });
    expect(report.modules[0]).toMatchObject({ latency: undefined, interval: undefined });
  });
});

// aa08453/CNN-on-FPGA: the folder that `vitis-run --impl` of 2025.2 leaves.
describe('after Vivado, as HLS starts it', () => {
  test('synthesis alone, without placing and routing', () => {
    const report = read(
      'hls/impl/report/verilog/export_syn.rpt',
      RULE,
      '== Vivado RTL Synthesis Results',
      RULE,
      '    * Version:         2025.2 (Build 6295257 on Nov 14 2025)',
      '    * Target device:   xc7z020-clg484-1',
      RULE,
      '== RTL Synthesis Resource Summary',
      RULE,
      'LUT:              7196',
      'FF:               7171',
      'DSP:              31',
      'BRAM:             48',
      '',
      '* Timing was met',
      '+----------------+-------------+',
      '| Timing         | Period (ns) |',
      '+----------------+-------------+',
      '| Target         | 10.000      |',
      '| Post-Synthesis | 8.946       |',
      '+----------------+-------------+',
    );
    expect(report).toMatchObject({
      kind: 'hls-export',
      stage: 'synthesised',
      resources: { lut: 7196, ff: 7171, dsp: 31, bram18: 48 },
      timing: { wnsNs: 1.054, met: true },
    });
  });

  test('the files beside the reports are called what they are', () => {
    const folder = readBuildFolder('file:///build', [
      {
        path: 'hls/impl/verilog/report/top_failfast_routed.rpt',
        text: '# -----\n# Created on Sat Mar 07 19:19:49 PKT 2026 with report_failfast (2023.09.14)\n# -----\n',
        modifiedMs: 1,
        modified: undefined,
      },
      {
        path: 'sim/report/verilog/lat.rpt',
        text: '$MAX_LATENCY = "1"\n$MIN_LATENCY = "1"\n',
        modifiedMs: 1,
        modified: undefined,
      },
      {
        path: 'sim/report/verilog/result.transaction.rpt',
        text: '                            latency            interval\ntransaction        0            1            1\n',
        modifiedMs: 1,
        modified: undefined,
      },
    ]);
    expect(folder.reports).toEqual([]);
    expect(folder.notUnderstood.map(({ reason }) => reason)).toEqual([
      'report_failfast tells nothing that is compared with an estimate',
      'it holds the transactions of a co-simulation, which its own report sums up',
      'it holds the transactions of a co-simulation, which its own report sums up',
    ]);
  });
});

describe('FINN', () => {
  // akhilvasan/finn_cybsec: the file says how far the design had come, its name says something else.
  test('utilisation by instance in XML: part and state stand in its root', () => {
    const row = (tag: string, ...cells: readonly string[]): string =>
      `<tablerow class="">${cells.map((cell) => `<${tag} class="" contents="${cell}" halign="3"/>`).join('')}</tablerow>`;
    const report = read(
      'report/post_synth_resources.xml',
      '<?xml version="1.0" encoding="UTF-8" standalone="no" ?>',
      '<RptDoc cmdline="report_utilization -hierarchical" designname="top_wrapper" designstate="Physopt postRoute" partname="xc7z020clg400-1" speedfile="-1" title="Utilization Design Information" version="1">',
      '<section class="" title="Utilization by Hierarchy"><table class="" style="2" title="">',
      row(
        'tableheader',
        'Instance',
        'Module',
        'Total LUTs',
        'LUTRAMs',
        'SRLs',
        'FFs',
        'RAMB36',
        'RAMB18',
        'DSP Blocks',
      ),
      row('tablecell', 'top_wrapper', '(top)', '12711', '632', '381', '15854', '22', '2', '129'),
      '</table></section></RptDoc>',
    );
    expect(report).toMatchObject({
      kind: 'utilization-hierarchical',
      stage: 'routed',
      top: 'top_wrapper',
      part: 'xc7z020clg4001',
      resources: { lut: 12711, lutMemory: 1013, ff: 15854, bram18: 46, dsp: 129 },
    });
  });

  // joannapng/finn_rl and pgreksic/FINN_Export_AXI_Lite_Missing: settings of layers that fold nothing.
  test.each([
    ['template_specialize_layers_config.json', { MVAU_0: { preferred_impl_style: '' } }],
    ['floorplan.json', { MVAU_0: { slr: -1, partition_id: 2, mem_port: '' } }],
  ])('%s is no folding', (name, nodes) => {
    expect(detectReport(name, JSON.stringify({ Defaults: {}, ...nodes }))).toBeUndefined();
    expect(detectReport(name, JSON.stringify({ Defaults: {}, MVAU_0: { PE: 2, SIMD: 4 } }))).toBe('finn-folding');
  });

  // kf7lsu/pytorchFACILE (2021) and CNStanLee/DAC2026 (2022.2).
  test('out of context: tiles alone in older reports, halves and tiles in newer ones', () => {
    const of = (counts: Readonly<Record<string, number>>): number | undefined =>
      read('ooc_synth_and_timing.json', JSON.stringify({ LUT: 343, WNS: 196.981, fmax_mhz: 331.2, ...counts }))
        .resources.bram18;
    expect(of({ BRAM: 22.5 })).toBe(45);
    expect(of({ BRAM: 22, BRAM_18K: 0, BRAM_36K: 22 })).toBe(44);
  });

  test('a simulation that did not come to its end has no speed', () => {
    const of = (more: Readonly<Record<string, number | null>>): MeasuredReport =>
      read(
        'rtlsim_performance.json',
        JSON.stringify({ cycles: 45244, N: 2, latency_cycles: 45243, 'throughput[images/s]': 4420, ...more }),
      );
    expect(of({ TIMEOUT: 1 })).toMatchObject({ latency: undefined, network: { fps: undefined } });
    expect(of({ UNFINISHED_OUTS: 1 })).toMatchObject({ latency: undefined, network: { fps: undefined } });
    expect(of({ TIMEOUT: 0, UNFINISHED_OUTS: 0, 'stable_throughput[images/s]': null })).toMatchObject({
      latency: { max: 45243 },
      network: { fps: 4420 },
    });
  });
});
