import type { Fault } from '../parameters/npy.js';
import { shellOf, type FlowProject } from './flow-project.js';
import { prerequisites, stepFault, type Step } from './steps.js';
import { hlsCommands, type FlowVersions, type ToolCommand } from './tool-version.js';

/** A report that a step writes; `path` is relative to the project. */
export interface StepReport {
  readonly path: string;
  readonly kind:
    | 'csim-log'
    | 'csynth-xml'
    | 'csynth-rpt'
    | 'cosim-rpt'
    | 'ip'
    | 'utilization'
    | 'utilization-hierarchical'
    | 'timing'
    | 'power'
    | 'checkpoint'
    | 'bitstream'
    | 'hwh';
}

/**
 * One run of a vendor tool. All paths are relative to the project's folder, with `/`. A step has succeeded when its
 * process ended with 0, `BNN-STEP <step> OK` stands on a line of its output, and every report is fresh.
 */
export interface StepPlan {
  readonly step: Step;
  readonly tool: 'hls' | 'vivado';
  /** Ways to start it, the preferred one first; the first whose executable is there is taken. */
  readonly commands: readonly ToolCommand[];
  /** Where it runs; made when it is missing. */
  readonly folder: string;
  readonly script: string;
  /** What the tool writes beside its output; `*` stands for any name in one folder. Not all of them need to come. */
  readonly logs: readonly string[];
  readonly reports: readonly StepReport[];
  /**
   * Project files and folders (ending in `/`) whose bytes decide the step; `tcl/` files are among them. A step also has
   * to run again after one of its prerequisites has.
   */
  readonly inputs: readonly string[];
  /** How long it took others, to say how long it may take. */
  readonly expected: { readonly seconds: number; readonly source: string } | undefined;
}

/** Folders in which the tools run, and the names of their projects in there. */
const HLS_FOLDER = 'hls';
const VIVADO_FOLDER = 'vivado';
export const RESULT_FOLDER = 'result';

/** The runs that lead to a step, prerequisites first, or why the project cannot come there. */
export function planSteps(project: FlowProject, upTo: Step, versions: FlowVersions): readonly StepPlan[] | Fault {
  const fault = stepFault(project, upTo);
  if (fault) return fault;
  return [...prerequisites(project, upTo), upTo].map((step) => planStep(project, step, versions));
}

/** The run of one step alone. */
export function planStep(project: FlowProject, step: Step, versions: FlowVersions): StepPlan {
  const script = `tcl/${step}.tcl`;
  const scripts = ['tcl/settings.tcl', 'tcl/step.tcl', ...sharedScripts(project, step), script];
  const shared = { step, script, reports: reportsOf(project, step), expected: EXPECTED[step] };
  if (step === 'synth' || step === 'impl' || step === 'bitstream') {
    return {
      ...shared,
      tool: 'vivado',
      commands: [vivadoCommand(step)],
      folder: VIVADO_FOLDER,
      logs: [`${VIVADO_FOLDER}/${step}.log`, ...runLogs(project, step)],
      inputs: [...HLS_SOURCES, ...scripts],
    };
  }
  return {
    ...shared,
    tool: 'hls',
    commands: hlsCommands(versions.hls, `../${script}`),
    folder: HLS_FOLDER,
    logs: [
      `${HLS_FOLDER}/vivado_hls.log`,
      `${HLS_FOLDER}/vitis_hls.log`,
      `${HLS_FOLDER}/${hlsProject(project, step)}/sol/sol.log`,
    ],
    inputs: [...hlsInputs(step), ...scripts],
  };
}

/** The HLS project below `hls/` in which a step works; the co-simulation of a design without a control port has its own. */
function hlsProject({ interface: way }: FlowProject, step: Step): 'csim' | 'csynth' | 'cosim' {
  if (step === 'csim') return 'csim';
  return step === 'cosim' && way === 'stream' ? 'cosim' : 'csynth';
}

function vivadoCommand(step: Step): ToolCommand {
  const args = ['-mode', 'batch', '-source', `../tcl/${step}.tcl`, '-notrace', '-nojournal', '-log', `${step}.log`];
  return { executable: 'vivado', args };
}

/** The scripts that a step's script reads, beside its own. */
function sharedScripts(project: FlowProject, step: Step): readonly string[] {
  if (step !== 'synth' && step !== 'impl' && step !== 'bitstream') return ['tcl/hls.tcl'];
  if (step !== 'synth') return ['tcl/vivado.tcl'];
  return ['tcl/vivado.tcl', shellOf(project) === 'none' ? 'tcl/clock.xdc' : 'tcl/block_design.tcl'];
}

const HLS_SOURCES = ['top.cpp', 'top.hpp', 'config.hpp', 'include/', 'layers/', 'params/'];

function hlsInputs(step: Step): readonly string[] {
  return step === 'csim' || step === 'cosim' ? [...HLS_SOURCES, 'tb/'] : HLS_SOURCES;
}

function runLogs(project: FlowProject, step: Step): readonly string[] {
  if (shellOf(project) === 'none') return [];
  // Every IP of a block design is synthesised by a run of its own, and its errors are only there.
  return step === 'synth'
    ? [`${VIVADO_FOLDER}/prj/prj.runs/*/runme.log`]
    : [`${VIVADO_FOLDER}/prj/prj.runs/impl_1/runme.log`];
}

function reportsOf(project: FlowProject, step: Step): readonly StepReport[] {
  const { top, network } = project;
  const solution = `${HLS_FOLDER}/${hlsProject(project, step)}/sol`;
  const of = (stage: string): StepReport[] => [
    { path: `${VIVADO_FOLDER}/reports/utilization_${stage}.rpt`, kind: 'utilization' },
    { path: `${VIVADO_FOLDER}/reports/utilization_hierarchical_${stage}.rpt`, kind: 'utilization-hierarchical' },
    { path: `${VIVADO_FOLDER}/reports/utilization_hierarchical_${stage}.xml`, kind: 'utilization-hierarchical' },
    { path: `${VIVADO_FOLDER}/reports/timing_${stage}.rpt`, kind: 'timing' },
    { path: `${VIVADO_FOLDER}/reports/power_${stage}.rpt`, kind: 'power' },
  ];
  const checkpoint = (name: string): StepReport[] =>
    shellOf(project) === 'none' ? [{ path: `${VIVADO_FOLDER}/${name}.dcp`, kind: 'checkpoint' }] : [];
  switch (step) {
    case 'csim':
      return [{ path: `${solution}/csim/report/${top}_csim.log`, kind: 'csim-log' }];
    case 'csynth':
      return [
        { path: `${solution}/syn/report/${top}_csynth.xml`, kind: 'csynth-xml' },
        { path: `${solution}/syn/report/${top}_csynth.rpt`, kind: 'csynth-rpt' },
      ];
    case 'cosim':
      return [{ path: `${solution}/sim/report/${top}_cosim.rpt`, kind: 'cosim-rpt' }];
    case 'export':
      return [{ path: `${solution}/impl/ip/component.xml`, kind: 'ip' }];
    case 'synth':
      return [...of('synth'), ...checkpoint('synth')];
    case 'impl':
      return [...of('routed'), ...checkpoint('routed')];
    case 'bitstream':
      return [
        { path: `${RESULT_FOLDER}/${network}.bit`, kind: 'bitstream' },
        { path: `${RESULT_FOLDER}/${network}.hwh`, kind: 'hwh' },
      ];
  }
}

/**
 * What is known of others' runs, for a first guess of the order of magnitude; how long a step took here before is the
 * better one. Nothing is known of simulations and of export.
 */
const EXPECTED: Readonly<Partial<Record<Step, NonNullable<StepPlan['expected']>>>> = {
  csynth: { seconds: 131, source: 'HLS of a small FINN MLP for a Zynq-7020' },
  // Its log: synth_design, elapsed 00:07:45.
  synth: { seconds: 465, source: 'a BNN accelerator for a Kintex-7, Vivado 2016.4' },
  // Its log: opt_design 28 s, place_design 129 s, phys_opt_design 6 s, route_design 142 s; then write_bitstream.
  impl: { seconds: 305, source: 'VTA for an Ultra96, Vivado 2020.1' },
  bitstream: { seconds: 23, source: 'VTA for an Ultra96, Vivado 2020.1' },
};
