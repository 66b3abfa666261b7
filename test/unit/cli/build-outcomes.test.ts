import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bench, type Bench } from '../../support/build-bench.js';
import type { RecordedStep } from '../../support/recorded/install.js';

let at: Bench;
beforeEach(() => {
  at = bench();
});
afterEach(() => at.remove());

/** What a build prints of its problems, without the folder. */
async function problems(step: string, play: RecordedStep, ...more: string[]): Promise<readonly string[]> {
  at.tools.play({ [step]: play });
  const { code, err } = await at.buildHere(step, ...more);
  expect(code).toBe(1);
  return err
    .split('\n')
    .filter((line) => / BNN8\d\d: /.test(line))
    .map((line) => line.replace(`${at.folder}/`, ''));
}

const state = (): string | undefined => at.record(at.runs().at(-1) ?? '')?.state;

describe('a step that did not succeed', () => {
  it('has its first cause on the line of the layer, and no follow-up', async () => {
    const log = [
      "INFO: [HLS 200-42] -- Implementing module 'd_mvtu'",
      "ERROR: [XFORM 203-504] Stop unrolling loop 'lanes' in function 'd_mvtu' because it may cause large runtime.",
      'ERROR: [HLS 200-70] Pre-synthesis failed.',
      'BNN-STEP csynth FAIL csynth_design: failed',
    ];
    const [first, ...rest] = await problems('csynth', { log, exit: 3 });
    expect(first).toMatch(/^net\.bnn:3:9: error BNN810: /);
    expect(rest).toEqual([]);
    expect(state()).toBe('failed');
  });

  it('is told of a tool that ends without a word', async () => {
    const [first] = await problems('csynth', { log: [], exit: 0 });
    expect(first).toMatch(/error BNN802: The tool ended during csynth and said nothing: its log is empty$/);
  });

  it.each([
    ['killed', 'BNN803', { log: ["INFO: [HLS 200-42] -- Implementing module 'e_mvtu'", 'Killed'], exit: 137 }],
    ['killed', 'BNN803', { log: ['INFO: [HLS 200-10] Analyzing design file'], signal: 'SIGKILL' }],
    [
      'licence',
      'BNN804',
      { log: ["ERROR: [Common 17-345] A valid license was not found for feature 'HLS'."], exit: 1 },
    ],
    ['stopped', 'BNN802', { log: ['INFO: [HLS 200-10] Analyzing design file'], exit: 0 }],
    ['failed', 'BNN826', { log: ['BNN-STEP csynth OK'], exit: 0 }],
    ['failed', 'BNN801', { log: ['BNN-STEP csynth FAIL set_part: no such part'], exit: 3 }],
    ['failed', 'BNN822', { log: ['nothing said'], exit: 9 }],
  ] as const)('is %s: %s', async (ended, code, play) => {
    const [first] = await problems('csynth', play);
    expect(first).toContain(`error ${code}: `);
    expect(state()).toBe(ended);
  });

  it('is a co-simulation that stands still: on the line of the layer whose FIFO is full', async () => {
    const log = [
      'INFO: [COSIM 212-302] Starting C TB testing ...',
      '// ERROR!!! DEADLOCK DETECTED at 15110000 ns! SIMULATION WILL BE STOPPED! //',
      "//      Blocked by empty input FIFO 'N_top_N_top.e_mvtu_out_U' written by process 'N_top_N_top.e_mvtu_U0'",
      "//      Blocked by full output FIFO 'N_top_N_top.d_mvtu_out_U' read by process 'N_top_N_top.e_mvtu_U0'",
      "ERROR: [COSIM 212-361] C TB post check failed, nonzero return value '1'.",
      'ERROR: [COSIM 212-4] *** C/RTL co-simulation finished: FAIL ***',
      'BNN-STEP cosim FAIL cosim_design: failed',
    ];
    at.tools.play({ csynth: at.success('csynth') });
    expect((await at.buildHere('csynth')).code).toBe(0);
    const [first, ...rest] = await problems('cosim', { log, exit: 4 });
    expect(first).toMatch(/^net\.bnn:3:9: error BNN827: .*the FIFO d_mvtu_out is full/);
    expect(rest).toEqual([]);
  });

  it('is a success by its exit code, but weights are missing', async () => {
    const log = ["CRITICAL WARNING: [Synth 8-4445] could not open $readmem data file 'd_weights.dat' [x/d_mvtu.v:9]"];
    const [first] = await problems('csynth', at.success('csynth', { log }));
    expect(first).toMatch(/^net\.bnn:3:9: error BNN807: .*d_weights\.dat/);
  });
});

describe('a problem of the whole device', () => {
  it('stands on the target, with the biggest layers, and is looked for in the logs of runs', async () => {
    at.tools.play({
      csynth: at.success('csynth'),
      export: at.success('export'),
      synth: at.success('synth'),
      impl: {
        log: ["ERROR: [Common 17-69] Command failed: Run 'impl_1' failed. Unable to open", 'BNN-STEP impl FAIL impl_1'],
        files: {
          'vivado/prj/prj.runs/impl_1/runme.log':
            'ERROR: [DRC UTLZ-1] Resource utilization: Slice LUTs over-utilized (This design requires more Slice LUTs cells than are available. This design requires 80753 of such cell types but only 53200 compatible sites are available.)\nERROR: [Vivado_Tcl 4-23] Error(s) found during DRC. Placer not run.\n',
        },
        exit: 7,
      },
    });
    const { code, err } = await at.buildHere('impl');
    expect(code).toBe(1);
    const lines = err.split('\n').filter((line) => line.includes(' BNN8'));
    expect(lines[0]).toMatch(/net\.bnn:7:\d+: error BNN805: .*80,753 LUTs.*53,200/);
    expect(lines[1]).toMatch(/net\.bnn:[34]:9: info BNN805: [de] is estimated at/);
  });

  it('is a clock that is missed, though the tool calls it a warning', async () => {
    at.tools.play({
      csynth: at.success('csynth'),
      export: at.success('export'),
      synth: at.success('synth'),
      impl: at.success('impl', {
        log: ['CRITICAL WARNING: [Timing 38-282] The design failed to meet the timing requirements.'],
      }),
    });
    const { code, err } = await at.buildHere('bitstream');
    expect(code).toBe(1);
    expect(err).toMatch(/net\.bnn:8:\d+: error BNN806: /);
    expect(at.tools.calls().map(({ step }) => step)).not.toContain('bitstream');
  });
});
