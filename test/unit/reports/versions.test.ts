import { describe, expect, test } from 'vitest';
import type { MeasuredReport } from '../../../server/src/reports/measured-report.js';
import { readReport } from '../../../server/src/reports/read-report.js';

// Written for these tests in the shapes of other releases than those of the recorded reports.

function read(name: string, text: string): MeasuredReport {
  const report = readReport(name, text);
  if (!report) throw new Error(`${name} is not taken for a report`);
  return report;
}

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}

const RULE = '================================================================';

describe('HLS', () => {
  test('both tools were there in 2020.1: the heading says which', () => {
    const of = (tool: string): unknown =>
      read(
        'net_csynth.rpt',
        lines(RULE, `== ${tool} Report for 'net'`, RULE, '* Version:        2020.1 (Build 1 on May 1)'),
      ).tool;
    expect(of('Vitis HLS')).toEqual({ name: 'Vitis HLS', version: '2020.1' });
    expect(of('Vivado HLS')).toEqual({ name: 'Vivado HLS', version: '2020.1' });
  });

  test('Vivado HLS 2017.4: no URAM, five columns of latency', () => {
    const report = read(
      'net_csynth.rpt',
      lines(
        '',
        '',
        RULE,
        "== Vivado HLS Report for 'net'",
        RULE,
        '* Date:           Mon Jan  1 10:00:00 2018',
        '',
        '* Version:        2017.4 (Build 2086221 on Fri Dec 15 21:13:33 MST 2017)',
        '* Product family: zynq',
        '* Target device:  xc7z020clg400-1',
        '',
        RULE,
        '== Performance Estimates',
        RULE,
        '+ Timing (ns): ',
        '    * Summary: ',
        '    +--------+-------+----------+------------+',
        '    |  Clock | Target| Estimated| Uncertainty|',
        '    +--------+-------+----------+------------+',
        '    |ap_clk  |  10.00|      8.70|        1.25|',
        '    +--------+-------+----------+------------+',
        '',
        '+ Latency (clock cycles): ',
        '    * Summary: ',
        '    +-----+-----+-----+-----+----------+',
        '    |  Latency  |  Interval | Pipeline |',
        '    | min | max | min | max |   Type   |',
        '    +-----+-----+-----+-----+----------+',
        '    |    ?|    ?|  101|  101| dataflow |',
        '    +-----+-----+-----+-----+----------+',
        '',
        RULE,
        '== Utilization Estimates',
        RULE,
        '* Summary: ',
        '+-----------------+---------+-------+--------+-------+',
        '|       Name      | BRAM_18K| DSP48E|   FF   |  LUT  |',
        '+-----------------+---------+-------+--------+-------+',
        '|Expression       |        -|      -|       0|     20|',
        '|Total            |        4|      2|     310|    531|',
        '+-----------------+---------+-------+--------+-------+',
        '|Available        |      280|    220|  106400|  53200|',
        '+-----------------+---------+-------+--------+-------+',
        '|Utilization (%)  |        1|     ~0|      ~0|     ~0|',
        '+-----------------+---------+-------+--------+-------+',
      ),
    );
    expect(report).toMatchObject({
      kind: 'hls-csynth',
      tool: { name: 'Vivado HLS', version: '2017.4' },
      part: 'xc7z020clg4001',
      clock: { targetNs: 10, estimatedNs: 8.7, uncertaintyNs: 1.25 },
      latency: undefined,
      interval: { min: 101, max: 101 },
    });
    expect(report.resources).toEqual({ bram18: 4, dsp: 2, ff: 310, lut: 531 });
  });

  const seven = (version: string, name: string, dsp: string): string =>
    lines(
      RULE,
      `== ${name} Report for 'c1_mvtu'`,
      RULE,
      `* Version:        ${version} (Build 1 on Nov 8)`,
      '* Target device:  xczu3eg-sbva484-1-e',
      RULE,
      '== Performance Estimates',
      RULE,
      '+ Timing: ',
      '    * Summary: ',
      '    +--------+----------+----------+------------+',
      '    |  Clock |  Target  | Estimated| Uncertainty|',
      '    +--------+----------+----------+------------+',
      '    |ap_clk  |  10.00 ns|  7.288 ns|     2.70 ns|',
      '    +--------+----------+----------+------------+',
      '+ Latency: ',
      '    * Summary: ',
      '    +---------+---------+----------+-----------+-----+-----+------------------------------------------------+',
      '    |  Latency (cycles) |  Latency (absolute)  |  Interval |                    Pipeline                    |',
      '    |   min   |   max   |    min   |    max    | min | max |                      Type                      |',
      '    +---------+---------+----------+-----------+-----+-----+------------------------------------------------+',
      '    |       18|      530|  0.180 us|   5.300 us|   16|  512|  loop auto-rewind stp(delay=0 clock cycles(s))|',
      '    +---------+---------+----------+-----------+-----+-----+------------------------------------------------+',
      '    + Detail: ',
      '        * Loop: ',
      '        +-------------+---------+---------+----------+-----------+-----------+------+----------+',
      '        |             |  Latency (cycles) | Iteration|  Initiation Interval  | Trip |          |',
      '        |  Loop Name  |   min   |   max   |  Latency |  achieved |   target  | Count| Pipelined|',
      '        +-------------+---------+---------+----------+-----------+-----------+------+----------+',
      '        |- VITIS_LOOP |       16|      512|         3|          2|          1| 1 ~ 512|  yes(flp)|',
      '        +-------------+---------+---------+----------+-----------+-----------+------+----------+',
      RULE,
      '== Utilization Estimates',
      RULE,
      '* Summary: ',
      `+---------------------+---------+----+---------+--------+-----+`,
      `|         Name        | BRAM_18K| ${dsp}|    FF   |   LUT  | URAM|`,
      '+---------------------+---------+----+---------+--------+-----+',
      '|Total                |        0|   3|      700|    1200|    0|',
      '+---------------------+---------+----+---------+--------+-----+',
      '|Available SLR        |     1344|3072|   864000|  432000|  320|',
      '+---------------------+---------+----+---------+--------+-----+',
      '|Available            |     4032|9216|  2592000| 1296000|  960|',
      '+---------------------+---------+----+---------+--------+-----+',
    );

  test.each([
    ['2020.1', 'Vivado HLS', 'DSP48E'],
    ['2020.2', 'Vitis HLS', 'DSP'],
    ['2021.2', 'Vitis HLS', 'DSP'],
    ['2023.2', 'Vitis HLS', 'DSP'],
    ['2025.1', 'Vitis HLS', 'DSP'],
  ])('%s: seven columns of latency, ranges', (version, name, dsp) => {
    for (const text of [seven(version, name, dsp), `\uFEFF${seven(version, name, dsp).replaceAll('\n', '\r\n')}`]) {
      const report = read('c1_mvtu_csynth.rpt', text);
      expect(report).toMatchObject({
        tool: { name, version },
        top: 'c1_mvtu',
        latency: { min: 18, max: 530 },
        interval: { min: 16, max: 512 },
        resources: { bram18: 0, dsp: 3, ff: 700, lut: 1200, uram: 0 },
        available: { lut: 1296000 },
        loops: [
          { name: 'VITIS_LOOP', interval: 2, targetInterval: 1, tripCount: { min: 1, max: 512 }, pipelined: true },
        ],
      });
    }
  });

  test('a report quoted in a log or a page, indented or as a heading', () => {
    const quoted = seven('2025.2', 'Vitis HLS', 'DSP');
    expect(read('log.rpt', quoted.replaceAll(/^/gm, '  \t'))).toMatchObject({
      top: 'c1_mvtu',
      resources: { lut: 1200 },
    });
    expect(read('page.rpt', quoted.replaceAll(/^== /gm, '#### == '))).toMatchObject({ resources: { lut: 1200 } });
  });

  test('synthesis summary with more columns', () => {
    const report = read(
      'csynth.rpt',
      lines(
        RULE,
        "== Synthesis Summary Report of 'net'",
        RULE,
        '+ General Information: ',
        '    * Version:        2025.1 (Build 6135595 on May 19 2025)',
        '+ Performance & Resource Estimates: ',
        "    PS: '+' for module; 'o' for loop; '*' for dataflow",
        '    +-----------+-------+-----------+------+---------+---------+----------+---------+------+----------+---------+----+------------+------------+-----+',
        '    |  Modules  | Issue | Violation |      | Latency | Latency | Iteration|         | Trip |          |         |    |            |            |     |',
        '    |  & Loops  |  Type |    Type   | Slack| (cycles)|   (ns)  |  Latency | Interval| Count| Pipelined|   BRAM  | DSP|     FF     |     LUT    | URAM|',
        '    +-----------+-------+-----------+------+---------+---------+----------+---------+------+----------+---------+----+------------+------------+-----+',
        '    |+ net*     | Timing|          -| -0.55|  237613 |7.841e+05|         -|   237614|     -|  dataflow| 32 (11%)|   -| 5000 (~0%) | 9000 (17%) |    -|',
        '    | + c1_mvtu |      -|          -|  0.10|        -|        -|         -|        -|     -|        no|  6 (~0%)|   -|  100 (~0%) |  120 (~0%) |    -|',
        '    |  o LOOP   |     II|          -|  7.30|    3073 |3.07e+04 |         5|        3|  1024|       yes|        -|   -|           -|           -|    -|',
        '    +-----------+-------+-----------+------+---------+---------+----------+---------+------+----------+---------+----+------------+------------+-----+',
      ),
    );
    expect(report).toMatchObject({
      kind: 'hls-summary',
      top: 'net',
      resources: { bram18: 32, ff: 5000, lut: 9000 },
      interval: { max: 237614 },
      modules: [{ name: 'c1_mvtu', latency: undefined, interval: undefined, resources: { bram18: 6, lut: 120 } }],
      loops: [{ name: 'LOOP', module: 'c1_mvtu', interval: 3 }],
    });
    expect(report.resources.dsp).toBe(0);
  });

  test('XML of 2019.2: nobody knows the latency', () => {
    const report = read(
      'net_csynth.xml',
      `<profile><ReportVersion><Version>2019.2.1</Version></ReportVersion><UserAssignments><Part>xc7z020-clg400-1</Part><TopModelName>net</TopModelName></UserAssignments>
<PerformanceEstimates><SummaryOfOverallLatency><Best-caseLatency>undef</Best-caseLatency><Worst-caseLatency>undef</Worst-caseLatency><Interval-min>1</Interval-min><Interval-max>undef</Interval-max></SummaryOfOverallLatency></PerformanceEstimates>
<AreaEstimates><Resources><BRAM_18K>0</BRAM_18K><DSP48E>~0</DSP48E><FF>12</FF><LUT>34</LUT></Resources></AreaEstimates></profile>`,
    );
    expect(report).toMatchObject({ latency: undefined, interval: { min: 1, max: undefined } });
    expect(report.resources).toEqual({ bram18: 0, ff: 12, lut: 34 });
  });

  const cosim = (verilog: string): string =>
    lines(
      'Report time       : Sun May 17 03:38:56 AM CST 2026.',
      'Solution          : hls.',
      'Simulation tool   : xsim.',
      '',
      '+----------+----------+-----------------------------------------------+-----------------------------------------------+----------------------+',
      '|          |          |             Latency(Clock Cycles)             |              Interval(Clock Cycles)           | Total Execution Time |',
      '+   RTL    +  Status  +-----------------------------------------------+-----------------------------------------------+    (Clock Cycles)    +',
      '|          |          |      min      |      avg      |      max      |      min      |      avg      |      max      |                      |',
      '+----------+----------+-----------------------------------------------+-----------------------------------------------+----------------------+',
      '|      VHDL|        NA|             NA|             NA|             NA|             NA|             NA|             NA|                    NA|',
      verilog,
      '+----------+----------+-----------------------------------------------+-----------------------------------------------+----------------------+',
    );

  test('co-simulation with the total time, one call', () => {
    const report = read(
      'net_cosim.rpt',
      cosim(
        '|   Verilog|      Pass|            250|            255|            259|             NA|             NA|             NA|                   259|',
      ),
    );
    expect(report).toMatchObject({ kind: 'hls-cosim', latency: { min: 250, max: 259 } });
    expect(report.interval).toEqual({ min: undefined, max: undefined });
    expect(report.cosim.map(({ status }) => status)).toEqual(['not run', 'pass']);
  });

  test('co-simulation that failed', () => {
    const na = Array.from({ length: 7 }, () => '             NA').join('|');
    expect(read('net_cosim.rpt', cosim(`|   Verilog|      Fail|${na}|`)).cosim[1]?.status).toBe('fail');
  });

  test('Vivado behind Vitis HLS: export_impl.rpt', () => {
    const report = read(
      'export_impl.rpt',
      lines(
        RULE,
        '== Vivado Place & Route Results',
        RULE,
        '+ General Information:',
        '    * Version:         2025.1 (Build 6135595 on May 19 2025)',
        '    * Solution:        hls (Vivado IP Flow Target)',
        '    * Target device:   xczu3eg-sbva484-1-e',
        RULE,
        '== Place & Route Resource Summary',
        RULE,
        'LUT:              3317',
        'FF:               4703',
        'DSP:              12',
        'BRAM:             7',
        'URAM:             0',
        'SRL:              979',
        RULE,
        '== Place & Route Timing Summary',
        RULE,
        '* Timing was not met',
        '+----------------+-------------+',
        '| Timing         | Period (ns) |',
        '+----------------+-------------+',
        '| Target         | 2.500       |',
        '| Post-Synthesis | 1.569       |',
        '| Post-Route     | 2.624       |',
        '+----------------+-------------+',
      ),
    );
    expect(report).toMatchObject({
      kind: 'hls-export',
      stage: 'routed',
      tool: { version: '2025.1' },
      part: 'xczu3egsbva4841e',
      resources: { lut: 3317, ff: 4703, dsp: 12, bram18: 7, uram: 0, srl: 979 },
      timing: { wnsNs: -0.124, met: false },
    });
  });
});

function vivado(version: string, command: string, state: string | undefined, device: string): string[] {
  return [
    'Copyright 1986-2022 Xilinx, Inc. All Rights Reserved. Copyright 2022-2025 Advanced Micro Devices, Inc. All Rights Reserved.',
    '-----------------------------------------------------------------------------------------------------------',
    `| Tool Version : Vivado v.${version} (win64) Build 1`,
    '| Date         : Wed Nov 25 12:00:00 2026',
    '| Host         : PC running 64-bit major release  (build 9200)',
    `| Command      : ${command}`,
    '| Design       : net_wrapper',
    `| Device       : ${device}`,
    ...(state === undefined ? [] : [`| Design State : ${state}`]),
    '-----------------------------------------------------------------------------------------------------------',
    '',
  ];
}

describe('utilisation', () => {
  test('several dies: tables by SLR tell nothing of the whole', () => {
    const report = read(
      'net_utilization_placed.rpt',
      lines(
        ...vivado(
          '2020.2',
          'report_utilization -file net_utilization_placed.rpt',
          'Fully Placed',
          'xcu50-fsvh2104-2-e',
        ),
        '1. CLB Logic',
        '+----------------------------+--------+-------+-----------+-------+',
        '|          Site Type         |  Used  | Fixed | Available | Util% |',
        '+----------------------------+--------+-------+-----------+-------+',
        '| CLB LUTs                   | 200000 |     0 |    870720 | 22.97 |',
        '|   LUT as Logic             | 180000 |     0 |    870720 | 20.67 |',
        '|   LUT as Memory            |  20000 |     0 |    402816 |  4.97 |',
        '|     LUT as Shift Register  |   1000 |     0 |           |       |',
        '| CLB Registers              | 300000 |     0 |   1741440 | 17.23 |',
        '| CARRY8                     |   5000 |     0 |    108840 |  4.59 |',
        '+----------------------------+--------+-------+-----------+-------+',
        '3. BLOCKRAM',
        '+-------------------+-------+-------+-----------+-------+',
        '|     Site Type     |  Used | Fixed | Available | Util% |',
        '+-------------------+-------+-------+-----------+-------+',
        '| Block RAM Tile    | 131.5 |     0 |      1344 |  9.78 |',
        '| URAM              |     8 |     0 |       640 |  1.25 |',
        '+-------------------+-------+-------+-----------+-------+',
        '14. SLR CLB Logic and Dedicated Block Utilization',
        '+----------------------------+--------+--------+--------+--------+',
        '|          Site Type         |  SLR0  |  SLR1  | SLR0 % | SLR1 % |',
        '+----------------------------+--------+--------+--------+--------+',
        '| CLB LUTs                   | 100000 | 100000 |  22.73 |  23.22 |',
        '| CLB LUTs                   |      7 |      8 |   0.00 |   0.00 |',
        '+----------------------------+--------+--------+--------+--------+',
      ).replaceAll('\n', '\r\n'),
    );
    expect(report).toMatchObject({ stage: 'placed', tool: { version: '2020.2' }, part: 'xcu50fsvh21042e' });
    expect(report.resources).toEqual({
      lut: 200000,
      lutLogic: 180000,
      lutMemory: 20000,
      srl: 1000,
      ff: 300000,
      carry: 5000,
      bram18: 263,
      uram: 8,
    });
  });

  test('Versal: registers, blocks and DSPs by other names', () => {
    const report = read(
      'x.rpt',
      lines(
        ...vivado('2025.2', 'report_utilization -file x.rpt', 'Routed', 'xcvc1902-vsva2197-2MP-e-S'),
        '+----------------+-------+-------+------------+-----------+-------+',
        '|    Site Type   |  Used | Fixed | Prohibited | Available | Util% |',
        '+----------------+-------+-------+------------+-----------+-------+',
        '| Registers      | 58442 |     4 |          0 |   1799680 |  2.88 |',
        '| CLB LUTs       | 14594 |     0 |          0 |    899840 |  1.41 |',
        '| LOOKAHEAD8     |   380 |     0 |          0 |    112480 |  0.12 |',
        '| RAMB36E5       |    64 |     0 |          0 |       967 | <0.01 |',
        '| DSP58          |  1024 |  1024 |          0 |      1968 | 52.03 |',
        '+----------------+-------+-------+------------+-----------+-------+',
      ),
    );
    expect(report.resources).toEqual({ ff: 58442, lut: 14594, carry: 380, bram18: 128, dsp: 1024 });
  });

  test('without a state, by the name of the file; footnotes', () => {
    const text = lines(
      ...vivado('2016.1', 'report_utilization', undefined, '7k325tffg900-2').filter(
        (line) => !line.includes('Command'),
      ),
      '+-------------------------+------+-------+-----------+-------+',
      '|        Site Type        | Used | Fixed | Available | Util% |',
      '+-------------------------+------+-------+-----------+-------+',
      '| Slice LUTs*             |  150 |     0 |    203800 |  0.07 |',
      '| Slice Registers         |  216 |     0 |    407600 |  0.05 |',
      '+-------------------------+------+-------+-----------+-------+',
      '* Warning! The Final LUT count, after physical optimizations and full implementation, is typically lower.',
    );
    expect(read('runs/synth_1/net_utilization_synth.rpt', text)).toMatchObject({
      stage: 'synthesised',
      part: 'xc7k325tffg9002',
    });
    expect(read('x.rpt', text)).toMatchObject({ stage: 'unknown', resources: { lut: 150, ff: 216 } });
  });

  test('flat, as XML', () => {
    const row = (...cells: string[]): string =>
      `<tablerow class="" suppressoutput="0" wordwrap="0">${cells.map((cell) => `<tablecell class="" contents="${cell}" halign="3" width="-1"/>`).join('')}</tablerow>`;
    const text = `<?xml version="1.0"?>
<RptDoc title="Utilization Design Information"><section title="Slice Logic"><table title="">
<tablerow class=""><tableheader class="" contents="Site Type"/><tableheader contents="Used"/><tableheader contents="Fixed"/><tableheader contents="Prohibited"/><tableheader contents="Available"/><tableheader contents="Util%"/></tablerow>
${row('Slice LUTs', '4100', '0', '0', '53200', '7.71')}${row('  LUT as Logic', '4000', '0', '0', '53200', '7.52')}${row('Slice Registers', '5200', '0', '0', '106400', '4.89')}
</table></section><section title="Memory"><table><tablerow><tableheader contents="Site Type"/><tableheader contents="Used"/></tablerow>${row('Block RAM Tile', '1.5')}</table></section></RptDoc>`;
    expect(read('vivado/reports/utilization_routed.xml', text)).toMatchObject({
      kind: 'utilization',
      stage: 'routed',
      resources: { lut: 4100, lutLogic: 4000, ff: 5200, bram18: 3 },
      available: { lut: 53200 },
    });
  });

  test('by instance, with percentages and other columns', () => {
    const report = read(
      'hier.rpt',
      lines(
        ...vivado(
          '2024.1',
          'report_utilization -hierarchical -hierarchical_percentages',
          'Routed',
          'xcu55c-fsvh2892-2L-e',
        ),
        '+----------------+---------+--------------+--------------+--------------+-------------+-----------+---------------+------------+----------+----------+------------+',
        '|    Instance    |  Module | Total PPLOCs |  Total LUTs  |  Logic LUTs  |   LUTRAMs   |    SRLs   |      FFs      |   RAMB36   |  RAMB18  |   URAM   | DSP Blocks |',
        '+----------------+---------+--------------+--------------+--------------+-------------+-----------+---------------+------------+----------+----------+------------+',
        '| net_wrapper    |   (top) | 12(0.01%)    | 5000(0.38%)  | 4500(0.35%)  | 300(0.05%)  | 200(0.03%)| 6000(0.23%)   | 10(0.50%)  | 3(0.07%) | 4(0.42%) | 7(0.08%)   |',
        '|   c1_mvtu_U0   | c1_mvtu | 1(0.00%)     | 1200(0.09%)  | 1200(0.09%)  | 0(0.00%)    | 0(0.00%)  | 1500(0.06%)   | 8(0.40%)   | 0(0.00%) | 0(0.00%) | 7(0.08%)   |',
        '+----------------+---------+--------------+--------------+--------------+-------------+-----------+---------------+------------+----------+----------+------------+',
        '* Note: The sum of lower-level cells may be larger than their parent cells total, due to cross-hierarchy LUT combining',
      ),
    );
    expect(report.resources).toMatchObject({ lut: 5000, ff: 6000, bram18: 23, uram: 4, dsp: 7 });
    expect(report.modules).toMatchObject([
      { name: 'c1_mvtu_U0', resources: { lut: 1200, ff: 1500, bram18: 16, dsp: 7 } },
    ]);
  });
});

describe('timing and power', () => {
  const timing = (...more: string[]): string =>
    lines(
      ...vivado(
        '2019.2',
        'report_timing_summary -file net_timing_summary_routed.rpt -pb x.pb',
        undefined,
        '7z020-clg400',
      ),
      '------------------------------------------------------------------------------------------------',
      '| Design Timing Summary',
      '| ---------------------',
      '------------------------------------------------------------------------------------------------',
      '',
      ...more,
    );

  test('several clocks, one of them without paths, and no pulse width', () => {
    const report = read(
      'net_timing_summary_routed.rpt',
      timing(
        '    WNS(ns)      TNS(ns)  TNS Failing Endpoints  TNS Total Endpoints      WHS(ns)      THS(ns)  THS Failing Endpoints  THS Total Endpoints',
        '    -------      -------  ---------------------  -------------------      -------      -------  ---------------------  -------------------',
        '      0.412        0.000                      0                 1200        0.021        0.000                      0                 1200',
        '',
        'All user specified timing constraints are met.',
        '',
        '| Clock Summary',
        '| -------------',
        '',
        'Clock         Waveform(ns)         Period(ns)      Frequency(MHz)',
        '-----         ------------         ----------      --------------',
        'clk_fpga_0    {0.000 5.000}        10.000          100.000',
        '  clk_out1    {0.000 2.500}        5.000           200.000',
        'idle          {0.000 4.000}        8.000           125.000',
        '',
        '| Intra Clock Table',
        '| -----------------',
        '',
        'Clock             WNS(ns)      TNS(ns)  TNS Failing Endpoints  TNS Total Endpoints      WHS(ns)',
        '-----             -------      -------  ---------------------  -------------------      -------',
        'clk_fpga_0          2.500        0.000                      0                  600        0.021',
        '  clk_out1          0.412        0.000                      0                  600        0.050',
        '',
      ),
    );
    expect(report).toMatchObject({ stage: 'routed', timing: { wnsNs: 0.412, met: true, whsNs: 0.021 } });
    expect(report.timing?.clocks.map(({ clock, maximumMHz }) => [clock, maximumMHz && Math.round(maximumMHz)])).toEqual(
      [
        ['clk_fpga_0', 133],
        ['clk_out1', 218],
        ['idle', undefined],
      ],
    );
  });

  test('NA and inf are unknown; nothing constrained is not met', () => {
    const report = read(
      'x.rpt',
      timing(
        '    WNS(ns)      TNS(ns)  TNS Failing Endpoints  TNS Total Endpoints      WHS(ns)',
        '    -------      -------  ---------------------  -------------------      -------',
        '        inf        0.000                      0                   NA           NA',
        '',
        'There are no user specified timing constraints.',
        '',
      ),
    );
    expect(report.timing).toMatchObject({ wnsNs: undefined, whsNs: undefined, endpoints: undefined, met: undefined });
  });

  test('cut behind the heading', () => {
    expect(read('x.rpt', timing('    WNS(ns)      TNS(ns)')).timing).toMatchObject({
      wnsNs: undefined,
      met: undefined,
    });
  });

  test('power with remarks, and without a number', () => {
    const power = (watts: string, confidence: string): MeasuredReport =>
      read(
        'net_power_routed.rpt',
        lines(
          ...vivado('2021.1', 'report_power -file net_power_routed.rpt', 'routed', 'xcu50-fsvh2104-2-e'),
          '1. Summary',
          '----------',
          '+--------------------------+-----------------------------------+',
          `| Total On-Chip Power (W)  | ${watts} |`,
          '| Design Power Budget (W)  | Unspecified*                      |',
          '| Power Budget Margin (W)  | NA                                |',
          '| Dynamic (W)              | 40.1                              |',
          '| Device Static (W)        | <0.001                            |',
          '| Junction Temperature (C) | 125.0 (Junction temp exceeded!)   |',
          `| Confidence Level         | ${confidence} |`,
          '+--------------------------+-----------------------------------+',
        ),
      );
    expect(power('47.284 (Junction temp exceeded!)', 'Low').power).toEqual({
      totalW: 47.284,
      dynamicW: 40.1,
      staticW: undefined,
      junctionC: 125,
      confidence: 'Low',
    });
    expect(power('NA', 'Medium').power).toMatchObject({ totalW: undefined, confidence: 'Medium' });
  });
});

describe("FINN's JSON", () => {
  test('figures as numbers and as text, with what JSON does not have', () => {
    const report = read(
      'report/estimate_layer_resources_hls.json',
      '\uFEFF{"MVAU_hls_0": {"BRAM_18K": "4", "DSP48E": "0", "DSP": 7, "FF": NaN, "LUT": "1227", "URAM": ""}, "total": {"LUT": 1227.0, "BRAM_18K": Infinity}}',
    );
    expect(report.modules[0]?.resources).toEqual({ bram18: 4, dsp: 7, lut: 1227 });
    expect(report.resources).toEqual({ lut: 1227 });
  });

  test('cycles and seconds as text', () => {
    expect(read('estimate_layer_cycles.json', '{"MVAU_hls_0": "512", "x": null}').modules).toMatchObject([
      { name: 'MVAU_hls_0', interval: { max: 512 } },
    ]);
    expect(read('time_per_step.json', '{"step_a": "1.5", "step_b": 2}').steps).toEqual([
      { name: 'step_a', seconds: 1.5 },
      { name: 'step_b', seconds: 2 },
    ]);
  });

  test('throughput of an older and of a newer release', () => {
    expect(read('rtlsim_performance.json', '{"throughput[images/s]": "10.5"}').network?.fps).toBe(10.5);
    expect(
      read(
        'rtlsim_performance.json',
        '{"throughput[images/s]": 10, "stable_throughput[images/s]": 20, "max_cycles": 5}',
      ).network?.fps,
    ).toBe(20);
  });

  test('cut short: no numbers, no fault', () => {
    expect(read('report/estimate_layer_cycles.json', '{"MVAU_hls_0": 5, "MVAU').modules).toEqual([]);
  });
});

test('Vivado calls constraints met where it times no path', () => {
  const report = read(
    'timing_synth.rpt',
    lines(
      '| Tool Version : Vivado v.2024.2 (win64) Build 1',
      '| Command      : report_timing_summary -file timing_synth.rpt',
      '| Design State : Synthesized',
      '',
      '| Design Timing Summary',
      '| ---------------------',
      '',
      '    WNS(ns)      TNS(ns)  TNS Failing Endpoints',
      '    -------      -------  ---------------------',
      '         NA           NA                     NA',
      '',
      'All user specified timing constraints are met.',
    ),
  );
  expect(report.timing).toMatchObject({ wnsNs: undefined, met: undefined });
});
