import { describe, expect, test } from 'vitest';
import { readLog } from '../../../server/src/reports/log/read-log.js';

// Ends of logs as public repositories and their issues show them: the lines are written anew, shortened.

/** Outcome, code and what it is about. */
function ending(...lines: readonly string[]): string {
  const { outcome, fault } = readLog(`${lines.join('\n')}\n`);
  const facts = new Map<string, unknown>(Object.entries(fault?.facts ?? {}));
  const about = ['missing', 'option', 'part', 'file', 'ports', 'how', 'text'].flatMap((name) => {
    const fact = facts.get(name);
    return typeof fact === 'string' || typeof fact === 'number' ? [String(fact)] : [];
  });
  return [outcome, fault?.code ?? 'no fault', ...about.slice(0, 1)].join(' | ');
}

const CSYNTH = 'INFO: [HLS 200-1510] Running: csynth_design';
const CSIM = 'INFO: [SIM 211-2] *************** CSIM start ***************';
const COSIM = 'INFO: [COSIM 212-47] Using XSIM for RTL simulation.';

describe('a message inside of another', () => {
  test('what the inner tool says is the cause, what the outer one adds follows from it', () => {
    expect(
      ending(
        'ERROR: [v++ 60-300] Failed to build kernel(ip) net, see log for details: /b/_x/net/vitis_hls.log',
        "ERROR: [v++ 60-773] In '/b/_x/net/vitis_hls.log', caught Tcl error: ERROR: [HLS 200-1023] Part 'xcu280-fsvh2892-2L-e' is not installed.",
        'ERROR: [v++ 60-599] Kernel compilation failed to complete',
        'ERROR: [v++ 60-592] Failed to finish compilation',
      ),
    ).toBe('failed | BNN812 | Part xcu280-fsvh2892-2L-e');
  });

  test('an inner follow-up is none', () => {
    expect(
      ending(
        "ERROR: [BD 41-1273] Error running apply_rule TCL procedure: ERROR: [Common 17-39] 'set_property' failed due to earlier errors.",
        "ERROR: [IP_Flow 19-3478] Validation failed for parameter 'SD0 IO' with value 'EMIO'",
      ),
    ).toBe("failed | BNN801 | Validation failed for parameter 'SD0 IO' with value 'EMIO'");
  });
});

test('reports of a design that is not open follow from what closed it', () => {
  expect(
    ending(
      'ERROR: [Common 17-53] User Exception: No open design. Please open a design before executing this command.',
      'ERROR: [Designutils 20-414] HRTInvokeSpec : No Verilog or VHDL sources specified',
      'ERROR: [Vivado 12-398] No designs are open',
    ),
  ).toBe('failed | BNN801 | HRTInvokeSpec : No Verilog or VHDL sources specified');
});

test('memory that ran out is a killed tool, whoever says it', () => {
  expect(ending(CSYNTH, 'ERROR: [HLS 200-103] Unexpected exception occurred: Out of Memory')).toBe(
    'killed | BNN803 | out of memory',
  );
});

test.each([
  [
    'ERROR: [HLS 200-976] Argument "out_r" failed dataflow checking: Cannot read as well as write over function parameter.',
  ],
  [
    'ERROR: [HLS 200-1013] Bundled bus interface gmem failed dataflow checking: it cannot read data in multiple processes.',
  ],
])('processes that are no dataflow: %s', (line) => {
  expect(ending(CSYNTH, line, 'ERROR: [HLS 200-70] Pre-synthesis failed.')).toMatch(/^failed \| BNN828/);
});

describe('the test bench', () => {
  const failed = "ERROR: [SIM 211-100] 'csim_design' failed: nonzero return value.";
  test.each([
    ['@E Simulation failed: SIGSEGV.', 'Simulation failed: SIGSEGV.'],
    [
      'ERROR [HLS SIM]: an hls::stream is read while empty, which may result in RTL simulation hanging.',
      'an hls::stream is read while empty, which may result in RTL simulation hanging.',
    ],
    ['ld.lld: error: undefined symbol: net_top(char*)', 'ld.lld: error: undefined symbol: net_top(char*)'],
    ['/usr/bin/ld: cannot find -lgmp', '/usr/bin/ld: cannot find -lgmp'],
  ])('%s', (line, text) => {
    expect(ending(CSIM, line, 'clang++: error: linker command failed with exit code 1', failed)).toBe(
      `failed | BNN817 | ${text}`,
    );
  });

  test('in co-simulation', () => {
    expect(
      ending(
        COSIM,
        'g++.exe: error: release: No such file or directory',
        'ERROR: [COSIM 212-317] C++ compile error.',
        'ERROR: [COSIM 212-331] Aborting co-simulation: C simulation failed, compilation errors.',
        'ERROR: [COSIM 212-4] *** C/RTL co-simulation finished: FAIL ***',
      ),
    ).toBe('failed | BNN817 | g++.exe: error: release: No such file or directory');
    expect(
      ending(
        COSIM,
        'ERROR: System received a signal named SIGSEGV and the program has to stop immediately!',
        'ERROR: [COSIM 212-379] Detected segmentation violation, please check C tb.',
        'ERROR: [COSIM 212-4] *** C/RTL co-simulation finished: FAIL ***',
      ),
    ).toMatch(/^failed \| BNN817 \| System received a signal named SIGSEGV/);
  });
});

describe('the machine', () => {
  test.each([
    [
      '/opt/Xilinx/Vitis_HLS/2022.2/bin/unwrapped/lnx64.o/vitis_hls: error while loading shared libraries: libtinfo.so.5: cannot open shared object file: No such file or directory',
    ],
    [
      'application-specific initialization failed: couldn\'t load file "librdi_commontasks.so": libtinfo.so.5: cannot open shared object file: No such file or directory',
    ],
  ])('a library is missing: %s', (line) => {
    expect(ending(line)).toBe('failed | BNN833 | the system library libtinfo.so.5');
  });

  test('the simulator has no compiler', () => {
    expect(
      ending(
        COSIM,
        'ERROR: [XSIM 43-3409] Failed to compile generated C file xsim.dir/net/obj/xsim_3.c.',
        'ERROR: [XSIM 43-3915] Encountered a fatal error. Cannot continue. Exiting...',
        'ERROR: [COSIM 212-4] *** C/RTL co-simulation finished: FAIL ***',
      ),
    ).toMatch(/^failed \| BNN833 \| the C compiler/);
  });

  test('HLS finds no Vivado', () => {
    expect(
      ending(
        'INFO: [IMPL 213-8] Exporting RTL as a Vivado IP.',
        'ERROR: [IMPL 213-4] Cannot find Vivado, please check XILINX_VIVADO environment variable: D:/2026.1/Vivado',
      ),
    ).toMatch(/^failed \| BNN834 \| Cannot find Vivado/);
  });
});

test('a header that is not there', () => {
  expect(ending(CSYNTH, "ERROR: [HLS 207-974] 'net.h' file not found (src/top.cpp:1:10)")).toBe(
    'failed | BNN816 | net.h',
  );
});

test.each([
  [
    "ERROR: [Common 17-170] Unknown option '-output_pins', please type 'report_timing -help' for usage info.",
    'report_timing -output_pins',
  ],
  ["ERROR: [vitis-run 60-1520] unrecognised option 'package.format'", 'package.format'],
])('an option of another release: %s', (line, option) => {
  expect(ending(line)).toBe(`failed | BNN813 | ${option}`);
});

test('ports without a pin stop the bitstream, not the checks that follow', () => {
  expect(
    ending(
      'Command: write_bitstream -force top.bit',
      "ERROR: [DRC NSTD-1] Unspecified I/O Standard: 4 out of 5 logical ports use I/O standard (IOSTANDARD) value 'DEFAULT'.",
      'ERROR: [DRC UCIO-1] Unconstrained Logical Port: 4 out of 5 logical ports have no user assigned location (LOC).',
      'ERROR: [Vivado 12-1345] Error(s) found during DRC. Bitgen not run.',
      'write_bitstream failed',
    ),
  ).toBe('failed | BNN835 | 4');
});

// JustinSelig/HLS-RSA-1, of 2015; later releases write equal signs.
test('an interval that was missed, in the words of 2015', () => {
  const { advice } = readLog(
    `${CSYNTH}\nINFO: [SCHED 204-61] Pipelining result: Target II: 1, Final II: 41, Depth: 77.\n`,
  );
  expect(advice).toEqual([{ code: 'BNN819', facts: { loop: undefined, target: 1, reached: 41 } }]);
});
