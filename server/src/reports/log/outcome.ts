import { explainMessage, isCrash } from './explain.js';
import type { FaultContext, ToolFault } from './fault.js';
import type { ToolMessage } from './message.js';
import type { Step } from './steps.js';

/** How a run ended, from its log and, where it is known, from its process. */
export type Outcome = 'succeeded' | 'failed' | 'stopped' | 'killed' | 'licence' | 'unknown';

export interface StepRecord {
  readonly step: Step;
  readonly state: 'running' | 'passed' | 'failed';
  readonly seconds: number | undefined;
}

/** What the process told, when the log was recorded by us. */
export interface ProcessEnd {
  readonly exitCode?: number;
  readonly signal?: string;
}

export interface Stage {
  readonly name: string;
  readonly index: number;
  readonly of: number;
}

/** What a log and its process tell. */
export interface Evidence {
  readonly cause: ToolMessage | undefined;
  readonly ended: boolean;
  readonly end: ProcessEnd;
  readonly running: Step | undefined;
  readonly steps: readonly StepRecord[];
  readonly stage: Stage | undefined;
  readonly lastLine: string;
}

const COMMAND_END = /\*+ CSIM finish|\[HLS 200-(?:111|2161)\] Finished Command \w+_design\b/;

export function judge({ cause, ended, end, running, steps, stage, lastLine }: Evidence): Outcome {
  if (end.signal !== undefined || end.exitCode === 137 || (cause !== undefined && isCrash(cause))) return 'killed';
  if (cause !== undefined || steps.some(({ state }) => state === 'failed')) return 'failed';
  if (end.exitCode !== undefined && end.exitCode !== 0) return 'failed';
  if (ended) return 'succeeded';
  // A log of C simulation alone has its own end marker; 2020.2 says nothing after the last command.
  if (running === undefined && steps.length > 0 && COMMAND_END.test(lastLine)) return 'succeeded';
  if (end.exitCode === 0 && running === undefined) return 'succeeded';
  // FINN says nothing after its last step: whether that one ended cannot be told.
  return steps.length > 0 || (stage !== undefined && stage.index < stage.of) ? 'stopped' : 'unknown';
}

/** The fault of an outcome: that of its cause, else that of a log that ends without one. */
export function faultOf(
  outcome: Outcome,
  cause: ToolMessage | undefined,
  context: FaultContext,
  end: ProcessEnd,
  lastLine: string,
): ToolFault | undefined {
  const { step } = context;
  if (cause !== undefined) return explainMessage(cause, context);
  if (outcome === 'killed')
    return { code: 'BNN803', facts: { step, how: end.signal ?? `exit code ${end.exitCode ?? '?'}` } };
  if (outcome === 'stopped') return { code: 'BNN802', facts: { step, lastLine: lastLine.slice(0, 200) } };
  if (outcome !== 'failed') return undefined;
  if (end.exitCode !== undefined && end.exitCode !== 0)
    return { code: 'BNN822', facts: { step, exitCode: end.exitCode } };
  return { code: 'BNN801', facts: { step, id: undefined, text: lastLine.slice(0, 200) } };
}
