import { createWriteStream, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { randomUUID } from 'node:crypto';
import type { FactsOf } from '../../diagnostics/catalogue/index.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { Host, RunningTool } from '../../host/host.js';
import { behindLauncher, type Command } from '../../host/tools/launcher.js';
import { readLog, type LogReport } from '../../reports/log/read-log.js';
import { readReport } from '../../reports/read-report.js';
import type { RunRecord } from '../../reports/runs/run-record.js';
import type { StepPlan } from '../../vendor/plan.js';
import type { Terminal } from '../terminal.js';
import type { History } from './history.js';
import { judge } from './judge.js';
import type { Placer } from './place-fault.js';
import type { Progress } from './progress.js';
import { collect, freshFiles, putAside, putBack } from './reports.js';
import { watchSilence } from './silence.js';
import { watchLog, type LogWatch } from './watch-log.js';

/** What all steps of one build share. */
export interface BuildContext {
  readonly terminal: Terminal;
  readonly host: Host;
  /** The project's folder, absolute. */
  readonly folder: string;
  readonly network: string;
  readonly target: string | null;
  readonly history: History;
  readonly placer: Placer;
  readonly progress: Progress;
  /** Where the tool's own words go. */
  readonly showOutput: (text: string) => void;
  /** Prints a problem and says how it was printed. */
  readonly tell: (step: string, diagnostic: Diagnostic) => RunRecord['problems'];
  readonly launcher: readonly string[];
  /** After so long without a word the tool is told to be silent. */
  readonly silentMinutes: number;
}

/** One step, ready to run. */
export interface ReadyStep {
  readonly plan: StepPlan;
  readonly command: Command;
  readonly tool: RunRecord['tool'];
  readonly key: string;
  readonly inputs: RunRecord['inputs'];
}

export type StepEnd = RunRecord | { readonly missing: string };

/** A tool that is asked to end has so long; Vivado ends what it started itself then. */
const GRACE_MS = 2000;
/** Another machine's files appear here late. */
const REMOTE_FILES_MS = 10_000;
const MOST_LOG_BYTES = 64 * 1024 * 1024;

/**
 * Runs one step and keeps its record. `started` gets the tool, for whoever wants to end it. Gives the record, or the
 * executable that could not be started.
 */
export async function runStep(
  context: BuildContext,
  { plan, command, tool, key, inputs }: ReadyStep,
  started: (running: RunningTool) => void,
): Promise<StepEnd> {
  const { host, folder, history, placer, progress, launcher } = context;
  const { step } = plan;
  const id = history.nextId(step);
  const runFolder = history.folderOf(id);
  const workFolder = path.join(folder, plan.folder);
  const begun = Date.now();
  const record: RunRecord = {
    format: 1,
    id,
    step,
    state: 'running',
    network: context.network,
    target: context.target,
    tool,
    command: { ...command, folder: plan.folder },
    key,
    inputs,
    startedAt: new Date(begun).toISOString(),
    endedAt: null,
    seconds: null,
    exitCode: null,
    mark: randomUUID(),
    problems: [],
    reports: [],
  };
  history.write(record);
  mkdirSync(workFolder, { recursive: true });
  await putAside(folder, history, id, plan.reports);
  progress({ event: 'step', step, state: 'started', run: path.posix.join('.bnn/runs', id) });

  const watch = watchLog(step, placer, (mark) => {
    // That a command has returned says nothing of how it went.
    if (mark.kind === 'step' && mark.step !== step && !mark.returned)
      progress({ event: 'phase', step, phase: mark.step, state: mark.state });
  });
  const log = createWriteStream(path.join(runFolder, 'tool.log'));
  const silence = watchSilence(context.silentMinutes, (minutes) => {
    context.tell(step, placer.place({ code: 'BNN821', facts: { step, minutes } }, watch.textsOf(undefined)));
  });
  const { executable, args } = behindLauncher(launcher, command, workFolder);
  const running = host.runTool(executable, args, {
    folder: pathToFileURL(workFolder).href,
    mark: record.mark,
    // A comma as decimal point breaks the tools' own scripts.
    env: { LC_ALL: 'C' },
    graceMs: GRACE_MS,
    text(text) {
      silence.heard();
      context.showOutput(text);
      log.write(text);
      watch.push(text);
    },
  });
  started(running);
  const outcome = await running.outcome;
  silence.stop();
  log.end();
  await finished(log).catch(() => undefined);
  if (outcome.status === 'missing') {
    putBack(folder, history, step, key);
    history.write({ ...record, state: 'failed', endedAt: new Date().toISOString(), seconds: 0 });
    return { missing: executable };
  }

  const end = outcome.status === 'ended' ? { exitCode: outcome.code, signal: outcome.signal } : {};
  const report = watch.report(end);
  if (launcher.length > 0 && end.exitCode === 0) await waitFor(folder, plan);
  const { found, missing } = await collect(folder, runFolder, plan.reports);
  const others = outcome.status === 'ended' ? otherLogs(folder, plan, begun) : [];
  const missed = step === 'impl' ? missedClock(folder, plan) : undefined;
  const verdict = judge({ step, outcome, log: report, otherLogs: others, marker: watch.marker(), missing, missed });
  if (outcome.status === 'ended' && outcome.code === -1 && outcome.output !== '' && report.lastLine === '')
    context.terminal.err(`bnn: ${executable}: ${outcome.output}\n`);
  if (verdict.state !== 'succeeded') putBack(folder, history, step, key);
  const problems = problemsOf(context, watch, plan, verdict.faults);
  const ended: RunRecord = {
    ...record,
    state: verdict.state,
    endedAt: new Date().toISOString(),
    seconds: Math.round((Date.now() - begun) / 100) / 10,
    exitCode: end.exitCode ?? null,
    problems,
    reports: found,
  };
  history.write(ended);
  return ended;
}

function problemsOf(
  { placer, tell }: BuildContext,
  watch: LogWatch,
  { step }: StepPlan,
  faults: ReturnType<typeof judge>['faults'],
): RunRecord['problems'] {
  return [
    ...faults.flatMap(({ fault, message }) => tell(step, placer.place(fault, watch.textsOf(message)))),
    ...watch.advice().flatMap(({ fault, texts }) => tell(step, placer.place(fault, texts))),
  ];
}

/** What the runs that a tool started logged in files of their own; only those of this run. */
function otherLogs(folder: string, { logs, step }: StepPlan, sinceMs: number): readonly LogReport[] {
  return logs
    .filter((pattern) => /runme\.log$/.test(pattern) || !pattern.includes(`${step}.log`))
    .flatMap((pattern) => freshFiles(folder, pattern, sinceMs))
    .flatMap((file) => {
      try {
        return [readLog(readFileSync(file).subarray(-MOST_LOG_BYTES).toString('utf8'))];
      } catch {
        return [];
      }
    });
}

/** What the timing report of the routed design says where it says that the clock is missed. */
function missedClock(folder: string, { reports }: StepPlan): FactsOf<'BNN806'> | undefined {
  const file = reports.find(({ kind }) => kind === 'timing')?.path;
  if (file === undefined || !existsSync(path.join(folder, file))) return undefined;
  const timing = readReport(file, readFileSync(path.join(folder, file), 'utf8'))?.timing;
  if (timing?.met !== false) return undefined;
  return { wnsNs: timing.wnsNs, periodNs: timing.clocks.find(({ wnsNs }) => wnsNs === timing.wnsNs)?.periodNs };
}

/** Files of another machine may appear some seconds after it has written them. */
async function waitFor(folder: string, { reports }: StepPlan): Promise<void> {
  for (let waited = 0; waited < REMOTE_FILES_MS; waited += 500) {
    if (reports.every(({ path: name }) => existsSync(path.join(folder, name)))) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
