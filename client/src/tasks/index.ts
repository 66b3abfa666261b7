import path from 'node:path';
import * as vscode from 'vscode';
import { BUILDS } from '../../../server/src/lsp/protocol.js';
import type { Server } from '../language-server.js';
import { BUILD_STEPS, buildTask, placedBuild, readDefinition, TASK_TYPE } from './build-task.js';
import { showProgress } from './build-progress.js';
import { watchLostProblems, type LostProblems } from './lost-problems.js';

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
      const definition = readDefinition(task.definition);
      if (!definition) return undefined;
      const scope = typeof task.scope === 'object' ? task.scope : vscode.TaskScope.Workspace;
      const made = buildTask(context, definition, scope);
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

/** Shows how a build goes, and every problem that it had. */
async function follow(execution: vscode.TaskExecution, lost: LostProblems): Promise<void> {
  const build = placedBuild(execution.task);
  if (!build) return;
  lost.clear(build.folder);
  const events = await showProgress(execution, build);
  const problems = events.filter((event) => event.event === 'problem');
  await lost.complete(build.folder, problems, (file) => vscode.Uri.file(path.resolve(build.root, file)));
}
