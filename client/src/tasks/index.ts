import path from 'node:path';
import * as vscode from 'vscode';
import { BUILDS } from '../../../server/src/lsp/protocol.js';
import type { Server } from '../language-server.js';
import { BUILD_STEPS, readDefinition, TASK_TYPE, type DefinitionFault } from './build-definition.js';
import { buildTask, placedBuild } from './build-task.js';
import { showProgress } from './build-progress.js';
import { watchLostProblems, type LostProblems } from './lost-problems.js';
import { tellOutcome } from './tell-outcome.js';

/** Tasks of the type `bnn`: those of the file in front, and those of tasks.json. Each shows its progress. */
export function registerTasks(context: vscode.ExtensionContext, server: Server): vscode.Disposable {
  const provider = vscode.tasks.registerTaskProvider(TASK_TYPE, {
    provideTasks() {
      const document = vscode.window.activeTextEditor?.document;
      if (!vscode.workspace.isTrusted || document?.languageId !== 'bnn' || document.uri.scheme !== 'file') return [];
      const scope = vscode.workspace.getWorkspaceFolder(document.uri) ?? vscode.TaskScope.Workspace;
      const file = document.uri.fsPath;
      return BUILD_STEPS.map((step) => buildTask(context, { type: TASK_TYPE, file, step }, scope));
    },
    resolveTask(task) {
      const read = readDefinition(task.definition);
      if ('fault' in read) {
        tellFault(task.name, read.fault);
        return undefined;
      }
      const scope = typeof task.scope === 'object' ? task.scope : vscode.TaskScope.Workspace;
      const made = buildTask(context, read.build, scope);
      // The editor takes the resolved task for the same only with the definition that it asked with.
      return new vscode.Task(task.definition, scope, task.name, 'bnn', made.execution, made.problemMatchers);
    },
  });
  const lost = watchLostProblems();
  return vscode.Disposable.from(
    provider,
    lost,
    vscode.tasks.onDidStartTask(({ execution }) => {
      void follow(execution, lost);
    }),
    vscode.tasks.onDidEndTask(({ execution }) => {
      // The watcher of files may see what was measured late, or, where a system runs out of watches, never.
      if (execution.task.definition.type === TASK_TYPE) void server.ask(BUILDS, { refresh: true });
    }),
  );
}

/** Says what is wrong in tasks.json, where a task can be run no more than that. */
function tellFault(name: string, { property, kind, values }: DefinitionFault): void {
  const text =
    kind === 'one of'
      ? vscode.l10n.t('The task "{0}" cannot run: "{1}" must be one of {2}.', name, property, values.join(', '))
      : kind === 'a text'
        ? vscode.l10n.t('The task "{0}" cannot run: "{1}" must be a text.', name, property)
        : vscode.l10n.t('The task "{0}" cannot run: "{1}" must be true or false.', name, property);
  const open = vscode.l10n.t('Open tasks.json');
  void vscode.window.showErrorMessage(text, open).then(async (answer) => {
    if (answer === open) await vscode.commands.executeCommand('workbench.action.tasks.configureTaskRunner');
  });
}

/** Shows how a build goes, and every problem that it had. */
async function follow(execution: vscode.TaskExecution, lost: LostProblems): Promise<void> {
  const build = placedBuild(execution.task);
  if (!build) return;
  lost.clear(build.folder);
  const events = await showProgress(execution, build);
  void tellOutcome(execution.task.name, build, events);
  const problems = events.filter((event) => event.event === 'problem');
  await lost.complete(build.folder, problems, (file) => vscode.Uri.file(path.resolve(build.root, file)));
}
