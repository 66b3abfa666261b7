import path from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import type { Host } from '../../host/host.js';
import { makeFolder } from '../../host/make-folder.js';
import { isFault } from '../../parameters/npy.js';
import type { RunProblem } from '../../reports/runs/run-record.js';
import type { Profile } from '../../vendor/flow-project.js';
import { pathRefusal, pathTrouble, type PathRefusal } from '../../vendor/path-trouble.js';
import { planSteps, type StepPlan } from '../../vendor/plan.js';
import type { Step } from '../../vendor/steps.js';
import { hlsLauncher, versionText, type FlowVersions } from '../../vendor/tool-version.js';
import { chooseTools } from '../build/choose-tools.js';
import { showCommands } from '../build/dry-run.js';
import { lastSeconds, lastSuccess, openHistory } from '../build/history.js';
import { endLeftRuns, takeLock } from '../build/lock.js';
import { placerOf } from '../build/place-fault.js';
import { openProgress } from '../build/progress.js';
import { packResult } from '../build/result-folder.js';
import { runAll, startsOf, type BuildEnd } from '../build/run-all.js';
import type { BuildContext } from '../build/run-step.js';
import { makeProject, writeProject } from '../generated-project.js';
import { loadFile, type LoadedFile } from '../load.js';
import { diagnosticLine, printed } from '../report-diagnostics.js';
import { exitOf, reportAndJudge, selectDesigns } from '../select.js';
import { EXIT, printJson, UsageError, type Terminal } from '../terminal.js';

export interface BuildOptions {
  readonly step: Step;
  readonly out?: string;
  readonly target?: string;
  readonly profile?: Profile;
  readonly interrupts?: boolean;
  readonly toolVersion?: string;
  readonly tools?: readonly string[];
  readonly launcher?: readonly string[];
  readonly silentAfter?: string;
  readonly force?: boolean;
  readonly strict?: boolean;
  readonly dryRun?: boolean;
  readonly endWithStdin?: boolean;
  readonly json?: boolean;
}

/**
 * `bnn build`: generates the project of a design and runs the vendor's tools up to a step. Steps that succeeded before on
 * the same inputs are not run again. Exit 1 where a step fails, 3 where a tool is missing, 128 and the signal where it is
 * interrupted; then nothing that it started is left.
 */
export async function build(terminal: Terminal, host: Host, file: string, options: BuildOptions): Promise<number> {
  const silentMinutes = minutesOf(options.silentAfter);
  const loaded = await loadFile(host, file);
  const designs = selectDesigns(terminal, loaded, { target: options.target });
  const [design] = designs;
  if (!reportAndJudge(terminal, loaded, designs) || !design) return EXIT.failed;
  if (exitOf(loaded, options) !== EXIT.ok) return EXIT.failed;
  const launcher = options.launcher ?? [];
  const tools = await chooseTools({
    version: options.toolVersion ?? loaded.project.tool,
    folders: options.tools ?? [],
    launcher,
  });
  const folder = path.resolve(options.out ?? defaultFolder(file, design.target?.name));
  const project = await makeProject(terminal, host, loaded, design, folder, {
    versions: tools.versions,
    profile: options.profile ?? 'quick',
    interrupts: options.interrupts === true,
  });
  if (!project) return EXIT.failed;
  const plans = isFault(project.flow) ? project.flow : planSteps(project.flow, options.step, tools.versions);
  if (isFault(plans)) {
    terminal.err(`bnn: ${plans.fault}\n`);
    return EXIT.failed;
  }
  for (const note of tools.notes) terminal.err(`bnn: ${note}\n`);
  if (options.dryRun) return showCommands(terminal, plans, tools, folder, options);
  const starts = startsOf(plans, tools);
  if ('missing' in starts) {
    terminal.err(`bnn: ${starts.missing}\n`);
    return EXIT.missingTool;
  }
  const files = project.files.map(({ path: name }) => name);
  const refused = refusedPath(folder, launcher, tools.versions, plans, files);
  if (refused) {
    tell(terminal, loaded, placerOf(design).place({ code: 'BNN830', facts: refused }, []));
    return EXIT.failed;
  }

  try {
    await makeFolder(folder);
  } catch (error) {
    terminal.err(`bnn: ${error instanceof Error ? error.message : String(error)}\n`);
    return EXIT.failed;
  }
  const lock = takeLock(folder);
  if ('heldBy' in lock) {
    terminal.err(`bnn: another build (process ${lock.heldBy}) runs in ${folder}\n`);
    return EXIT.failed;
  }
  try {
    const history = openHistory(folder);
    for (const id of await endLeftRuns(history)) terminal.err(`bnn: ended what ${id} had left running\n`);
    const asked = options.out ?? path.relative(process.cwd(), folder);
    if (
      !(await writeProject(terminal, host, project, folder, { asked, force: false, remedy: '`bnn generate --force`' }))
    )
      return EXIT.failed;
    const progress = openProgress(folder);
    const context: BuildContext = {
      terminal,
      host,
      folder,
      network: design.network.name,
      target: design.target?.name ?? null,
      history,
      placer: placerOf(design),
      progress,
      showOutput: (text) => (options.json ? terminal.err(text) : terminal.out(text)),
      tell: (step, diagnostic) =>
        tell(terminal, loaded, diagnostic).map((problem) => {
          progress({ event: 'problem', step, ...problem });
          return problem;
        }),
      launcher,
      silentMinutes,
    };
    progress({
      event: 'build',
      pid: process.pid,
      file,
      target: context.target,
      steps: plans.map((plan) => ({
        step: plan.step,
        expectedSeconds: lastSeconds(history, plan.step) ?? plan.expected?.seconds ?? null,
      })),
    });
    warnOfPath(context, tools.versions, plans);
    const end = await runAll(context, project, starts.steps, options);
    if (end.outcome === 'succeeded' && options.step === 'bitstream' && !isFault(project.flow))
      await packResult(host, folder, project.flow, tools.versions);
    progress({ event: 'ended', outcome: end.outcome, exitCode: end.code });
    if (options.json) printJson(terminal, documentOf(folder, end));
    return end.code;
  } finally {
    lock.release();
  }
}

/** What the tools are known to refuse in the folder's name; nothing where a step has succeeded there. */
function refusedPath(
  folder: string,
  launcher: readonly string[],
  versions: FlowVersions,
  plans: readonly StepPlan[],
  files: readonly string[],
): PathRefusal | undefined {
  const steps = plans.map(({ step }) => step);
  const refusal = pathRefusal(folder, platformOf(launcher), versions, steps, files);
  return refusal && !steps.some((step) => lastSuccess(openHistory(folder), step)) ? refusal : undefined;
}

/** Launchers lead to Linux. */
function platformOf(launcher: readonly string[]): NodeJS.Platform {
  return launcher.length > 0 ? 'linux' : process.platform;
}

/** What the tools may refuse in the folder's name, told before hours of work; nothing where a step has succeeded there. */
function warnOfPath(
  { terminal, folder, history, launcher }: BuildContext,
  { hls, vivado }: FlowVersions,
  plans: readonly StepPlan[],
): void {
  const trouble = pathTrouble(folder, platformOf(launcher));
  if (!trouble || plans.some(({ step }) => lastSuccess(history, step))) return;
  const tools = `${hlsLauncher(hls)} ${versionText(hls)} and Vivado ${versionText(vivado)}`;
  terminal.err(`bnn: ${tools} may refuse the path ${folder}: it has ${trouble.what}; --out builds elsewhere\n`);
}

/** Prints a problem and its related places, each on a line of its own; gives them as they were printed. */
function tell(terminal: Terminal, loaded: LoadedFile, diagnostic: Diagnostic): readonly RunProblem[] {
  const related = diagnostic.related.map((place): Diagnostic => {
    return { ...diagnostic, uri: place.uri, span: place.span, severity: 'info', message: place.message, related: [] };
  });
  return printed(loaded, [diagnostic, ...related]).map((one) => {
    terminal.err(`${diagnosticLine(one)}\n`);
    const { code, severity, message, file, range } = one;
    return { code, severity, message, file, line: range.start.line + 1, column: range.start.character + 1 };
  });
}

function documentOf(folder: string, { outcome, steps }: BuildEnd): object {
  return {
    outcome,
    folder,
    steps: steps.map(({ record, unchanged }) => ({
      step: record.step,
      state: record.state,
      unchanged,
      seconds: record.seconds,
      exitCode: record.exitCode,
      tool: record.tool,
      run: `.bnn/runs/${record.id}`,
      problems: record.problems,
      reports: record.reports.map((report) => report.path),
    })),
  };
}

/** Beside the file, one folder a target. */
function defaultFolder(file: string, target: string | undefined): string {
  if (file === '-') throw new UsageError('a network from stdin needs --out');
  const { dir, name } = path.parse(file);
  return path.join(dir, 'build', target === undefined ? name : `${name}-${target}`);
}

const DEFAULT_SILENT_MINUTES = 10;

function minutesOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_SILENT_MINUTES;
  const minutes = Number(text);
  if (text.trim() === '' || !Number.isFinite(minutes))
    throw new UsageError(`--silent-after ${text}: no number of minutes`);
  return minutes;
}
