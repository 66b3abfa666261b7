import type { FactsOf } from '../../diagnostics/catalogue/index.js';
import type { ToolOutcome } from '../../host/host.js';
import type { ToolFault } from '../../reports/log/fault.js';
import type { ToolMessage } from '../../reports/log/message.js';
import type { LogReport } from '../../reports/log/read-log.js';
import type { RunState } from '../../reports/runs/run-record.js';

/** What is known of a run when its process has ended. */
export interface Evidence {
  readonly step: string;
  readonly outcome: ToolOutcome;
  /** What it printed. */
  readonly log: LogReport;
  /** What the runs that it started logged. */
  readonly otherLogs: readonly LogReport[];
  /** The marker that our script printed last, and what stands behind it. */
  readonly marker: { readonly passed: boolean; readonly text: string } | undefined;
  /** Reports that it should have written and did not. */
  readonly missing: readonly string[];
  /** Of the routed design's timing report, where the clock is missed there. */
  readonly missed: FactsOf<'BNN806'> | undefined;
}

export interface Verdict {
  readonly state: RunState;
  /** The first cause first; empty where it succeeded or was cancelled. */
  readonly faults: readonly Cause[];
}

interface Cause {
  readonly fault: ToolFault;
  /** The tool's own words; undefined where it said nothing. */
  readonly message: ToolMessage | undefined;
}

/**
 * How a run ended. The exit code of these tools tells little: they give 0 after failures, and go on where a result is
 * wrong. So a run has succeeded only with 0, no error that stands for itself, our own marker, and all of its reports.
 */
export function judge({ step, outcome, log, otherLogs, marker, missing, missed }: Evidence): Verdict {
  if (outcome.status !== 'ended') return { state: 'cancelled', faults: [] };
  const causes = withTiming(unique([log, ...otherLogs].flatMap((each) => each.causes)), missed);
  const [first] = causes;
  if (first) {
    // Without a licence a tool fails in many places.
    const licences = causes.filter(isLicence);
    if (licences.length > 0) return { state: 'licence', faults: licences };
    return { state: first.fault.code === 'BNN803' ? 'killed' : 'failed', faults: causes };
  }
  const only = (state: RunState, fault: ToolFault): Verdict => ({ state, faults: [{ fault, message: log.cause }] });
  const { code, signal } = outcome;
  if (signal !== undefined || code === 137)
    return only('killed', { code: 'BNN803', facts: { step, how: signal ?? `exit code ${code}` } });
  if (marker?.passed === false && log.cause === undefined)
    return only('failed', { code: 'BNN801', facts: { step, id: undefined, text: marker.text || log.lastLine } });
  if (log.fault && log.outcome === 'failed') return only('failed', log.fault);
  if (code !== 0) return only('failed', { code: 'BNN822', facts: { step, exitCode: code } });
  if (marker?.passed !== true)
    return only('stopped', { code: 'BNN802', facts: { step, lastLine: log.lastLine.slice(0, 200) } });
  const [report] = missing;
  if (report !== undefined) return only('failed', { code: 'BNN826', facts: { step, report } });
  return { state: 'succeeded', faults: [] };
}

function isLicence({ fault }: Cause): boolean {
  return fault.code === 'BNN804';
}

/** A run's own log repeats in the top one. */
function unique(causes: readonly Cause[]): readonly Cause[] {
  const seen = new Set<string>();
  return causes.filter(({ fault: { code, facts } }) => {
    const key = JSON.stringify([code, facts]);
    return !seen.has(key) && seen.add(key);
  });
}

/** That the clock is missed is told once, with the numbers of the report, which the log may lack. */
function withTiming(causes: readonly Cause[], missed: Evidence['missed']): readonly Cause[] {
  if (!missed) return causes;
  const fault: ToolFault = { code: 'BNN806', facts: missed };
  const others = causes.filter((cause) => cause.fault.code !== 'BNN806');
  const told = causes.find((cause) => cause.fault.code === 'BNN806');
  return [...others, { fault, message: told?.message }];
}
