import { adviceOf } from './advice.js';
import { atFifo, deadlockIn, readDeadlock } from './deadlock.js';
import { explainMessage } from './explain.js';
import type { FaultContext, ToolFault } from './fault.js';
import { isOwnCause } from './follow-ups.js';
import { readMessage, readTrace, type ToolMessage } from './message.js';
import { faultOf, judge, type Outcome, type ProcessEnd, type Stage, type StepRecord } from './outcome.js';
import { readMark, type Mark, type Step } from './steps.js';

/** An error that stands for itself, and its explanation. */
export interface ToolCause {
  readonly message: ToolMessage;
  readonly fault: ToolFault;
}

export interface LogReport {
  readonly outcome: Outcome;
  /** The first error that is not a follow-up of another one. */
  readonly cause: ToolMessage | undefined;
  /** Its explanation, or that of a log that stops. */
  readonly fault: ToolFault | undefined;
  /** All errors that are no follow-up of another, the cause first, each kind of it once. */
  readonly causes: readonly ToolCause[];
  /** Missed intervals and unflattened loops, each once. */
  readonly advice: readonly ToolFault[];
  readonly steps: readonly StepRecord[];
  /** The last `Running step: x [4/17]` of FINN. */
  readonly stage: Stage | undefined;
  /** Errors and warnings (as said or raised), in order; infos are counted only. */
  readonly messages: readonly ToolMessage[];
  readonly counts: Readonly<Record<ToolMessage['severity'], number>>;
  /** Messages beyond the tool's own limit of one kind are not in the log: the counts are lower bounds. */
  readonly countsAreLowerBounds: boolean;
  /** The top log only says that a run failed; its cause stands in `runs/<name>/runme.log`. */
  readonly runLog: string | undefined;
  readonly lastLine: string;
}

/** Reads a log as it grows. `push` takes any piece of text; `report` may be asked at any time. */
export interface LogReader {
  readonly push: (text: string) => readonly LogEvent[];
  readonly report: (end?: ProcessEnd) => LogReport;
}

export type LogEvent =
  { readonly kind: 'message'; readonly message: ToolMessage } | { readonly kind: 'mark'; readonly mark: Mark };

/** A whole log at once. */
export function readLog(text: string, end?: ProcessEnd): LogReport {
  const reader = openLog();
  reader.push(text);
  return reader.report(end);
}

/** Starts a log that is not all there yet. */
export function openLog(): LogReader {
  const messages: ToolMessage[] = [];
  const counts = { error: 0, critical: 0, warning: 0, info: 0, status: 0 };
  const steps = new Map<Step, StepRecord>();
  const advice = new Map<string, ToolFault>();
  let stage: LogReport['stage'];
  let ended = false;
  let rest = '';
  let lines = 0;
  let lastLine = '';
  let suppressed = false;
  let wnsNs: number | undefined;
  let periodNs: number | undefined;
  let toolYear: number | undefined;
  let instructions: number | undefined;
  let passedAfter = -1;
  /** Lines of errors that no step was busy at, and of those that the script then went on after. */
  const between: number[] = [];
  const survived = new Set<number>();
  /** Errors of each step that has not ended. */
  let errorsSince = 0;
  /** The step whose command has just returned without a word of an error. */
  let justReturned: Step | undefined;
  let deadlock: { readonly at: number; state: 'full' | 'empty' | undefined } | undefined;

  const take = (line: string): LogEvent[] => {
    const at = lines;
    lines += 1;
    const trace = readTrace(line, lastLine, at);
    const message = readMessage(line, at) ?? trace;
    // Nothing else says that the command failed.
    if (trace !== undefined && justReturned !== undefined && errorsSince === 0)
      steps.set(justReturned, { step: justReturned, state: 'failed', seconds: steps.get(justReturned)?.seconds });
    if (line.trim() !== '') lastLine = line.trim();
    const events: LogEvent[] = [];
    // The test bench says twice that it stands still.
    if (message !== undefined && !(deadlock && deadlockIn(message.text))) {
      counts[message.severity] += 1;
      if (message.severity !== 'info' && message.severity !== 'status') messages.push(message);
      if (deadlockIn(message.text)) deadlock = { at: messages.length - 1, state: undefined };
      if (message.said === 'error') {
        errorsSince += 1;
        if (![...steps.values()].some(({ state }) => state === 'running')) between.push(at);
      }
      if (message.id === 'Common 17-14') suppressed = true;
      if (message.id === 'HLS 200-1995') instructions = Math.max(instructions ?? 0, instructionsIn(message.text));
      const told = adviceOf(message);
      if (told !== undefined) advice.set(JSON.stringify(told.facts), told);
      events.push({ kind: 'message', message });
    }
    takeDeadlock(line);
    toolYear ??= numberIn(TOOL_HEAD, line);
    wnsNs = numberIn(/\bWNS\s*=\s*(-?[\d.]+)/, line) ?? wnsNs;
    periodNs = numberIn(/with a period of ([\d.]+)ns/, line) ?? periodNs;
    const mark = readMark(line);
    if (mark !== undefined) justReturned = mark.kind === 'step' && mark.returned ? mark.step : undefined;
    // What a tool says after a marker of its end belongs to the tool that started it.
    if (mark?.kind === 'end') ended = true;
    else if (message !== undefined || mark !== undefined) ended = false;
    if (mark?.kind === 'step') {
      if (mark.state === 'started') {
        errorsSince = 0;
        // A script that starts the next step has caught what was said before it.
        for (const line of between.splice(0)) survived.add(line);
      }
      note(mark);
      if (steps.get(mark.step)?.state === 'passed') passedAfter = at;
    }
    if (mark?.kind === 'stage') {
      stage = { name: mark.name, index: mark.index, of: mark.of };
      // FINN appends every build to one log: what an older build said is not this one's cause.
      if (mark.index === 1) {
        messages.length = 0;
        deadlock = undefined;
      }
    }
    if (mark !== undefined) events.push({ kind: 'mark', mark });
    return events;
  };

  const note = ({ step, state, seconds, returned }: Extract<Mark, { kind: 'step' }>): void => {
    const before = steps.get(step);
    const now = ((): StepRecord['state'] => {
      if (state === 'started') return before?.state === 'passed' ? 'passed' : 'running';
      // A command returns after a failure as well: what was said in between tells.
      if (before?.state === 'failed') return 'failed';
      if (returned && before?.state !== 'passed') return errorsSince > 0 ? 'failed' : 'passed';
      return state;
    })();
    steps.set(step, { step, state: now, seconds: seconds ?? before?.seconds });
  };

  const takeDeadlock = (line: string): void => {
    const found = readDeadlock(line);
    const told = deadlock && messages[deadlock.at];
    if (found?.kind !== 'fifo' || !deadlock || !told) return;
    // The first full one counts, else the first.
    if (deadlock.state === 'full' || (deadlock.state === 'empty' && found.state === 'empty')) return;
    messages[deadlock.at] = { ...told, text: atFifo(told.text.replace(/: \w+ FIFO '.*$/, ''), found) };
    deadlock.state = found.state;
  };

  const report = (end: ProcessEnd = {}): LogReport => {
    if (rest !== '') {
      take(rest);
      rest = '';
    }
    // Tools of one release say that they exit, those of another do not; a process that ended well did.
    const errors = ownErrors(messages, ended || end.exitCode === 0 ? passedAfter : -1, survived);
    const failed = [...steps.values()].some(({ state }) => state === 'failed') || (end.exitCode ?? 0) !== 0;
    // Vivado warns that it got no license, and may go on with another one.
    const unlicensed = failed ? messages.find(({ id }) => id === 'Common 17-348') : undefined;
    const cause = errors.find(isOwnCause) ?? unlicensed ?? errors[0];
    const running = [...steps.values()].find(({ state }) => state === 'running')?.step;
    const context: FaultContext = {
      step: stepOf(steps) ?? stage?.name,
      wnsNs: (wnsNs ?? 0) < 0 ? wnsNs : undefined,
      periodNs,
      ...(toolYear === undefined ? {} : { toolYear }),
      ...(instructions === undefined ? {} : { instructions }),
    };
    const outcome = judge({ cause, ended, end, running, steps: [...steps.values()], stage, lastLine });
    return {
      outcome:
        outcome === 'failed' && cause !== undefined && explainMessage(cause, context).code === 'BNN804'
          ? 'licence'
          : outcome,
      cause,
      fault: faultOf(outcome, cause, context, end, lastLine),
      causes: causesOf(errors.filter(isOwnCause), context),
      advice: [...advice.values()],
      steps: [...steps.values()].map((record) =>
        ended && record.state === 'running' ? { ...record, state: cause === undefined ? 'passed' : 'failed' } : record,
      ),
      stage,
      messages,
      counts,
      countsAreLowerBounds: suppressed,
      runLog: runLogOf(cause),
      lastLine,
    };
  };

  return {
    push: (text) => {
      const pieces = (rest + text).split(/\r\n|\n|\r(?!$)/);
      rest = pieces.pop() ?? '';
      return pieces.flatMap(take);
    },
    report,
  };
}

/** `****** Vivado v2023.1 (64-bit)`, `... OpenCL v2022.2 (64-bit)`, `**** HLS Build v2025.2 6295257`. */
const TOOL_HEAD = /^[ #]*\*+ .*\bv(20\d\d)\.\d/;

/**
 * Errors that count. One that the tool itself survived (a script that catches it, and a step that started or passed
 * afterwards) does not, unless it was raised: raised ones are those the tool always survives.
 */
function ownErrors(
  messages: readonly ToolMessage[],
  passedAfter: number,
  survived: ReadonlySet<number>,
): readonly ToolMessage[] {
  return messages.filter(
    ({ severity, said, logLine }) =>
      severity === 'error' && (said !== 'error' || (logLine > passedAfter && !survived.has(logLine))),
  );
}

/** More are of no use to anybody. */
const MOST_CAUSES = 20;

function causesOf(errors: readonly ToolMessage[], context: FaultContext): readonly ToolCause[] {
  const found = new Map<string, ToolCause>();
  for (const message of errors) {
    const fault = explainMessage(message, context);
    const key = JSON.stringify([fault.code, fault.facts]);
    if (!found.has(key) && found.size < MOST_CAUSES) found.set(key, { message, fault });
  }
  return [...found.values()];
}

/** The step that failed, else the one that runs, else the last one. */
function stepOf(steps: ReadonlyMap<Step, StepRecord>): Step | undefined {
  const records = [...steps.values()];
  return (
    records.find(({ state }) => state === 'failed') ??
    records.find(({ state }) => state === 'running') ??
    records.at(-1)
  )?.step;
}

/** `Run 'impl_1' failed` or `Synthesis failed - please see the console or run log file`: where to look next. */
function runLogOf(cause: ToolMessage | undefined): string | undefined {
  if (cause?.id !== 'Common 17-69') return undefined;
  const run = /Run '([^']+)'/.exec(cause.text)?.[1];
  return run === undefined ? undefined : `runs/${run}/runme.log`;
}

/** `There were 356,317,917 instructions in the design after the 'Unroll/Inline' phase of compilation.` */
function instructionsIn(text: string): number {
  return Number((/There were ([\d,]+) instructions/.exec(text)?.[1] ?? '0').replaceAll(',', ''));
}

function numberIn(pattern: RegExp, line: string): number | undefined {
  const value = Number(pattern.exec(line)?.[1] ?? NaN);
  return Number.isFinite(value) ? value : undefined;
}
