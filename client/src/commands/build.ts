import * as vscode from 'vscode';
import { TARGETS, type TargetChoice } from '../../../server/src/lsp/protocol.js';
import type { Server } from '../language-server.js';
import { BUILD_STEPS, TASK_TYPE, type BuildDefinition, type BuildStep } from '../tasks/build-definition.js';
import { buildTask, doctorTask, stepDetail } from '../tasks/build-task.js';
import { mayRunTools } from '../trust.js';
import { fileForTools } from './file-for-tools.js';
import { hasBlockingFault } from './first-problem.js';

/** Exit code of the command line where a tool is missing. */
const MISSING_TOOL = 3;

/** What of a build need not be asked for. Anybody may call a command, with anything. */
interface Given {
  readonly step: unknown;
  readonly target: unknown;
  /** The project's folder; else it stands beside the file. */
  readonly out: unknown;
}

/**
 * Builds the file in front up to a step, in a terminal of its own. File, step and target may be given; else they are
 * asked for. Gives the exit code of the command line; undefined where nothing was run, or it was cancelled.
 */
export async function build(
  context: vscode.ExtensionContext,
  server: Server,
  givenFile: unknown,
  given: Given,
): Promise<number | undefined> {
  const why = vscode.l10n.t('Save the file first: the project is made from what is on the disk.');
  const file = await fileForTools(givenFile, why);
  if (!file || (await hasBlockingFault(server, file))) return undefined;
  const step = BUILD_STEPS.find((each) => each === given.step) ?? (await pickStep());
  if (!step) return undefined;
  const picked =
    typeof given.target === 'string' ? { name: given.target } : await pickedTarget(server, file.toString());
  if (!picked) return undefined;
  const target = picked.name;
  const scope = vscode.workspace.getWorkspaceFolder(file) ?? vscode.TaskScope.Workspace;
  const definition: BuildDefinition = {
    type: TASK_TYPE,
    file: file.fsPath,
    step,
    ...(target === undefined ? {} : { target }),
    ...(typeof given.out === 'string' ? { out: given.out } : {}),
  };
  const code = await runTask(buildTask(context, definition, scope));
  if (code === MISSING_TOOL) void offerDoctor(file);
  return code;
}

/** Shows what a build needs and what of it is here, in a terminal. Gives the exit code of the command line. */
export async function doctor(context: vscode.ExtensionContext, given: unknown): Promise<number | undefined> {
  if (!mayRunTools()) return undefined;
  const document = vscode.window.activeTextEditor?.document;
  const front = document?.languageId === 'bnn' && document.uri.scheme === 'file' ? document.uri.fsPath : undefined;
  return runTask(doctorTask(context, typeof given === 'string' ? vscode.Uri.parse(given).fsPath : front));
}

/** Runs a task to its end. */
function runTask(task: vscode.Task): Promise<number | undefined> {
  const executing = vscode.tasks.executeTask(task);
  return new Promise((resolve, reject) => {
    let code: number | undefined;
    const listeners = [
      vscode.tasks.onDidEndTaskProcess(async (end) => {
        if (end.execution === (await executing)) code = end.exitCode;
      }),
      vscode.tasks.onDidEndTask(async (end) => {
        if (end.execution !== (await executing)) return;
        for (const listener of listeners) listener.dispose();
        resolve(code);
      }),
    ];
    executing.then(undefined, reject);
  });
}

async function pickStep(): Promise<BuildStep | undefined> {
  const items = BUILD_STEPS.map((step) => ({ label: step, description: stepDetail(step), step }));
  const answer = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Build up to which step?') });
  return answer?.step;
}

/** The only target, or one that is picked, that whose numbers are shown first. Its name is undefined where there is none. */
async function pickedTarget(server: Server, uri: string): Promise<{ readonly name: string | undefined } | undefined> {
  const targets = (await server.ask<TargetChoice[]>(TARGETS, { uri })) ?? [];
  if (targets.length < 2) return { name: targets[0]?.target };
  const items = targets
    .toSorted((a, b) => Number(b.picked) - Number(a.picked))
    .map(({ target, description }) => ({ label: target, description }));
  const answer = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Build for which target?') });
  return answer && { name: answer.label };
}

async function offerDoctor(file: vscode.Uri): Promise<void> {
  const run = vscode.l10n.t('Run Doctor');
  const settings = vscode.l10n.t('Open Settings');
  const message = vscode.l10n.t('A tool of the vendor was not found; the terminal says where it was looked for.');
  const answer = await vscode.window.showErrorMessage(message, run, settings);
  if (answer === run) await vscode.commands.executeCommand('bnn.doctor', file.toString());
  else if (answer === settings) await vscode.commands.executeCommand('workbench.action.openSettings', 'bnn.tools');
}
