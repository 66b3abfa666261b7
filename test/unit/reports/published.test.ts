import { describe, expect, test } from 'vitest';
import type { MeasuredReport } from '../../../server/src/reports/measured-report.js';
import { readBuildFolder } from '../../../server/src/reports/build-folder.js';
import { readReport } from '../../../server/src/reports/read-report.js';

// Shapes of reports of 2024 to 2025 that others have published; the lines are written anew, with other numbers.

function read(name: string, ...lines: readonly string[]): MeasuredReport {
  const report = readReport(name, `${lines.join('\n')}\n`);
  if (!report) throw new Error(`${name} is not taken for a report`);
  return report;
}

const RULE = '================================================================';

/** A table as the tools draw it, from its cells. */
function table(header: readonly string[], ...rows: readonly (readonly (string | number)[])[]): string[] {
  const widths = header.map((name, at) => Math.max(name.length, ...rows.map((row) => `${row[at] ?? ''}`.length)));
  const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`;
  const line = (cells: readonly (string | number)[]): string =>
    `|${cells.map((cell, at) => ` ${String(cell).padEnd(widths[at] ?? 0)} `).join('|')}|`;
  return [rule, line(header), rule, ...rows.map(line), rule];
}

test('Vitis HLS 2025.2: cycles and time of a module stand below one heading', () => {
  const summary = (head: readonly string[]): MeasuredReport =>
    read(
      'csynth.rpt',
      RULE,
      "== Synthesis Summary Report of 'net_top'",
      RULE,
      '+ General Information: ',
      '    * Version:        2025.2 (Build 6295257 on Nov 14 2025)',
      '    * Target device:  xck26-sfvc784-2LV-c',
      '',
      '* Performance & Resource Estimates: ',
      ...head,
      "    Name Prefix: '+' for module, 'o' for loop, '*' for dataflow",
    );
  const expected = {
    tool: { name: 'Vitis HLS', version: '2025.2' },
    resources: { bram18: 65, ff: 15214, lut: 67290 },
    latency: { max: 1583 },
    interval: { max: 1570 },
    modules: [
      { name: 'c1_mvtu', latency: { max: 1571 }, interval: { max: 1570 }, slackNs: 1.75, resources: { lut: 1027 } },
    ],
    loops: [{ name: 'ROW', module: 'c1_mvtu', interval: 2, tripCount: { max: 784 }, iterationLatency: { max: 4 } }],
  };
  expect(
    summary([
      '+-----------+--------+---------------------+----------+---------+------+----------+---------------------+-------+----------+----+------------+-------------+-----+',
      '|  Modules  |  Issue |                     | Iteration|         | Trip |          |       Latency       |       |          |    |            |             |     |',
      '|  & Loops  |  Type  |    Violation Type   |  Latency | Interval| Count| Pipelined| (cycles)|    (ns)   | Slack |   BRAM   | DSP|     FF     |     LUT     | URAM|',
      '+-----------+--------+---------------------+----------+---------+------+----------+---------+-----------+-------+----------+----+------------+-------------+-----+',
      '|+ net_top* |  Timing|                    -|         -|     1570|     -|  dataflow|     1583|  7.915e+03|  -0.01|  65 (22%)|   -|  15214 (6%)|  67290 (57%)|    -|',
      '| + c1_mvtu |       -|                    -|         -|     1570|     -|    rewind|     1571|  7.855e+03|   1.75|         -|   -|   348 (~0%)|   1027 (~0%)|    -|',
      '|  o ROW    |      II|  Resource Limitation|         4|        2|   784|       yes|     1569|  7.845e+03|   4.37|         -|   -|           -|            -|    -|',
      '+-----------+--------+---------------------+----------+---------+------+----------+---------+-----------+-------+----------+----+------------+-------------+-----+',
    ]),
  ).toMatchObject(expected);
  // A release that puts the pair elsewhere, before columns with a name in the upper row.
  expect(
    summary([
      '+-----------+---------------------+--------+----------+---------+------+----------+-------+----------+----+------------+-------------+-----+',
      '|  Modules  |       Latency       |  Issue | Iteration|         | Trip |          |       |          |    |            |             |     |',
      '|  & Loops  | (cycles)|    (ns)   |  Type  |  Latency | Interval| Count| Pipelined| Slack |   BRAM   | DSP|     FF     |     LUT     | URAM|',
      '+-----------+---------+-----------+--------+----------+---------+------+----------+-------+----------+----+------------+-------------+-----+',
      '|+ net_top* |     1583|  7.915e+03|  Timing|         -|     1570|     -|  dataflow|  -0.01|  65 (22%)|   -|  15214 (6%)|  67290 (57%)|    -|',
      '| + c1_mvtu |     1571|  7.855e+03|       -|         -|     1570|     -|    rewind|   1.75|         -|   -|   348 (~0%)|   1027 (~0%)|    -|',
      '|  o ROW    |     1569|  7.845e+03|      II|         4|        2|   784|       yes|   4.37|         -|   -|           -|            -|    -|',
      '+-----------+---------+-----------+--------+----------+---------+------+----------+-------+----------+----+------------+-------------+-----+',
    ]),
  ).toMatchObject(expected);
});

const header = (command: string, state: string, device = 'xcvu37p-fsvh2892-2L-e'): string[] => [
  '| Tool Version      : Vivado v.2024.2.2 (lin64) Build 6060944 Thu Mar 06 19:10:09 MST 2025',
  `| Command           : ${command}`,
  '| Design            : net_wrapper',
  `| Device            : ${device}`,
  `| Design State      : ${state}`,
  '',
];

describe('the state of a design', () => {
  test.each([
    ['Synthesized', 'synthesised'],
    ['Optimized', 'optimised'],
    ['Fully Placed', 'placed'],
    ['Physopt postPlace', 'placed'],
    ['Routed', 'routed'],
    ['Physopt postRoute', 'routed'],
  ])('%s', (state, stage) => {
    const site = table(['Site Type', 'Used', 'Available'], ['CLB LUTs', 12, 1303680]);
    expect(read('x.rpt', ...header('report_utilization -file x.rpt', state), ...site).stage).toBe(stage);
  });
});

describe('Versal', () => {
  const columns = ['Site Type', 'Used', 'Fixed', 'Prohibited', 'Available', 'Util%'];
  const logic = table(
    columns,
    ['Registers', 233693, 34745, 0, 5148416, 4.54],
    ['  Register as Flip Flop', 233693, 34745, 0, 5148416, 4.54],
    ['CLB LUTs', 116420, 22905, 0, 2574208, 4.52],
    ['  LUT as Logic', 99622, 18725, 0, 2574208, 3.87],
    ['  LUT as Memory', 16798, 4180, 0, 1287104, 1.31],
    ['    LUT as Distributed RAM', 12000, 4180, '', '', ''],
    ['    LUT as Shift Register', 4798, 0, '', '', ''],
    ['LOOKAHEAD8', 1142, 0, 0, 321776, 0.35],
  );
  const dsp = table(
    columns,
    ['DSP Slices', 911, 0, 0, 10848, 8.4],
    ['  DSP58', 753, 0, '', '', ''],
    ['  DSPFP32', 158, 0, '', '', ''],
  );
  const report = (...rams: (readonly (string | number)[])[]): MeasuredReport =>
    read(
      'net_util.rpt',
      ...header('report_utilization -file net_util.rpt', 'Routed', 'xcv80-lsva4737-2MHP-e-S'),
      '1. Netlist Logic',
      ...logic,
      '',
      '3. BLOCKRAM',
      ...table(columns, ...rams, ['URAM', 12, 0, 0, 1925, 0.62]),
      '',
      '4. ARITHMETIC',
      ...dsp,
    );

  test.each([
    ['by tiles', [['Block RAM Tile', 840.5, 0, 0, 3741, 22.47]]],
    [
      'by sites, of which each is one or two',
      [
        ['RAMB36E5', 796, 0, 0, 3741, 21.28],
        ['RAMB18E5*', 89, 0, 0, 7482, 1.19],
      ],
    ],
  ])('%s', (_, rams) => {
    const { resources, available, part } = report(...rams);
    expect(part).toBe('xcv80lsva47372mhpes');
    expect(resources).toEqual({
      lut: 116420,
      lutLogic: 99622,
      lutMemory: 16798,
      lutRam: 12000,
      srl: 4798,
      ff: 233693,
      bram18: 1681,
      uram: 12,
      dsp: 911,
      carry: 1142,
    });
    expect(available).toMatchObject({ lut: 2574208, ff: 5148416, bram18: 7482, uram: 1925, dsp: 10848 });
  });
});

test('a clock whose name is wider than its column', () => {
  const name = `net_i/xdma_0/inst/${'gen_gtwizard_gtye4/'.repeat(18)}bufg_gt_txoutclkmon_inst/O`;
  const wide = name.length + 2;
  const row = (clock: string, rest: string): string => clock.padEnd(wide) + rest;
  const { timing } = read(
    'post_place_timing_summary.rpt',
    ...header('report_timing_summary -file post_place_timing_summary.rpt', 'Physopt postPlace'),
    '| Design Timing Summary',
    '| ---------------------',
    '',
    '    WNS(ns)      TNS(ns)  TNS Failing Endpoints  TNS Total Endpoints      WHS(ns)',
    '    -------      -------  ---------------------  -------------------      -------',
    '     -3.086   -27218.848                  25877               853000       -0.672',
    '',
    'Timing constraints are not met.',
    '',
    '| Clock Summary',
    '| -------------',
    '',
    row('Clock', 'Waveform(ns)           Period(ns)      Frequency(MHz)'),
    row('-----', '------------           ----------      --------------'),
    row(name, '{0.000 4.000}          8.000           125.000'),
    row('  clk_pl_0', '{0.000 500.000}        1000.000        1.000'),
    '',
    '| Intra Clock Table',
    '| -----------------',
    '',
    row('Clock', 'WNS(ns)      TNS(ns)  TNS Failing Endpoints  TNS Total Endpoints      WHS(ns)'),
    row('-----', '-------      -------  ---------------------  -------------------      -------'),
    row(name, '  1.250        0.000                      0                  100        0.021'),
    row('  clk_pl_0', ' -3.086   -27218.848                  25877               853000       -0.672'),
    '',
  );
  expect(timing).toMatchObject({ wnsNs: -3.086, failingEndpoints: 25877, met: false });
  expect(timing?.clocks).toMatchObject([
    { clock: name, periodNs: 8, wnsNs: 1.25, whsNs: 0.021 },
    { clock: 'clk_pl_0', periodNs: 1000, wnsNs: -3.086, failingEndpoints: 25877 },
  ]);
});

test('what tells nothing of a layer is passed over by name', () => {
  const files = {
    'kernel_util_routed.rpt': header('report_accelerator_utilization -kernels { net } -file x.rpt', 'Routed').join(
      '\n',
    ),
    'csynth_design_size.rpt': `${RULE}\n== Design Size Report\n${RULE}\n`,
    'net_route_status.rpt': 'Design Route Status\n   # nets :\n',
    'empty_utilization.rpt': '',
    'readme.rpt': 'Dear all,',
  };
  const { reports, notUnderstood } = readBuildFolder(
    'file:///b',
    Object.entries(files).map(([path, text]) => ({ path, text, modifiedMs: undefined, modified: undefined })),
  );
  expect(reports).toEqual([]);
  expect(Object.fromEntries(notUnderstood.map(({ path, reason }) => [path, reason]))).toEqual({
    'kernel_util_routed.rpt': 'report_accelerator_utilization tells nothing that is compared with an estimate',
    'csynth_design_size.rpt': 'it counts instructions of the C++, and tells nothing that is compared with an estimate',
    'net_route_status.rpt': 'it counts nets, and tells nothing that is compared with an estimate',
    'empty_utilization.rpt': 'it is empty',
    'readme.rpt': 'it is none of the known reports of Vivado, Vivado HLS, Vitis HLS and FINN',
  });
});
