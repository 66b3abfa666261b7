import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PROFILES, type FlowProject } from '../../../server/src/vendor/flow-project.js';
import { planStep } from '../../../server/src/vendor/plan.js';
import { stepsOf } from '../../../server/src/vendor/run-scripts.js';
import { EXIT_CODES, type Step } from '../../../server/src/vendor/steps.js';
import {
  BARE,
  flowProject,
  hasTcl,
  isThere,
  play,
  port,
  TRIED,
  ULTRA96,
  versions,
  weightPort,
  writeProject,
} from '../../support/vendor-stand-in.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'bnn-flows-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const HLS: readonly Step[] = ['csim', 'csynth', 'cosim', 'export'];

/** Runs steps of a project, all but for others, and says what went wrong; empty when nothing did. */
function faultsOf(project: FlowProject, release: string, steps = stepsOf(project)): string[] {
  writeProject(folder, project, release);
  const hls = steps.filter((step) => HLS.includes(step));
  const vivado = steps.filter((step) => !HLS.includes(step));
  const faults: string[] = [];
  for (const part of [hls, vivado]) {
    const { codes, output } = play(folder, project, release, part);
    part.forEach((step, at) => {
      if (codes[at] !== 0 || !output.includes(`BNN-STEP ${step} OK\n`)) {
        faults.push(`${release} ${step}: ${String(codes[at])}\n${output.slice(-600)}`);
      }
    });
  }
  for (const step of steps) {
    for (const report of planStep(project, step, versions(release)).reports) {
      if (!isThere(folder, report.path)) faults.push(`${release} ${step}: no ${report.path}`);
    }
  }
  return faults;
}

describe.skipIf(!hasTcl)('every script of the releases, executed by tclsh against the recording stand-in', () => {
  const designs = {
    'Zynq-7000': flowProject(),
    'Zynq UltraScale+': flowProject(ULTRA96),
    'a bare part': flowProject(BARE),
  };
  for (const [name, project] of Object.entries(designs)) {
    for (const profile of PROFILES) {
      it(`${name}, ${profile}: all steps succeed and leave their reports`, () => {
        for (const release of profile === 'quick' ? TRIED : ['2018.1', '2020.1', '2025.1']) {
          expect(faultsOf({ ...project, profile }, release)).toEqual([]);
          rmSync(folder, { recursive: true });
          mkdirSync(folder);
        }
      });
    }
  }
  it('several inputs and outputs, weights that are loaded and that are streamed', () => {
    const ports = [
      port('input', 'a'),
      port('input', 'b'),
      port('output', 'c'),
      port('output', 'd'),
      port('output', 'e'),
    ];
    const weightPorts = [weightPort('c', 'load', 64), weightPort('d', 'stream', 576), weightPort('e', 'stream', 2000)];
    for (const base of [flowProject(), flowProject(ULTRA96)]) {
      for (const release of ['2019.2', '2021.1', '2022.2']) {
        expect(
          faultsOf({ ...base, ports, weightPorts, loads: { design: 'd', needed: true, layers: [] } }, release),
        ).toEqual([]);
      }
    }
  });

  it('interrupts, where they are asked for: every end of a transfer to the processor, in each of these releases', () => {
    const ports = [port('input', 'a'), port('input', 'b'), port('output', 'c')];
    const weightPorts = [weightPort('c', 'stream', 64)];
    for (const base of [flowProject(), flowProject(ULTRA96)]) {
      const project = { ...base, ports, weightPorts, interrupts: true };
      // They are wired by the synthesis, which takes what is exported.
      const wiring = ['csynth', 'export', 'synth'] as const;
      for (const release of TRIED) expect(faultsOf(project, release, wiring)).toEqual([]);
      const { calls } = play(folder, project, '2022.2', ['synth']);
      const wired = calls.filter(
        (call) => /introut|ends\/|interrupts\//.test(call) && call.startsWith('connect_bd_net'),
      );
      expect(wired.slice(0, 6)).toEqual([
        'connect_bd_net dma_0/mm2s_introut ends/In0',
        'connect_bd_net dma_0/s2mm_introut ends/In1',
        'connect_bd_net dma_1/mm2s_introut ends/In2',
        'connect_bd_net dma_weights_0/mm2s_introut ends/In3',
        'connect_bd_net ends/dout interrupts/intr',
        `connect_bd_net interrupts/irq ${base.family === 'Zynq-7000' ? 'ps/IRQ_F2P' : 'ps/pl_ps_irq0'}`,
      ]);
    }
  });

  it('runs twice: what the first run left is not in the way', () => {
    const project = flowProject();
    expect(faultsOf(project, '2022.2')).toEqual([]);
    expect(faultsOf(project, '2022.2')).toEqual([]);
  });

  it('goes on from what an earlier process left, and not without it', () => {
    const project = flowProject();
    writeProject(folder, project, '2022.2');
    for (const step of ['cosim', 'export', 'synth', 'impl', 'bitstream'] as const) {
      const { codes, output } = play(folder, project, '2022.2', [step]);
      expect(codes).toEqual([EXIT_CODES[step]]);
      expect(output).toMatch(new RegExp(`^BNN-STEP ${step} FAIL .*(is missing: run \\w+ first|run synth first)`, 'm'));
    }
    const bare = flowProject(BARE);
    writeProject(folder, bare, '2022.2');
    expect(play(folder, bare, '2022.2', ['synth']).output).toMatch(/FAIL .*\.v is missing: run csynth first/);
    expect(play(folder, bare, '2022.2', ['impl']).output).toMatch(/FAIL .*synth\.dcp is missing: run synth first/);
  });
});

describe.skipIf(!hasTcl)('what a script asks of a tool', () => {
  function calls(project: FlowProject, release: string, steps: readonly Step[] = stepsOf(project)): string[] {
    writeProject(folder, project, release);
    const hls = steps.filter((step) => HLS.includes(step));
    const vivado = steps.filter((step) => !HLS.includes(step));
    return [hls, vivado].flatMap((part) => (part.length > 0 ? play(folder, project, release, part).calls : []));
  }

  it('C synthesis by Vivado HLS and by Vitis HLS', () => {
    expect(calls(flowProject(), '2019.1', ['csynth'])).toMatchInlineSnapshot(`
      [
        "open_project -reset csynth",
        "set_top Net_top",
        "add_files ../top.cpp -cflags {-std=c++0x -I../include}",
        "add_files -tb ../tb/testbench.cpp -cflags {-std=c++0x -I../include}",
        "add_files -tb ../tb/vectors.txt",
        "open_solution -reset sol",
        "set_part xc7z020clg400-1",
        "config_compile -name_max_length 80",
        "create_clock -period 10.000 -name default",
        "set_clock_uncertainty 27% default",
        "csynth_design",
      ]
    `);
    expect(calls(flowProject(), '2024.2', ['csynth'])).toEqual(
      expect.arrayContaining([
        'add_files ../top.cpp -cflags {-std=c++14 -I../include}',
        'config_compile -pipeline_style flp',
      ]),
    );
  });

  it('co-simulates a design without a control port as a variant that has one', () => {
    const bare = calls(flowProject(BARE), '2022.2', ['csynth', 'cosim']);
    expect(bare).toContain('add_files ../top.cpp -cflags {-std=c++14 -I../include -DBNN_COSIM}');
    expect(bare.filter((call) => call === 'csynth_design')).toHaveLength(2);
    const controlled = calls(flowProject(), '2022.2', ['csynth', 'cosim']);
    expect(controlled.join('\n')).not.toContain('BNN_COSIM');
    expect(controlled.filter((call) => call === 'csynth_design')).toHaveLength(1);
  });

  it('a DMA as wide as the ports, with 26 bits of length', () => {
    const all = calls(flowProject(ULTRA96), '2022.2').join('\n');
    expect(all).toContain(
      'set_property -dict {CONFIG.c_include_sg 0 CONFIG.c_sg_include_stscntrl_strm 0 CONFIG.c_sg_length_width 26 ' +
        'CONFIG.c_include_mm2s 1 CONFIG.c_m_axis_mm2s_tdata_width 128 CONFIG.c_m_axi_mm2s_data_width 128 ' +
        'CONFIG.c_include_s2mm 1 CONFIG.c_s_axis_s2mm_tdata_width 128 CONFIG.c_m_axi_s2mm_data_width 128} dma_0',
    );
    expect(all).toContain('PSU__CRL_APB__PL0_REF_CTRL__FREQMHZ 100');
  });

  it('regroups the bytes of weights whose words are no power of two', () => {
    const project = flowProject({
      weightPorts: [weightPort('c', 'load', 576), weightPort('d', 'load', 60)],
      loads: { design: 'd', needed: true, layers: [] },
    });
    const all = calls(project, '2022.2').join('\n');
    expect(all).toContain(
      'set_property -dict {CONFIG.S_TDATA_NUM_BYTES 8 CONFIG.M_TDATA_NUM_BYTES 72} dma_weights_0_width',
    );
    expect(all).not.toContain('dma_weights_1_width');
  });

  it("takes the board's preset where its files are installed, and says so where they are not", () => {
    const project = flowProject();
    writeProject(folder, project, '2022.2');
    play(folder, project, '2022.2', ['csynth', 'export']);
    const there = play(folder, project, '2022.2', ['synth']);
    expect(there.calls).toContain('set_property board_part www.digilentinc.com:pynq-z1:part0:1.0 project');
    expect(there.output).not.toContain('BNN-NOTE');
    const missing = play(folder, project, '2022.2', ['synth'], { env: { STANDIN_BOARDS: 'none' } });
    expect(missing.codes).toEqual([0]);
    expect(missing.output).toMatch(/^BNN-NOTE board files of www.digilentinc.com:pynq-z1:part0:1.0 are not installed/m);
    expect(missing.calls.join('\n')).toContain('apply_board_preset 0');
  });

  it('copies bitstream, handoff, driver and reports into result/, from where each release has them', () => {
    for (const release of ['2020.1', '2020.2']) {
      const project = flowProject();
      calls(project, release);
      const products = release === '2020.1' ? 'srcs' : 'gen';
      expect(isThere(folder, `vivado/prj/prj.${products}/sources_1/bd/system/hw_handoff/system.hwh`)).toBe(true);
      for (const name of ['Net.bit', 'Net.hwh', 'accelerator.py', 'packing.py', 'design.json', 'vectors.txt']) {
        expect(isThere(folder, `result/${name}`)).toBe(true);
      }
      expect(isThere(folder, 'result/reports/timing_routed.rpt')).toBe(true);
      expect(isThere(folder, 'result/reports/Net_top_csynth.xml')).toBe(true);
      rmSync(folder, { recursive: true });
      mkdirSync(folder);
    }
  });
});

describe.skipIf(!hasTcl)('a command that fails', () => {
  const failing: readonly (readonly [Step, string])[] = [
    ...(['open_project', 'set_part', 'create_clock', 'csim_design'] as const).map((each) => ['csim', each] as const),
    ['csynth', 'csynth_design'],
    ['cosim', 'cosim_design'],
    ['export', 'export_design'],
    ['synth', 'create_project'],
    ['synth', 'validate_bd_design'],
    ['synth', 'get_ipdefs'],
    ['synth', 'run:synth_1'],
    ['synth', 'report_power'],
    ['impl', 'run:impl_1'],
    ['impl', 'report_timing_summary'],
    ['bitstream', 'run:impl_1'],
    ['bitstream', 'launch_runs'],
  ];
  it.each(failing)('%s, %s: our marker, our exit code', (step, fail) => {
    const project = flowProject();
    writeProject(folder, project, '2022.2');
    play(folder, project, '2022.2', ['csynth', 'export']);
    if (step === 'impl' || step === 'bitstream') play(folder, project, '2022.2', ['synth', 'impl']);
    const { codes, output } = play(folder, project, '2022.2', [step], { fail });
    expect(codes).toEqual([EXIT_CODES[step]]);
    const [, cause = ''] = /^BNN-STEP \w+ FAIL (.*)$/m.exec(output) ?? [];
    expect(cause).toContain(fail.startsWith('run:') ? 'ERROR' : fail);
    expect(output).not.toContain(`BNN-STEP ${step} OK`);
  });

  it('in a run of its own is told with its run', () => {
    const project = flowProject();
    writeProject(folder, project, '2022.2');
    play(folder, project, '2022.2', ['csynth', 'export']);
    const { output } = play(folder, project, '2022.2', ['synth'], { fail: 'run:synth_1' });
    expect(output).toContain('BNN-RUN synth_1 route_design ERROR');
  });

  it('each command of a bare part as well', () => {
    const project = flowProject({ ...BARE, profile: 'timing' });
    writeProject(folder, project, '2022.2');
    play(folder, project, '2022.2', ['csynth']);
    for (const fail of ['read_verilog', 'read_xdc', 'synth_design', 'write_checkpoint']) {
      expect(play(folder, project, '2022.2', ['synth'], { fail }).codes).toEqual([6]);
    }
    play(folder, project, '2022.2', ['synth']);
    for (const fail of ['open_checkpoint', 'opt_design', 'place_design', 'phys_opt_design', 'route_design']) {
      expect(play(folder, project, '2022.2', ['impl'], { fail }).codes).toEqual([7]);
    }
  });
});

describe.skipIf(!hasTcl)('names that would run something if they were not quoted', () => {
  it('a folder', () => {
    const hostile = path.join(folder, "a b $(touch x) [exec id] ; 'q' {");
    mkdirSync(hostile);
    const outer = folder;
    folder = hostile;
    expect(faultsOf(flowProject(), '2022.2')).toEqual([]);
    expect(faultsOf(flowProject(BARE), '2019.2')).toEqual([]);
    folder = outer;
    expect(isThere(process.cwd(), 'x')).toBe(false);
  });

  it('an old report that cannot be this run’s', () => {
    const project = flowProject(BARE);
    writeProject(folder, project, '2022.2');
    play(folder, project, '2022.2', ['csynth']);
    mkdirSync(path.join(folder, 'vivado/reports'), { recursive: true });
    writeFileSync(path.join(folder, 'vivado/reports/power_synth.rpt'), 'old');
    expect(play(folder, project, '2022.2', ['synth'], { fail: 'synth_design' }).codes).toEqual([6]);
    expect(isThere(folder, 'vivado/reports/power_synth.rpt')).toBe(false);
  });
});

it('the scripts take no arguments and leave no parameter to a command line', () => {
  writeProject(folder, flowProject(), '2022.2');
  for (const name of ['csim', 'csynth', 'cosim', 'export', 'synth', 'impl', 'bitstream']) {
    expect(readFileSync(path.join(folder, `tcl/${name}.tcl`), 'utf8')).not.toContain('argv');
  }
});
