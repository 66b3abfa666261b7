import { adviceOf } from './advice.js';
import { explainMessage, isCrash, type FaultContext, type ToolFault } from './fault.js';
import { readMessage, type ToolMessage } from './message.js';
import { readMark, type Mark, type Step } from './steps.js';

/** How a run ended, from its log and, where it is known, from its process. */
export type Outcome = 'succeeded' | 'failed' | 'stopped' | 'killed' | 'licence' | 'unknown';

export interface StepRecord {
  readonly step: Step;
  readonly state: 'running' | 'passed' | 'failed';
  readonly seconds: number | undefined;
}

/** An error that stands for itself, and its explanation. */
export interface ToolCause {
  readonly message: ToolMessage;
  readonly fault: ToolFault;
}

/** What the process told, when the log was recorded by us. */
export interface ProcessEnd {
  readonly exitCode?: number;
  readonly signal?: string;
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
  readonly stage: { readonly name: string; readonly index: number; readonly of: number } | undefined;
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

/** Errors that only say that something failed before. */
const FOLLOW_UPS = new Set([
  'Common 17-69',
  'Common 17-39',
  'Vivado_Tcl 4-23',
  'HLS 200-70',
  'HLS 200-1715',
  'Synth 8-6156',
  'SIM 211-100',
  'SIM 100',
  'SIM 211-321',
  'COSIM 212-4',
]);

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
  let passedAfter = -1;

  const take = (line: string): LogEvent[] => {
    const at = lines;
    lines += 1;
    if (line.trim() !== '') lastLine = line.trim();
    const events: LogEvent[] = [];
    const message = readMessage(line, at);
    if (message !== undefined) {
      counts[message.severity] += 1;
      if (message.severity !== 'info' && message.severity !== 'status') messages.push(message);
      if (message.id === 'Common 17-14') suppressed = true;
      const told = adviceOf(message);
      if (told !== undefined) advice.set(JSON.stringify(told.facts), told);
      events.push({ kind: 'message', message });
    }
    wnsNs = numberIn(/\bWNS\s*=\s*(-?[\d.]+)/, line) ?? wnsNs;
    periodNs = numberIn(/with a period of ([\d.]+)ns/, line) ?? periodNs;
    const mark = readMark(line);
    // What a tool says after a marker of its end belongs to the tool that started it.
    if (mark?.kind === 'end') ended = true;
    else if (message !== undefined || mark !== undefined) ended = false;
    if (mark?.kind === 'step') {
      note(mark);
      if (steps.get(mark.step)?.state === 'passed') passedAfter = at;
    }
    if (mark?.kind === 'stage') {
      stage = { name: mark.name, index: mark.index, of: mark.of };
      // FINN appends every build to one log: what an older build said is not this one's cause.
      if (mark.index === 1) messages.length = 0;
    }
    if (mark !== undefined) events.push({ kind: 'mark', mark });
    return events;
  };

  const note = (mark: Extract<Mark, { kind: 'step' }>): void => {
    const before = steps.get(mark.step);
    // `Finished Command` and the time line come after a failure as well.
    const failed = before?.state === 'failed' && mark.state === 'passed';
    const state = failed
      ? 'failed'
      : mark.state === 'started'
        ? before?.state === 'passed'
          ? 'passed'
          : 'running'
        : mark.state;
    steps.set(mark.step, { step: mark.step, state, seconds: mark.seconds ?? before?.seconds });
  };

  const report = (end: ProcessEnd = {}): LogReport => {
    if (rest !== '') {
      take(rest);
      rest = '';
    }
    // Tools of one release say that they exit, those of another do not; a process that ended well did.
    const errors = ownErrors(messages, ended || end.exitCode === 0 ? passedAfter : -1);
    const cause = errors.find(isOwnCause) ?? errors[0];
    const running = [...steps.values()].find(({ state }) => state === 'running')?.step;
    const context = { step: stepOf(steps) ?? stage?.name, wnsNs: (wnsNs ?? 0) < 0 ? wnsNs : undefined, periodNs };
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

/**
 * Errors that count. One that the tool itself survived (a script that catches it, and a step that passed afterwards) does
 * not, unless it was raised: raised ones are those the tool always survives.
 */
function ownErrors(messages: readonly ToolMessage[], passedAfter: number): readonly ToolMessage[] {
  return messages.filter(
    ({ severity, said, logLine }) => severity === 'error' && (said !== 'error' || logLine > passedAfter),
  );
}

/** Whether an error names a cause; a follow-up only says that something failed before. */
function isOwnCause({ id, text }: ToolMessage): boolean {
  return !FOLLOW_UPS.has(id ?? '') && !/^(?:make|gmake)\b/.test(text);
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

interface Evidence {
  readonly cause: ToolMessage | undefined;
  readonly ended: boolean;
  readonly end: ProcessEnd;
  readonly running: Step | undefined;
  readonly steps: readonly StepRecord[];
  readonly stage: LogReport['stage'];
  readonly lastLine: string;
}

function judge({ cause, ended, end, running, steps, stage, lastLine }: Evidence): Outcome {
  if (end.signal !== undefined || end.exitCode === 137 || (cause !== undefined && isCrash(cause))) return 'killed';
  if (cause !== undefined || steps.some(({ state }) => state === 'failed')) return 'failed';
  if (end.exitCode !== undefined && end.exitCode !== 0) return 'failed';
  if (ended) return 'succeeded';
  // A log of C simulation alone has its own end marker.
  if (running === undefined && steps.length > 0 && /\*+ CSIM finish/.test(lastLine)) return 'succeeded';
  if (end.exitCode === 0 && running === undefined) return 'succeeded';
  // FINN says nothing after its last step: whether that one ended cannot be told.
  return steps.length > 0 || (stage !== undefined && stage.index < stage.of) ? 'stopped' : 'unknown';
}

function faultOf(
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

function numberIn(pattern: RegExp, line: string): number | undefined {
  const value = Number(pattern.exec(line)?.[1] ?? NaN);
  return Number.isFinite(value) ? value : undefined;
}
