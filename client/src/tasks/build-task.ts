import path from 'node:path';
import * as vscode from 'vscode';
import { readDefinition, TASK_TYPE, type BuildDefinition, type BuildStep } from './build-definition.js';

/** Where the project of a build stands when nobody says: beside the file, one folder a target, as `bnn build` does. */
export function projectFolder(file: string, target: string | undefined): string {
  const { dir, name } = path.parse(file);
  return path.join(dir, 'build', target === undefined ? name : `${name}-${target}`);
}

/** Where a task of tasks.json builds, absolute. */
export interface PlacedBuild {
  /** Of its workspace folder; relative paths are meant from there. */
  readonly root: string;
  /** Of the project. */
  readonly folder: string;
}

/** Where a task builds; `undefined` for a task that is none of ours, or whose definition is not whole. */
export function placedBuild({ definition, scope }: vscode.Task): PlacedBuild | undefined {
  const read = definition.type === TASK_TYPE ? readDefinition(definition) : undefined;
  if (!read || 'fault' in read) return undefined;
  const { build } = read;
  const root = typeof scope === 'object' ? scope.uri.fsPath : '';
  const file = path.resolve(root, build.file);
  const folder = build.out === undefined ? projectFolder(file, build.target) : path.resolve(root, build.out);
  return { root, folder };
}

/**
 * The task that runs a build: the editor's own node on the command line that is shipped, never a shell. Whatever stands
 * in names is an argument and nothing else.
 */
export function buildTask(
  context: vscode.ExtensionContext,
  definition: BuildDefinition,
  scope: vscode.WorkspaceFolder | vscode.TaskScope.Workspace,
): vscode.Task {
  const root = typeof scope === 'object' ? scope.uri.fsPath : undefined;
  const { step, target } = definition;
  const file = root === undefined ? definition.file : path.resolve(root, definition.file);
  const out =
    definition.out === undefined
      ? projectFolder(file, target)
      : path.resolve(root ?? path.dirname(file), definition.out);
  const settings = vscode.workspace.getConfiguration('bnn.build');
  const args = [
    ...['build', file, '--step', step, '--out', out],
    ...(target === undefined ? [] : ['--target', target]),
    ...['--profile', definition.profile ?? settings.get('profile', 'quick')],
    ...((definition.interrupts ?? settings.get('interrupts', false)) ? ['--interrupts'] : []),
    ...(definition.toolVersion === undefined ? [] : ['--tool-version', definition.toolVersion]),
    ...(definition.force === true ? ['--force'] : []),
    ...toolArguments(),
  ];
  const name = `${path.basename(file)}: ${step}${target === undefined ? '' : ` (${target})`}`;
  const task = new vscode.Task({ ...definition, file, out }, scope, name, 'bnn', commandLine(context, args), '$bnn');
  task.group = vscode.TaskGroup.Build;
  task.detail = stepDetail(step);
  task.presentationOptions = {
    reveal: vscode.TaskRevealKind.Always,
    panel: vscode.TaskPanelKind.Dedicated,
    clear: true,
  };
  return task;
}

/** The task that shows what `bnn doctor` finds. */
export function doctorTask(context: vscode.ExtensionContext, file: string | undefined): vscode.Task {
  const folders = toolFolders().flatMap((folder) => ['--tools', folder]);
  const args = ['doctor', ...(file === undefined ? [] : [file]), ...folders];
  const definition = { type: TASK_TYPE, file: file ?? '', step: 'doctor' };
  const execution = commandLine(context, args);
  const task = new vscode.Task(definition, vscode.TaskScope.Workspace, 'Doctor', 'bnn', execution, []);
  task.presentationOptions = {
    reveal: vscode.TaskRevealKind.Always,
    panel: vscode.TaskPanelKind.Dedicated,
    clear: true,
  };
  return task;
}

export function stepDetail(step: BuildStep): string {
  switch (step) {
    case 'csim':
      return vscode.l10n.t('C simulation against the golden vectors');
    case 'csynth':
      return vscode.l10n.t('C synthesis: cycles and resources of each layer as the tool sees them');
    case 'cosim':
      return vscode.l10n.t('Co-simulation: the generated RTL against the C++');
    case 'export':
      return vscode.l10n.t('Package as IP');
    case 'synth':
      return vscode.l10n.t('Logic synthesis: resources');
    case 'impl':
      return vscode.l10n.t('Placement and routing: resources, timing, power');
    case 'bitstream':
      return vscode.l10n.t('Bitstream, hardware description and driver');
  }
}

function commandLine(context: vscode.ExtensionContext, args: readonly string[]): vscode.ProcessExecution {
  const cli = context.asAbsolutePath('dist/cli.js');
  return new vscode.ProcessExecution(process.execPath, [cli, ...args], { env: { ELECTRON_RUN_AS_NODE: '1' } });
}

/** The user's settings on tools; a workspace cannot set them. */
function toolArguments(): readonly string[] {
  const settings = vscode.workspace.getConfiguration('bnn.tools');
  return [
    ...toolFolders().flatMap((folder) => ['--tools', folder]),
    ...words('launcher').map((word) => `--launcher=${word}`),
    ...['--silent-after', String(settings.get('silentMinutes', 10))],
  ];
}

function toolFolders(): readonly string[] {
  return words('folders');
}

/** A setting that is a list of texts; the editor marks what is written otherwise where it stands. */
function words(name: string): readonly string[] {
  const value = vscode.workspace.getConfiguration('bnn.tools').get<unknown>(name);
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];
}
