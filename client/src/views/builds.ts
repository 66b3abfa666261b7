import * as vscode from 'vscode';
import { BUILD_MARKDOWN, BUILDS, type BuildItem } from '../../../server/src/lsp/protocol.js';
import type { Server } from '../language-server.js';
import { showFile } from '../show-file.js';
import { whenAtRest } from './when-at-rest.js';

/** After an edit the view follows when nothing has been typed for so long. */
const REST_MS = 700;

/** The view "BNN Builds": projects of the workspace, what was measured in them, runs and reports. The server words it. */
export interface BuildsView {
  dispose(): void;
  show(): Promise<void>;
  refresh(): void;
  /** Opens the log of a run, or a report. */
  open(item: unknown): Promise<void>;
  openFolder(item: unknown): Promise<void>;
  copyMarkdown(item: unknown): Promise<void>;
  rerun(item: unknown): Promise<void>;
}

export function registerBuilds(server: Server): BuildsView {
  const changed = new vscode.EventEmitter<undefined>();
  let anew = false;
  const provider: vscode.TreeDataProvider<BuildItem> = {
    onDidChangeTreeData: changed.event,
    async getChildren(parent) {
      if (parent) return [...parent.children];
      // Without a server the view is empty and says what it is for; nobody is bothered.
      if (server.health === 'stopped' || server.health === 'failed') return [];
      const refresh = anew;
      anew = false;
      return (await server.ask<BuildItem[]>(BUILDS, { refresh })) ?? [];
    },
    getTreeItem: treeItem,
  };
  const view = vscode.window.createTreeView('bnn.builds', { treeDataProvider: provider });
  const listening = server.onBuildsChanged(() => changed.fire(undefined));
  const healthy = server.onHealth((health) => {
    if (health === 'running') changed.fire(undefined);
  });
  // What was measured is outdated by an edit; nobody waits for that at each keystroke, nor where the view is closed.
  let stale = false;
  const edited = whenAtRest(REST_MS, () => {
    stale = !view.visible;
    if (view.visible) changed.fire(undefined);
  });
  const typing = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (document.languageId === 'bnn' && contentChanges.length > 0) edited.tell();
  });
  const shown = view.onDidChangeVisibility(({ visible }) => {
    if (!visible || !stale) return;
    stale = false;
    changed.fire(undefined);
  });
  void vscode.commands.executeCommand('setContext', 'bnn.active', true);

  return {
    async show() {
      await vscode.commands.executeCommand('bnn.builds.focus');
    },
    refresh() {
      anew = true;
      changed.fire(undefined);
    },
    async open(given) {
      const uri = uriOf(given);
      if (uri) await showFile(uri, { preview: true });
    },
    async openFolder(given) {
      const uri = uriOf(given);
      if (!uri) return;
      const inside = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
      await vscode.commands.executeCommand(inside ? 'revealInExplorer' : 'revealFileInOS', uri);
    },
    async copyMarkdown(given) {
      const item = itemOf(given);
      if (item?.uri === undefined) return;
      const text = await server.ask<string>(BUILD_MARKDOWN, { folder: item.uri });
      if (text === undefined) return;
      if (text === '') {
        void vscode.window.showInformationMessage(vscode.l10n.t('Nothing has been measured in {0} yet.', item.label));
        return;
      }
      await vscode.env.clipboard.writeText(text);
    },
    async rerun(given) {
      const again = itemOf(given)?.rerun;
      if (!again) return;
      const { source, step, target, folder } = again;
      await vscode.commands.executeCommand('bnn.build', source, step, target, vscode.Uri.parse(folder).fsPath);
    },
    dispose() {
      for (const each of [edited, typing, shown]) each.dispose();
      listening.dispose();
      healthy.dispose();
      view.dispose();
      changed.dispose();
    },
  };
}

function treeItem(row: BuildItem): vscode.TreeItem {
  const state =
    row.children.length === 0
      ? vscode.TreeItemCollapsibleState.None
      : row.kind === 'project'
        ? vscode.TreeItemCollapsibleState.Expanded
        : vscode.TreeItemCollapsibleState.Collapsed;
  const item = new vscode.TreeItem(row.label, state);
  item.id = row.id;
  item.description = row.description;
  item.tooltip = row.tooltip === '' ? row.description : new vscode.MarkdownString(row.tooltip);
  item.iconPath = new vscode.ThemeIcon(row.icon);
  item.contextValue = row.rerun ? `${row.kind} rerun` : row.kind;
  if ((row.kind === 'report' || row.kind === 'run') && row.uri !== undefined) {
    item.command = { command: 'bnn.openBuildItem', title: '', arguments: [row] };
  }
  return item;
}

/** Commands come from the view's menus with a row, and from anywhere else with whatever was given. */
function itemOf(given: unknown): BuildItem | undefined {
  return typeof given === 'object' && given !== null && 'id' in given && 'kind' in given
    ? (given as BuildItem)
    : undefined;
}

function uriOf(given: unknown): vscode.Uri | undefined {
  const uri = itemOf(given)?.uri;
  return uri === undefined ? undefined : vscode.Uri.parse(uri);
}
