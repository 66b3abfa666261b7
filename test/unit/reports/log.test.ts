import { describe, expect, test } from 'vitest';
import { tools } from '../../../server/src/diagnostics/catalogue/tools.js';
import { adviceOf } from '../../../server/src/reports/log/advice.js';
import { explainMessage } from '../../../server/src/reports/log/explain.js';
import type { ToolFault } from '../../../server/src/reports/log/fault.js';
import { layerOf } from '../../../server/src/reports/log/layer-of.js';
import { readMessage } from '../../../server/src/reports/log/message.js';
import { openLog, readLog } from '../../../server/src/reports/log/read-log.js';

const EXIT = 'INFO: [Common 17-206] Exiting Vivado at Mon Jan 1 10:00:00 2024...';

/** The one-line message of a fault, with its code. */
function said(fault: ToolFault | undefined): string | undefined {
  if (fault === undefined) return undefined;
  const { message } = tools[fault.code] as { message: (facts: unknown) => string };
  return `${fault.code}: ${message(fault.facts)}`;
}

/** The outcome and the explained cause of a log. */
function checkLog(lines: readonly string[], outcome: string, fault: string | undefined, end = {}): void {
  const report = readLog(lines.join('\n'), end);
  expect({ outcome: report.outcome, fault: said(report.fault) }).toEqual({ outcome, fault });
}

describe('messages', () => {
  test.each([
    [
      'ERROR: [Synth 8-439] module not found [/p/top.v:12]',
      'error',
      'Synth 8-439',
      { path: '/p/top.v', line: 12, column: undefined },
    ],
    ['CRITICAL WARNING: [Common 17-55] expects an object', 'critical', 'Common 17-55', undefined],
    [
      'WARNING: [HLS 200-960] Cannot flatten loop (/p/pool.h:156:43)',
      'warning',
      'HLS 200-960',
      { path: '/p/pool.h', line: 156, column: 43 },
    ],
    ['ERR: [SIM 100] CSim failed with errors.', 'error', 'SIM 100', undefined],
    ['@E [HLS-70] Compilation errors found', 'error', 'HLS-70', undefined],
    ['INFO: [xilinx.com:ip:fifo_generator:13.2-5968] x', 'info', 'xilinx.com:ip:fifo_generator:13.2-5968', undefined],
    ['WARNING::74 - something', 'warning', undefined, undefined],
    [
      '../src/top.cpp:64:9: error: no matching function',
      'error',
      undefined,
      { path: '../src/top.cpp', line: 64, column: 9 },
    ],
    ['C:/w/top.cpp:6:1: fatal error: no file', 'error', undefined, { path: 'C:/w/top.cpp', line: 6, column: 1 }],
    ['CRITICAL WARNING: [Timing 38-282] not met', 'error', 'Timing 38-282', undefined],
    ['WARNING: [Synth 8-3331] design x has unconnected port y', 'info', 'Synth 8-3331', undefined],
  ])('%s', (line, severity, id, location) => {
    expect(readMessage(line, 0)).toMatchObject({ severity, id, location });
  });

  test('prose is no message', () => {
    expect(readMessage('Starting Placer Task', 0)).toBeUndefined();
    expect(readMessage('  error at 3 ns', 0)).toBeUndefined();
  });
});

describe('how a run ended', () => {
  test('passed: every step, and the tool said that it exits', () => {
    const report = readLog(
      [
        'Command: synth_design -top net',
        'synth_design completed successfully',
        'synth_design: Time (s): cpu = 00:00:52 ; elapsed = 00:01:57 . Memory',
        EXIT,
      ].join('\r\n'),
    );
    expect(report.outcome).toBe('succeeded');
    expect(report.steps).toEqual([{ step: 'synth', state: 'passed', seconds: 117 }]);
  });

  test('the first error that is no follow-up is the cause', () => {
    checkLog(
      [
        'Command: place_design',
        'ERROR: [DRC UTLZ-1] Resource utilization: Slice LUTs over-utilized in Top Level Design (This design requires more Slice LUTs cells than are available in the target device. This design requires 80753 of such cell types but only 70560 compatible sites are available in the target device.)',
        'ERROR: [Vivado_Tcl 4-23] Error(s) found during DRC. Placer not run.',
        'place_design failed',
        "ERROR: [Common 17-39] 'place_design' failed due to earlier errors.",
        EXIT,
      ],
      'failed',
      'BNN805: Placement needs 80,753 LUTs but the device has 70,560 (114 %)',
    );
  });

  test('a follow-up alone is the cause, and says where to look', () => {
    const report = readLog(
      ["ERROR: [Common 17-69] Command failed: Run 'impl_1' failed. Unable to open", EXIT].join('\n'),
    );
    expect(report).toMatchObject({ outcome: 'failed', cause: { id: 'Common 17-69' }, runLog: 'runs/impl_1/runme.log' });
  });

  test('an error that the tool survived is no failure; a raised warning always is one', () => {
    checkLog(
      [
        "ERROR: [HLS 200-101] config_x: Unknown option '-y'.",
        'INFO: [HLS 200-1510] Running: csynth_design',
        '***** C/RTL SYNTHESIS COMPLETED IN 0h0m18s *****',
        'INFO: [HLS 200-112] Total elapsed time: 19 seconds',
      ],
      'succeeded',
      undefined,
    );
    checkLog(
      [
        'INFO: [Route 35-57] Estimated Timing Summary | WNS=-0.619 | TNS=-12 |',
        'CRITICAL WARNING: [Timing 38-282] The design failed to meet the timing requirements.',
        'Command: write_bitstream',
        'write_bitstream completed successfully',
        EXIT,
      ],
      'failed',
      'BNN806: The clock is missed by 0.619 ns; the bitstream was written all the same and must not be trusted',
    );
  });

  test('a log that just stops, in a step', () => {
    checkLog(
      [
        'INFO: [HLS 200-1510] Running: csynth_design ',
        "INFO: [HLS 200-777] Using interface defaults for 'Vivado' flow target.",
      ],
      'stopped',
      "BNN802: The log stops in the middle of csynth without an end marker; its last line is: INFO: [HLS 200-777] Using interface defaults for 'Vivado' flow target.",
    );
  });

  test('a killed tool, by the shell, the exit code or the signal', () => {
    checkLog(
      ['Command: route_design', 'Killed'],
      'killed',
      'BNN803: The tool was killed during route (Killed); most often the machine ran out of memory',
    );
    checkLog(
      ['Command: route_design'],
      'killed',
      'BNN803: The tool was killed during route (exit code 137); most often the machine ran out of memory',
      { exitCode: 137 },
    );
    checkLog(
      ['Command: route_design'],
      'killed',
      'BNN803: The tool was killed during route (SIGKILL); most often the machine ran out of memory',
      { signal: 'SIGKILL' },
    );
    checkLog(['Command: route_design'], 'killed', 'BNN803: The tool crashed during route (SIGSEGV)', {
      signal: 'SIGSEGV',
    });
    checkLog(
      ['Command: route_design', 'Abnormal program termination (11)'],
      'killed',
      'BNN803: The tool crashed during route (Abnormal program termination (11))',
    );
  });

  test('a missing licence', () => {
    checkLog(
      [
        'Command: synth_design',
        "ERROR: [Common 17-345] A valid license was not found for feature 'Synthesis' and/or device 'xcvu9p'.",
        'synth_design failed',
        EXIT,
      ],
      'licence',
      "BNN804: The tool found no licence for synth: A valid license was not found for feature 'Synthesis' and/or device 'xcvu9p'. [Common 17-345]",
    );
  });

  test('an exit code without any error', () => {
    checkLog(
      ['INFO: [HLS 200-10] In directory x'],
      'failed',
      'BNN822: The tool ended with code 2 and no error in its log',
      { exitCode: 2 },
    );
  });

  test('a nested tool that exits does not end the outer one', () => {
    checkLog(
      ['INFO: [HLS 200-1510] Running: export_design -format ip_catalog', EXIT, 'INFO: [IP_Flow 19-1] still going'],
      'stopped',
      'BNN802: The log stops in the middle of export without an end marker; its last line is: INFO: [IP_Flow 19-1] still going',
    );
  });

  test('our own markers, and text that is no log', () => {
    expect(
      readLog('BNN-STEP csim START\nBNN-STEP csim OK\nBNN-STEP csynth START\nBNN-STEP csynth FAIL boom', {
        exitCode: 3,
      }).steps,
    ).toEqual([
      { step: 'csim', state: 'passed', seconds: undefined },
      { step: 'csynth', state: 'failed', seconds: undefined },
    ]);
    expect(readLog('once upon a time').outcome).toBe('unknown');
    expect(readLog('').outcome).toBe('unknown');
  });

  test('FINN: the stage, and only the newest build of an appended log', () => {
    const log = [
      '[t] x',
      '[2024-01-01 10:00:00,000] Running step: step_a [1/3]',
      '[2024-01-01 10:00:00,000] Traceback (most recent call last):',
      '[2024-01-01 10:00:00,000] Running step: step_a [1/3]',
      '[2024-01-01 10:00:00,000] Running step: step_b [2/3]',
    ];
    const report = readLog(log.join('\n'));
    expect(report).toMatchObject({ outcome: 'stopped', cause: undefined, stage: { name: 'step_b', index: 2, of: 3 } });
  });
});

test('events come as the log grows, whole lines only', () => {
  const reader = openLog();
  expect(reader.push('Command: place_')).toEqual([]);
  expect(reader.push('design\nWARNING: [A 1-2] b')).toEqual([
    { kind: 'mark', mark: { kind: 'step', step: 'place', state: 'started' } },
  ]);
  expect(reader.push('\n')).toMatchObject([{ kind: 'message', message: { id: 'A 1-2', text: 'b' } }]);
});

describe('explanations', () => {
  const explain = (line: string): string | undefined => {
    const message = readMessage(line, 0);
    return message && said(explainMessage(message, { step: 'synth', wnsNs: undefined, periodNs: undefined }));
  };

  test.each([
    [
      'ERROR: [Place 30-640] Place Check : This design requires more RAMB36/FIFO cells than are available in the target device. This design requires 144 of such cell types but only 140 compatible sites',
      'BNN805: Placement needs 144 RAMB36/FIFO but the device has 140 (103 %)',
    ],
    [
      'ERROR: [Place 30-415] IO Placement failed due to overutilization. This design contains 723 I/O ports',
      'BNN832: The top module has 723 ports, more than the package has pins: it belongs inside of a block design, or is placed out of context',
    ],
    [
      'ERROR: [Place 30-415] IO Placement failed due to overutilization. This design contains 2,365 I/O ports while the target  device: 7a35ti package: csg324, contains only 210 available user I/O.',
      'BNN832: The top module has 2,365 ports, more than the package has pins (210): it belongs inside of a block design, or is placed out of context',
    ],
    [
      'ERROR: [Place 30-58] IO placement is infeasible. Number of unplaced terminals (178) is greater than number of available sites (125).',
      'BNN832: The top module has 178 ports, more than the package has pins (125): it belongs inside of a block design, or is placed out of context',
    ],
    [
      'ERROR: [Place 30-58] IO placement is infeasible. A bank has two voltages.',
      'BNN801: synth failed: IO placement is infeasible. A bank has two voltages. [Place 30-58]',
    ],
    [
      "CRITICAL WARNING: [Synth 8-4445] could not open $readmem data file '/a/b/memblock.dat'; please make sure",
      'BNN807: The memory file memblock.dat was not found: the hardware was built without these weights',
    ],
    [
      "ERROR: [Synth 8-4556] size of variable 'srl' is too large to handle; the size of the variable is 4153320, the limit is 1000000 [/p/Q_srl.v:100]",
      'BNN808: A FIFO of 4,153,320 bits is built from shift registers, of which the tool takes at most 1,000,000 bits',
    ],
    [
      "ERROR: [IP_Flow 19-3461] Value '5120' is out of the range for parameter 'FIFO depth(FIFO_DEPTH)' for BD Cell 'x' . Valid values are - 16, 4096, 8192, 16384",
      'BNN809: A FIFO depth of 5,120 is not legal for the FIFO generator; the next one is 8,192',
    ],
    [
      "ERROR: [XFORM 203-103] Array 'buf.V' (/p/mvau.hpp:108): partitioned elements number (5184) has exeeded the threshold (1024), which",
      "BNN810: The array buf.V is split into 5,184 elements, more than the tool's limit of 1,024: lower pe or simd of its layer",
    ],
    [
      'ERROR: [HLS 207-814] "Bitwidth exceeds 32768 (1 << 15), the maximum allowed value"',
      "BNN811: A stream word is wider than the tool's limit of 32,768 bits: lower pe or simd, or use fewer bits",
    ],
    [
      "ERROR: [HLS 200-1023] Part 'xczu7ev-2ffvc1156' is not installed.",
      'BNN812: Part xczu7ev-2ffvc1156 is not installed in this tool: add its device family in the installer, or choose another version of the tool',
    ],
    [
      "ERROR: [HLS 200-101] 'config_rtl': Unknown option '-deadlock_detection'.",
      'BNN813: This version of the tool does not know config_rtl -deadlock_detection: generate the project again for it',
    ],
    [
      'ERROR: [HLS 200-627] Cannot find C test bench.',
      'BNN814: C simulation has no test bench: Cannot find C test bench. [HLS 200-627]',
    ],
    [
      'CRITICAL WARNING: [IMPL 213-28] Failed to generate IP.',
      "BNN815: The IP was not exported (Failed to generate IP. [IMPL 213-28]): versions up to 2021.2 need AMD's Y2K22 patch",
    ],
    ['couldn\'t read file "run.tcl": no such file or directory', 'BNN816: The tool did not find run.tcl'],
    [
      'ERROR: [COSIM 212-4] *** C/RTL co-simulation finished: FAIL ***',
      'BNN818: The RTL does not do what the C++ does: *** C/RTL co-simulation finished: FAIL *** [COSIM 212-4]',
    ],
    ['../top.cpp:1:2: error: x', 'BNN817: C simulation failed: x'],
    [
      'ERROR: [BD 5-216] VLNV <xilinx.com:ip:mig:4.1> is not supported for the current part. The latest supported version for this part is:4.2',
      "BNN823: The block xilinx.com:ip:mig:4.1 is not in this tool's catalogue for the part; it has version 4.2",
    ],
    [
      'ERROR: [Route 35-162] 12 signals failed to route due to routing congestion.',
      'BNN824: The design was placed but not routed: 12 signals failed to route due to routing congestion. [Route 35-162]',
    ],
    [
      'WARNING: [SYNCHK 200-24] /p/vta.cc:273: Index for bit vector operation is out of bound.',
      'BNN825: The hardware reads bits that a value does not have: /p/vta.cc:273: Index for bit vector operation is out of bound. [SYNCHK 200-24]',
    ],
    ['ERROR: [Foo 1-2] bar', 'BNN801: synth failed: bar [Foo 1-2]'],
    // The same in the words of other releases.
    [
      'ERROR: [DRC UTLZ-1] Resource utilization: RAMB18 and RAMB36/FIFO over-utilized in Top Level Design (This design requires more RAMB18 and RAMB36/FIFO cells than are available in the target device. This design requires 301 of such cell types but only 280 compatible sites are available in the target device. Please analyze your synthesis results.)',
      'BNN805: Placement needs 301 RAMB18 and RAMB36/FIFO but the device has 280 (108 %)',
    ],
    [
      'ERROR: [Place 30-487] The packing of instances into the device could not be obeyed. There are a total of 13300 slices in the device, of which 12900 slices are available, however, the unplaced instances require 14210 slices. Please analyze your design to determine if the number of LUTs, FFs, and/or control sets can be reduced.',
      'BNN805: Placement needs 14,210 slices but the device has 12,900 (110 %)',
    ],
    [
      'CRITICAL WARNING: [Route 35-39] The design did not meet timing requirements. Please run report_timing_summary for detailed reports.',
      'BNN806: The clock is not met; the bitstream was written all the same and must not be trusted',
    ],
    [
      "ERROR: [Common 17-348] Failed to get the license for feature 'Implementation' and/or device 'xcvu9p'",
      "BNN804: The tool found no licence for synth: Failed to get the license for feature 'Implementation' and/or device 'xcvu9p' [Common 17-348]",
    ],
    [
      'ERROR: [HLS 200-1] License checkout failed: no server runs. FlexNet error -15,570',
      'BNN804: The tool found no licence for synth: License checkout failed: no server runs. FlexNet error -15,570 [HLS 200-1]',
    ],
    [
      "ERROR: [Common 17-577] Internal error: No parts matched 'xc7z099clg400-1'.",
      'BNN812: Part xc7z099clg400-1 is not installed in this tool: add its device family in the installer, or choose another version of the tool',
    ],
    [
      'ERROR: [Coretcl 2-106] Specified part could not be found.',
      'BNN812: The part is not installed in this tool: add its device family in the installer, or choose another version of the tool',
    ],
    [
      "ERROR: '2201131437' is an invalid argument. Please specify an integer value.",
      "BNN815: The IP was not exported ('2201131437' is an invalid argument. Please specify an integer value.): versions up to 2021.2 need AMD's Y2K22 patch",
    ],
    [
      'ERROR: [Common 17-180] Spawn failed: Cannot allocate memory',
      'BNN803: The tool was killed during synth (out of memory); most often the machine ran out of memory',
    ],
    ['ERR: [SIM 100] CSim failed with errors.', 'BNN817: C simulation failed: CSim failed with errors. [SIM 100]'],
    [
      'ERROR: [SIM 211-100] CSim failed with errors.',
      'BNN817: C simulation failed: CSim failed with errors. [SIM 211-100]',
    ],
    [
      "ERROR: [COSIM 212-345] Cosim only supports the following 'ap_ctrl_none' designs: (1) combinational designs",
      "BNN801: synth failed: Cosim only supports the following 'ap_ctrl_none' designs: (1) combinational designs [COSIM 212-345]",
    ],
    [
      "ERROR: [COSIM 212-359] Aborting co-simulation: C TB simulation failed, nonzero return value '1'.",
      "BNN817: C simulation failed: Aborting co-simulation: C TB simulation failed, nonzero return value '1'. [COSIM 212-359]",
    ],
    [
      'ERROR: [Place 30-487] The packing of instances into the device could not be obeyed. There are a total of 54960 CLBs in the device, of which 35,872 CLBs are available, however, the unplaced instances require 36,366 CLBs.',
      'BNN805: Placement needs 36,366 CLBs but the device has 35,872 (101 %)',
    ],
    [
      "ERROR: [HLS 200-70] Part 'xcku115-flvb2104-2-i' is not installed.",
      'BNN812: Part xcku115-flvb2104-2-i is not installed in this tool: add its device family in the installer, or choose another version of the tool',
    ],
    [
      'ERROR: [HLS 200-742] Deadlock detected in co-simulation',
      'BNN827: Co-simulation stands still in a deadlock of the dataflow: a FIFO is too shallow',
    ],
    [
      "ERROR: [HLS 200-970] Internal stream 'c1_mvtu_out' (top.cpp:114) failed dataflow checking: it must be produced and consumed exactly once.",
      "BNN828: HLS refuses the processes as a dataflow: Internal stream 'c1_mvtu_out' (top.cpp:114) failed dataflow checking: it must be produced and consumed exactly once. [HLS 200-970]",
    ],
    [
      "ERROR: [Synth 8-439] module 'c1_mvtu_mul_ip' not found [/p/c1_mvtu.v:1087]",
      'BNN829: The module c1_mvtu_mul_ip has no contents: what it was made from is missing or was not built',
    ],
    [
      "ERROR: [HLS 200-70] Project/solution path 'C:/Users/A B/hls' contains illegal character ' '.",
      'BNN830: The path C:/Users/A B/hls is refused by the tool (a character that it refuses): build in another folder (--out)',
    ],
    [
      'ERROR: [Common 17-143] Path length exceeds 260-Byte maximum allowed by Windows: c:/a/very/long/one',
      'BNN830: The path c:/a/very/long/one is refused by the tool (too long): build in another folder (--out)',
    ],
    [
      'couldn\'t open "/p/net.dcp": no space left on device',
      'BNN831: There is no space left on the disk: couldn\'t open "/p/net.dcp": no space left on device',
    ],
    [
      'ERROR: [Common 17-69] Command failed: This design contains one or more cells for which bitstream generation is not permitted:',
      'BNN804: The tool found no licence for synth: Command failed: This design contains one or more cells for which bitstream generation is not permitted: [Common 17-69]',
    ],
    [
      'WARNING: File ./c1_weights.dat referenced on /p/sim/verilog/c1_mvtu.v at line 38 cannot be opened for reading. Please ensure that this file is available in the current working directory.',
      'BNN807: The memory file c1_weights.dat was not found: the hardware was built without these weights',
    ],
    [
      '/opt/Xilinx/Vivado/2020.1/bin/loader: line 286: 4321 Killed                  "$RDI_PROG" "$@"',
      'BNN803: The tool was killed during synth (Killed); most often the machine ran out of memory',
    ],
    [
      'couldn\'t open "C:/Users/A": permission denied',
      'BNN801: synth failed: couldn\'t open "C:/Users/A": permission denied',
    ],
    [
      'ERROR: [DRC RTSTAT-13] Insufficient Routing: A signficant portion of the design is not routed.',
      'BNN824: The design was placed but not routed: Insufficient Routing: A signficant portion of the design is not routed. [DRC RTSTAT-13]',
    ],
  ])('%s', (line, expected) => {
    expect(explain(line)).toBe(expected);
  });

  test.each([
    [
      'INFO: [SCHED 204-61] Pipelining result : Target II = 1, Final II = 4, Depth = 6.',
      'BNN819: A loop starts every 4 cycles instead of 1: its engine is 4 x slower than estimated',
    ],
    [
      "INFO: [HLS 200-1470] Pipelining result : Target II = 2, Final II = 3, Depth = 1, loop 'FOLD'",
      'BNN819: Loop FOLD starts every 3 cycles instead of 2: its engine is 1.5 x slower than estimated',
    ],
    ["INFO: [HLS 200-1470] Pipelining result : Target II = NA, Final II = 1, Depth = 1, loop 'X'", undefined],
    [
      "WARNING: [HLS 200-960] Cannot flatten loop 'ROW' (/p/pool.h:156:43) in function 'pool' the outer loop is not a perfect loop.",
      'BNN820: Loop ROW is not flattened (not a perfect loop nest): every round of it costs extra cycles',
    ],
  ])('advice: %s', (line, expected) => {
    const message = readMessage(line, 0);
    expect(message && said(adviceOf(message))).toBe(expected);
  });
});

test.each([
  ['grp_c1_mvtu_fu_28', 'c1'],
  ['net_i/net/inst/c10_mvtu_U0/acc_reg[3]/C', 'c10'],
  ['r1_conv_a_mvtu', 'r1.conv_a'],
  ['xc1_mvtu', undefined],
  ['nothing here', undefined],
])('the layer of %s is %s', (text, layer) => {
  expect(layerOf(text, ['c1', 'c10', 'r1', 'r1.conv_a'])).toBe(layer);
});
