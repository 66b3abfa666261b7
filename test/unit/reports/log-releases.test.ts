import { describe, expect, test } from 'vitest';
import { readLog, type LogReport } from '../../../server/src/reports/log/read-log.js';

// How logs of other releases run, after logs that people have published: the lines are written anew, shortened.

const HEAD: Readonly<Record<string, string>> = {
  'Vivado HLS 2019.2': '****** Vivado(TM) HLS - High-Level Synthesis from C, C++ and OpenCL v2019.2 (64-bit)',
  'Vitis HLS 2022.2': '****** Vitis HLS - High-Level Synthesis from C, C++ and OpenCL v2022.2 (64-bit)',
  'vitis-run 2025.2': '  **** HLS Build v2025.2 6295257',
};
const TOTAL =
  'INFO: [HLS 200-112] Total CPU user time: 7.3 seconds. Total elapsed time: 18.4 seconds; peak memory: 207 MB.';
const EXIT = 'INFO: [Common 17-206] Exiting vitis_hls at Fri May 28 01:02:03 2021...';

/** Outcome, code of the first cause, and steps, in short: `failed BNN828 csynth:failed`. */
function ending(lines: readonly string[], end = {}): string {
  const { outcome, fault, steps } = readLog(lines.join('\n'), end);
  return [outcome, fault?.code, ...steps.map(({ step, state }) => `${step}:${state}`)].filter(Boolean).join(' ');
}

describe('a synthesis that failed', () => {
  const failed = (...errors: string[]): string[] => [
    'INFO: [HLS 200-1510] Running: csynth_design',
    "INFO: [HLS 200-10] Analyzing design file 'top.cpp' ...",
    ...errors,
  ];
  const refused =
    "ERROR: [HLS 214-298] Struct type with pointer type inside is not supported, argument 'L' (top.cpp:148:0)";
  const followUp = 'ERROR: [HLS 200-1715] Encountered problem during source synthesis';

  // From 2021 on the command is said to be finished, and the tool to have ended, as after a success.
  test.each([
    [
      '2022',
      'INFO: [HLS 200-111] Finished Command csynth_design CPU user time: 6 seconds. Elapsed time: 7.17 seconds;',
    ],
    ['2024', 'INFO: [HLS 200-2161] Finished Command csynth_design Elapsed time: 00:00:55; Allocated memory: 1 MB.'],
  ])('in the words of %s', (_, finished) => {
    const tail = [finished, 'Pre-synthesis failed.', '    while executing', '"source run.tcl"', TOTAL, EXIT];
    expect(ending([...failed(refused, followUp), ...tail])).toBe('failed BNN801 csynth:failed');
    expect(readLog([...failed(refused, followUp), ...tail].join('\n')).cause?.id).toBe('HLS 214-298');
    // The front end may say no more than that.
    expect(ending([...failed(followUp), ...tail])).toBe('failed BNN801 csynth:failed');
    // Nor is it a success by the exit code.
    expect(ending([...failed(refused, followUp), finished, TOTAL], { exitCode: 0 })).toBe(
      'failed BNN801 csynth:failed',
    );
  });

  test('by a design that is too large for the compiler, which says nothing else', () => {
    const size = (count: string): string =>
      `WARNING: [HLS 200-1995] There were ${count} instructions in the design after the 'Unroll/Inline' phase of compilation.`;
    const log = (count: string): LogReport =>
      readLog(
        [
          HEAD['vitis-run 2025.2'] ?? '',
          ...failed(size('261,199'), size(count), followUp),
          'ERROR: Pre-synthesis failed.',
          TOTAL,
        ].join('\n'),
      );
    expect(log('356,000,000').fault).toEqual({
      code: 'BNN810',
      facts: { what: 'The design (356,000,000 instructions)', elements: undefined, limit: undefined },
    });
    // Of a design of usual size that is no reason.
    expect(log('300,000').fault?.code).toBe('BNN801');
    expect(log('300,000').cause?.id).toBe('HLS 200-1715');
  });

  test('by an error before it, which the script caught', () => {
    const before = [
      HEAD['vitis-run 2025.2'] ?? '',
      "ERROR: [HLS 200-101] config_array_partition: Unknown option '-maximum_size'.",
      "ERROR: [HLS 200-101] config_array_partition: Unknown option '4096'.",
      'INFO: [HLS 200-1510] Running: set_clock_uncertainty 27% default',
    ];
    // The run was ended from outside in the middle of the synthesis: that option has nothing to do with it.
    expect(ending([...before, ...failed('WARNING: [HLS 200-1995] There were 120,525 instructions')])).toBe(
      'stopped BNN802 csynth:running',
    );
    // A script that does not catch it ends there.
    expect(ending([...before.slice(0, 2), TOTAL])).toBe('failed BNN813');
  });
});

test('vitis-run says more after the end of HLS', () => {
  const lines = [
    HEAD['vitis-run 2025.2'] ?? '',
    'INFO: [HLS 200-1510] Running: csynth_design',
    'INFO: [HLS 200-789] **** Estimated Fmax: 228.57 MHz',
    'INFO: [HLS 200-2161] Finished Command csynth_design Elapsed time: 00:00:55; Allocated memory: 100 MB.',
    TOTAL,
    'INFO: [vitis-run 60-791] Total elapsed time: 0h 1m 0s',
  ];
  expect(ending(lines)).toBe('succeeded csynth:passed');
  expect(ending([...lines, 'INFO: [vitis-run 60-1662] Stopping dispatch session having empty uuid.'])).toBe(
    'succeeded csynth:passed',
  );
});

describe('an export that failed', () => {
  const tail = [
    EXIT,
    'ERROR: [IMPL 213-28] Failed to generate IP.',
    'INFO: [HLS 200-111] Finished Command export_design CPU user time: 23 seconds. Elapsed time: 48.34 seconds;',
    TOTAL,
    EXIT,
  ];
  const start = 'INFO: [IMPL 213-8] Exporting RTL as a Vivado IP.';

  test.each([
    ["ERROR: '2201112057' is an invalid argument. Please specify an integer value.", 'failed BNN815 export:failed'],
    ['bad lexical cast: source type value could not be interpreted as target', 'failed BNN815 export:failed'],
    ['ERROR: [Common 17-685] Unable to load Tcl app xilinx::xcelium', 'failed BNN801 export:failed'],
  ])('%s', (line, expected) => {
    expect(ending([start, line, ...tail])).toBe(expected);
  });

  test('without a reason: the date, in a release that has the fault', () => {
    expect(ending([HEAD['Vivado HLS 2019.2'] ?? '', start, ...tail])).toBe('failed BNN815 export:failed');
    expect(ending([HEAD['Vitis HLS 2022.2'] ?? '', start, ...tail])).toBe('failed BNN801 export:failed');
    expect(ending([start, ...tail])).toBe('failed BNN815 export:failed');
  });
});

describe('a co-simulation that stands still', () => {
  const tail = [
    '////////////////////////////////////////////////////////////////////////',
    '// Totally 1 cycles detected!',
    '// ERROR!!! DEADLOCK DETECTED at 15110000 ns! SIMULATION WILL BE STOPPED! //',
    "ERROR: [COSIM 212-361] C TB post check failed, nonzero return value '1'.",
    'ERROR: [HLS 200-742] Deadlock detected in co-simulation',
    'ERROR: [COSIM 212-4] *** C/RTL co-simulation finished: FAIL ***',
    'INFO: [HLS 200-111] Finished Command cosim_design CPU user time: 52 seconds. Elapsed time: 55 seconds;',
    TOTAL,
  ];
  const head = [
    'INFO: [COSIM 212-302] Starting C TB testing ...',
    '// ERROR!!! DEADLOCK DETECTED at 15110000 ns! SIMULATION WILL BE STOPPED! //',
    '// Dependence cycle 1:',
    '// (1): Process: net_top_net_top.add_U0',
  ];

  // 2021 and newer, then 2020 and older.
  test.each([
    [
      "//      Blocked by empty input FIFO 'net_top_net_top.c2_mvtu_out_U' written by process 'net_top_net_top.c2_mvtu_U0'",
      "//      Blocked by full output FIFO 'net_top_net_top.c1_skip_U' read by process 'net_top_net_top.add_U0'",
    ],
    ['//      Channel: net_top_net_top.c2_mvtu_out_U, EMPTY', '//      Channel: net_top_net_top.c1_skip_U, FULL'],
  ])('%s', (empty, full) => {
    const report = readLog([...head, empty, full, ...tail].join('\n'));
    expect(report).toMatchObject({
      outcome: 'failed',
      fault: { code: 'BNN827', facts: { fifo: 'c1_skip', state: 'full' } },
      causes: [{ fault: { code: 'BNN827' } }],
    });
    expect(report.causes).toHaveLength(1);
    expect(readLog([...head, empty, ...tail].join('\n')).fault).toEqual({
      code: 'BNN827',
      facts: { fifo: 'c2_mvtu_out', state: 'empty' },
    });
  });

  test('without a FIFO', () => {
    expect(readLog([...head, ...tail].join('\n')).causes.map(({ fault }) => fault)).toEqual([
      { code: 'BNN827', facts: { fifo: undefined, state: undefined } },
    ]);
  });
});

test('a route that is called complete, and is not', () => {
  const lines = [
    'Command: route_design',
    'CRITICAL WARNING: [Route 35-162] 146948 signals failed to route due to routing congestion.',
    'route_design completed successfully',
  ];
  expect(ending([...lines, EXIT])).toBe('failed BNN824 route:passed');
  const bitstream = [
    'Command: write_bitstream -force net.bit',
    'ERROR: [DRC RTSTAT-13] Insufficient Routing: A signficant portion of the design is not routed.',
    'ERROR: [Vivado 12-1345] Error(s) found during DRC. Bitgen not run.',
    "ERROR: [Common 17-39] 'write_bitstream' failed due to earlier errors.",
    EXIT,
  ];
  expect(readLog([...lines, ...bitstream].join('\n')).causes.map(({ message: { id } }) => id)).toEqual([
    'Route 35-162',
  ]);
});

test('a placement that fails in two voices, and a black box', () => {
  const place = [
    'Command: place_design',
    'ERROR: [Place 30-487] The packing of instances into the device could not be obeyed. There are a total of 54960 CLBs in the device, of which 35872 CLBs are available, however, the unplaced instances require 36366 CLBs.',
    "ERROR: [Place 30-99] Placer failed with error: 'Detail Placement failed please check previous errors for details.'",
    'place_design failed',
    'ERROR: [Common 17-69] Command failed: Placer could not place all instances',
    EXIT,
  ];
  expect(readLog(place.join('\n')).causes.map(({ fault }) => fault.code)).toEqual(['BNN805']);
  const box = [
    'Command: opt_design',
    "ERROR: [DRC INBB-3] Black Box Instances: Cell 'net_i/c1_mvtu_U0/mul' of type 'c1_mvtu_mul_ip' has undefined contents and is considered a black box.",
    'ERROR: [Vivado_Tcl 4-78] Error(s) found during DRC. Opt_design not run.',
    'opt_design failed',
    EXIT,
  ];
  expect(readLog(box.join('\n')).causes.map(({ fault }) => fault)).toEqual([
    { code: 'BNN829', facts: { module: 'c1_mvtu_mul_ip' } },
  ]);
});

describe('a script that ends at an error that no line is marked as', () => {
  const trace = ['    while executing', '"source run.tcl"', '    invoked from within', TOTAL, EXIT];
  const silent = "command 'ap_source' returned error code";

  test.each([
    [
      'of a synthesis whose command has returned',
      [
        'INFO: [HLS 200-1510] Running: csynth_design',
        "INFO: [HLS 200-10] Analyzing design file 'top.cpp' ...",
        'INFO: [HLS 200-111] Finished Command csynth_design CPU user time: 1 seconds. Elapsed time: 0.14 seconds;',
        silent,
      ],
      'failed BNN801 csynth:failed',
    ],
    [
      'of an export after a synthesis',
      [
        "INFO: [HLS 200-10] Analyzing design file 'top.cpp' ...",
        '***** C/RTL SYNTHESIS COMPLETED IN 0h8m22s *****',
        'INFO: [IMPL 213-8] Exporting RTL as a Vivado IP.',
        silent,
      ],
      'failed BNN801 csynth:passed export:failed',
    ],
    [
      'of a synthesis of 2020.1',
      ["INFO: [HLS 200-10] Analyzing design file 'top.cpp' ...", 'Synthesis failed.'],
      'failed BNN801 csynth:failed',
    ],
  ])('%s', (_, lines, expected) => {
    expect(ending([...lines, ...trace])).toBe(expected);
    expect(readLog([...lines, ...trace].join('\n')).cause?.text).toBe(`the script ended at an error: ${lines.at(-1)}`);
  });

  test('adds nothing to an error that was said', () => {
    const said = ['INFO: [HLS 200-1510] Running: csynth_design', 'ERROR: [HLS 207-3776] unknown type (top.cpp:1:2)'];
    expect(readLog([...said, silent, ...trace].join('\n')).causes.map(({ message }) => message.id)).toEqual([
      'HLS 207-3776',
    ]);
  });
});

test('2020.2 says nothing after the last command', () => {
  const csim = [
    'INFO: [HLS 200-1510] Running: csim_design -quiet',
    'INFO: [SIM 211-2] *************** CSIM start ***************',
    'INFO: [SIM 211-1] CSim done with 0 errors.',
    'INFO: [SIM 211-3] *************** CSIM finish ***************',
    'INFO: [HLS 200-111] Finished Command csim_design CPU user time: 7.62 seconds. Elapsed time: 7.57 seconds;',
  ];
  expect(ending(csim)).toBe('succeeded csim:passed');
  expect(ending([...csim, 'INFO: [HLS 200-1510] Running: csynth_design'])).toBe(
    'stopped BNN802 csim:passed csynth:running',
  );
});

test.each([
  [' segfault in /opt/Xilinx/Vivado/2024.1/bin/unwrapped/lnx64.o/vivado -exec vivado -mode batch, exiting..'],
  ['# An unexpected error has occurred (6)'],
  ['Unexpected Assertion error in File r:/wall/syn/HARTGRamGenInfo.cxx Line 4583'],
  ['An unrecoverable error has occurred, synthesis cancelled.'],
])('a crash in other words: %s', (line) => {
  expect(ending(['Command: synth_design -top net', line, 'Stack:', '/lib/libc.so.6(+0x42520)'])).toBe(
    'killed BNN803 synth:running',
  );
});

test('a licence that is only warned of: a cause where the step fails, and none where another one serves', () => {
  const warned = [
    'Command: synth_design -top net',
    "WARNING: [Common 17-348] Failed to get the license for feature 'Synthesis' and/or device 'xczu9eg'.",
  ];
  expect(
    ending([
      ...warned,
      '0 Infos, 1 Warnings, 0 Critical Warnings and 1 Errors encountered.',
      'synth_design failed',
      EXIT,
    ]),
  ).toBe('licence BNN804 synth:failed');
  const other = "INFO: [Common 17-349] Got license for feature 'Vivado_Synthesis' and/or device 'xczu9eg'";
  expect(ending([...warned, other, 'synth_design completed successfully', EXIT])).toBe('succeeded synth:passed');
});

test.each([
  ['COSIM 212-360', 'Aborting co-simulation: C TB simulation failed.', 'BNN817'],
  ['COSIM 212-303', 'Aborting co-simulation: RTL simulation failed.', 'BNN801'],
  ['HLS 207-814', 'ap_shift_reg simulation header file is not applicable for synthesis (top.h:76:2)', 'BNN801'],
  ['HLS 207-814', '"Bitwidth exceeds 32768 (1 << 15), the maximum allowed value"', 'BNN811'],
  ['BD 5-390', 'IP definition not found for VLNV: xilinx.com:hls:MVAU_hls_1:1.0', 'BNN823'],
  ['ProjectBase 2-104', "Project name '/home/ada/_x_*_hw/impl/ip/tmp.xpr' is illegal.", 'BNN830'],
])('%s: %s', (id, text, code) => {
  expect(readLog(`ERROR: [${id}] ${text}\n${EXIT}\n`).fault?.code).toBe(code);
});

test('a test bench that was not linked', () => {
  const lines = [
    'INFO: [SIM 211-2] *************** CSIM start ***************',
    "Makefile.rules:379: recipe for target 'csim.exe' failed",
    "obj/tb.o: In function `main':",
    "/home/ada/net/csim/build/../../tb.cpp:119: undefined reference to `N_top(char*, bool)'",
    'collect2: error: ld returned 1 exit status',
    "ERROR: [SIM 211-100] 'csim_design' failed: compilation error(s).",
    'INFO: [SIM 211-3] *************** CSIM finish ***************',
    EXIT,
  ];
  const { fault, cause } = readLog(lines.join('\n'));
  expect([fault?.code, cause?.location?.line, cause?.text]).toEqual([
    'BNN817',
    119,
    "undefined reference to `N_top(char*, bool)'",
  ]);
});
