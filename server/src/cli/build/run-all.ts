import type { RunningTool } from '../../host/host.js';
import { isFault } from '../../parameters/npy.js';
import type { RunRecord } from '../../reports/runs/run-record.js';
import type { StepPlan } from '../../vendor/plan.js';
import { prerequisites } from '../../vendor/steps.js';
import type { MadeProject } from '../generated-project.js';
import { EXIT, interruptedExit, type Interruption } from '../terminal.js';
import type { ChosenTools, ToolFor } from './choose-tools.js';
import { lastSuccess } from './history.js';
import { hashInputs, runKey } from './inputs.js';
import { areThere } from './reports.js';
import { runStep, type BuildContext, type ReadyStep } from './run-step.js';
import { duration, ENDED, expectation, logOf, when } from './words.js';

/** What is run again, and when the run is to end besides by a signal. */
export interface RunWishes {
  readonly force?: boolean;
  readonly endWithStdin?: boolean;
}

/** The tools that the steps need, or the first one that is missing. */
export function startsOf(
  plans: readonly StepPlan[],
  tools: ChosenTools,
): { readonly steps: readonly StartableStep[] } | { readonly missing: string } {
  const steps: StartableStep[] = [];
  for (const plan of plans) {
    const start = tools.commandFor(plan);
    if ('missing' in start) return start;
    steps.push({ plan, ...start });
  }
  return { steps };
}

export interface StartableStep extends ToolFor {
  readonly plan: StepPlan;
}

export interface BuildEnd {
  readonly outcome: 'succeeded' | 'failed' | 'cancelled';
  readonly code: number;
  readonly steps: readonly { readonly record: RunRecord; readonly unchanged: boolean }[];
}

/** Runs the steps in order, until one does not succeed. */
export async function runAll(
  context: BuildContext,
  { flow }: MadeProject,
  steps: readonly StartableStep[],
  options: RunWishes,
): Promise<BuildEnd> {
  const { terminal, history, folder, progress } = context;
  const done: { record: RunRecord; unchanged: boolean }[] = [];
  const reasons: Interruption[] = [];
  let running: RunningTool | undefined;
  const interrupt = (reason: Interruption): void => {
    reasons.push(reason);
    running?.cancel();
  };
  const stopListening = terminal.onInterrupt?.(interrupt);
  if (options.endWithStdin) process.stdin.on('end', () => interrupt('closed')).resume();
  const end = (outcome: BuildEnd['outcome'], code: number): BuildEnd => ({ outcome, code, steps: done });
  try {
    for (const { plan, command, tool } of steps) {
      const { step } = plan;
      if (reasons[0]) return end('cancelled', interruptedExit(reasons[0]));
      const inputs = await hashInputs(folder, plan.inputs);
      const before = isFault(flow) ? [] : prerequisites(flow, step);
      const after = before.flatMap((each) => lastSuccess(history, each)?.id ?? []);
      const ready: ReadyStep = {
        plan,
        command,
        tool,
        inputs,
        key: runKey({ command, version: tool.version ?? undefined, inputs, after }),
      };
      const last = lastSuccess(history, step);
      if (last && last.key === ready.key && !options.force && (await areThere(folder, last.reports))) {
        done.push({ record: last, unchanged: true });
        progress({ event: 'step', step, state: 'unchanged', run: `.bnn/runs/${last.id}` });
        terminal.err(`bnn: ${step} has not changed since ${when(last)}, so it is not run again (--force runs it)\n`);
        continue;
      }
      terminal.err(
        `bnn: ${step} by ${tool.name} ${tool.version ?? '(version not known)'}${expectation(history, plan)}\n`,
      );
      const record = await runStep(context, ready, (started) => {
        running = started;
        if (reasons.length > 0) started.cancel();
      });
      running = undefined;
      if ('missing' in record) {
        terminal.err(`bnn: ${record.missing} cannot be started: it is not there (any more)\n`);
        return end('failed', EXIT.missingTool);
      }
      done.push({ record, unchanged: false });
      const state = record.state === 'succeeded' || record.state === 'cancelled' ? record.state : 'failed';
      progress({ event: 'step', step, state, seconds: record.seconds ?? 0, run: `.bnn/runs/${record.id}` });
      terminal.err(
        `bnn: ${step} ${ENDED[record.state]} after ${duration(record.seconds)}; ${logOf(history, record)}\n`,
      );
      if (record.state === 'cancelled') return end('cancelled', interruptedExit(reasons.at(0) ?? 'SIGINT'));
      if (record.state !== 'succeeded') return end('failed', EXIT.failed);
    }
    return end('succeeded', EXIT.ok);
  } finally {
    stopListening?.();
    if (options.endWithStdin) process.stdin.pause();
  }
}
