import path from 'node:path';
import * as vscode from 'vscode';
import type { BuildEvent } from '../../../server/src/lsp/protocol.js';
import { showFile } from '../show-file.js';
import { outcomeOf } from './build-outcome.js';
import type { PlacedBuild } from './build-task.js';
import { clock } from './clock.js';
import type { PrintedProblem } from './lost-problems.js';

/** Tells how a build of hours ended, wherever its user is by then, with the way to the cause or to what was measured. */
export async function tellOutcome(name: string, build: PlacedBuild, events: readonly BuildEvent[]): Promise<void> {
  const outcome = outcomeOf(events);
  if (outcome?.state === 'succeeded') {
    const show = vscode.l10n.t('Show Builds');
    const text = vscode.l10n.t('BNN {0} has succeeded after {1}.', name, clock(outcome.seconds));
    if ((await vscode.window.showInformationMessage(text, show)) === show)
      await vscode.commands.executeCommand('bnn.showBuilds');
  } else if (outcome) {
    const { step, problem, run } = outcome;
    const [go, openLog] = [vscode.l10n.t('Go to Problem'), vscode.l10n.t('Open Log')];
    const buttons = [...(problem ? [go] : []), ...(run === undefined ? [] : [openLog])];
    const text = problem
      ? vscode.l10n.t('BNN {0} has failed: {1}', name, problem.message)
      : vscode.l10n.t('BNN {0} has failed in {1}.', name, step);
    const answer = await vscode.window.showErrorMessage(text, ...buttons);
    if (problem && answer === go) await goTo(build, problem);
    if (run !== undefined && answer === openLog)
      await showFile(vscode.Uri.file(path.join(build.folder, run, 'tool.log')));
  }
}

async function goTo({ root }: PlacedBuild, { file, line, column }: PrintedProblem): Promise<void> {
  const place = new vscode.Position(line - 1, column - 1);
  const selection = new vscode.Range(place, place);
  await showFile(vscode.Uri.file(path.resolve(root, file)), { selection });
}
