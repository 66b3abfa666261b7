import type { Fault } from '../parameters/npy.js';
import { shellOf, type FlowProject } from './flow-project.js';

/** The steps from C++ to a bitstream, in the order in which they can run. */
export const STEPS = ['csim', 'csynth', 'cosim', 'export', 'synth', 'impl', 'bitstream'] as const;

export type Step = (typeof STEPS)[number];

/** What a step's script ends with when it fails; 0 when it succeeds. */
export const EXIT_CODES: Readonly<Record<Step, number>> = {
  csim: 2,
  csynth: 3,
  cosim: 4,
  export: 5,
  synth: 6,
  impl: 7,
  bitstream: 8,
};

/** The steps that must have succeeded before `step`, in the order in which they run; `step` itself is not among them. */
export function prerequisites(project: FlowProject, step: Step): readonly Step[] {
  switch (step) {
    case 'csim':
    case 'csynth':
      return [];
    case 'cosim':
    case 'export':
      return ['csynth'];
    case 'synth':
      // A block design instantiates the packaged IP; out of context the Verilog of the C synthesis is enough.
      return shellOf(project) === 'none' ? ['csynth'] : ['csynth', 'export'];
    case 'impl':
      return [...prerequisites(project, 'synth'), 'synth'];
    case 'bitstream':
      return [...prerequisites(project, 'impl'), 'impl'];
  }
}

/** Why a project cannot come to a step at all, or undefined. */
export function stepFault(project: FlowProject, step: Step): Fault | undefined {
  if (step !== 'bitstream' || shellOf(project) !== 'none') return undefined;
  const why =
    project.interface === 'stream'
      ? 'its target has interface=stream, so nothing says which pins its ports go to'
      : `there is no block design for ${project.part}, only for Zynq-7000 and Zynq UltraScale+`;
  return { fault: `${project.network} ends at impl, out of context: ${why}` };
}
