import type { FlowProject } from '../../../server/src/vendor/flow-project.js';
import { planStep } from '../../../server/src/vendor/plan.js';
import type { Step } from '../../../server/src/vendor/steps.js';
import type { RecordedStep } from './install.js';

/** What is built, as far as it decides which reports a step writes. */
export interface RecordedDesign {
  readonly network: string;
  readonly target: string;
}

/**
 * A recorded step of a block design on a PYNQ-Z1 that prints its marker and writes all of its reports. `more` adds to it,
 * or stands in place of what a report would hold otherwise: nothing that can be read.
 */
export function recordedSuccess(
  step: Step,
  more: RecordedStep = {},
  design: RecordedDesign = { network: 'N', target: 't' },
): RecordedStep {
  const release = { year: 2022, minor: 2 };
  const plan = planStep(flowProject(design), step, { hls: release, vivado: release });
  const reports = Object.fromEntries(plan.reports.map(({ path }) => [path, `${step}: ${path}\n`]));
  return { ...more, log: [...(more.log ?? []), `BNN-STEP ${step} OK`], reports: { ...reports, ...more.reports } };
}

/** As the scripts of the design are written from; only what the plan of a step reads. */
function flowProject({ network, target }: RecordedDesign): FlowProject {
  return {
    network,
    target,
    part: 'xc7z020clg400-1',
    family: 'Zynq-7000',
    board: { title: 'PYNQ-Z1', boardPart: null },
    clockHz: 100e6,
    interface: 'dma',
    top: `${network}_top`,
    loads: null,
    ports: [],
    weightPorts: [],
    profile: 'quick',
    interrupts: false,
  };
}
